import { beforeEach, describe, expect, it } from 'vitest';
import { createClock, latestMs, type SandboxClock } from './clock.ts';

const minuteMs = 60_000;
let realMs: number;
let clock: SandboxClock;

beforeEach(() => {
  realMs = Date.parse('2026-11-03T10:00:00Z');
  clock = createClock(() => realMs);
});

describe('the clock of the sandbox', () => {
  it('shows real time until it is told otherwise', () => {
    expect(clock.now()).toBe(realMs);
    realMs += 1_234;
    expect(clock.view()).toEqual({
      nowMs: realMs,
      now: '2026-11-03T10:00:01.234Z',
      factor: 1,
      frozen: false,
      offsetMs: 0,
    });
  });

  it('runs on from the time it is set to', () => {
    clock.set(Date.parse('2030-01-01T00:00:00Z'));
    realMs += 5_000;
    expect(new Date(clock.now()).toISOString()).toBe('2030-01-01T00:00:05.000Z');
  });

  it('can be advanced and put back', () => {
    clock.advance(3 * minuteMs);
    expect(clock.now()).toBe(realMs + 3 * minuteMs);
    clock.advance(-minuteMs);
    expect(clock.view().offsetMs).toBe(2 * minuteMs);
  });

  it('runs faster by a factor, without a leap when the factor changes', () => {
    clock.run(60);
    expect(clock.now()).toBe(realMs);
    realMs += 1_000;
    expect(clock.view().offsetMs).toBe(59_000);
    clock.run(1);
    realMs += 1_000;
    expect(clock.view().offsetMs).toBe(59_000);
  });

  it('stands still while it is frozen, and can be advanced then', () => {
    clock.run(0);
    const stoppedMs = clock.now();
    realMs += minuteMs;
    expect(clock.now()).toBe(stoppedMs);
    clock.advance(7);
    expect(clock.now()).toBe(stoppedMs + 7);
    expect(clock.view().frozen).toBe(true);
  });

  it('says how long sandbox time takes on the wall', () => {
    expect(clock.realMs(minuteMs)).toBe(minuteMs);
    clock.run(60);
    expect(clock.realMs(minuteMs)).toBe(1_000);
    clock.run(0);
    expect(clock.realMs(minuteMs)).toBe(minuteMs);
  });

  it('goes back to real time', () => {
    clock.run(60);
    clock.advance(minuteMs);
    realMs += minuteMs;
    clock.reset();
    expect(clock.now()).toBe(realMs);
  });

  it('stays within the dates there are', () => {
    clock.advance(-1e15);
    expect(clock.now()).toBe(0);
    clock.set(latestMs);
    clock.advance(1);
    expect(clock.now()).toBe(latestMs);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxFrameHeightPx } from '../protocol/messages.ts';
import { createSizeGate, maxHeightPx } from './host-sizes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function gate() {
  const applied: number[] = [];
  return {
    applied,
    push: createSizeGate((heightPx) => applied.push(heightPx)),
  };
}

describe('createSizeGate', () => {
  it('never hands on more than the protocol allows', () => {
    const { applied, push } = gate();
    push(1_000_000, false);
    expect(applied).toEqual([maxFrameHeightPx]);
    expect(maxHeightPx).toBe(maxFrameHeightPx);
  });

  it('hands on ten a second out of ten thousand, and the last one for sure', () => {
    const { applied, push } = gate();
    for (let i = 1; i <= 10_000; i += 1) {
      push(i, false);
      if (i % 10 === 0) vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(200);
    expect(applied.length).toBeLessThanOrEqual(12);
    expect(applied.at(-1)).toBe(10_000);
  });

  it('stops a swing between two heights at the larger one', () => {
    const { applied, push } = gate();
    for (let i = 0; i < 40; i += 1) {
      push(i % 2 === 0 ? 600 : 500, false);
      vi.advanceTimersByTime(150);
    }
    expect(applied).toEqual([600, 500, 600, 500, 600, 600]);
  });

  it('takes another height after a swing, and whatever a person asks for', () => {
    const { applied, push } = gate();
    for (let i = 0; i < 12; i += 1) {
      push(i % 2 === 0 ? 600 : 500, false);
      vi.advanceTimersByTime(150);
    }
    push(500, true);
    vi.advanceTimersByTime(150);
    expect(applied.at(-1)).toBe(500);
    push(700, false);
    vi.advanceTimersByTime(150);
    expect(applied.at(-1)).toBe(700);
  });
});

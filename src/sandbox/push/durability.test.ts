/** What waits to be pushed when the process is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStorage } from '../state/sqlite.ts';
import { createWorld, minuteMs, startReceiver, type Receiver } from './world.test-support.ts';

const count = 60;
let folder: string;
let receiver: Receiver;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-push-'));
  receiver = await startReceiver('secret-of-acme');
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

it('is sent by the next process, with what was under way and what was refused', async () => {
  // A third is acknowledged, a third refused, a third left without an answer.
  receiver.onEvent = (response) => {
    const turn = receiver.events.length % 3;
    if (turn !== 0) response.writeHead(turn === 1 ? 200 : 503).end();
  };
  const script = join(import.meta.dirname, 'killed.test-support.ts');
  const child = spawn(process.execPath, [script, folder, receiver.url, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await vi.waitFor(
    () => {
      expect(output.split('\n')).toHaveLength(count + 1);
      expect(receiver.events.length).toBeGreaterThan(9);
    },
    { timeout: 20_000 },
  );
  child.kill('SIGKILL');
  await once(child, 'exit');

  const ids = output.trim().split('\n');
  receiver.onEvent = (response) => void response.end();
  receiver.events.length = 0;
  const world = createWorld({
    storage: await openStorage(folder),
    settings: { validation: 'off' },
  });
  world.time.nowMs += 5 * minuteMs;
  await vi.waitFor(
    () => {
      const states = [...world.state.deliveries.values()].map(({ state }) => state);
      expect(states).toEqual(ids.map(() => 'acknowledged'));
    },
    { timeout: 10_000 },
  );
  // Nobody was forgotten, and whoever had acknowledged was left alone.
  const requests = new Set([...world.state.deliveries.values()].map(({ requestId }) => requestId));
  expect(requests).toEqual(new Set(ids));
  expect(receiver.events.length).toBeGreaterThan(0);
  expect(receiver.events.length).toBeLessThan(count);
  world.close();
}, 40_000);

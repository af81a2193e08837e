/**
 * A sandbox is killed in the middle of writes, as `kill -9` does, and started again: what was
 * answered is there, and every request is there whole or not at all.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { addressOf, context, wireOf } from '../../../test/support/sandbox-api.ts';
import { openStorage } from './sqlite.ts';
import { SandboxState } from './store.ts';

const batchSize = 25;
const batches = 10_000 / batchSize;
const inFlight = 4;
let folder: string;
let child: ChildProcess | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rsc-durability-'));
  child = null;
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(): Promise<string> {
  const script = join(import.meta.dirname, '../../../test/support/sandbox-server.ts');
  const started = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, folder],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  child = started;
  let told = '';
  for await (const chunk of started.stderr as AsyncIterable<Buffer>) {
    told += chunk.toString();
    const port = /^port (\d+)$/m.exec(told)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`the sandbox did not start: ${told}`);
}

async function tokenFrom(origin: string): Promise<string> {
  const response = await fetch(`${origin}/oauth/v2/accessToken`, {
    method: 'POST',
    body: 'grant_type=client_credentials&client_id=app&client_secret=secret',
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

const idsOf = (batch: number): string[] =>
  Array.from({ length: batchSize }, (_, i) => `c-${batch}-${i}`);

/** @returns whether the batch was answered */
async function send(origin: string, token: string, batch: number): Promise<boolean> {
  const wires = idsOf(batch).map((id) =>
    wireOf('candidates', 'v2', candidate({ id, lastName: `Batch ${batch}` })),
  );
  const entities = Object.fromEntries(
    wires.map(({ form, key, entity }) => [form.style.entity(key), entity]),
  );
  try {
    const response = await fetch(origin + addressOf(wires), {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ entities }),
    });
    const { statuses } = (await response.json()) as { statuses: Record<string, number> };
    return Object.values(statuses).filter((status) => status < 300).length === batchSize;
  } catch {
    return false;
  }
}

describe('a sandbox that is killed', () => {
  it('has what it answered, every request whole or not at all', { timeout: 60_000 }, async () => {
    const answered = new Set<number>();
    let next = 0;
    let token = '';
    // Three lives: two are ended in the middle of writes, the last writes what is left.
    for (const killAfter of [batches / 4, batches / 2, Infinity]) {
      const origin = await start();
      // A token is an answer too: it outlives the process that gave it.
      token = token === '' ? await tokenFrom(origin) : token;
      const write = async (): Promise<void> => {
        while (next < batches) {
          const batch = next;
          next += 1;
          if (!(await send(origin, token, batch))) return;
          answered.add(batch);
          if (answered.size >= killAfter) child?.kill('SIGKILL');
        }
      };
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      await Promise.all(Array.from({ length: inFlight }, write));
      child?.kill('SIGKILL');
      await ended;
    }

    const state = new SandboxState({
      storage: await openStorage(folder),
      applications: [],
      accounts: [],
    });
    const halves: number[] = [];
    const lost: number[] = [];
    for (let batch = 0; batch < batches; batch += 1) {
      const found = idsOf(batch).filter(
        (id) => state.candidate(context, id)?.record.lastName === `Batch ${batch}`,
      ).length;
      if (found !== 0 && found !== batchSize) halves.push(batch);
      if (answered.has(batch) && found !== batchSize) lost.push(batch);
    }
    state.close();
    expect({ halves, lost }).toEqual({ halves: [], lost: [] });
    expect(answered.size).toBeGreaterThan(batches - 4 * inFlight);
    expect(answered.size).toBeLessThan(batches);
  });
});

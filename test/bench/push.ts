/**
 * How fast pushes of LinkedIn are answered at 200 a second, every twentieth of which is an export that
 * workers carry on beside it, alone and in a flood of 1,000 forged ones a second; and how soon an export
 * is in the ATS. Backend, store, workers, the ATS and LinkedIn's stand-in share one process.
 */
import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createAdaptorServer } from '@hono/node-server';
import type { Kit } from '../../src/backend/app.ts';
import type { AtsSink } from '../../src/backend/exports/ports.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startBackend, storeNames, type StoreKind } from './backend.ts';
import type { SenderResult, SenderTask } from './push/sender.ts';
import type { Row } from './report.ts';
import { median, percentile } from './statistics.ts';

const pace = 200;
const seconds = 4;
const rounds = 5;
const flood = 1_000;
const askedMs = 100;
/** Ten exports a second: what 86,000 recruiters may send, at 300 a month each. */
const exportEvery = 20;
const exportsOneByOne = 25;
const organization = 'urn:li:organization:7001';

export async function benchPush(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const store of ['pglite', 'postgres'] as const) {
    const world = await createWorld(store);
    try {
      await world.send(0, 2);
      // In turns, so that a machine that is busy with something else meanwhile favours neither.
      const alone: SenderResult[] = [];
      const flooded: SenderResult[] = [];
      for (let round = 0; round < rounds; round += 1) {
        alone.push(await world.send(0, seconds));
        flooded.push(await world.send(flood, seconds));
      }
      const what = `a push answered at ${String(pace)} a second on ${storeNames[store]}`;
      rows.push(
        ...answerTimes(what, alone),
        ...answerTimes(`${what}, ${flood.toLocaleString('en-US')} forged beside`, flooded),
      );
      await world.settle();
      rows.push({
        what: `from the push to the ATS on ${storeNames[store]}, median`,
        ours: await world.oneByOne(),
        unit: 'ms',
        asked: { of: 'figure', atMost: 500 },
      });
    } finally {
      await world.close();
    }
  }
  return rows;
}

/** The middle round counts. */
function answerTimes(what: string, results: readonly SenderResult[]): Row[] {
  const lost = results.find(({ waitsMs, statuses }) => statuses['200'] !== waitsMs.length);
  if (lost !== undefined) throw new Error(`not all were taken: ${JSON.stringify(lost.statuses)}`);
  const of = (share: number): number =>
    median(results.map(({ waitsMs }) => percentile(waitsMs, share)));
  return [
    { what: `${what}, p50`, ours: of(0.5), unit: 'ms' },
    {
      what: `${what}, p99`,
      ours: of(0.99),
      unit: 'ms',
      asked: { of: 'figure', atMost: askedMs },
    },
  ];
}

interface World {
  send(flood: number, seconds: number): Promise<SenderResult>;
  /** Waits until nothing is left to do. */
  settle(): Promise<void>;
  oneByOne(): Promise<number>;
  close(): Promise<void>;
}

async function createWorld(kind: StoreKind): Promise<World> {
  let told = (): void => undefined;
  const { kit, sandbox, stop } = await startBackend(
    kind,
    [{ urn: organization, name: 'Acme', contracts: [] }],
    {
      sink: sinkThatTells(() => {
        told();
      }),
    },
  );
  const listener = createAdaptorServer({ fetch: kit.fetch }) as Server;
  // No socket ends between two pushes.
  listener.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const { clientId, path, secret } = await onboard(kit, sandbox);
  kit.workers.start();
  const people = [...sandbox.state.members.values()];
  const addExport = (index: number): string =>
    sandbox.state.exports.requests.add({
      clientId,
      integrationContext: organization,
      jobPostingId: null,
      exportType: 'PROFILE',
      member: people[index % people.length]?.personUrn ?? '',
      seat: 'urn:li:seat:1',
      createdAtMs: sandbox.state.now(),
    });

  return {
    async send(forged, length) {
      const count = pace * length;
      const ids = Array.from({ length: count }, (_, index) => addExport(index));
      const real = { port, path, nobody: null, secret, ids, count, exportEvery, pace };
      const forging = {
        ...real,
        ids: [],
        nobody: '/rsc/push/',
        secret: 'not the secret',
        count: forged * length,
        pace: forged,
      };
      const [result] = await Promise.all([run(real), forged === 0 ? null : run(forging)]);
      return result;
    },
    async settle() {
      await kit.workers.stop();
      await kit.workers.runUntilIdle();
      kit.workers.start();
    },
    async oneByOne() {
      const times: number[] = [];
      for (let index = 0; index < exportsOneByOne; index += 1) {
        const { promise, resolve } = Promise.withResolvers<void>();
        told = resolve;
        const id = addExport(index);
        const startedAtMs = performance.now();
        const body = JSON.stringify({ type: 'EXPORT_CANDIDATE_PROFILE', id });
        await fetch(`http://127.0.0.1:${String(port)}${path}`, { method: 'POST', body });
        await promise;
        times.push(performance.now() - startedAtMs);
        await delay(50);
      }
      return median(times);
    },
    async close() {
      await kit.workers.stop();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await stop();
    },
  };
}

/** Sends in a process of its own. */
async function run(task: SenderTask): Promise<SenderResult> {
  const script = fileURLToPath(new URL('push/sender.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(task)], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as SenderResult;
}

/** An ATS that has nobody, takes everybody, and says when one has come. */
const sinkThatTells = (arrived: () => void): AtsSink => ({
  find: async () => [],
  candidate: async () => null,
  create: async ({ exportId }) => ({ candidateId: exportId }),
  merge: async () => undefined,
  async link() {
    arrived();
    return { applicationId: null, isNew: true };
  },
  undo: async () => ({ ok: true }),
  job: async () => null,
  user: async () => null,
  record: async () => null,
});

async function onboard(kit: Kit, sandbox: Sandbox) {
  const { customer } = await kit.customers.create({
    id: 'acme',
    name: 'Acme',
    uniqueForeignId: 'acme',
    environment: 'development',
    domains: ['http://localhost:2'],
  });
  const clientId = (await kit.customers.find(customer.id))?.application?.clientId ?? '';
  const { integrations, applications } = sandbox.state;
  const key = {
    integrationContext: organization,
    integrationType: 'ONE_CLICK_EXPORT',
    tenantType: 'RECRUITER',
  } as const;
  integrations.request(clientId, key, sandbox.state.now());
  await kit.integrations.requested('acme', [{ ...key, dataProvider: 'ATS' }]);
  const address = integrations
    .of(clientId)
    .flatMap(({ configurations }) => configurations['CALLBACK_URL'] ?? [])[0];
  if (address === undefined) throw new Error('LinkedIn was not told an address');
  const secret = applications.get(clientId)?.clientSecret ?? '';
  // Only the sender pushes.
  sandbox.push.close();
  return { clientId, path: new URL(address).pathname, secret };
}

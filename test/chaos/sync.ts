/**
 * Sends records of mixed kinds while LinkedIn fails, connections break and workers are killed, and then
 * compares what LinkedIn has with what the ATS has.
 *
 *     node test/chaos/sync.ts --store postgres --records 200000 --kills 60
 *     node test/chaos/sync.ts --store pglite --records 200000 --kills 20
 *
 * Exit code 1 if anything differs. The seed decides what is changed; when is up to the machine.
 */
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordRef, SyncResource } from '../../src/backend/sync/ports.ts';
import { parseRefText, refText } from '../../src/backend/sync/resources.ts';
import { createRandom } from '../../src/sandbox/state/people.ts';
import { canonical } from '../support/memory-ats.ts';
import { countsFor, recordAt, refAt, type Counts } from './synthetic-ats.ts';
import { createWorld, type Worker, type World } from './world.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'pglite' },
    records: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    /** Without faults and changes: how fast it is when nothing goes wrong. */
    calm: { type: 'boolean', default: false },
  },
});
const store = values.store === 'postgres' ? 'postgres' : 'pglite';
const kills = Number(values.kills);
const random = createRandom(Number(values.seed));
const pick = (count: number): number => Math.floor(random() * count);
const say = (text: string): void => {
  console.error(`${(performance.now() / 1_000).toFixed(1).padStart(7)} s  ${text}`);
};

const faults = [
  { kind: 'status', status: 503, probability: 0.05, seed: 1 },
  { kind: 'status', status: 500, applied: true, probability: 0.05, seed: 2 },
  { kind: 'cut', probability: 0.01, seed: 3 },
  { kind: 'lost', probability: 0.01, seed: 4 },
  { kind: 'status', status: 429, retryAfterSeconds: 1, probability: 0.01, seed: 5 },
  { kind: 'malformed', as: 'syntax', probability: 0.01, seed: 6 },
  { kind: 'delay', ms: 150, probability: 0.02, seed: 7 },
];

/** What hangs on a record, by the arithmetic of the synthetic ATS. */
function dependents(ref: RecordRef, counts: Counts): RecordRef[] {
  const index = Number(ref.id.replace(/^.*?(\d+)$/, '$1'));
  const every = (resource: SyncResource, parents: SyncResource): RecordRef[] => {
    const step = counts.byResource.get(parents) ?? 1;
    const most = counts.byResource.get(resource) ?? 0;
    const found: RecordRef[] = [];
    for (let at = index; at < most; at += step) found.push(refAt(resource, at, counts));
    return found;
  };
  if (ref.resource === 'candidates') {
    const own = every('applications', 'candidates');
    return [
      ...every('candidateNotes', 'candidates'),
      ...own.flatMap((each) => [...dependents(each, counts), each]),
    ];
  }
  if (ref.resource !== 'applications') return [];
  return (['applicationNotes', 'stages', 'interviewFeedback'] as const).flatMap((resource) =>
    every(resource, 'applications'),
  );
}

async function tell(
  workers: readonly (Worker | null)[],
  tenant: string,
  refs: readonly RecordRef[],
  options: Parameters<Worker['changed']>[2] = {},
): Promise<void> {
  // An ATS has an outbox of its own: it tells again until it has been heard.
  for (;;) {
    const worker = workers[pick(workers.length)];
    if (worker !== null && worker !== undefined && (await worker.changed(tenant, refs, options)))
      return;
    await delay(50);
  }
}

const backlog = async ([worker]: readonly (Worker | null)[]): Promise<number> =>
  (await worker?.backlog()) ?? Infinity;

async function compare(world: World, counts: Counts): Promise<number> {
  let differences = 0;
  for (const { id, organization } of world.tenants) {
    for (const resource of counts.byResource.keys()) {
      const name = resource === 'jobPostings' ? 'jobs' : resource;
      const found: object[] = [];
      for (let start = 0; ; start += 1_000) {
        const query = `context=${encodeURIComponent(organization)}&start=${start}&count=1000`;
        const answer = await fetch(`${world.sandbox.info.origin}/sandbox/state/${name}?${query}`);
        const { elements } = (await answer.json()) as { elements: object[] };
        found.push(...elements);
        if (elements.length < 1_000) break;
      }
      const wanted = [...(world.revisions.get(id) ?? [])]
        .map(([text, revision]) => ({ ref: parseRefText(text), revision }))
        .filter(({ ref }) => ref.resource === resource)
        .map(({ ref, revision }) => ({
          ...(resource === 'jobPostings'
            ? { availability: 'PRIVATE_TO_ATS_INTEGRATION', integrationContext: organization }
            : resource === 'entityAcls' || resource === 'aclAssignees'
              ? { entityType: 'JOB_POSTING' }
              : {}),
          ...recordAt(ref, revision, counts).record,
        }));
      const [there, here] = [canonical(found), canonical(wanted)];
      const [thereSet, hereSet] = [new Set(there), new Set(here)];
      const extra = there.filter((record) => !hereSet.has(record));
      const missing = here.filter((record) => !thereSet.has(record));
      differences += extra.length + missing.length;
      if (extra.length + missing.length > 0) {
        say(`${id} ${resource}: ${missing.length} missing or stale, ${extra.length} not ours`);
        say(`  here  ${missing[0]?.slice(0, 300)}`);
        say(`  there ${extra[0]?.slice(0, 300)}`);
      }
    }
  }
  return differences;
}

async function main(): Promise<void> {
  const world = await createWorld({
    store,
    limits: 'off',
    leaseMs: 6_000,
    timeoutMs: 1_000,
    concurrency: 2,
    perTenant: (tenants) => Math.ceil(Number(values.records) / tenants),
  });
  const counts = countsFor(Math.ceil(Number(values.records) / world.tenants.length));
  const origin = world.sandbox.info.origin;
  for (const fault of values.calm ? [] : faults) {
    const body = JSON.stringify({ route: '/v2/*', ...fault });
    await fetch(`${origin}/sandbox/faults`, { method: 'POST', body });
  }
  const workers: (Worker | null)[] = await Promise.all(
    Array.from({ length: store === 'postgres' ? 3 : 1 }, () => world.startWorker()),
  );
  say(`LinkedIn at ${origin}`);
  say(`${counts.total * world.tenants.length} records of ${world.tenants.length} customers`);

  const startedAt = performance.now();
  for (const { id } of world.tenants) {
    const own = world.revisions.get(id);
    const all: RecordRef[] = [];
    for (const [resource, count] of counts.byResource) {
      for (let index = 0; index < count; index += 1) all.push(refAt(resource, index, counts));
    }
    for (const ref of all) own?.set(refText(ref), 1);
    // In an order that has nothing to do with what hangs on what.
    all.sort(() => random() - 0.5);
    for (let start = 0; start < all.length; start += 2_000) {
      await tell(workers, id, all.slice(start, start + 2_000), { priority: 'backfill' });
    }
  }
  say('all told of');

  let changing = !values.calm;
  const totals = { updated: 0, deleted: 0, recreated: 0, late: 0 };
  const gone: [string, RecordRef][] = [];
  async function change(): Promise<void> {
    while (changing) {
      const tenant = world.tenants[pick(world.tenants.length)]?.id ?? '';
      const own = world.revisions.get(tenant) ?? new Map<string, number>();
      const kinds = [...counts.byResource.keys()];
      const resource = kinds[pick(kinds.length)] ?? 'candidates';
      const ref = refAt(resource, pick(counts.byResource.get(resource) ?? 1), counts);
      const revision = own.get(refText(ref));
      const dice = random();
      if (dice < 0.75 && revision !== undefined) {
        own.set(refText(ref), revision + 1);
        totals.updated += 1;
        await tell(workers, tenant, [ref]);
      } else if (dice < 0.9 && resource !== 'jobPostings' && revision !== undefined) {
        const all = [...dependents(ref, counts), ref].filter((each) => own.delete(refText(each)));
        totals.deleted += all.length;
        gone.push([tenant, ref]);
        await tell(workers, tenant, all, { op: 'delete' });
      } else if (gone.length > 0) {
        const [where, late] = gone[pick(gone.length)] ?? ['', ref];
        totals.late += 1;
        await tell(workers, where, [late]);
      }
      await delay(2);
    }
  }
  const changes = Promise.all([change(), change(), change()]);

  for (let kill = 0; kill < kills; kill += 1) {
    await delay(2_000 + random() * 3_000);
    const place = kill % workers.length;
    const worker = workers[place] ?? null;
    workers[place] = null;
    await worker?.kill('SIGKILL');
    workers[place] = await world.startWorker();
    if (kill % 5 === 4) say(`${kill + 1} workers killed, ${await backlog(workers)} unsent`);
  }
  changing = false;
  await changes;
  say(`changes: ${JSON.stringify(totals)}`);
  for (let left = Infinity, told = 0; left > 0; told += 1) {
    await delay(values.calm ? 200 : 1_000);
    left = await backlog(workers);
    if (told % 5 === 0) say(`${left} unsent`);
  }
  const tookMs = performance.now() - startedAt;
  say(`${Math.round((counts.total * world.tenants.length) / (tookMs / 1_000))} records a second`);
  const differences = await compare(world, counts);
  const requests = (await (await fetch(`${origin}/sandbox/state`)).json()) as unknown;
  say(`compared: ${differences} differences; ${JSON.stringify(requests).slice(0, 400)}`);
  const put = await workers[0]?.quarantined();
  say(`put aside: ${JSON.stringify(put)}`);
  await world.stop();
  process.exit(differences === 0 ? 0 : 1);
}

await main();

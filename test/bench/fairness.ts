/**
 * How soon a small customer's change is at LinkedIn while a large one's history is sent: fifty customers
 * of very different sizes, limits off, so that there is always more to send than can be. Backend, store,
 * the ATS and LinkedIn's stand-in share one process.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kit } from '../../src/backend/app.ts';
import type { AtsSource, RecordRef } from '../../src/backend/sync/ports.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { countsFor, recordAt, refAt } from '../chaos/synthetic-ats.ts';
import { startBackend, storeNames, type StoreKind } from './backend.ts';
import type { Row } from './report.ts';
import { median, percentile } from './statistics.ts';

const customers = 50;
/** Records of each: one has most of them, five have many, the others a handful. */
const sizeOf = (index: number): number => (index === 0 ? 250_000 : index < 6 ? 5_000 : 20);
const changes = 40;
const leastChanges = 20;
/** The history is looked at after so many. */
const atOnce = 5;
const everyMs = 100;
const withinMs = 30_000;
const askedMs = 5_000;

const idOf = (index: number): string => `customer-${String(index)}`;
const contractOf = (index: number): string => `urn:li:contract:${String(8_001 + index)}`;
const organizationOf = (index: number): string => `urn:li:organization:${String(7_001 + index)}`;

export async function benchFairness(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const store of ['pglite', 'postgres'] as const) {
    const times = await measure(store);
    const what = `a small customer's change at LinkedIn beside a large history, ${storeNames[store]}`;
    rows.push(
      { what: `${what}, median`, ours: median(times), unit: 'ms' },
      {
        what: `${what}, longest`,
        ours: percentile(times, 1),
        unit: 'ms',
        asked: { of: 'figure', atMost: askedMs },
      },
      {
        what: 'changes measured while the large history was sent',
        ours: times.length,
        unit: '',
        asked: { of: 'figure', atLeast: leastChanges },
      },
    );
  }
  return rows;
}

async function measure(kind: StoreKind): Promise<number[]> {
  const all = Array.from({ length: customers }, (_, index) => index);
  const revisions = new Map<string, number>();
  const organizations = all.map((index) => ({
    urn: organizationOf(index),
    name: idOf(index),
    contracts: [{ urn: contractOf(index), name: idOf(index) }],
  }));
  const { kit, sandbox, stop } = await startBackend(kind, organizations, {
    source: sourceOf(revisions),
    sync: { limits: { sync: {}, jobs: {} } },
  });
  try {
    for (const index of all) await onboard(kit, sandbox, index);
    for (const index of all) {
      const refs = allOf(index);
      for (let start = 0; start < refs.length; start += 5_000) {
        const some = refs.slice(start, start + 5_000);
        await kit.sync.changed(idOf(index), some, { priority: 'backfill' });
      }
    }
    kit.workers.start();
    await delay(3_000);
    const times: number[] = [];
    while (times.length < changes) {
      const some: number[] = [];
      for (let change = 0; change < atOnce; change += 1) {
        const index = 6 + ((times.length + change) % (customers - 6));
        some.push(await changeOne(kit, sandbox, revisions, index));
        await delay(everyMs);
      }
      // What was measured while nothing large was sent any more would say nothing.
      if ((await kit.sync.status(idOf(0))).backlog.total === 0) break;
      times.push(...some);
    }
    return times;
  } finally {
    await stop();
  }
}

const countsOf = (index: number) => countsFor(sizeOf(index));

const allOf = (index: number): RecordRef[] => {
  const counts = countsOf(index);
  return [...counts.byResource].flatMap(([resource, count]) =>
    Array.from({ length: count }, (_, place) => refAt(resource, place, counts)),
  );
};

const sourceOf = (revisions: ReadonlyMap<string, number>): AtsSource => ({
  read: (tenant, refs) => {
    const counts = countsOf(Number(tenant.replace(/^customer-/, '')));
    const revision = revisions.get(tenant) ?? 1;
    return Promise.resolve(refs.map((ref) => recordAt(ref, revision, counts)));
  },
  scan: () => Promise.reject(new Error('nobody scans here')),
});

/** @returns milliseconds from the change in the ATS until LinkedIn has it */
async function changeOne(
  kit: Kit,
  sandbox: Sandbox,
  revisions: Map<string, number>,
  index: number,
): Promise<number> {
  const id = idOf(index);
  const revision = (revisions.get(id) ?? 1) + 1;
  revisions.set(id, revision);
  const ref = refAt('candidates', 0, countsOf(index));
  const startedAt = performance.now();
  await kit.sync.changed(id, ref);
  const isThere = (): boolean =>
    sandbox.state.candidates
      .get(organizationOf(index), ref.id)
      ?.record.firstName?.endsWith(` ${String(revision)}`) === true;
  while (!isThere()) {
    const tookMs = performance.now() - startedAt;
    if (tookMs > withinMs) return tookMs;
    await delay(5);
  }
  return performance.now() - startedAt;
}

async function onboard(kit: Kit, sandbox: Sandbox, index: number): Promise<void> {
  const { customer } = await kit.customers.create({
    id: idOf(index),
    name: idOf(index),
    uniqueForeignId: idOf(index),
    environment: 'development',
    domains: [`http://ats-${String(index)}.localhost:2`],
  });
  const clientId = (await kit.customers.find(customer.id))?.application?.clientId ?? '';
  const { integrations } = sandbox.state;
  const keys = [
    ...(['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'] as const).map((type) => ({
      integrationContext: organizationOf(index),
      integrationType: type,
      tenantType: 'RECRUITER' as const,
    })),
    {
      integrationContext: contractOf(index),
      integrationType: 'CSA_API' as const,
      tenantType: 'RECRUITER' as const,
    },
  ];
  for (const key of keys) integrations.request(clientId, key, sandbox.state.now());
  await kit.integrations.requested(
    idOf(index),
    keys.map((key) => ({ ...key, dataProvider: 'ATS' })),
  );
  integrations.switch(integrations.of(clientId), true, sandbox.state.now());
  await kit.integrations.refresh(idOf(index));
}

/**
 * What is measured, read from the store: the same numbers in whichever process is asked, except for
 * push, which each process counts for itself. Of customers there is the id, of people nothing.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { BudgetGroup, GroupLimits } from '../../linkedin/index.ts';
import { limitsLeft } from '../budgets/limits-left.ts';
import type { PushCounts } from '../push/push-routes.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { readAside, readBacklogs } from '../sync/insight/status.ts';
import { readTotals } from '../sync/totals.ts';
import type { Metric, Sample } from './exposition.ts';

export interface GatherOptions {
  readonly store: Store;
  readonly limits?: Partial<Record<BudgetGroup, GroupLimits>> | undefined;
  readonly pushCounts: () => PushCounts;
}

/** Limits of what sync sends. */
const groups: readonly BudgetGroup[] = ['sync', 'jobs'];
const laneRows = z.object({
  rows: z.array(
    z.object({
      tenant_id: z.string(),
      client_id: z.string().nullable(),
      failing: z.boolean(),
    }),
  ),
});
const exportRows = z.object({
  rows: z.array(z.object({ tenant_id: z.string(), state: z.string(), amount: z.coerce.number() })),
});

/** @throws StoreError */
export async function gather(options: GatherOptions): Promise<readonly Metric[]> {
  const { store, limits, pushCounts } = options;
  const { connection, clock } = internalsOf(store);
  const lanes = laneRows.parse(
    await connection.run((database) =>
      database.execute(sql`
        select t.tenant_id, a.client_id, t.error_code is not null as failing
        from rsc.sync_tenants t left join rsc.linkedin_applications a using (tenant_id)
        order by t.tenant_id`),
    ),
  ).rows;
  const exported = exportRows.parse(
    await connection.run((database) =>
      database.execute(sql`select tenant_id, state, count(*) as amount from rsc.exports
        group by tenant_id, state order by tenant_id, state`),
    ),
  ).rows;
  const clientIds = lanes.flatMap(({ client_id: clientId }) => clientId ?? []);
  const left = await limitsLeft(store, clientIds, limits);
  const backlogs = [...(await readBacklogs(store))];
  const asides = [...(await readAside(store))];
  const totals = [...(await readTotals(connection))];
  const nowMs = clock();
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, some) => total + some, 0);

  return [
    {
      name: 'rsc_sync_backlog_records',
      kind: 'gauge',
      help: 'Records that wait to be sent to LinkedIn.',
      samples: backlogs.flatMap(([tenant, { byPriority }]) =>
        Object.entries(byPriority).map(([priority, value]) => ({
          labels: { tenant, priority },
          value,
        })),
      ),
    },
    {
      name: 'rsc_sync_oldest_unsent_seconds',
      kind: 'gauge',
      help: 'Age of the oldest change that has not been sent.',
      samples: backlogs.flatMap(([tenant, { oldestAt }]) =>
        oldestAt === null
          ? []
          : { labels: { tenant }, value: Math.max(0, (nowMs - oldestAt.getTime()) / 1_000) },
      ),
    },
    {
      name: 'rsc_sync_records_total',
      kind: 'counter',
      help: 'What became of records: sent, deleted, unchanged, refused, retried.',
      samples: totals.flatMap(([tenant, byResource]) =>
        Object.entries(byResource).flatMap(([resource, counts]) =>
          Object.entries(counts).map(([outcome, value]: [string, number]) => ({
            labels: { tenant, resource, outcome },
            value,
          })),
        ),
      ),
    },
    {
      name: 'rsc_sync_quarantined_records',
      kind: 'gauge',
      help: 'Records that were put aside until somebody does something.',
      samples: asides.map(([tenant, { quarantined }]) => ({
        labels: { tenant },
        value: sum(quarantined),
      })),
    },
    {
      name: 'rsc_sync_blocked_records',
      kind: 'gauge',
      help: 'Records that wait for what they hang on.',
      samples: asides.map(([tenant, { blocked }]) => ({ labels: { tenant }, value: sum(blocked) })),
    },
    {
      name: 'rsc_sync_failing',
      kind: 'gauge',
      help: 'Whether LinkedIn or the ATS fails for a customer (1) or not (0).',
      samples: lanes.map(({ tenant_id: tenant, failing }) => ({
        labels: { tenant },
        value: failing ? 1 : 0,
      })),
    },
    {
      name: 'rsc_linkedin_limit_left',
      kind: 'gauge',
      help: 'What is left of a limit of LinkedIn in this minute or day.',
      samples: lanes.flatMap(({ tenant_id: tenant, client_id: clientId }): Sample[] =>
        (left.get(clientId ?? '') ?? [])
          .filter(({ group }) => groups.includes(group))
          .map(({ group, what, window, left: value }) => ({
            labels: { tenant, group, what, window },
            value,
          })),
      ),
    },
    {
      name: 'rsc_exports',
      kind: 'gauge',
      help: 'Exports of members, by state.',
      samples: exported.map(({ tenant_id: tenant, state, amount: value }) => ({
        labels: { tenant, state },
        value,
      })),
    },
    {
      name: 'rsc_push_requests_total',
      kind: 'counter',
      help: 'Requests to push addresses that this process has answered.',
      samples: Object.entries(pushCounts()).map(([result, value]: [string, number]) => ({
        labels: { result },
        value,
      })),
    },
  ];
}

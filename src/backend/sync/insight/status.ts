/** Where a customer's sync stands: how much waits, for how long, how quickly it goes, and why not. */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { BudgetGroup, BudgetLeft, GroupLimits } from '../../../linkedin/index.ts';
import { limitsLeft } from '../../budgets/limits-left.ts';
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import type { Gate } from '../../onboarding/gate.ts';
import type { BackfillProgress } from '../backfill/progress.ts';
import type { SyncResource } from '../ports.ts';
import { resourceAt } from '../resources.ts';
import { priorities, type Priority } from '../rows.ts';
import {
  rateMs,
  rateOf,
  readMinutes,
  readTotals,
  type SyncMinute,
  type SyncTotals,
} from '../totals.ts';
import { readCustomer } from './customer.ts';
import { readLane, type Lane } from './lane.ts';

export interface SyncStatus {
  readonly tenantId: string;
  readonly lane: Lane;
  readonly backlog: Backlog;
  /** Put aside until a person has done something, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Held back until what they hang on is at LinkedIn, by reason. */
  readonly blocked: Readonly<Record<string, number>>;
  /** Records a minute that were through with, over the last five minutes. */
  readonly perMinute: number;
  /** Minutes of the last hour in which anything was sent, the oldest first. */
  readonly minutes: readonly SyncMinute[];
  /** Since the customer is there, by kind. */
  readonly totals: SyncTotals;
  /** What is left of the application's limits; null before it has credentials. */
  readonly left: readonly BudgetLeft[] | null;
  /** The customer's newest backfill. */
  readonly backfill: BackfillProgress | null;
}

export interface Backlog {
  readonly total: number;
  readonly byPriority: Readonly<Record<Priority, number>>;
  readonly byResource: Readonly<Partial<Record<SyncResource, number>>>;
  /** Of all, those that have failed before. */
  readonly retrying: number;
  /** Of all, job postings that LinkedIn works on. */
  readonly tasks: number;
  /** The oldest change that has not been sent; null if all have. */
  readonly oldestAt: Date | null;
}

/** @internal */
export interface StatusOptions {
  readonly store: Store;
  readonly gate: Gate;
  readonly clientId: (tenantId: string) => Promise<string | null>;
  readonly limits?: Partial<Record<BudgetGroup, GroupLimits>> | undefined;
  readonly newestBackfill: (tenantId: string) => Promise<BackfillProgress | null>;
}

const hourMs = 60 * 60_000;
const number = z.coerce.number();
const backlogRows = z.object({
  rows: z.array(
    z.object({
      tenant_id: z.string(),
      priority: number,
      resource: number,
      waiting: number,
      retrying: number,
      tasks: number,
      oldest: z.coerce.date(),
    }),
  ),
});
const asideRows = z.object({
  rows: z.array(
    z.object({ tenant_id: z.string(), state: z.string(), reason: z.string(), amount: number }),
  ),
});

/**
 * @returns reads the status of a customer; rejects with RscError `tenant_unknown`, StoreError
 * @internal
 */
export function createStatus(options: StatusOptions): (name: string) => Promise<SyncStatus> {
  const { store, gate, limits } = options;
  const { connection, clock } = internalsOf(store);
  return async (name) => {
    const { tenantId, contexts } = await readCustomer(store, name);
    const nowMs = clock();
    const minutes = await readMinutes(connection, tenantId, nowMs - hourMs);
    const clientId = await options.clientId(tenantId);
    const aside = (await readAside(store, tenantId)).get(tenantId);
    return {
      tenantId,
      lane: await readLane({ connection, gate, clock }, tenantId, contexts),
      backlog: (await readBacklogs(store, tenantId)).get(tenantId) ?? emptyBacklog,
      quarantined: aside?.quarantined ?? {},
      blocked: aside?.blocked ?? {},
      perMinute: Math.round(rateOf(minutes, nowMs, nowMs - rateMs)),
      minutes,
      totals: (await readTotals(connection, tenantId)).get(tenantId) ?? {},
      left:
        clientId === null
          ? null
          : ((await limitsLeft(store, [clientId], limits)).get(clientId) ?? []),
      backfill: await options.newestBackfill(tenantId),
    };
  };
}

export const emptyBacklog: Backlog = {
  total: 0,
  byPriority: { interactive: 0, change: 0, backfill: 0 },
  byResource: {},
  retrying: 0,
  tasks: 0,
  oldestAt: null,
};

const ownOnly = (tenantId: string | undefined) =>
  tenantId === undefined ? sql`true` : sql`tenant_id = ${tenantId}`;

/**
 * What waits, of one customer or of all that have something waiting. @throws StoreError
 * @internal
 */
export async function readBacklogs(
  store: Store,
  tenantId?: string,
): Promise<ReadonlyMap<string, Backlog>> {
  const { rows } = backlogRows.parse(
    await internalsOf(store).connection.run((database) =>
      // Two parts, so that each finds its own index.
      database.execute(sql`
        select tenant_id, priority, resource, count(*) as waiting,
          count(*) filter (where attempts > 0) as retrying, 0 as tasks, min(changed_at) as oldest
        from rsc.sync_records where ${ownOnly(tenantId)} and state = 'pending'
        group by tenant_id, priority, resource
        union all
        select tenant_id, priority, resource, count(*), 0, count(*), min(changed_at)
        from rsc.sync_records where ${ownOnly(tenantId)} and state = 'task'
        group by tenant_id, priority, resource`),
    ),
  );
  const backlogs = new Map<string, Backlog>();
  for (const row of rows) {
    const known = backlogs.get(row.tenant_id) ?? emptyBacklog;
    const priority = priorityAt(row.priority);
    const resource = resourceAt(row.resource);
    const { oldestAt } = known;
    backlogs.set(row.tenant_id, {
      total: known.total + row.waiting,
      byPriority: {
        ...known.byPriority,
        [priority]: known.byPriority[priority] + row.waiting,
      },
      byResource: {
        ...known.byResource,
        [resource]: (known.byResource[resource] ?? 0) + row.waiting,
      },
      retrying: known.retrying + row.retrying,
      tasks: known.tasks + row.tasks,
      oldestAt: oldestAt === null || row.oldest < oldestAt ? row.oldest : oldestAt,
    });
  }
  return backlogs;
}

export interface Aside {
  readonly quarantined: Readonly<Record<string, number>>;
  readonly blocked: Readonly<Record<string, number>>;
}

/**
 * What was put aside or is held back, by reason. @throws StoreError
 * @internal
 */
export async function readAside(
  store: Store,
  tenantId?: string,
): Promise<ReadonlyMap<string, Aside>> {
  const { rows } = asideRows.parse(
    await internalsOf(store).connection.run((database) =>
      database.execute(sql`
        select tenant_id, 'quarantined' as state, coalesce(reason, 'unknown') as reason,
          count(*) as amount
        from rsc.sync_records where ${ownOnly(tenantId)} and state = 'quarantined'
        group by tenant_id, reason
        union all
        select tenant_id, 'blocked', coalesce(reason, 'unknown'), count(*)
        from rsc.sync_records where ${ownOnly(tenantId)} and state = 'blocked'
        group by tenant_id, reason`),
    ),
  );
  const all = new Map<
    string,
    { quarantined: Record<string, number>; blocked: Record<string, number> }
  >();
  for (const { tenant_id: tenant, state, reason, amount } of rows) {
    const known = all.get(tenant) ?? { quarantined: {}, blocked: {} };
    all.set(tenant, known);
    known[state === 'blocked' ? 'blocked' : 'quarantined'][reason] = amount;
  }
  return all;
}

export const priorityAt = (priority: number): Priority =>
  priority === priorities.interactive
    ? 'interactive'
    : priority === priorities.change
      ? 'change'
      : 'backfill';

/**
 * The sync engine: is told what has changed in an ATS and sees to it that LinkedIn has the newest state
 * of it, once, in order, within the limits, whatever fails meanwhile.
 */
import * as z from 'zod';
import { budgetGroups, type BudgetGroup, type GroupLimits } from '../../linkedin/index.ts';
import type { Gate } from '../onboarding/gate.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { Logger } from '../logging.ts';
import type { Job } from '../push/workers.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { readTenantScope } from '../tenants/tenant-scope.ts';
import {
  createDelivery,
  type MembersListener,
  type SettleListener,
  type SyncCustomer,
} from './deliver.ts';
import { parseInput } from './errors.ts';
import { createOutbox } from './outbox.ts';
import type { AtsSource, RecordRef, SyncResource } from './ports.ts';
import { createSyncRecordTable, type SyncRecordTable } from './records.ts';

import { recordRef } from './resources.ts';
import { createSenders, type Senders } from './senders.ts';
import type { Sendable } from './sending.ts';
import { createSyncClients } from './clients.ts';
import { createWork } from './work.ts';

export interface ChangeOptions {
  /** What has happened: `upsert` (the default) if the record is there, `delete` if it is gone. */
  readonly op?: 'upsert' | 'delete';
  /** `interactive` if somebody is looking at the record; `change` if left out. */
  readonly priority?: 'interactive' | 'change' | 'backfill';
  /** One of the customer's organizations; its first if left out. */
  readonly integrationContext?: string;
}

/** Tuning; the defaults are right for most. */
export interface SyncOptions {
  /** Customers whose records are sent at the same time by this process; 3 if left out. */
  readonly concurrency?: number;
  /** Milliseconds until another process takes over from one that has died; 60,000 if left out. */
  readonly leaseMs?: number;
  /** Milliseconds LinkedIn has to answer; 15,000 if left out. */
  readonly timeoutMs?: number;
  /** Attempts after which a record is put aside; 12 if left out, which takes about a day. */
  readonly maxAttempts?: number;
  /** History of a customer that waits to be sent, at the most; 5,000 if left out. */
  readonly historyAhead?: number;
  /** Limits that LinkedIn has agreed for the customers' applications; the documented ones if left out. */
  readonly limits?: Partial<Record<BudgetGroup, GroupLimits>>;
}

/**
 * Told which candidates have changed, in the transaction that keeps it.
 * @internal
 */
export type CandidatesListener = (
  database: Database,
  tenantId: string,
  candidateIds: readonly string[],
) => Promise<void>;

/** @internal */
export interface SyncEngineParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly logger: Logger;
  readonly fetch?: typeof fetch | undefined;
  /** Adds what the kit knows of records and the ATS does not say. */
  readonly enrich?: (
    tenantId: string,
    context: string,
    resource: SyncResource,
    records: readonly Sendable[],
  ) => Promise<readonly Sendable[]>;
  readonly onSettled?: SettleListener | undefined;
  readonly onMembersSent?: MembersListener | undefined;
  readonly onCandidates?: CandidatesListener | undefined;
  /** There is something to do now. */
  readonly onWork: () => void;
}

/** @internal */
export interface SyncEngine {
  /**
   * Tells of records that have changed. What is sent is read from the source later, so that it does
   * not matter how often or in which order changes are told of.
   * @param tenantId the customer's id
   * @param refs 1 to 10,000 names
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`, `integration_context_unknown`;
   *   StoreError
   */
  changed(
    tenantId: string,
    refs: RecordRef | readonly RecordRef[],
    options?: ChangeOptions,
  ): Promise<void>;
  /** What the customer waited for is there: it is worked on now. @throws StoreError */
  resume(tenantId: string): Promise<void>;
  readonly table: SyncRecordTable;
  readonly senders: Senders;
  readonly jobs: readonly Job[];
}

const refs = z.array(recordRef).min(1).max(10_000);
const changeOptions = z.strictObject({
  op: z.enum(['upsert', 'delete']).default('upsert'),
  priority: z.enum(['interactive', 'change', 'backfill']).default('change'),
  integrationContext: z.string().optional(),
});
const syncOptions = z.strictObject({
  concurrency: z.int().min(1).max(64).default(3),
  leaseMs: z.int().min(1_000).max(600_000).default(60_000),
  timeoutMs: z.int().min(100).max(120_000).default(15_000),
  maxAttempts: z.int().min(1).max(1_000).default(12),
  historyAhead: z.int().min(1).max(1_000_000).default(5_000),
  limits: z
    .partialRecord(
      z.enum(Object.keys(budgetGroups) as [BudgetGroup, ...BudgetGroup[]]),
      z.strictObject({
        requestsPerDay: z.int().positive().optional(),
        recordsPerMinute: z.int().positive().optional(),
        recordsPerDay: z.int().positive().optional(),
        requestsPerSeatMinute: z.int().positive().optional(),
      }),
    )
    .optional(),
});
/** How long a customer is worked on before it is another's turn. */
const turnMs = 1_000;

/**
 * @throws SyncError `sync_input_invalid` that names the option that is wrong
 * @internal
 */
export function createSyncEngine(parts: SyncEngineParts, options: SyncOptions = {}): SyncEngine {
  const { store, source, access, gate, logger, onWork } = parts;
  const checked = parseInput(syncOptions, options, 'sync');
  const { concurrency, leaseMs, timeoutMs, maxAttempts } = checked;
  const { connection, clock } = internalsOf(store);
  const table = listened(createSyncRecordTable(connection, clock), parts.onCandidates);
  const senders = createSenders(connection, clock, leaseMs);
  const clients = createSyncClients({
    store,
    clock,
    timeoutMs,
    fetch: parts.fetch,
    limits: options.limits,
  });
  const failed = (tenant: string | undefined, code: string): void => {
    const entry = { event: 'worker', level: 'warn', worker: 'sync', code } as const;
    logger.log(tenant === undefined ? entry : { ...entry, tenant });
  };

  async function customer(tenantId: string): Promise<SyncCustomer | null> {
    let child;
    try {
      child = await access.child(tenantId);
    } catch (error) {
      // Being set up, or gone: nothing can be sent.
      if (error instanceof OnboardingError) return null;
      throw error;
    }
    const organizations = child.row.contexts.filter(({ kind }) => kind === 'organization');
    const contexts: string[] = [];
    for (const { urn } of organizations) {
      if (await gate.maySync(tenantId, urn)) contexts.push(urn);
    }
    return {
      tenantId,
      contexts,
      jobAvailability: child.row.jobAvailability,
      client: (priority) => clients.of(child, priority),
    };
  }

  const delivery = createDelivery({
    table,
    source,
    enrich: parts.enrich ?? ((_tenant, _context, _resource, records) => Promise.resolve(records)),
    onSettled: parts.onSettled,
    onMembersSent: parts.onMembersSent,
    clock,
    maxAttempts,
  });
  const work = createWork({ table, senders, delivery, customer, clock, turnMs, onFailure: failed });
  const outbox = createOutbox({
    store,
    connection,
    table,
    senders,
    onInvalid: (_id, code) => {
      failed(undefined, code);
    },
  });
  const turn = async (least: 'change' | 'backfill'): Promise<boolean> => {
    const taken = await senders.take(least);
    if (taken === null) return false;
    await work(taken);
    return true;
  };
  const jobs: Job[] = [
    { name: 'sync', idleMs: 1_000, run: () => outbox.relay() },
    // One that never sends history, so that a change need not wait until a turn with history ends.
    { name: 'sync', idleMs: 500, run: () => turn('change') },
    ...Array.from({ length: concurrency }, () => ({
      name: 'sync' as const,
      idleMs: 1_000,
      run: () => turn('backfill'),
    })),
    {
      name: 'sync',
      idleMs: 2_000,
      run: async () => {
        await senders.sweep();
        return false;
      },
    },
  ];

  return {
    table,
    senders,
    jobs,
    async changed(name, input, given = {}) {
      const named = parseInput(refs, Array.isArray(input) ? input : [input], 'refs');
      const { op, priority, integrationContext } = parseInput(changeOptions, given, 'options');
      const { tenantId, context } = await readTenantScope(store, name, integrationContext);
      const changes = named.map((ref) => ({ context, ref, op }));
      await connection.transaction(async (database) => {
        await table.enqueue(tenantId, changes, priority, database);
        await senders.wake(tenantId, priority, database);
      });
      onWork();
    },
    async resume(tenantId) {
      await senders.retryNow(tenantId);
      onWork();
    },
  };
}

/**
 * The table, with changes of candidates told to who listens. History is not: whoever is interested reads
 * it from the ATS as well.
 */
const listened = (table: SyncRecordTable, listener?: CandidatesListener): SyncRecordTable =>
  listener === undefined
    ? table
    : {
        ...table,
        async enqueue(tenantId, changes, priority, database, backfill) {
          await table.enqueue(tenantId, changes, priority, database, backfill);
          if (database === undefined || priority === 'backfill') return;
          const ids = changes.flatMap(({ ref }) => (ref.resource === 'candidates' ? [ref.id] : []));
          if (ids.length > 0) await listener(database, tenantId, ids);
        },
      };

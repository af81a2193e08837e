/**
 * A customer that leaves for good. First everything stops; then what we know to have sent is deleted
 * at LinkedIn, in batches that can each be done again; then the rows here go in one transaction with
 * the receipt. A receipt that is not completed says where to go on after a crash.
 */
import {
  and,
  asc,
  count as countRows,
  desc,
  eq,
  getTableName,
  inArray,
  isNotNull,
  isNull,
  sql,
} from 'drizzle-orm';
import * as z from 'zod';
import { LinkedInError, type RecordResult } from '../../linkedin/index.ts';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import {
  callbackTokens,
  candidates,
  configurations,
  integrationEvents,
  integrations,
  linkedinApplications,
  purgeReceipts,
  pushEvents,
  reconciliations,
  syncLanes,
  syncQueue,
  tenantContexts,
  tenantKeys,
  tenantOrigins,
  tenants,
} from '../store/tables/index.ts';
import { integrationRecords } from '../tenants/integration-records.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { tenantRecords } from '../tenants/tenant-records.ts';
import { isRemoved, isRsc, linkedInKey } from './configuring.ts';
import { OnboardingError } from './errors.ts';
import { atLinkedIn, type Child, type LinkedInAccess } from './linkedin-access.ts';
import type { Provisioning } from './provisioning.ts';

/** What was deleted for a customer that left. Counts only. */
export interface PurgeReceipt {
  readonly id: string;
  readonly tenantId: string;
  readonly requestedAt: Date;
  /** Null while it is under way. */
  readonly completedAt: Date | null;
  /** Rows by table. */
  readonly deletedHere: Readonly<Record<string, number>>;
  /** Records by kind; `…_absent` were not there any more, `…_refused` LinkedIn would not delete. */
  readonly deletedAtLinkedIn: Readonly<Record<string, number>>;
}

/** A batch that LinkedIn has deleted. */
export interface PurgeBatch {
  /** How many of each count. */
  readonly counts: Readonly<Record<string, number>>;
  /** Writes down here that they are gone, in the transaction of the receipt: both or neither. */
  readonly forget?: (database: Database) => Promise<void>;
}

/** Deletes one kind of record at LinkedIn; later parts register theirs. */
export interface PurgeStep {
  /** Names the counts in the receipt. */
  readonly kind: string;
  /**
   * Deletes a batch of what is left.
   * @returns null once nothing is left
   * @throws LinkedInError; the purge stops and goes on here when it is run again. When LinkedIn
   *   forbids it (the customer has switched off already), what is left is counted, and the purge goes
   *   on with the next kind
   */
  run(child: Child): Promise<PurgeBatch | null>;
  /** How many are left, for the receipt; not counted if left out. */
  left?(tenantId: string): Promise<number>;
}

export interface LeaveOptions {
  /**
   * Deletes here only. For a customer whose application LinkedIn refuses for good: what is left at
   * LinkedIn is counted in the receipt, and has to be deleted by LinkedIn's support.
   */
  readonly withoutLinkedIn?: boolean;
}

export interface Purge {
  /** @throws OnboardingError `customer_unknown`, `linkedin_…` with step `purge`; StoreError */
  leave(tenantId: string, actor: string, options?: LeaveOptions): Promise<PurgeReceipt>;
  receipts(tenantId: string): Promise<PurgeReceipt[]>;
  /** @throws OnboardingError `customer_left` */
  assertNotLeaving(tenantId: string): Promise<void>;
}

export interface PurgeOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly provisioning: Provisioning;
  /** Kinds of records beside candidates and configurations, in the order they are deleted. */
  readonly steps?: readonly PurgeStep[] | undefined;
}

const maxBatch = 100;
const counts = z.record(z.string(), z.int().nonnegative());

export function createPurge(options: PurgeOptions): Purge {
  const { store, access, provisioning, steps = [] } = options;
  const internals = internalsOf(store);
  const { connection, clock } = internals;

  const receiptsOf = async (tenantId: string): Promise<PurgeReceipt[]> => {
    const rows = await connection.run((database) =>
      database
        .select()
        .from(purgeReceipts)
        .where(eq(purgeReceipts.tenantId, tenantId))
        .orderBy(desc(purgeReceipts.requestedAt)),
    );
    return rows.map(({ deletedHere, deletedAtLinkedIn, ...row }) => ({
      ...row,
      deletedHere: counts.parse(deletedHere),
      deletedAtLinkedIn: counts.parse(deletedAtLinkedIn),
    }));
  };

  /** Stops everything, and opens the receipt that says so. @returns its id */
  async function begin(tenantId: string, actor: string): Promise<string> {
    let id: string | undefined;
    await changeTenant(internals, tenantId, null, async (database) => {
      const now = new Date(clock());
      await database
        .update(tenants)
        .set({ status: 'disabled', disabledAt: sql`coalesce(${tenants.disabledAt}, ${now})` })
        .where(eq(tenants.id, tenantId));
      const [open] = await database
        .select({ id: purgeReceipts.id })
        .from(purgeReceipts)
        .where(and(eq(purgeReceipts.tenantId, tenantId), isNull(purgeReceipts.completedAt)));
      id = open?.id;
      if (id !== undefined) return;
      const [made] = await database
        .insert(purgeReceipts)
        .values({ tenantId, requestedAt: now })
        .returning({ id: purgeReceipts.id });
      id = made?.id;
      await recordChange(database, { actor, tenantId, action: 'customer_leaving' });
    });
    if (id === undefined) throw new StoreError('store_failed', 'The receipt is not there');
    return id;
  }

  async function count(id: string, { counts: more, forget }: PurgeBatch): Promise<void> {
    await connection.transaction(async (database) => {
      await forget?.(database);
      const [row] = await database
        .select({ found: purgeReceipts.deletedAtLinkedIn })
        .from(purgeReceipts)
        .where(eq(purgeReceipts.id, id))
        .for('update');
      const total: Record<string, number> = { ...counts.parse(row?.found ?? {}) };
      for (const [kind, number] of Object.entries(more)) {
        if (number > 0) total[kind] = (total[kind] ?? 0) + number;
      }
      await database
        .update(purgeReceipts)
        .set({ deletedAtLinkedIn: total })
        .where(eq(purgeReceipts.id, id));
    });
  }

  /** Candidates that were sent and not deleted since, a batch; our list says which are left. */
  const candidateStep: PurgeStep = {
    kind: 'candidates',
    async run({ row, client }) {
      const isLeft = and(eq(candidates.tenantId, row.id), isNotNull(candidates.sentAt));
      const found = await connection.run((database) =>
        database
          .select({ context: candidates.integrationContext, id: candidates.candidateId })
          .from(candidates)
          .where(isLeft)
          .orderBy(asc(candidates.integrationContext), asc(candidates.candidateId))
          .limit(maxBatch),
      );
      const context = found[0]?.context;
      if (context === undefined) return null;
      const ids = found.filter((each) => each.context === context).map(({ id }) => id);
      const results = await client.candidates.delete(context, ids);
      const busy = results.find((result) => statusOf(result) === 429 || statusOf(result) >= 500);
      if (busy !== undefined) {
        throw new LinkedInError('unavailable', 'LinkedIn did not delete a record now', {
          status: statusOf(busy),
        });
      }
      return {
        counts: tally('candidates', results),
        forget: async (database) => {
          await database
            .update(candidates)
            .set({ sentAt: null, deletedAt: new Date(clock()) })
            .where(
              and(
                isLeft,
                eq(candidates.integrationContext, context),
                inArray(candidates.candidateId, ids),
              ),
            );
        },
      };
    },
    async left(tenantId) {
      const [found] = await connection.run((database) =>
        database
          .select({ rows: countRows() })
          .from(candidates)
          .where(and(eq(candidates.tenantId, tenantId), isNotNull(candidates.sentAt))),
      );
      return found?.rows ?? 0;
    },
  };

  /** The address that events go to, and who sees what: without them LinkedIn sends and shows nothing. */
  const configurationStep: PurgeStep = {
    kind: 'configurations',
    async run({ row, client }) {
      const records = integrationRecords(store, { actor: 'purge' });
      const [known, present] = await Promise.all([
        records.list(row.id),
        records.configurations(row.id),
      ]);
      const left = present.find(({ value }) => !isRemoved(value));
      if (left === undefined) return null;
      const { context, type, tenantType, key } = left;
      const own = { context, type, tenantType };
      const integration = known.find(
        (each) => isRsc(each) && each.context === context && each.type === type,
      );
      if (integration !== undefined) {
        await client.integrations
          .removeConfigurations(linkedInKey(own), [key as 'CALLBACK_URL'])
          .catch((error: unknown) => {
            // An integration that LinkedIn has not any more has no configurations either.
            if (!(error instanceof LinkedInError) || error.code !== 'not_found') throw error;
          });
      }
      return {
        counts: { configurations: 1 },
        forget: async (database) => {
          await database
            .delete(configurations)
            .where(
              and(
                eq(configurations.tenantId, row.id),
                eq(configurations.context, context),
                eq(configurations.type, type),
                eq(configurations.tenantType, tenantType),
                eq(configurations.key, key),
              ),
            );
        },
      };
    },
  };

  const allSteps = [...steps, candidateStep, configurationStep];

  async function atLinkedInAll(tenantId: string, receipt: string, actor: string): Promise<void> {
    const row = await tenantRecords(store, { actor }).find(tenantId);
    // A customer whose provisioning never got this far has sent nothing.
    if (row?.application?.hasClientSecret !== true) return;
    const child = await access.child(tenantId);
    for (const step of allSteps) {
      for (;;) {
        const done = await atLinkedIn('purge', `delete ${step.kind}`, () => runStep(step, child));
        if (done === 'forbidden') await countLeft(tenantId, receipt, step);
        if (done === null || done === 'forbidden') break;
        await count(receipt, done);
      }
    }
    await provisioning.closeDomains(row, actor);
  }

  async function countLeft(tenantId: string, receipt: string, step: PurgeStep): Promise<void> {
    await count(receipt, { counts: { [`${step.kind}_left`]: (await step.left?.(tenantId)) ?? 0 } });
  }

  /** Everything of the customer here, and the receipt, in one transaction. */
  async function deleteHere(tenantId: string, receipt: string, actor: string): Promise<void> {
    await changeTenant(internals, tenantId, null, async (database) => {
      const deleted: Record<string, number> = {};
      for (const [name, remove] of removals) {
        const rows = await remove(database, tenantId);
        if (rows > 0) deleted[name] = rows;
      }
      const now = new Date(clock());
      await database
        .update(tenants)
        // The id stays, so that nobody gets it again; what it was called does not.
        .set({
          status: 'purged',
          purgedAt: now,
          name: 'left',
          company: null,
          uniqueForeignId: `purged:${receipt}`,
        })
        .where(eq(tenants.id, tenantId));
      await database
        .update(purgeReceipts)
        .set({ completedAt: now, deletedHere: deleted })
        .where(eq(purgeReceipts.id, receipt));
      await recordChange(database, { actor, tenantId, action: 'customer_purged' });
    });
  }

  return {
    receipts: receiptsOf,

    async assertNotLeaving(tenantId) {
      const found = await receiptsOf(tenantId);
      if (found.some(({ completedAt }) => completedAt === null)) {
        throw new OnboardingError('customer_left', 'The customer is being deleted');
      }
    },

    async leave(tenantId, actor, { withoutLinkedIn = false } = {}) {
      const found = await tenantRecords(store, { actor }).find(tenantId);
      if (found === null)
        throw new OnboardingError('customer_unknown', 'There is no such customer');
      if (found.status !== 'purged') {
        const receipt = await begin(tenantId, actor);
        if (withoutLinkedIn) {
          for (const step of allSteps) await countLeft(tenantId, receipt, step);
        } else {
          await atLinkedInAll(tenantId, receipt, actor);
        }
        await deleteHere(tenantId, receipt, actor);
      }
      const [receipt] = await receiptsOf(tenantId);
      if (receipt === undefined) throw new StoreError('store_not_found', 'There is no receipt');
      return receipt;
    },
  };
}

/** @returns `forbidden` where LinkedIn does not let a customer delete that has switched off */
async function runStep(step: PurgeStep, child: Child): Promise<PurgeBatch | 'forbidden' | null> {
  try {
    return await step.run(child);
  } catch (error) {
    if (error instanceof LinkedInError && error.code === 'forbidden') return 'forbidden';
    throw error;
  }
}

const statusOf = (result: RecordResult): number => (result.ok ? 200 : result.error.status);

function tally(kind: string, results: readonly RecordResult[]): Record<string, number> {
  const deleted = results.filter(({ ok }) => ok).length;
  const absent = results.filter((result) => statusOf(result) === 404).length;
  return {
    [kind]: deleted,
    [`${kind}_absent`]: absent,
    [`${kind}_refused`]: results.length - deleted - absent,
  };
}

type Removal = (database: Database, tenantId: string) => Promise<number>;

/** In the order in which rows hang on each other. A test finds tables that are missing here. */
const removals: readonly (readonly [string, Removal])[] = (
  [
    configurations,
    integrations,
    integrationEvents,
    pushEvents,
    syncQueue,
    syncLanes,
    reconciliations,
    candidates,
    callbackTokens,
    tenantKeys,
    tenantOrigins,
    tenantContexts,
    linkedinApplications,
  ] as const
).map((table) => [
  getTableName(table),
  async (database, tenantId) =>
    (
      await database
        .delete(table)
        .where(eq(table.tenantId, tenantId))
        .returning({ tenantId: table.tenantId })
    ).length,
]);

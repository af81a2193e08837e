/**
 * A customer that leaves for good. First everything stops; then what we know to have sent is deleted
 * at LinkedIn, in batches that can each be done again; then the rows here go in one transaction with
 * the receipt. A receipt that is not completed says where to go on after a crash.
 */
import { and, desc, eq, getTableName, inArray, isNull, sql } from 'drizzle-orm';
import * as z from 'zod';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import {
  accessTokens,
  callbackTokens,
  candidateMatches,
  candidates,
  closedProfiles,
  configurations,
  exportFeeds,
  exportSeats,
  integrationEvents,
  integrations,
  linkedinApplications,
  memberExports,
  purgeReceipts,
  pushEvents,
  pushRefusals,
  reconciliations,
  rediscoveryApplicants,
  rediscoveryChanges,
  rediscoveryDismissals,
  rediscoveryTenants,
  retrievalContacts,
  retrievalContracts,
  retrievalItems,
  retrievalPeople,
  retrievalReceipts,
  retrievalSeats,
  retrievalTenants,
  syncBackfillParts,
  syncBackfills,
  syncErased,
  syncErasures,
  syncLanes,
  syncMinutes,
  syncOutbox,
  syncQueue,
  syncReconciliations,
  syncRecords,
  syncTenants,
  syncTotals,
  tenantContexts,
  tenantKeys,
  tenantOrigins,
  tenants,
} from '../store/tables/index.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { tenantRecords } from '../tenants/tenant-records.ts';
import { OnboardingError } from './errors.ts';
import { atLinkedIn, type LinkedInAccess } from './linkedin-access.ts';
import type { Provisioning } from './provisioning.ts';
import type { PurgeStep } from './purge-step.ts';
import { ownSteps, runStep, type OwnBatch } from './purge-steps.ts';
import { syncPurgeSteps } from '../sync/purge-steps.ts';

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

  async function count(id: string, { counts: more, forget }: OwnBatch): Promise<void> {
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

  const allSteps = [...steps, ...syncPurgeSteps(store), ...ownSteps(store)];

  async function atLinkedInAll(tenantId: string, receipt: string, actor: string): Promise<void> {
    const row = await tenantRecords(store, { actor }).find(tenantId);
    // A customer whose provisioning never got this far has sent nothing.
    if (row?.application?.hasClientSecret !== true) return;
    const { client } = await access.child(tenantId);
    const customer = { tenantId, client };
    for (const step of allSteps) {
      for (;;) {
        const done = await atLinkedIn('purge', `delete ${step.kind}`, () =>
          runStep(step, customer),
        );
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

type Removal = (database: Database, tenantId: string) => Promise<number>;

/** Of the customer's application; what it has used of LinkedIn's limits goes by itself in a day. */
const removeToken: Removal = async (database, tenantId) => {
  const ofTenant = database
    .select({ clientId: linkedinApplications.clientId })
    .from(linkedinApplications)
    .where(eq(linkedinApplications.tenantId, tenantId));
  const removed = await database
    .delete(accessTokens)
    .where(inArray(accessTokens.clientId, ofTenant))
    .returning({ clientId: accessTokens.clientId });
  return removed.length;
};

/** In the order in which rows hang on each other. A test finds tables that are missing here. */
const removals: readonly (readonly [string, Removal])[] = [
  [getTableName(accessTokens), removeToken],
  ...(
    [
      configurations,
      integrations,
      integrationEvents,
      pushEvents,
      pushRefusals,
      memberExports,
      exportSeats,
      exportFeeds,
      retrievalContacts,
      retrievalItems,
      retrievalSeats,
      retrievalContracts,
      retrievalPeople,
      closedProfiles,
      retrievalReceipts,
      retrievalTenants,
      rediscoveryDismissals,
      rediscoveryChanges,
      rediscoveryApplicants,
      rediscoveryTenants,
      syncErased,
      syncErasures,
      syncReconciliations,
      syncBackfillParts,
      syncBackfills,
      syncTotals,
      syncOutbox,
      syncRecords,
      syncMinutes,
      syncTenants,
      candidateMatches,
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
  ).map((table): [string, Removal] => [
    getTableName(table),
    async (database, tenantId) =>
      (
        await database
          .delete(table)
          .where(eq(table.tenantId, tenantId))
          .returning({ tenantId: table.tenantId })
      ).length,
  ]),
];

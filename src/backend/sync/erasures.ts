/**
 * Deletion for good, as a person may demand: a record, or a candidate with all that hangs on it. Here
 * it is gone at once; at LinkedIn it is deleted before anything else is sent, as often as it takes.
 * The names stay, marked as erased: whatever the ATS tells of them later, they are not sent again.
 *
 * A receipt says what was deleted when, and at whose request. Of the person it holds the ATS's own id
 * and nothing else: without the id nothing would keep a late change from bringing the record back, and
 * a hash of an id can be found out by trying ids.
 */
import { and, desc, eq, lt } from 'drizzle-orm';
import * as z from 'zod';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { syncErasures } from '../store/tables/index.ts';
import { parseInput, SyncError } from './errors.ts';
import {
  complete,
  deleteErased,
  failing,
  nameErased,
  restoreErased,
  standing,
  tryAgain,
  type Seed,
} from './erasure-statements.ts';
import type { ErasureStep } from './erasure-steps.ts';
import { readOrganizations } from './organizations.ts';
import type { RecordRef, SyncResource } from './ports.ts';
import { recordRef, refText, resourceAt, resourceKinds } from './resources.ts';
import type { Senders } from './senders.ts';

/** What is erased. */
export type EraseTarget =
  | { readonly candidateId: string }
  | { readonly applicationId: string }
  | { readonly refs: readonly RecordRef[] };

export interface EraseOptions {
  /** One of the customer's organizations; all of them if left out. */
  readonly integrationContext?: string;
  /** Who demands it, for receipt and audit log: an opaque id, never a name; `kit` if left out. */
  readonly requestedBy?: string;
}

/** How the records of one kind stand at LinkedIn. */
export interface ErasedCounts {
  readonly deleted: number;
  readonly waiting: number;
  /** Of those that wait, how many LinkedIn has not deleted at the first attempt. */
  readonly failing: number;
}

export interface ErasureReceipt {
  readonly id: string;
  readonly tenantId: string;
  /** The ATS's name of what was asked for: `candidates/17`; of several records the first. */
  readonly subject: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** When LinkedIn had deleted all of it; null while some is left. */
  readonly completedAt: Date | null;
  /** When it was taken back; null if it was not. */
  readonly restoredAt: Date | null;
  /** Rows by table. */
  readonly deletedHere: Readonly<Record<string, number>>;
  /** Records by kind. What LinkedIn never had counts as deleted. */
  readonly atLinkedIn: Readonly<Partial<Record<SyncResource, ErasedCounts>>>;
  /** Records that are tried again, at most 20. */
  readonly failing: readonly ErasureFailure[];
}

export interface ErasureFailure {
  readonly ref: RecordRef;
  /** Such as `linkedin_failed`; null while it is being tried. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly lastFailedAt: Date | null;
}

export interface Erasures {
  /**
   * Deletes for good, here at once and at LinkedIn as soon as it can be. It need not be known here:
   * whatever has the name at LinkedIn is deleted. May be called again.
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`, `integration_context_unknown`;
   *   StoreError
   */
  erase(tenantId: string, target: EraseTarget, options?: EraseOptions): Promise<ErasureReceipt>;
  /** @throws SyncError `sync_unknown`; StoreError */
  erasure(tenantId: string, id: string): Promise<ErasureReceipt>;
  /** Newest first. @param page limit 1 to 100, 20 if left out; `before` the last one's `requestedAt` */
  erasures(
    tenantId: string,
    page?: { readonly before?: Date; readonly limit?: number },
  ): Promise<ErasureReceipt[]>;
  /**
   * Takes an erasure back: its records may be sent again, and are, as far as the ATS has them. What
   * was deleted here stays so. @throws SyncError `sync_unknown`; StoreError
   */
  restore(
    tenantId: string,
    id: string,
    options?: Pick<EraseOptions, 'requestedBy'>,
  ): Promise<ErasureReceipt>;
}

/** @internal */
export interface ErasuresOptions {
  readonly store: Store;
  readonly senders: Senders;
  readonly steps: readonly ErasureStep[];
  /** Candidates are not what they were: what is remembered of them is read anew. */
  readonly onErased: (
    tenantId: string,
    contexts: readonly string[],
    ids: readonly string[],
  ) => void;
  readonly onWork: () => void;
}

const actor = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be an opaque id' })
  .default('kit');
const atsName = (resource: 'candidates' | 'applications') =>
  z.string().refine((id) => recordRef.safeParse({ resource, id }).success, {
    error: 'must be 1 to 255 printable characters',
  });
const targets = z.union(
  [
    z.strictObject({ candidateId: atsName('candidates') }),
    z.strictObject({ applicationId: atsName('applications') }),
    z.strictObject({ refs: z.array(recordRef).min(1).max(1_000) }),
  ],
  { error: 'must be { candidateId }, { applicationId } or { refs }' },
);
export const eraseTarget = targets;
const eraseOptions = z.strictObject({
  integrationContext: z.string().optional(),
  requestedBy: actor,
});
const pageOptions = z.strictObject({
  before: z.date().optional(),
  limit: z.int().min(1).max(100).default(20),
});
const restoreOptions = z.strictObject({ requestedBy: actor });
const counts = z.record(z.string(), z.coerce.number());
const standingRows = z.object({
  rows: z.array(
    z.object({
      resource: z.coerce.number(),
      state: z.string(),
      rows: z.coerce.number(),
      failing: z.coerce.number(),
    }),
  ),
});
const failingRows = z.object({
  rows: z.array(
    z.object({
      resource: z.coerce.number(),
      parent_id: z.string(),
      record_id: z.string(),
      reason: z.string().nullable(),
      attempts: z.coerce.number(),
      last_failed_at: z.coerce.date().nullable(),
    }),
  ),
});
const maxFailing = 20;
/** How long what was put aside rests. */
const againAfterMs = 60 * 60_000;

/**
 * @returns also the work that goes on by itself
 * @internal
 */
export function createErasures(
  options: ErasuresOptions,
): Erasures & { readonly settle: () => Promise<void> } {
  const { store, senders, steps, onErased, onWork } = options;
  const { connection, clock } = internalsOf(store);

  async function rowOf(tenantId: string, id: string) {
    const rows = z.uuid().safeParse(id).success
      ? await connection.run((database) =>
          database
            .select()
            .from(syncErasures)
            .where(and(eq(syncErasures.tenantId, tenantId), eq(syncErasures.id, id))),
        )
      : [];
    const [row] = rows;
    if (row === undefined) throw new SyncError('sync_unknown', 'There is no such erasure');
    return row;
  }

  async function receiptOf(row: typeof syncErasures.$inferSelect): Promise<ErasureReceipt> {
    const { deletedHere, deletedAtLinkedIn, ...known } = row;
    const receipt = { ...known, deletedHere: counts.parse(deletedHere) };
    if (deletedAtLinkedIn !== null) {
      const atLinkedIn: Partial<Record<SyncResource, ErasedCounts>> = {};
      for (const [rank, deleted] of Object.entries(counts.parse(deletedAtLinkedIn))) {
        atLinkedIn[resourceAt(Number(rank))] = { deleted, waiting: 0, failing: 0 };
      }
      return { ...receipt, atLinkedIn, failing: [] };
    }
    if (row.restoredAt !== null) return { ...receipt, atLinkedIn: {}, failing: [] };
    const [standingNow, failingNow] = await connection.run(async (database) => [
      standingRows.parse(await database.execute(standing(row.id))).rows,
      failingRows.parse(await database.execute(failing(row.id, maxFailing))).rows,
    ]);
    const atLinkedIn: Partial<Record<SyncResource, ErasedCounts>> = {};
    for (const { resource, state, rows, failing: failed } of standingNow) {
      const kind = resourceAt(resource);
      const before = atLinkedIn[kind] ?? { deleted: 0, waiting: 0, failing: 0 };
      const isDone = state === 'deleted';
      atLinkedIn[kind] = {
        deleted: before.deleted + (isDone ? rows : 0),
        waiting: before.waiting + (isDone ? 0 : rows),
        failing: before.failing + failed,
      };
    }
    return {
      ...receipt,
      atLinkedIn,
      failing: failingNow.map(({ resource, parent_id: parentId, record_id: id, ...rest }) => ({
        ref: {
          resource: resourceAt(resource),
          id,
          ...(resourceKinds[resourceAt(resource)].parentField === null ? {} : { parentId }),
        },
        reason: rest.reason,
        attempts: rest.attempts,
        lastFailedAt: rest.last_failed_at,
      })),
    };
  }

  async function deleteHere(
    database: Database,
    tenantId: string,
    candidateIds: readonly string[],
  ): Promise<Record<string, number>> {
    const total: Record<string, number> = {};
    for (const candidateId of candidateIds) {
      for (const step of steps) {
        const deleted = await step(database, tenantId, candidateId, new Date(clock()));
        for (const [table, rows] of Object.entries(deleted)) {
          if (rows > 0) total[table] = (total[table] ?? 0) + rows;
        }
      }
    }
    return total;
  }

  return {
    async erase(name, input, given = {}) {
      const refs = refsOf(parseInput(targets, input, 'target'));
      const { integrationContext, requestedBy } = parseInput(eraseOptions, given, 'options');
      const { tenantId, contexts } = await readOrganizations(store, name, integrationContext);
      const seeds = contexts.flatMap((context) =>
        refs.map(({ resource, id, parentId = '' }): Seed => ({
          context,
          resource: resourceKinds[resource].rank,
          parent_id: parentId,
          record_id: id,
        })),
      );
      const candidateIds = refs.flatMap(({ resource, id }) =>
        resource === 'candidates' ? [id] : [],
      );
      const now = new Date(clock());
      const id = await connection.transaction(async (database) => {
        const [made] = await database
          .insert(syncErasures)
          .values({
            tenantId,
            subject: refs.slice(0, 1).map(refText).join(),
            requestedBy,
            requestedAt: now,
            deletedHere: await deleteHere(database, tenantId, candidateIds),
          })
          .returning({ id: syncErasures.id });
        if (made === undefined) throw new TypeError('an insert returned no row');
        await database.execute(nameErased(made.id, tenantId, seeds));
        await database.execute(deleteErased(made.id, tenantId, now.toISOString()));
        await senders.wake(tenantId, 'interactive', database);
        const details = { count: refs.length };
        await recordChange(database, {
          actor: requestedBy,
          tenantId,
          action: 'records_erased',
          details,
        });
        return made.id;
      });
      onErased(tenantId, contexts, candidateIds);
      onWork();
      return receiptOf(await rowOf(tenantId, id));
    },

    erasure: async (tenantId, id) => receiptOf(await rowOf(tenantId, id)),

    async erasures(tenantId, given = {}) {
      const { before, limit } = parseInput(pageOptions, given, 'page');
      const rows = await connection.run((database) =>
        database
          .select()
          .from(syncErasures)
          .where(
            and(
              eq(syncErasures.tenantId, tenantId),
              before === undefined ? undefined : lt(syncErasures.requestedAt, before),
            ),
          )
          .orderBy(desc(syncErasures.requestedAt), syncErasures.id)
          .limit(limit),
      );
      const receipts: ErasureReceipt[] = [];
      for (const row of rows) receipts.push(await receiptOf(row));
      return receipts;
    },

    async restore(tenantId, id, given = {}) {
      const { requestedBy } = parseInput(restoreOptions, given, 'options');
      const row = await rowOf(tenantId, id);
      if (row.restoredAt !== null) return receiptOf(row);
      const now = new Date(clock());
      await connection.transaction(async (database) => {
        await database.execute(restoreErased(id, now.toISOString()));
        await database.update(syncErasures).set({ restoredAt: now }).where(eq(syncErasures.id, id));
        await senders.wake(tenantId, 'interactive', database);
        const action = 'records_restored';
        await recordChange(database, { actor: requestedBy, tenantId, action });
      });
      onWork();
      return receiptOf(await rowOf(tenantId, id));
    },

    async settle() {
      const at = new Date(clock()).toISOString();
      const before = new Date(clock() - againAfterMs).toISOString();
      await connection.run((database) => database.execute(complete(at)));
      const { rows } = z
        .object({ rows: z.array(z.object({ tenant_id: z.string() })) })
        .parse(await connection.run((database) => database.execute(tryAgain(before, at))));
      for (const tenantId of new Set(rows.map((row) => row.tenant_id))) {
        await senders.wake(tenantId, 'interactive');
      }
    },
  };
}

function refsOf(target: EraseTarget): readonly RecordRef[] {
  if ('refs' in target) return target.refs;
  return 'candidateId' in target
    ? [{ resource: 'candidates', id: target.candidateId }]
    : [{ resource: 'applications', id: target.applicationId }];
}

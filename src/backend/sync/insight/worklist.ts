/** What was put aside, as a list that a person can work on, and what is tried again on demand. */
import { sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import { recordChange } from '../../store/audit.ts';
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import { readTenantScope } from '../../tenants/tenant-scope.ts';
import { parseInput, SyncError } from '../errors.ts';
import type { AtsSource, RecordProblem, RecordRef } from '../ports.ts';
import { recordRef, refText, resourceKinds } from '../resources.ts';
import type { Senders } from '../senders.ts';
import { list } from '../statements.ts';
import { readCustomer } from './customer.ts';
import { labelOf, readShown, type ShownRecord } from './records.ts';

export interface QuarantineOptions {
  /** `next` of the page before. */
  readonly cursor?: string;
  /** Only those put aside for it, such as `record_invalid`. */
  readonly reason?: string;
  /** 1 to 100; 50 if left out. */
  readonly limit?: number;
}

export interface QuarantinedRecord {
  readonly ref: RecordRef;
  readonly integrationContext: string;
  /** How people call it. */
  readonly label: string;
  /** `record_invalid`, `linkedin_refused` or `retries_exhausted`. */
  readonly reason: string;
  readonly problems: readonly RecordProblem[];
  readonly attempts: number;
  readonly firstFailedAt: Date | null;
  readonly lastFailedAt: Date | null;
  /** Records that wait for this one. */
  readonly holdsBack: number;
}

export interface QuarantinePage {
  readonly items: readonly QuarantinedRecord[];
  /** `cursor` of the next page; null after the last one. */
  readonly next: string | null;
}

/** Records by name, all that were put aside, or those put aside or held back for a reason. */
export type RetryTarget = readonly RecordRef[] | 'all' | { readonly reason: string };

export interface RetryOptions {
  /** Of named records one of the customer's organizations; its first if left out. */
  readonly integrationContext?: string;
  /** Who asks for it, for the audit log: an opaque id, never a name; `kit` if left out. */
  readonly requestedBy?: string;
}

export interface Worklist {
  /**
   * What was put aside, the latest failure first.
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`; StoreError
   */
  quarantine(tenantId: string, options?: QuarantineOptions): Promise<QuarantinePage>;
  /**
   * Sends records again that were put aside or failed: they are read anew, and sent next.
   * @returns how many
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; StoreError
   */
  retry(tenantId: string, target: RetryTarget, options?: RetryOptions): Promise<number>;
}

const word = z
  .string()
  .regex(/^[a-z_]{1,64}$/, { error: 'must be a reason such as record_invalid' });
const quarantineOptions = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  reason: word.optional(),
  limit: z.int().min(1).max(100).default(50),
});
export const retryTarget = z.union(
  [z.literal('all'), z.strictObject({ reason: word }), z.array(recordRef).min(1).max(1_000)],
  { error: "must be 1 to 1,000 names, 'all' or { reason }" },
);
const retryOptions = z.strictObject({
  integrationContext: z.string().optional(),
  requestedBy: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be an opaque id' })
    .default('kit'),
});
/** Where a page ends: time and name of its last record. */
const place = z.tuple([z.iso.datetime(), z.string(), z.int(), z.string(), z.string()]);
/** Rows of one statement. */
const maxRows = 5_000;

/** @internal */
export interface WorklistParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly senders: Senders;
  readonly onWork: () => void;
}

/** @internal */
export function createWorklist({ store, source, senders, onWork }: WorklistParts): Worklist {
  const { connection, clock } = internalsOf(store);
  const count = z.object({ rows: z.array(z.unknown()) });

  /** How many records wait for each of these, by place. */
  async function heldBack(
    tenantId: string,
    records: readonly ShownRecord[],
  ): Promise<ReadonlyMap<string, number>> {
    const keys = [...new Set(records.map(({ ref }) => refText(ref)))];
    if (keys.length === 0) return new Map();
    const { rows } = z
      .object({
        rows: z.array(
          z.object({ context: z.string(), blocked_on: z.string(), held: z.coerce.number() }),
        ),
      })
      .parse(
        await connection.run((database) =>
          database.execute(sql`
            select context, blocked_on, count(*) as held from rsc.sync_records
            where tenant_id = ${tenantId} and state = 'blocked'
              and context in (${list([...new Set(records.map(({ context }) => context))])})
              and blocked_on in (${list(keys)})
            group by context, blocked_on`),
        ),
      );
    return new Map(rows.map((row) => [`${row.context} ${row.blocked_on}`, row.held]));
  }

  async function retryWhere(tenantId: string, condition: SQL): Promise<number> {
    const at = new Date(clock()).toISOString();
    const [begun] = z
      .object({ rows: z.array(z.object({ version: z.coerce.number() })) })
      .parse(
        await connection.run((database) =>
          database.execute(sql`select nextval('rsc.sync_versions') as version`),
        ),
      ).rows;
    let retried = 0;
    for (;;) {
      // What is taken gets a later version: what fails again meanwhile is not taken twice.
      const { rows } = count.parse(
        await connection.run((database) =>
          database.execute(sql`
            update rsc.sync_records r set state = 'pending', priority = least(priority, 1),
              attempts = 0, version = nextval('rsc.sync_versions'), due_at = ${at}::timestamptz,
              blocked_on = null
            where tenant_id = ${tenantId} and (context, resource, parent_id, record_id) in (
              select context, resource, parent_id, record_id from rsc.sync_records
              where tenant_id = ${tenantId} and erased_at is null
                and version < ${begun?.version ?? 0}::bigint and (${condition})
              limit ${maxRows} for update skip locked)
            returning 1`),
        ),
      );
      retried += rows.length;
      if (rows.length < maxRows) return retried;
    }
  }

  return {
    async quarantine(name, given = {}) {
      const { cursor, reason, limit } = parseInput(quarantineOptions, given, 'options');
      const { tenantId } = await readCustomer(store, name);
      const after = cursor === undefined ? null : placeOf(cursor);
      const found = await readShown(
        connection,
        sql`tenant_id = ${tenantId} and state = 'quarantined'
          ${reason === undefined ? sql`` : sql`and reason = ${reason}`}
          ${
            after === null
              ? sql``
              : sql`and (last_failed_at, context, resource, parent_id, record_id) <
                  (${after[0]}::timestamptz, ${after[1]}, ${after[2]}::smallint, ${after[3]},
                    ${after[4]})`
          }
          order by last_failed_at desc, context desc, resource desc, parent_id desc, record_id desc
          limit ${limit + 1}`,
      );
      const page = found.slice(0, limit);
      const held = await heldBack(tenantId, page);
      const labels = await Promise.all(page.map(({ ref }) => labelOf(source, tenantId, ref)));
      const last = page.at(-1);
      return {
        items: page.map((record, index) => ({
          ref: record.ref,
          integrationContext: record.context,
          label: labels[index] ?? record.ref.id,
          reason: record.reason ?? 'unknown',
          problems: record.problems,
          attempts: record.attempts,
          firstFailedAt: record.firstFailedAt,
          lastFailedAt: record.lastFailedAt,
          holdsBack: held.get(`${record.context} ${refText(record.ref)}`) ?? 0,
        })),
        next: last === undefined || found.length <= limit ? null : cursorOf(last),
      };
    },

    async retry(name, input, given = {}) {
      const target = parseInput(retryTarget, input, 'target');
      const options = parseInput(retryOptions, given, 'options');
      const { tenantId } = await readCustomer(store, name);
      const retried =
        target === 'all'
          ? await retryWhere(tenantId, sql`state = 'quarantined'`)
          : 'reason' in target
            ? await retryWhere(
                tenantId,
                sql`state in ('quarantined', 'blocked') and reason = ${target.reason}`,
              )
            : await retryWhere(
                tenantId,
                isOneOf(
                  (await readTenantScope(store, name, options.integrationContext)).context,
                  target,
                ),
              );
      if (retried > 0) {
        await connection.transaction(async (database) => {
          await senders.wake(tenantId, 'change', database);
          await recordChange(database, {
            actor: options.requestedBy,
            tenantId,
            action: 'records_retried',
            details: { count: retried },
          });
        });
      }
      onWork();
      return retried;
    },
  };
}

/** Those of the named records that have failed or wait for others. */
const isOneOf = (context: string, refs: readonly RecordRef[]): SQL => {
  const names = refs.map(({ resource, parentId, id }) => ({
    resource: resourceKinds[resource].rank,
    parent_id: parentId ?? '',
    record_id: id,
  }));
  return sql`context = ${context} and (state in ('quarantined', 'blocked')
      or (state = 'pending' and attempts > 0))
    and (resource, parent_id, record_id) in (
      select resource, parent_id, record_id from jsonb_to_recordset(${JSON.stringify(names)}::jsonb)
        as d (resource smallint, parent_id text, record_id text))`;
};

const cursorOf = ({ lastFailedAt, context, ref }: ShownRecord): string =>
  Buffer.from(
    JSON.stringify([
      (lastFailedAt ?? new Date(0)).toISOString(),
      context,
      resourceKinds[ref.resource].rank,
      ref.parentId ?? '',
      ref.id,
    ]),
  ).toString('base64url');

/** @throws SyncError `sync_input_invalid` */
function placeOf(cursor: string): z.infer<typeof place> {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new SyncError(
      'sync_input_invalid',
      'options.cursor: must be `next` of another page',
      'options.cursor',
    );
  }
}

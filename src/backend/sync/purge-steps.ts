/**
 * What the engine has sent, deleted at LinkedIn when a customer leaves: kind by kind, in reverse order
 * of sending, batch by batch. A batch is written down with the receipt, so that it goes on where it
 * stopped. What may be at LinkedIn and is not counts as absent: whether a request arrived whose answer
 * got lost cannot be found out.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { LinkedInError, type LinkedInClient, type RecordResult } from '../../linkedin/index.ts';
import { statusOf, tally, type OwnBatch, type OwnStep } from '../onboarding/purge-steps.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import type { SyncResource } from './ports.ts';
import { keyFieldsOf, resourceKinds, syncResources } from './resources.ts';

/** Documented limit of a batch [doc, spec sync §1]. */
const maxBatch = 100;
/** A turn lasts about a second, and a request at its end a few. */
const maxWaitMs = 8_000;
const pollMs = 100;

const row = z.object({
  context: z.string(),
  parent_id: z.string(),
  record_id: z.string(),
  kept: z.unknown(),
});
type Row = z.infer<typeof row>;

/** Steps in the order in which they are run. */
export function syncPurgeSteps(store: Store): readonly OwnStep[] {
  const { connection, clock } = internalsOf(store);
  /** Where the next batch begins; rows before it are through, or were left by a failure. */
  const places = new Map<string, Row>();

  async function next(tenantId: string, resource: SyncResource): Promise<Row[]> {
    const after = places.get(tenantId);
    const from =
      after === undefined
        ? sql``
        : sql`and (context, parent_id, record_id)
            > (${after.context}, ${after.parent_id}, ${after.record_id})`;
    const { rows } = z.object({ rows: z.array(row) }).parse(
      await connection.run((database) =>
        database.execute(sql`select context, parent_id, record_id, kept from rsc.sync_records
          where tenant_id = ${tenantId} and resource = ${resourceKinds[resource].rank}
            and state <> 'deleted' ${from}
          order by context, parent_id, record_id limit ${maxBatch}`),
      ),
    );
    if (rows.length > 0 || after === undefined) return rows;
    places.delete(tenantId);
    return next(tenantId, resource);
  }

  /**
   * The customer is switched off by now: no turn that begins sends anything. One that began before
   * must be over.
   * @throws LinkedInError `unavailable`
   */
  async function untilNobodySends(tenantId: string): Promise<void> {
    const held = z.object({ rows: z.array(z.object({ lease_until: z.coerce.date() })) });
    for (let waitedMs = 0; ; waitedMs += pollMs) {
      const { rows } = held.parse(
        await connection.run((database) =>
          database.execute(sql`select lease_until from rsc.sync_tenants
            where tenant_id = ${tenantId} and lease_until > ${new Date(clock()).toISOString()}`),
        ),
      );
      const until = rows[0]?.lease_until.getTime();
      if (until === undefined) return;
      if (waitedMs >= maxWaitMs) {
        const message = 'Records of the customer may still be on their way';
        const retryAfterMs = Math.max(1_000, until - clock());
        throw new LinkedInError('unavailable', message, { retryAfterMs });
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  const forget = (
    tenantId: string,
    resource: SyncResource,
    context: string,
    rows: readonly Row[],
  ): NonNullable<OwnBatch['forget']> => {
    const keys = JSON.stringify(rows.map(({ parent_id, record_id }) => ({ parent_id, record_id })));
    return async (database) => {
      await database.execute(sql`update rsc.sync_records r
        set state = 'deleted', op = 'delete', sent_version = null, digest = null, kept = null,
          version = nextval('rsc.sync_versions')
        from jsonb_to_recordset(${keys}::jsonb) as d (parent_id text, record_id text)
        where r.tenant_id = ${tenantId} and r.context = ${context}
          and r.resource = ${resourceKinds[resource].rank} and r.parent_id = d.parent_id
          and r.record_id = d.record_id`);
      if (resource !== 'candidates') return;
      // So that they are not deleted once more as candidates that were sent without the engine.
      await database.execute(sql`update rsc.candidates c
        set sent_at = null, deleted_at = ${new Date(clock()).toISOString()}::timestamptz
        from jsonb_to_recordset(${keys}::jsonb) as d (record_id text)
        where c.tenant_id = ${tenantId} and c.integration_context = ${context}
          and c.candidate_id = d.record_id and c.sent_at is not null`);
    };
  };

  return [...syncResources].reverse().map((resource): OwnStep => ({
    kind: resource,
    async run({ tenantId, client }) {
      await untilNobodySends(tenantId);
      const found = await next(tenantId, resource);
      const context = found[0]?.context;
      if (context === undefined) return null;
      const rows = found.filter((each) => each.context === context);
      const results = await removed(client, resource, context, rows);
      const busy = results.find((result) => statusOf(result) === 429 || statusOf(result) >= 500);
      if (busy !== undefined) {
        const message = 'LinkedIn did not delete a record now';
        throw new LinkedInError('unavailable', message, { status: statusOf(busy) });
      }
      const last = rows.at(-1);
      if (last !== undefined) places.set(tenantId, last);
      return {
        counts: tally(resource, results),
        forget: forget(tenantId, resource, context, rows),
      };
    },
    async left(tenantId) {
      // Candidates are counted by the list of those that were sent in whichever way.
      if (resource === 'candidates') return 0;
      const { rows } = z.object({ rows: z.array(z.object({ rows: z.coerce.number() })) }).parse(
        await connection.run((database) =>
          database.execute(sql`select count(*) as rows from rsc.sync_records
            where tenant_id = ${tenantId} and resource = ${resourceKinds[resource].rank}
              and state <> 'deleted' and sent_version is not null`),
        ),
      );
      return rows[0]?.rows ?? 0;
    },
  }));
}

/** @throws LinkedInError */
async function removed(
  client: LinkedInClient,
  resource: SyncResource,
  context: string,
  rows: readonly Row[],
): Promise<readonly RecordResult[]> {
  if (resource === 'jobPostings') {
    // There is no delete of job postings: they are closed [doc]. LinkedIn takes it as a task, which
    // it finishes within minutes. What it never had needs no closing.
    const records = rows.flatMap(({ kept }) =>
      typeof kept === 'object' && kept !== null
        ? [{ ...kept, state: 'CLOSED', jobPostingOperationType: 'CLOSE' }]
        : [],
    );
    return records.length === 0 ? [] : client.jobPostings.submit(records as never);
  }
  const refs = rows.map(({ parent_id: parentId, record_id: id }) =>
    keyFieldsOf({ resource, id, parentId }),
  );
  const byId = resource === 'candidates' || resource === 'applications';
  const api = client[resource] as {
    delete(context: string, refs: readonly unknown[]): Promise<RecordResult[]>;
  };
  try {
    return await api.delete(context, byId ? rows.map(({ record_id: id }) => id) : refs);
  } catch (error) {
    // Of a kind that the customer's generation of the API does not have, none was sent.
    if (error instanceof LinkedInError && error.code === 'invalid') return [];
    throw error;
  }
}

/**
 * Past applicants as the search has them. What is written here was read from the ATS a moment ago; that
 * an erasure came in between, or somebody else with something newer, is looked at under a lock.
 */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { rediscoveryDismissals } from '../store/tables/index.ts';
import { resourceKinds } from '../sync/resources.ts';
import type { PastApplicant } from './ports.ts';
import { queryOf, vectorOf } from './terms.ts';

export interface ShortlistQuery {
  readonly tenantId: string;
  readonly userId: string;
  readonly job: { readonly id: string; readonly title: string; readonly skills: readonly string[] };
  /** Those whom the user has dismissed, or the others. */
  readonly dismissed: boolean;
  readonly limit: number;
}

export interface Applicants {
  /**
   * Writes down who these are now; those that are not among `found` are gone.
   * @param readAt when reading them began
   */
  write(
    tenantId: string,
    ids: readonly string[],
    found: readonly PastApplicant[],
    readAt: Date,
  ): Promise<void>;
  /** Forgets those that were last read before a moment. */
  forgetOlder(tenantId: string, readAt: Date): Promise<void>;
  /** Ids of people who have skills or words of titles of a job, the likeliest first. */
  shortlist(query: ShortlistQuery): Promise<string[]>;
  has(tenantId: string, candidateId: string): Promise<boolean>;
  count(tenantId: string): Promise<number>;
  countDismissed(tenantId: string, jobId: string, userId: string): Promise<number>;
  dismiss(tenantId: string, jobId: string, userId: string, candidateId: string): Promise<void>;
  restore(tenantId: string, jobId: string, userId: string, candidateId: string): Promise<void>;
}

const idRows = z.object({ rows: z.array(z.object({ candidate_id: z.string() })) });
const countRows = z.object({ rows: z.array(z.object({ count: z.coerce.number() })) });
/** Of D, C, B and A: past titles, titles, skills. */
const weights = sql`'{0, 0.4, 0.7, 1}'::real[]`;
const farPastMs = Date.UTC(1970, 0, 1);
const farFutureMs = Date.UTC(9999, 0, 1);

export function createApplicants(store: Store): Applicants {
  const { connection, clock } = internalsOf(store);
  const run = (query: SQL) => connection.run((database) => database.execute(query));

  return {
    async write(tenantId, ids, found, readAt) {
      const wanted = new Set(ids);
      const rows = [...new Map(found.map((one) => [one.id, one])).values()]
        // Whoever has never applied is no past applicant, whatever the ATS calls it.
        .filter(({ id, applications }) => wanted.has(id) && applications.length > 0)
        .map((one) => rowOf(tenantId, one));
      const at = readAt.toISOString();
      await connection.transaction(async (database) => {
        await lockTenant(database, tenantId, readAt);
        await database.execute(sql`delete from rsc.rediscovery_applicants
          where tenant_id = ${tenantId} and candidate_id = any (${textArray(ids)})
            and read_at <= ${at}::timestamptz`);
        await database.execute(sql`
          insert into rsc.rediscovery_applicants
            (tenant_id, candidate_id, terms, jobs, progress, last_activity_at, read_at)
          select ${tenantId}, d.candidate_id, d.terms::tsvector, d.jobs, d.progress,
            d.last_activity_at, ${at}::timestamptz
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (candidate_id text, terms text,
            jobs text[], progress real, last_activity_at timestamptz)
          where not exists (select from rsc.sync_records r
            where r.tenant_id = ${tenantId} and r.resource = ${resourceKinds.candidates.rank}
              and r.parent_id = '' and r.record_id = d.candidate_id and r.erased_at is not null)
          on conflict (tenant_id, candidate_id) do nothing`);
        await forgetDismissals(database, tenantId, ids);
      });
    },

    async forgetOlder(tenantId, readAt) {
      await connection.transaction(async (database) => {
        await lockTenant(database, tenantId, readAt);
        const { rows } = idRows.parse(
          await database.execute(sql`delete from rsc.rediscovery_applicants
            where tenant_id = ${tenantId} and read_at < ${readAt.toISOString()}::timestamptz
            returning candidate_id`),
        );
        const gone = rows.map(({ candidate_id: id }) => id);
        await forgetDismissals(database, tenantId, gone);
      });
    },

    async shortlist({ tenantId, userId, job, dismissed, limit }) {
      const query = queryOf(tenantId, job);
      if (query === null) return [];
      const isDismissed = sql`exists (select from rsc.rediscovery_dismissals d
        where d.tenant_id = a.tenant_id and d.job_id = ${job.id} and d.user_id = ${userId}
          and d.candidate_id = a.candidate_id)`;
      // Where two are alike to the search, the order must not depend on how rows lie.
      const { rows } = idRows.parse(
        await run(sql`select a.candidate_id from rsc.rediscovery_applicants a
          where a.tenant_id = ${tenantId} and a.terms @@ ${query.find}::tsquery
            and not a.jobs @> array[${job.id}::text]
            and ${dismissed ? isDismissed : sql`not ${isDismissed}`}
          order by ts_rank(${weights}, a.terms, ${query.rank}::tsquery) desc, a.progress desc,
            a.last_activity_at desc, a.candidate_id collate "C"
          limit ${limit}`),
      );
      return rows.map(({ candidate_id: id }) => id);
    },

    async has(tenantId, candidateId) {
      const { rows } = idRows.parse(
        await run(sql`select candidate_id from rsc.rediscovery_applicants
          where tenant_id = ${tenantId} and candidate_id = ${candidateId}`),
      );
      return rows.length > 0;
    },

    async count(tenantId) {
      const { rows } = countRows.parse(
        await run(sql`select count(*) as count from rsc.rediscovery_applicants
          where tenant_id = ${tenantId}`),
      );
      return rows[0]?.count ?? 0;
    },

    async countDismissed(tenantId, jobId, userId) {
      const { rows } = countRows.parse(
        await run(sql`select count(*) as count from rsc.rediscovery_dismissals
          where tenant_id = ${tenantId} and job_id = ${jobId} and user_id = ${userId}`),
      );
      return rows[0]?.count ?? 0;
    },

    async dismiss(tenantId, jobId, userId, candidateId) {
      const row = { tenantId, jobId, userId, candidateId, dismissedAt: new Date(clock()) };
      await connection.transaction(async (database) => {
        await lockTenant(database, tenantId, row.dismissedAt);
        // Erased since it was looked at: nothing is to be kept of it any more.
        await database.execute(sql`insert into rsc.rediscovery_dismissals
            (tenant_id, job_id, user_id, candidate_id, dismissed_at)
          select tenant_id, ${jobId}, ${userId}, candidate_id, ${row.dismissedAt.toISOString()}::timestamptz
          from rsc.rediscovery_applicants
          where tenant_id = ${tenantId} and candidate_id = ${candidateId}
          on conflict do nothing`);
      });
    },

    async restore(tenantId, jobId, userId, candidateId) {
      await connection.run((database) =>
        database
          .delete(rediscoveryDismissals)
          .where(
            and(
              eq(rediscoveryDismissals.tenantId, tenantId),
              eq(rediscoveryDismissals.jobId, jobId),
              eq(rediscoveryDismissals.userId, userId),
              eq(rediscoveryDismissals.candidateId, candidateId),
            ),
          ),
      );
    },
  };
}

/**
 * Whoever writes or erases applicants of a customer does so one after the other: what was erased
 * while it was read from the ATS does not come back.
 */
export async function lockTenant(database: Database, tenantId: string, at: Date): Promise<void> {
  await database.execute(sql`insert into rsc.rediscovery_tenants (tenant_id, due_at)
    values (${tenantId}, ${at.toISOString()}::timestamptz) on conflict do nothing`);
  await database.execute(sql`select from rsc.rediscovery_tenants
    where tenant_id = ${tenantId} for update`);
}

/** Of those of these who are gone nothing is kept. */
async function forgetDismissals(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  await database.execute(sql`delete from rsc.rediscovery_dismissals d
    where d.tenant_id = ${tenantId} and d.candidate_id = any (${textArray(ids)})
      and not exists (select from rsc.rediscovery_applicants a
        where a.tenant_id = d.tenant_id and a.candidate_id = d.candidate_id)`);
}

/** All as one parameter: the statement is the same however many there are. */
export const textArray = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/** More skills and jobs than anybody has say nothing of a person, and fill the index. */
const maxTexts = 500;

function rowOf(tenantId: string, applicant: PastApplicant): object {
  const { id, title, headline, skills, applications, lastActivityAt } = applicant;
  const lastMs = lastActivityAt.getTime();
  const progress = Math.max(0, ...applications.map((one) => one.progress));
  return {
    candidate_id: id,
    terms: vectorOf(tenantId, {
      skills: skills.slice(0, maxTexts),
      titles: [title, headline].filter((text) => text !== undefined),
      pastTitles: applications.slice(0, maxTexts).map(({ jobTitle }) => jobTitle),
    }),
    jobs: applications.map(({ jobId }) => jobId),
    progress: Number.isFinite(progress) ? Math.min(1, progress) : 0,
    last_activity_at: new Date(
      Number.isFinite(lastMs) ? Math.min(farFutureMs, Math.max(farPastMs, lastMs)) : farPastMs,
    ).toISOString(),
  };
}

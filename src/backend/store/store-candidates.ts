/** What the backend knows about candidates, kept in the store and shared by all its processes. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import * as z from 'zod';
import {
  maxLinks,
  type CandidateHistory,
  type CandidateScope,
  type CandidateStore,
  type LinkEvent,
} from '../candidates/store.ts';
import { StoreError } from './errors.ts';
import { internalsOf } from './internals.ts';
import type { Store } from './store.ts';
import { candidates } from './tables/index.ts';

const linkEvent = z.object({ action: z.enum(['linked', 'unlinked']), atMs: z.number() });
const historyRow = z.object({
  candidateId: z.string(),
  sentAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  links: z.array(linkEvent),
});

/** Rows of one statement; each takes a handful of parameters, of which there may be 65,535. */
const maxRows = 5_000;

/** The candidates of a store, for `createBackend({ candidateStore })`. */
export function storeCandidates(store: Store): CandidateStore {
  const { connection } = internalsOf(store);

  const write = async (
    scope: CandidateScope,
    ids: readonly string[],
    { sentAt, deletedAt }: { sentAt: Date | null; deletedAt: Date | null },
    keepLinks: boolean,
  ): Promise<void> => {
    // In one order, so that two batches with the same candidates wait for each other only one way.
    for (const batch of batchesOf([...new Set(ids)].sort())) {
      // All ids as one parameter: a statement with one for each of them costs three times as much.
      await connection.run((database) =>
        database.execute(sql`
          insert into rsc.candidates as c
            (tenant_id, integration_context, candidate_id, sent_at, deleted_at)
          select ${scope.tenant}, ${scope.integrationContext}, id,
            ${sentAt?.toISOString() ?? null}::timestamptz,
            ${deletedAt?.toISOString() ?? null}::timestamptz
          from jsonb_array_elements_text(${JSON.stringify(batch)}::jsonb) as t (id)
          on conflict (tenant_id, integration_context, candidate_id) do update set
            sent_at = excluded.sent_at, deleted_at = excluded.deleted_at
            ${keepLinks ? sql`` : sql`, links = excluded.links`}`),
      );
    }
  };

  return {
    async read(scope, ids) {
      const found = new Map<string, CandidateHistory>();
      for (const batch of batchesOf([...new Set(ids)])) {
        const rows = await connection.run((database) =>
          database
            .select()
            .from(candidates)
            .where(and(...scopeIs(scope), inArray(candidates.candidateId, batch))),
        );
        for (const row of rows) found.set(row.candidateId, historyOf(row));
      }
      return found;
    },

    recordSent: (scope, ids, atMs) =>
      write(scope, ids, { sentAt: new Date(atMs), deletedAt: null }, true),

    recordDeleted: (scope, ids, atMs) =>
      write(scope, ids, { sentAt: null, deletedAt: new Date(atMs) }, false),

    async recordLink(scope, id, { action, atMs }) {
      const event: LinkEvent = { action, atMs };
      const added = sql`${JSON.stringify([event])}::jsonb`;
      // In one statement, so that of two links at the same time none is lost.
      const links = sql`(
        select jsonb_agg(value order by place)
        from jsonb_array_elements(${added} || ${candidates.links})
          with ordinality as newest (value, place)
        where place <= ${maxLinks}
      )`;
      await connection.run((database) =>
        database
          .insert(candidates)
          .values({ ...keyOf(scope, id), links: [event] })
          .onConflictDoUpdate({
            target: [candidates.tenantId, candidates.integrationContext, candidates.candidateId],
            set: { links },
          }),
      );
    },
  };
}

function* batchesOf(ids: string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += maxRows) {
    yield ids.slice(start, start + maxRows);
  }
}

const keyOf = ({ tenant, integrationContext }: CandidateScope, candidateId: string) => ({
  tenantId: tenant,
  integrationContext,
  candidateId,
});

const scopeIs = ({ tenant, integrationContext }: CandidateScope) => [
  eq(candidates.tenantId, tenant),
  eq(candidates.integrationContext, integrationContext),
];

function historyOf(row: unknown): CandidateHistory {
  const parsed = historyRow.safeParse(row);
  if (!parsed.success) {
    const field = `candidates.${String(parsed.error.issues[0]?.path[0] ?? '')}`;
    throw new StoreError('store_row_invalid', `A row in the store is not valid: ${field}`, {
      field,
    });
  }
  const { sentAt, deletedAt, links } = parsed.data;
  return {
    ...(sentAt === null ? {} : { sentAtMs: sentAt.getTime() }),
    ...(deletedAt === null ? {} : { deletedAtMs: deletedAt.getTime() }),
    links,
  };
}

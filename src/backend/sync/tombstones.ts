/** Records that were erased: whoever sends any asks here first. */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { resourceKinds } from './resources.ts';
import { list } from './statements.ts';

/** @returns those of these candidates that must not be sent. @throws StoreError */
export async function erasedCandidates(
  store: Store,
  { tenantId, context }: { readonly tenantId: string; readonly context: string },
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = z.object({ rows: z.array(z.object({ record_id: z.string() })) }).parse(
    await internalsOf(store).connection.run((database) =>
      database.execute(sql`select record_id from rsc.sync_records
        where tenant_id = ${tenantId} and context = ${context}
          and resource = ${resourceKinds.candidates.rank} and parent_id = ''
          and record_id in (${list(ids)}) and erased_at is not null`),
    ),
  );
  return new Set(rows.map(({ record_id: id }) => id));
}

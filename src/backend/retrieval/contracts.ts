/**
 * Contracts whose Recruiter data may be read now: of customers that are active, with CSA_API enabled
 * [doc]. What is switched off is not asked for, and goes on where it stopped when it is back.
 */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection } from '../store/connections/connection.ts';

/** The same as a condition of a query. */
export const isOpen = (tenantId: SQLWrapper | string, contract: SQLWrapper | string): SQL => sql`
  exists (select from rsc.tenants t
    join rsc.tenant_contexts c on c.tenant_id = t.id and c.urn = ${contract}
    where t.id = ${tenantId} and t.status = 'active')
  and not exists (select from rsc.purge_receipts p
    where p.tenant_id = ${tenantId} and p.completed_at is null)
  and coalesce((select bool_or(i.state = 'enabled') from rsc.integrations i
    -- A customer that was set up by hand has no integrations here: whoever did so vouches for it.
    where i.tenant_id = ${tenantId} and i.context = ${contract} and i.type = 'CSA_API'), true)`;

const answer = z.object({ rows: z.tuple([z.object({ open: z.boolean() })]) });

export async function isContractOpen(
  connection: Connection,
  tenantId: string,
  contract: string,
): Promise<boolean> {
  const found = await connection.run((database) =>
    database.execute(sql`select (${isOpen(tenantId, contract)}) as open`),
  );
  return answer.parse(found).rows[0].open;
}

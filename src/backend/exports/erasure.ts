/** What is kept of exports when a candidate of the ATS is erased: nothing. */
import { and, eq, getTableName, inArray, isNotNull, or } from 'drizzle-orm';
import type { Database } from '../store/connections/connection.ts';
import { memberExports } from '../store/tables/index.ts';

/**
 * Deletes exports that went to a candidate, and others of the same members.
 * @returns how many rows, by table
 */
export async function forgetExports(
  database: Database,
  tenantId: string,
  candidateId: string,
): Promise<Readonly<Record<string, number>>> {
  const own = and(eq(memberExports.tenantId, tenantId), eq(memberExports.candidateId, candidateId));
  const members = database
    .select({ member: memberExports.member })
    .from(memberExports)
    .where(and(own, isNotNull(memberExports.member)));
  const gone = await database
    .delete(memberExports)
    .where(
      or(own, and(eq(memberExports.tenantId, tenantId), inArray(memberExports.member, members))),
    )
    .returning({ id: memberExports.id });
  return { [getTableName(memberExports)]: gone.length };
}

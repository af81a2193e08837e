/** What is kept of a past applicant when the candidate is erased: nothing. */
import { and, eq, getTableName } from 'drizzle-orm';
import type { Database } from '../store/connections/connection.ts';
import {
  rediscoveryApplicants,
  rediscoveryChanges,
  rediscoveryDismissals,
} from '../store/tables/index.ts';
import { lockTenant } from './applicants.ts';

/** @returns how many rows, by table */
export async function forgetApplicant(
  database: Database,
  tenantId: string,
  candidateId: string,
  at: Date,
): Promise<Readonly<Record<string, number>>> {
  await lockTenant(database, tenantId, at);
  const gone: Record<string, number> = {};
  for (const table of [rediscoveryDismissals, rediscoveryChanges, rediscoveryApplicants]) {
    const rows = await database
      .delete(table)
      .where(and(eq(table.tenantId, tenantId), eq(table.candidateId, candidateId)))
      .returning({ id: table.candidateId });
    gone[getTableName(table)] = rows.length;
  }
  return gone;
}

/** Receipts in the store. */
import { desc, eq } from 'drizzle-orm';
import * as z from 'zod';
import type { Database } from '../store/connections/connection.ts';
import { retrievalReceipts } from '../store/tables/index.ts';
import { retrievalReceipt, type RetrievalReceipt } from './receipt.ts';

export async function writeReceipt(
  database: Database,
  written: Omit<RetrievalReceipt, 'id'>,
): Promise<RetrievalReceipt> {
  const [row] = await database.insert(retrievalReceipts).values(written).returning();
  return retrievalReceipt.parse(row);
}

/** Receipts of a customer, newest first. */
export async function readReceipts(
  database: Database,
  tenantId: string,
): Promise<RetrievalReceipt[]> {
  const rows = await database
    .select()
    .from(retrievalReceipts)
    .where(eq(retrievalReceipts.tenantId, tenantId))
    .orderBy(desc(retrievalReceipts.at))
    .limit(500);
  return z.array(retrievalReceipt).parse(rows);
}

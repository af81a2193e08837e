/** Receipts of what was deleted while a customer stays: numbers, and nothing of what it was. */
import { desc, eq } from 'drizzle-orm';
import * as z from 'zod';
import type { Database } from '../store/connections/connection.ts';
import { retrievalReceipts } from '../store/tables/index.ts';

const receipt = z.object({
  id: z.string(),
  tenantId: z.string(),
  reason: z.enum(['closed_profiles', 'retention']),
  /** Who did it: an opaque id. */
  actor: z.string(),
  at: z.date(),
  /** Numbers by table; `ats`: records that the ATS has deleted. */
  deleted: z.record(z.string(), z.int().nonnegative()),
});
export type RetrievalReceipt = Readonly<z.infer<typeof receipt>>;

export async function writeReceipt(
  database: Database,
  written: Omit<RetrievalReceipt, 'id'>,
): Promise<RetrievalReceipt> {
  const [row] = await database.insert(retrievalReceipts).values(written).returning();
  return receipt.parse(row);
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
  return z.array(receipt).parse(rows);
}

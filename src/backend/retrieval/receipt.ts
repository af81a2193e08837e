/** A receipt of what was deleted while a customer stays: numbers, and nothing of what it was. */
import * as z from 'zod';

export const retrievalReceipt = z.object({
  id: z.string(),
  tenantId: z.string(),
  reason: z.enum(['closed_profiles', 'retention']),
  /** Who did it: an opaque id. */
  actor: z.string(),
  at: z.date(),
  /** Numbers by table; `ats`: records that the ATS has deleted. */
  deleted: z.record(z.string(), z.int().nonnegative()),
});
export type RetrievalReceipt = Readonly<z.infer<typeof retrievalReceipt>>;

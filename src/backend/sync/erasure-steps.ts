/**
 * What is deleted here when a candidate is erased, part by part. Each part of the kit that keeps
 * something of candidates brings a step.
 */
import { and, eq, getTableName } from 'drizzle-orm';
import type { Database } from '../store/connections/connection.ts';
import { candidateMatches, candidates, syncQueue } from '../store/tables/index.ts';

/**
 * Deletes what is kept of a candidate, in the transaction that writes the receipt.
 * @returns how many rows, by table
 */
export type ErasureStep = (
  database: Database,
  tenantId: string,
  candidateId: string,
  at: Date,
) => Promise<Readonly<Record<string, number>>>;

/**
 * History of a candidate: who linked it when, when it was sent. That it was deleted stays, so that
 * elements are told that there is no such candidate.
 */
const forgetHistory: ErasureStep = async (database, tenantId, candidateId, at) => {
  const rows = await database
    .update(candidates)
    .set({ sentAt: null, deletedAt: at, links: [] })
    .where(and(eq(candidates.tenantId, tenantId), eq(candidates.candidateId, candidateId)))
    .returning({ id: candidates.candidateId });
  return { [getTableName(candidates)]: rows.length };
};

const forgetMatches: ErasureStep = async (database, tenantId, candidateId) => {
  const rows = await database
    .delete(candidateMatches)
    .where(
      and(eq(candidateMatches.tenantId, tenantId), eq(candidateMatches.candidateId, candidateId)),
    )
    .returning({ id: candidateMatches.candidateId });
  return { [getTableName(candidateMatches)]: rows.length };
};

/** A record that waits until it may be sent. */
const forgetWaiting: ErasureStep = async (database, tenantId, candidateId) => {
  const rows = await database
    .delete(syncQueue)
    .where(
      and(
        eq(syncQueue.tenantId, tenantId),
        eq(syncQueue.resource, 'candidates'),
        eq(syncQueue.recordId, candidateId),
      ),
    )
    .returning({ id: syncQueue.recordId });
  return { [getTableName(syncQueue)]: rows.length };
};

/** Steps of what the kit itself keeps. */
export const ownErasureSteps: readonly ErasureStep[] = [
  forgetHistory,
  forgetMatches,
  forgetWaiting,
];

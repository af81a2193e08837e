/**
 * Who goes first where a limit is nearly used up. All of an application's work counts in the same
 * budgets; what can wait sees lower limits, so that something is left for a record that somebody is
 * looking at. Nobody waits in a queue for that: the limit itself ends earlier for the others.
 */
import { budgetGroups, type BudgetGroup, type GroupLimits } from './budgets.ts';

/**
 * The part of each limit at which a kind of work stops, with all that is more urgent counted. Of
 * 10,000 records a minute history leaves 200, and 101 at the least: its last batch may go beyond.
 */
export const limitShares = {
  /** Years of history, comparison: hours of work that nobody waits for. */
  backfill: 0.98,
  /** What has just changed in the ATS. */
  changes: 0.99,
  /** Somebody waits for the answer. */
  interactive: 1,
} as const;
export type WorkKind = keyof typeof limitShares;

type Limits = Readonly<Record<BudgetGroup, GroupLimits>>;

/**
 * Limits for the client of one kind of work, as its option `limits`.
 * @param own limits of the application, where they are not the documented ones
 */
export function reservingLimits(kind: WorkKind, own: Partial<Limits> = {}): Limits {
  const share = limitShares[kind];
  const limits: Record<BudgetGroup, GroupLimits> = { ...budgetGroups, ...own };
  for (const group of Object.keys(limits) as BudgetGroup[]) {
    limits[group] = { ...limits[group], share };
  }
  return limits;
}

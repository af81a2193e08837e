/**
 * Who goes first where a limit is nearly used up. All of an application's work counts in the same
 * budgets; what can wait sees lower limits, so that something is left for a record that somebody is
 * looking at. Nobody waits in a queue for that: the limit itself ends earlier for the others.
 */
import { budgetGroups, type BudgetGroup, type GroupLimits } from './budgets.ts';

/**
 * The part of each limit that a kind of work may use. Of 10,000 records a minute 200 are kept from
 * history, half of them for people.
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
  const reserving: Record<BudgetGroup, GroupLimits> = { ...budgetGroups, ...own };
  for (const [group, limits] of Object.entries(reserving) as [BudgetGroup, GroupLimits][]) {
    reserving[group] = Object.fromEntries(
      (Object.entries(limits) as [keyof GroupLimits, number][]).map(([name, limit]) => [
        name,
        // A limit of nothing could never be kept by waiting.
        Math.max(Math.min(limit, 1), Math.floor(limit * share)),
      ]),
    );
  }
  return reserving;
}

/** What is left of LinkedIn's limits, for pages and metrics: nothing is taken, nobody waits for it. */
import {
  budgetGroups,
  leftOf,
  type BudgetGroup,
  type BudgetLeft,
  type GroupLimits,
} from '../../linkedin/budgets.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { sharedLinkedIn } from './shared.ts';

/**
 * Asks the store once, however many applications there are. What other processes have taken ahead
 * counts as used: 2 % of a minute and 0.1 % of a day at the most, each.
 * @param limits where they are not the documented ones
 * @returns what is left by client id
 * @throws StoreError
 */
export async function limitsLeft(
  store: Store,
  clientIds: readonly string[],
  limits: Partial<Readonly<Record<BudgetGroup, GroupLimits>>> = {},
): Promise<Map<string, BudgetLeft[]>> {
  const { budgets } = sharedLinkedIn(store);
  const nowMs = internalsOf(store).clock();
  const all = clientIds.map(async (clientId): Promise<[string, BudgetLeft[]]> => [
    clientId,
    await leftOf(budgets, clientId, { ...budgetGroups, ...limits }, nowMs),
  ]);
  return new Map(await Promise.all(all));
}

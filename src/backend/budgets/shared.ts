/**
 * What clients of one application share, as their option `store`. One for each store and process, so
 * that a process takes ahead once, whichever of its parts talks to LinkedIn.
 */
import type { TokenStore } from '../../linkedin/index.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { createStoreBudgets, type StoreBudgets } from './store-budgets.ts';
import { createStoreTokens } from './store-tokens.ts';

export interface SharedLinkedIn {
  readonly budgets: StoreBudgets;
  readonly tokens: TokenStore;
}

const known = new WeakMap<Store, SharedLinkedIn>();

export function sharedLinkedIn(store: Store): SharedLinkedIn {
  const present = known.get(store);
  if (present !== undefined) return present;
  const budgets = createStoreBudgets(store);
  const shared = { budgets, tokens: createStoreTokens(store) };
  // Others need not wait for what a process has taken ahead, if it ends in peace.
  internalsOf(store).beforeClose(() => budgets.release());
  known.set(store, shared);
  return shared;
}

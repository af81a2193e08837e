/**
 * What clients of one application share, as their option `store`. One for each store and process, so
 * that a process takes ahead once, whichever of its parts talks to LinkedIn.
 */
import type { TokenStore } from '../../linkedin/index.ts';
import type { Store } from '../store/store.ts';
import { createStoreBudgets, type StoreBudgets } from './store-budgets.ts';
import { createStoreTokens } from './store-tokens.ts';

export interface SharedLinkedIn {
  readonly budgets: StoreBudgets;
  readonly tokens: TokenStore;
}

const known = new WeakMap<Store, SharedLinkedIn>();

export function sharedLinkedIn(store: Store): SharedLinkedIn {
  const shared = known.get(store) ?? {
    budgets: createStoreBudgets(store),
    tokens: createStoreTokens(store),
  };
  known.set(store, shared);
  return shared;
}

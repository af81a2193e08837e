/** What modules of the store work with and its users never see. */
import type { Connection } from './connections/connection.ts';
import type { Sealer } from './sealing/sealer.ts';
import type { Store } from './store.ts';

export interface StoreInternals {
  readonly connection: Connection;
  readonly sealer: Sealer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What is done before the connection goes. Its failure keeps nobody from closing. */
  readonly beforeClose: (work: () => Promise<void>) => void;
}

const known = new WeakMap<Store, StoreInternals>();

export function registerStore(store: Store, internals: StoreInternals): Store {
  known.set(store, internals);
  return store;
}

/** @throws TypeError if `store` was not made by `openStore` */
export function internalsOf(store: Store): StoreInternals {
  const internals = known.get(store);
  if (internals === undefined) throw new TypeError('store must come from openStore()');
  return internals;
}

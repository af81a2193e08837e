/** What is asked of the store, on the way of a request. Each throws if the answer is not the right one. */
import { createHash, randomBytes } from 'node:crypto';
import { testAssets } from '../../../src/backend/backend.test-support.ts';
import { createBackend } from '../../../src/backend/app.ts';
import { createCallbackTokens } from '../../../src/backend/onboarding/callback-tokens.ts';
import { createGate } from '../../../src/backend/onboarding/gate.ts';
import type { Store } from '../../../src/backend/store/store.ts';
import { storeTenants } from '../../../src/backend/tenants/store-tenants.ts';
import { clientIdOf, contextOf, idOf, tokenOf } from './fill.ts';

export interface Question {
  readonly what: string;
  /** Whether the answer may come from memory in part. */
  readonly isWarm: boolean;
  /** @param count of customers in the store */
  prepare(store: Store, count: number): (index: number) => Promise<void>;
}

const origin = 'https://partner.example.com';
const operator = 'token-of-an-operator';
const pageSize = 10;

function tenantFinder(store: Store, maxCached: number) {
  const source = storeTenants(store, { maxCached });
  return async (index: number): Promise<void> => {
    const name = index % 2 === 0 ? idOf(index) : clientIdOf(index);
    const tenant = await source.byId(name);
    assert(tenant?.keys.length === 2, name);
  };
}

const kitOf = (store: Store) =>
  createBackend({
    origin,
    pluginOrigin: 'https://plugin.partner.example.com',
    assets: testAssets(),
    tokenSecret: new Uint8Array(randomBytes(32)),
    store,
    partner: { atsName: 'Bench', clientId: 'parent', clientSecret: 'secret' },
    admin: {
      tokens: [{ id: 'ops', sha256: createHash('sha256').update(operator).digest('hex') }],
      requestsPerMinute: 100_000,
    },
    logger: { log: () => undefined },
  });

export const questions: readonly Question[] = [
  {
    what: 'a tenant found, opened and checked',
    isWarm: false,
    prepare: (store) => tenantFinder(store, 0),
  },
  {
    what: 'a tenant found that is in memory',
    isWarm: true,
    prepare: (store, count) => tenantFinder(store, count),
  },
  {
    what: 'whether records may be sent',
    isWarm: false,
    prepare(store) {
      const gate = createGate(store);
      return async (index) => {
        assert(await gate.maySync(idOf(index), contextOf(index)), idOf(index));
      };
    },
  },
  {
    what: 'whose address an event came to',
    isWarm: false,
    prepare(store) {
      const callbacks = createCallbackTokens(store, origin);
      return async (index) => {
        const [owner] = await callbacks.ownersOf([tokenOf(index)]);
        assert(owner?.tenantId === idOf(index), idOf(index));
      };
    },
  },
  {
    what: 'changes of integrations since an event',
    isWarm: false,
    prepare(store) {
      const { integrations } = kitOf(store);
      return async (index) => {
        const last = await integrations.lastEventId(idOf(index));
        const events = await integrations.eventsSince(idOf(index), last - 3);
        assert(events.length > 0 && events.length <= 3, idOf(index));
      };
    },
  },
  {
    what: 'a page of ten customers for operators',
    isWarm: false,
    prepare(store, count) {
      const { fetch } = kitOf(store);
      const ids = Array.from({ length: count }, (_, index) => idOf(index)).sort();
      const headers = { authorization: `Bearer ${operator}` };
      return async (index) => {
        // The same ten among ten; any ten in a row among more.
        const at = (index * 7) % (count - pageSize + 1);
        const query = at === 0 ? '' : `&after=${ids[at - 1] ?? ''}`;
        const url = `${origin}/rsc/admin/v1/customers?limit=${String(pageSize)}${query}`;
        const answer = await fetch(new Request(url, { headers }));
        const { items } = (await answer.json()) as { items: readonly { id: string }[] };
        assert(items.length === pageSize && items[0]?.id === ids[at], `page after ${String(at)}`);
      };
    },
  },
];

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what} was not found as it should be.`);
}

/** Clients the engine sends with: one for each customer and urgency, all within the same limits. */
import {
  createLinkedInClient,
  reservingLimits,
  type BudgetGroup,
  type GroupLimits,
  type LinkedInClient,
  type WorkKind,
} from '../../linkedin/index.ts';
import { sharedLinkedIn } from '../budgets/shared.ts';
import type { Child } from '../onboarding/linkedin-access.ts';
import type { Store } from '../store/store.ts';
import { linkedInDefaults } from '../tenants/fields.ts';
import type { Priority } from './rows.ts';

export interface SyncClientOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch | undefined;
  /** Limits that LinkedIn has agreed for the customers' applications, where not the documented ones. */
  readonly limits?: Partial<Record<BudgetGroup, GroupLimits>> | undefined;
}

export interface SyncClients {
  of(child: Child, priority: Priority): LinkedInClient;
}

/** Clients kept; the least used go first. */
const maxClients = 3_000;
/** A passing failure of one request of many is tried again at once; what lasts ends the turn. */
const retry = { attempts: 3, baseMs: 200, maxMs: 1_000, maxRetryAfterMs: 1_000 } as const;

const workKinds: Readonly<Record<Priority, WorkKind>> = {
  interactive: 'interactive',
  change: 'changes',
  backfill: 'backfill',
};

export function createSyncClients(options: SyncClientOptions): SyncClients {
  const { store, clock, timeoutMs, fetch, limits } = options;
  const shared = sharedLinkedIn(store);
  const clients = new Map<string, { made: string; client: LinkedInClient }>();
  return {
    of({ row, clientId, clientSecret }, priority) {
      const { generation = 'v2', apiVersion, apiBaseUrl, oauthTokenUrl } = row.application ?? {};
      const secret = clientSecret.reveal();
      const facts = [clientId, secret, generation, apiVersion, apiBaseUrl, oauthTokenUrl];
      const made = JSON.stringify(facts);
      const key = `${row.id}/${priority}`;
      const known = clients.get(key);
      clients.delete(key);
      const client =
        known?.made === made
          ? known.client
          : createLinkedInClient({
              clientId,
              clientSecret: secret,
              generation,
              ...(typeof apiVersion === 'string' ? { version: apiVersion } : {}),
              baseUrls: {
                api: apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
                oauthToken: oauthTokenUrl ?? linkedInDefaults.oauthTokenUrl,
              },
              clock,
              timeoutMs,
              retry,
              store: shared,
              limits: reservingLimits(workKinds[priority], limits),
              // A limit that is used up ends the turn: others can be served meanwhile.
              maxBudgetWaitMs: 0,
              ...(fetch === undefined ? {} : { fetch }),
            });
      clients.set(key, { made, client });
      const oldest = clients.keys().next();
      if (clients.size > maxClients && oldest.done !== true) clients.delete(oldest.value);
      return client;
    },
  };
}

/**
 * LinkedIn for onboarding: the partner's application and those of customers, whatever status the
 * customer has here. Clients hold an access token, so they are kept until what they are made of
 * changes [doc: one token for all calls until it expires].
 */
import {
  createLinkedInClient,
  LinkedInError,
  type LinkedInClient,
  type LinkedInClientOptions,
  type LinkedInErrorCode,
} from '../../linkedin/index.ts';
import { sharedLinkedIn } from '../budgets/shared.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { linkedInDefaults } from '../tenants/fields.ts';
import type { Secret } from '../tenants/secret.ts';
import { readTenantRow } from '../tenants/tenant-queries.ts';
import type { TenantRow } from '../tenants/tenant-rows.ts';
import { OnboardingError, type OnboardingStep } from './errors.ts';
import type { Partner } from './partner.ts';

/** A customer's application, opened. */
export interface Child {
  readonly row: TenantRow;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly client: LinkedInClient;
}

export interface LinkedInAccess {
  /** The partner's application. */
  readonly parent: LinkedInClient;
  /**
   * A customer's application.
   * @throws OnboardingError `customer_unknown`, `customer_left`, `customer_not_ready`; StoreError
   */
  child(tenantId: string): Promise<Child>;
  /** The same of a row that has been read; null if it has no credentials yet. @throws StoreError */
  open(row: TenantRow): Promise<Child | null>;
  /**
   * Asks LinkedIn for a token with these credentials, whatever token there may be from before; the
   * partner's own, if no customer is named.
   * @throws OnboardingError `linkedin_…` with step `credentials`, `customer_…`; StoreError
   */
  tryOut(tenantId?: string, credentials?: Credentials): Promise<void>;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export interface LinkedInAccessOptions {
  readonly store: Store;
  readonly partner: Partner;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

type Share = Pick<LinkedInClientOptions, 'store'>;

const timeoutMs = 15_000;
/** Clients kept; the least used go first. */
const maxClients = 2_000;

export function createLinkedInAccess(options: LinkedInAccessOptions): LinkedInAccess {
  const { store, partner, fetch, clock } = options;
  const { connection, sealer } = internalsOf(store);
  const clients = new Map<string, { made: string; client: LinkedInClient }>();
  const shared = {
    timeoutMs,
    // Whoever calls can be told at once and runs again; workers do so by themselves.
    retry: { attempts: 1 },
    maxBudgetWaitMs: 0,
    clock,
    ...(fetch === undefined ? {} : { fetch }),
  } as const;
  const { linkedIn } = partner;
  /** What all processes share of an application; whoever tries credentials out does without. */
  const inStore = { store: sharedLinkedIn(store) };
  const newParent = (share: Share = {}): LinkedInClient =>
    createLinkedInClient({
      ...shared,
      ...share,
      clientId: partner.clientId,
      clientSecret: partner.clientSecret.reveal(),
      baseUrls: {
        api: linkedIn.apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
        oauthToken: linkedIn.oauthTokenUrl ?? linkedInDefaults.oauthTokenUrl,
      },
    });

  function newChild(
    { application }: TenantRow,
    { clientId, clientSecret }: Credentials,
    share: Share = {},
  ): LinkedInClient {
    const { generation = 'v2', apiVersion, apiBaseUrl, oauthTokenUrl } = application ?? {};
    return createLinkedInClient({
      ...shared,
      ...share,
      clientId,
      clientSecret: clientSecret.reveal(),
      generation,
      ...(typeof apiVersion === 'string' ? { version: apiVersion } : {}),
      baseUrls: {
        api: apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
        oauthToken: oauthTokenUrl ?? linkedInDefaults.oauthTokenUrl,
      },
    });
  }

  function clientOf(row: TenantRow, credentials: Credentials): LinkedInClient {
    const { id, application } = row;
    const { generation, apiVersion, apiBaseUrl, oauthTokenUrl } = application ?? {};
    const { clientId, clientSecret } = credentials;
    const made = JSON.stringify([
      clientId,
      clientSecret.reveal(),
      generation,
      apiVersion,
      apiBaseUrl,
      oauthTokenUrl,
    ]);
    const known = clients.get(id);
    clients.delete(id);
    const client = known?.made === made ? known.client : newChild(row, credentials, inStore);
    clients.set(id, { made, client });
    const oldest = clients.keys().next();
    if (clients.size > maxClients && oldest.done !== true) clients.delete(oldest.value);
    return client;
  }

  const open = async (row: TenantRow): Promise<Child | null> => {
    if (row.application === null) return null;
    const { clientId, clientSecret: sealed, clientSecretKeyId: keyId } = row.application;
    if (clientId === null || sealed === null || keyId === null) return null;
    const clientSecret = await sealer.open(places.clientSecret(row.id), { sealed, keyId });
    return { row, clientId, clientSecret, client: clientOf(row, { clientId, clientSecret }) };
  };

  async function child(tenantId: string): Promise<Child> {
    const row = await connection.run((database) => readTenantRow(database, tenantId));
    if (row === null) throw new OnboardingError('customer_unknown', 'There is no such customer');
    if (row.status === 'purged') {
      throw new OnboardingError('customer_left', 'The customer has left');
    }
    const opened = await open(row);
    if (opened !== null) return opened;
    throw new OnboardingError('customer_not_ready', 'The customer has no credentials yet');
  }

  return {
    parent: newParent(inStore),
    open,
    child,
    async tryOut(tenantId, credentials) {
      if (tenantId === undefined) {
        await atLinkedIn('credentials', 'give the partner a token', () =>
          newParent().authenticate(),
        );
        return;
      }
      const known = await child(tenantId);
      await atLinkedIn('credentials', 'give the customer’s application a token', () =>
        newChild(known.row, credentials ?? known).authenticate(),
      );
    },
  };
}

/** Codes where LinkedIn has understood us and said no; anything else passes. */
const refusals: ReadonlySet<LinkedInErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'rejected',
  'invalid',
]);

/**
 * Runs a step that talks to LinkedIn.
 * @param what what is being done, as in "LinkedIn did not …"
 * @throws OnboardingError `linkedin_unavailable`, `linkedin_refused`, for what is a LinkedInError
 */
export async function atLinkedIn<T>(
  step: OnboardingStep,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LinkedInError ? asOnboardingError(step, what, error) : error;
  }
}

/** LinkedIn's failure as one of a step. */
export const asOnboardingError = (
  step: OnboardingStep,
  what: string,
  cause: LinkedInError,
): OnboardingError =>
  new OnboardingError(
    refusals.has(cause.code) ? 'linkedin_refused' : 'linkedin_unavailable',
    `LinkedIn did not ${what} (${cause.code}${cause.status === undefined ? '' : ` ${String(cause.status)}`})`,
    { cause, step, status: cause.status, retryAfterMs: cause.retryAfterMs },
  );

/**
 * LinkedIn as the backend sees it: one client for each customer's application, and failures in the
 * words of our own errors.
 */
import {
  createLinkedInClient,
  LinkedInError,
  type CandidateRecord,
  type CandidateView,
  type LinkedInClient,
  type LinkedInClientOptions,
  type LinkedInErrorCode,
  type RecordResult,
} from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import type { LinkedInEntry, Logger } from '../logging.ts';
import type { Tenant, TenantLinkedIn } from '../tenants/tenants.ts';

export interface LinkedInGateway {
  /** @throws RscError `linkedin_unavailable`, `linkedin_refused` */
  read(
    tenant: Tenant,
    integrationContext: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, CandidateView>>;
  /** @throws RscError `linkedin_unavailable`, `linkedin_refused` */
  update(
    tenant: Tenant,
    integrationContext: string,
    records: readonly CandidateRecord[],
  ): Promise<RecordResult[]>;
  /** @throws RscError `linkedin_unavailable`, `linkedin_refused` */
  remove(
    tenant: Tenant,
    integrationContext: string,
    ids: readonly string[],
  ): Promise<RecordResult[]>;
}

export interface GatewayOptions {
  readonly fetch?: typeof fetch;
  readonly logger: Logger;
  /** What processes share of the limits and tokens of customers; each has its own if left out. */
  readonly shared?: LinkedInClientOptions['store'];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Shorter than a frame waits for us, so that it is told whose fault it is. */
const timeoutMs = 10_000;

/** Makes the gateway of one backend. */
export function createLinkedInGateway(options: GatewayOptions): LinkedInGateway {
  const { logger } = options;
  const clients = new Map<string, { settings: string; client: LinkedInClient }>();

  /** Clients hold an access token, so they are kept, until the tenant's settings change. */
  function clientOf({ id, linkedIn }: Tenant): LinkedInClient {
    const settings = JSON.stringify([linkedIn, linkedIn.clientSecret.reveal()]);
    const known = clients.get(id);
    if (known?.settings === settings) return known.client;
    const client = createClient(linkedIn, options);
    clients.set(id, { settings, client });
    return client;
  }

  async function attempt<T>(
    tenant: Tenant,
    operation: LinkedInEntry['operation'],
    run: (candidates: LinkedInClient['candidates']) => Promise<T>,
  ): Promise<T> {
    try {
      return await run(clientOf(tenant).candidates);
    } catch (error) {
      if (!(error instanceof LinkedInError)) throw error;
      const refusal = refusalOf(error);
      logger.log({
        event: 'linkedin',
        level: 'warn',
        tenant: tenant.id,
        operation,
        code: refusal.code === 'linkedin_refused' ? refusal.code : 'linkedin_unavailable',
        status: error.status ?? 0,
      });
      throw refusal;
    }
  }

  return {
    read: (tenant, context, ids) =>
      attempt(tenant, 'read', (candidates) => candidates.get(context, ids)),
    update: (tenant, context, records) =>
      attempt(tenant, 'update', (candidates) => candidates.update(context, records)),
    remove: (tenant, context, ids) =>
      attempt(tenant, 'delete', (candidates) => candidates.delete(context, ids)),
  };
}

function createClient(
  linkedIn: TenantLinkedIn,
  { fetch, shared, clock }: GatewayOptions,
): LinkedInClient {
  const { clientId, clientSecret, generation, version, apiBaseUrl, oauthTokenUrl } = linkedIn;
  return createLinkedInClient({
    clientId,
    clientSecret: clientSecret.reveal(),
    generation,
    ...(version === undefined ? {} : { version }),
    timeoutMs,
    // A frame waits for the answer: it is told at once, and asks again itself.
    retry: { attempts: 1 },
    maxBudgetWaitMs: 0,
    baseUrls: { api: apiBaseUrl, oauthToken: oauthTokenUrl },
    ...(fetch === undefined ? {} : { fetch }),
    ...(shared === undefined ? {} : { store: shared }),
    ...(clock === undefined ? {} : { clock }),
  });
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

function refusalOf(cause: LinkedInError): RscError {
  return refusals.has(cause.code)
    ? new RscError('linkedin_refused', 'LinkedIn refuses the request of this application', {
        cause,
      })
    : new RscError('linkedin_unavailable', 'LinkedIn does not answer as it should', {
        cause,
        retryAfterMs: cause.retryAfterMs,
      });
}

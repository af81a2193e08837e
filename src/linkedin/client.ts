/**
 * LinkedIn's Middleware Platform on behalf of one customer: that customer's application, its token,
 * its limits, and the resources. Web standards only; runs wherever `fetch` does.
 */
import {
  budgetGroups,
  createMemoryBudgets,
  sharesOf,
  type BudgetGroup,
  type BudgetStore,
  type GroupLimits,
} from './budgets.ts';
import type { Generation } from './forms.ts';
import { createHttp } from './http.ts';
import { createTokenSource, type TokenStore } from './oauth.ts';
import { createAclApis, type AclApis } from './resources/acls.ts';
import { createIntegrationsApi, type IntegrationsApi } from './resources/integrations.ts';
import { createJobPostingsApi, type JobPostingsApi } from './resources/job-postings.ts';
import { createProvisioningApi, type ProvisioningApi } from './resources/provisioning.ts';
import { createRecordApis, engines, type RecordApis } from './resources/records.ts';
import { createRetrievalApis, type RetrievalApis } from './resources/retrieval.ts';
import { createRetryPolicy, type RetryOptions } from './retry.ts';
import { createTelemetry, type TelemetryOptions } from './telemetry.ts';
import { createTransport } from './transport.ts';

export interface LinkedInClientOptions extends TelemetryOptions {
  /** Id of the customer's (child) application; the parent's for provisioning. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Unversioned `/v2` (default) or versioned `/rest`. */
  readonly generation?: Generation;
  /** `LinkedIn-Version` for `/rest`, `YYYYMM`. */
  readonly version?: string;
  /** Where LinkedIn is; the sandbox's addresses for development. */
  readonly baseUrls?: { readonly api?: string; readonly oauthToken?: string };
  readonly fetch?: typeof fetch;
  /** Milliseconds until a request without an answer is given up (default 30,000). */
  readonly timeoutMs?: number;
  /** When failed requests are tried again. */
  readonly retry?: RetryOptions;
  /**
   * What processes of one application share: how much of its limits is used, and its token. In
   * memory unless given.
   */
  readonly store?: { readonly budgets?: BudgetStore; readonly tokens?: TokenStore };
  /** Limits other than the documented ones, by group of resources; `{}` for none. */
  readonly limits?: Partial<Readonly<Record<BudgetGroup, GroupLimits>>>;
  /** Longest wait for a limit in milliseconds (default 120,000); 0 fails at once. */
  readonly maxBudgetWaitMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** What is left of one limit. */
export interface BudgetLeft {
  readonly group: BudgetGroup;
  readonly what: 'requests' | 'records';
  readonly window: 'minute' | 'day';
  readonly limit: number;
  readonly left: number;
}

export interface LinkedInClient extends RecordApis, AclApis, RetrievalApis {
  readonly jobPostings: JobPostingsApi;
  readonly integrations: IntegrationsApi;
  /** With the partner's own application only. */
  readonly provisioning: ProvisioningApi;
  /** What is left of the application's limits now. */
  left(): Promise<BudgetLeft[]>;
  /**
   * Fetches a token, or takes the one there is: whether LinkedIn accepts the credentials.
   * @throws LinkedInError `unauthorized`, `unavailable`, `unreachable`
   */
  authenticate(): Promise<void>;
}

export const defaultBaseUrls = {
  api: 'https://api.linkedin.com',
  oauthToken: 'https://www.linkedin.com/oauth/v2/accessToken',
} as const;
/** Newest version seen in the documentation of RSC. */
export const defaultVersion = '202604';

/**
 * Makes the client of one application.
 * @throws TypeError when an option cannot be meant
 */
export function createLinkedInClient(options: LinkedInClientOptions): LinkedInClient {
  const { clientId, clientSecret, generation = 'v2', version = defaultVersion } = options;
  const { clock = Date.now, timeoutMs = 30_000, maxBudgetWaitMs = 120_000 } = options;
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (value === '') throw new TypeError(`${name} must not be empty`);
  }
  const api = (options.baseUrls?.api ?? defaultBaseUrls.api).replace(/\/+$/, '');
  const tokenUrl = options.baseUrls?.oauthToken ?? defaultBaseUrls.oauthToken;
  if (!URL.canParse(api)) throw new TypeError('baseUrls.api must be a URL');

  const http = createHttp(options.fetch ?? ((input, init) => fetch(input, init)), timeoutMs, clock);
  const tokens = createTokenSource({
    tokenUrl,
    clientId,
    clientSecret,
    http,
    clock,
    store: options.store?.tokens,
  });
  const budgets = options.store?.budgets ?? createMemoryBudgets();
  const limits: Record<BudgetGroup, GroupLimits> = { ...budgetGroups, ...options.limits };
  const send = createTransport({
    clientId,
    apiUrl: api,
    version,
    http,
    tokens,
    retry: createRetryPolicy(options.retry),
    budgets,
    limits,
    maxBudgetWaitMs,
    attempt: createTelemetry(clientId, new URL(api).hostname, options),
    clock,
  });
  const engineOf = engines(generation, api.length, send);

  return {
    ...createRecordApis(engineOf, generation),
    ...createAclApis(engineOf, generation, send),
    ...createRetrievalApis(generation, send),
    jobPostings: createJobPostingsApi(generation, api.length, send),
    integrations: createIntegrationsApi(generation, api.length, send),
    provisioning: createProvisioningApi(send),

    async left() {
      const groups = Object.keys(limits) as BudgetGroup[];
      const all = groups.flatMap((group) =>
        sharesOf(clientId, group, limits[group], 1).map(({ budget }) => ({ group, budget })),
      );
      return Promise.all(
        all.map(async ({ group, budget }) => ({
          group,
          what: budget.key.endsWith('/requests') ? ('requests' as const) : ('records' as const),
          window: budget.window,
          limit: budget.limit,
          left: await budgets.left(budget, clock()),
        })),
      );
    },

    async authenticate() {
      await tokens.token();
    },
  };
}

/**
 * LinkedIn's Middleware Platform on behalf of one customer: that customer's application, its token,
 * its limits, and the resources. Web standards only; runs wherever `fetch` does.
 */
import {
  budgetGroups,
  leftOf,
  maxRecordsOf,
  type BudgetGroup,
  type BudgetLeft,
  type BudgetStore,
  type GroupLimits,
} from './budgets.ts';
import type { CallOptions } from './entities.ts';
import { generations, styles, type Generation } from './form.ts';
import { createHttp } from './http.ts';
import { createMemoryBudgets } from './memory-budgets.ts';
import { createTokenSource, type TokenStore } from './oauth.ts';
import type { Platform } from './platform.ts';
import { createAclApis, type AclApis } from './resources/acls.ts';
import { createExportApis, type ExportApis } from './resources/exports.ts';
import { createIntegrationsApi, type IntegrationsApi } from './resources/integrations.ts';
import { createJobPostingsApi, type JobPostingsApi } from './resources/job-postings.ts';
import { createProspectApis, type ProspectApis } from './resources/prospects.ts';
import { createProvisioningApi, type ProvisioningApi } from './resources/provisioning.ts';
import { engines } from './resources/records-api.ts';
import { createRecordApis, type RecordApis } from './resources/records.ts';
import { createSeatsApi, type SeatsApi } from './resources/seats.ts';
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

export interface LinkedInClient extends RecordApis, AclApis, ExportApis, ProspectApis {
  readonly seats: SeatsApi;
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
  authenticate(options?: CallOptions): Promise<void>;
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
  const { clientId, generation = 'v2', clock = Date.now, timeoutMs = 30_000 } = options;
  const { apiUrl, tokenUrl } = checkedOptions(options);

  const http = createHttp(options.fetch ?? ((input, init) => fetch(input, init)), timeoutMs, clock);
  const startAttempt = createTelemetry(clientId, options);
  const tokens = createTokenSource({
    tokenUrl,
    clientId,
    clientSecret: options.clientSecret,
    http,
    clock,
    store: options.store?.tokens,
    startAttempt: startAttempt(new URL(tokenUrl).hostname),
  });
  const budgets = options.store?.budgets ?? createMemoryBudgets();
  const limits: Record<BudgetGroup, GroupLimits> = { ...budgetGroups, ...options.limits };
  const platform: Platform = {
    generation,
    style: styles[generation],
    baseUrlBytes: apiUrl.length,
    maxRecords: (group) => maxRecordsOf(limits[group]),
    send: createTransport({
      clientId,
      apiUrl,
      version: options.version ?? defaultVersion,
      http,
      tokens,
      retry: createRetryPolicy(options.retry),
      budgets,
      limits,
      maxBudgetWaitMs: options.maxBudgetWaitMs ?? 120_000,
      startAttempt: startAttempt(new URL(apiUrl).hostname),
      log: options.log,
      clock,
    }),
  };
  const engineOf = engines(platform);

  return {
    ...createRecordApis(engineOf, platform),
    ...createAclApis(engineOf, platform),
    ...createExportApis(platform),
    ...createProspectApis(platform),
    seats: createSeatsApi(platform),
    jobPostings: createJobPostingsApi(platform),
    integrations: createIntegrationsApi(platform),
    provisioning: createProvisioningApi(platform),

    left: () => leftOf(budgets, clientId, limits, clock()),

    async authenticate({ signal } = {}) {
      await tokens.token(signal);
    },
  };
}

/** @throws TypeError */
function checkedOptions(options: LinkedInClientOptions): { apiUrl: string; tokenUrl: string } {
  const { clientId, clientSecret, generation = 'v2', version = defaultVersion } = options;
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a text`);
  }
  if (!generations.includes(generation)) {
    throw new TypeError(`generation must be one of: ${generations.join(', ')}`);
  }
  if (!/^\d{6}$/.test(version)) throw new TypeError('version must have the form YYYYMM');
  const apiUrl = (options.baseUrls?.api ?? defaultBaseUrls.api).replace(/\/+$/, '');
  const tokenUrl = options.baseUrls?.oauthToken ?? defaultBaseUrls.oauthToken;
  for (const [name, url] of Object.entries({ api: apiUrl, oauthToken: tokenUrl })) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new TypeError(`baseUrls.${name} must be an http or https address`);
    }
  }
  return { apiUrl, tokenUrl };
}

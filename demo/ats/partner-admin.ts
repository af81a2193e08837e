/** What the ATS's operators ask the partner's admin API, and what of its answers the pages show. */
import type { JWK } from 'jose';
import type { AtsOptions } from './options.ts';
import { createPartnerSync, type PartnerSync } from './partner-sync.ts';

export interface CustomerSummary {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly status: string;
  readonly domains: readonly string[];
  readonly contexts: readonly string[];
  readonly keys: readonly { readonly kid: string; readonly retiredAt: string | null }[];
  readonly jobAvailability: string;
  readonly usesAcls: boolean;
  readonly embedSnippet: string;
  readonly application: {
    readonly clientId: string | null;
    readonly hasClientSecret: boolean;
    readonly jsSdkDomains: readonly string[];
  } | null;
}

export interface IntegrationSummary {
  readonly context: string;
  readonly type: string;
  readonly name: string | null;
  readonly state: string;
  readonly rawStatus: string | null;
  readonly next: { readonly action: string; readonly by: string };
}

export interface ConfigurationSummary {
  readonly type: string;
  readonly key: string;
  readonly value: string;
  readonly confirmedAt: string | null;
}

export interface CheckSummary {
  readonly check: string;
  readonly outcome: 'pass' | 'warn' | 'fail';
  readonly found: string;
  readonly fix: string;
}

export interface Journey {
  readonly steps: readonly {
    readonly step: string;
    readonly done: boolean;
    readonly waitingFor: string;
    readonly next: string;
    readonly rules: readonly string[];
  }[];
  readonly done: number;
}

export interface RuleSummary {
  readonly rule: string;
  readonly done: boolean;
  readonly next: string;
}

export interface Receipt {
  readonly completedAt: string | null;
  readonly deletedHere: Readonly<Record<string, number>>;
  readonly deletedAtLinkedIn: Readonly<Record<string, number>>;
}

export interface NewInstanceFields {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
}

export interface CreatedInstance {
  /** Only in the answer to the call that has made it. */
  readonly privateKey: { readonly kid: string; readonly jwk: JWK } | null;
}

/** Why the partner refuses, in its own words. */
export class PartnerRefusal extends Error {
  readonly status: number;
  readonly fields: readonly { readonly field: string; readonly fix: string }[];

  constructor(status: number, message: string, fields: PartnerRefusal['fields']) {
    super(message);
    this.name = 'PartnerRefusal';
    this.status = status;
    this.fields = fields;
  }
}

/** Asks the admin API. @throws PartnerRefusal */
export type AdminCall = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;

/** All methods throw PartnerRefusal. */
export interface PartnerAdmin {
  readonly sync: PartnerSync;
  customers(after?: string): Promise<{
    readonly items: readonly CustomerSummary[];
    readonly next: string | null;
  }>;
  customer(id: string): Promise<CustomerSummary>;
  create(fields: NewInstanceFields): Promise<CreatedInstance>;
  integrations(id: string): Promise<readonly IntegrationSummary[]>;
  configurations(id: string): Promise<readonly ConfigurationSummary[]>;
  journey(id: string): Promise<Journey>;
  receipts(id: string): Promise<readonly Receipt[]>;
  /** Runs the checks of a customer, or those of the deployment. */
  check(id?: string): Promise<readonly CheckSummary[]>;
  /** Rules of certification module 1. */
  rules(): Promise<readonly RuleSummary[]>;
  /** Stops a customer, lets it go on, or deletes it for good. */
  change(id: string, verb: 'disable' | 'enable' | 'leave'): Promise<void>;
}

/** Customers on a page. */
const pageSize = 25;
/** The customer's company: its instances share organization and contracts. */
const company = 'kestrel';

export function createPartnerAdmin(
  { origins, fetch: send = fetch }: AtsOptions,
  { url, token }: NonNullable<AtsOptions['administration']>,
): PartnerAdmin {
  const call: AdminCall = async <T>(method: 'GET' | 'POST', path: string, body?: unknown) => {
    const response = await send(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()) as T;
  };
  const items = async <T>(method: 'GET' | 'POST', path: string): Promise<readonly T[]> =>
    (await call<{ readonly items: readonly T[] }>(method, path)).items;
  const customer = (id: string): string => `/customers/${encodeURIComponent(id)}`;

  return {
    sync: createPartnerSync(call),
    customers(after) {
      const query = new URLSearchParams({ limit: String(pageSize) });
      if (after !== undefined) query.set('after', after);
      return call('GET', `/customers?${query.toString()}`);
    },
    customer: (id) => call('GET', customer(id)),
    create: ({ id, name, environment }) =>
      call('POST', '/customers', {
        ...{ id, name, environment, company },
        uniqueForeignId: id,
        domains: [origins.ats],
      }),
    integrations: (id) => items('GET', `${customer(id)}/integrations`),
    configurations: (id) => items('GET', `${customer(id)}/configurations`),
    journey: (id) => call('GET', `${customer(id)}/journey`),
    receipts: (id) => items('GET', `${customer(id)}/receipts`),
    check: (id) => items('POST', id === undefined ? '/checks' : `${customer(id)}/checks`),
    rules: async () =>
      (await call<{ readonly rules: readonly RuleSummary[] }>('GET', '/journey')).rules,
    async change(id, verb) {
      await call('POST', `${customer(id)}/${verb}`, verb === 'leave' ? { confirm: id } : undefined);
    },
  };
}

async function refusalOf(response: Response): Promise<PartnerRefusal> {
  const body = (await response.json().catch(() => null)) as {
    readonly error?: {
      readonly message?: string;
      readonly fields?: PartnerRefusal['fields'];
    };
  } | null;
  const { message = `The partner answered ${String(response.status)}.`, fields = [] } =
    body?.error ?? {};
  return new PartnerRefusal(response.status, message, fields);
}

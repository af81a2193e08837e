/** What the ATS's operators ask the partner's admin API, and what of its answers the pages show. */
import type { AtsOptions } from './options.ts';

export interface CustomerSummary {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly status: string;
  readonly domains: readonly string[];
  readonly embedSnippet: string;
  readonly application: {
    readonly clientId: string | null;
    readonly hasClientSecret: boolean;
  } | null;
}

export interface IntegrationSummary {
  readonly context: string;
  readonly type: string;
  readonly state: string;
  readonly rawStatus: string | null;
  readonly next: { readonly action: string; readonly by: string };
}

export interface CheckSummary {
  readonly check: string;
  readonly outcome: 'pass' | 'warn' | 'fail';
  readonly found: string;
  readonly fix: string;
}

export interface PartnerAdmin {
  /** @throws Error with the status if the partner refuses */
  customers(): Promise<readonly CustomerSummary[]>;
  integrations(id: string): Promise<readonly IntegrationSummary[]>;
  /** Runs the checks of a customer. */
  check(id: string): Promise<readonly CheckSummary[]>;
}

export function createPartnerAdmin(
  onboarding: NonNullable<AtsOptions['onboarding']>,
): PartnerAdmin {
  async function itemsOf<T>(method: 'GET' | 'POST', path: string): Promise<readonly T[]> {
    const response = await onboarding.fetch(
      new Request(`${onboarding.origin}/rsc/admin/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${onboarding.adminToken}` },
      }),
    );
    if (!response.ok) throw new Error(`The partner answered ${String(response.status)}.`);
    const { items } = (await response.json()) as { readonly items: readonly T[] };
    return items;
  }
  const customer = (id: string): string => `/customers/${encodeURIComponent(id)}`;
  return {
    customers: () => itemsOf('GET', '/customers'),
    integrations: (id) => itemsOf('GET', `${customer(id)}/integrations`),
    check: (id) => itemsOf('POST', `${customer(id)}/checks`),
  };
}

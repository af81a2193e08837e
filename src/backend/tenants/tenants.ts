/** Customers of the partner: who may embed where, whose signatures count, and which LinkedIn. */
import type { TenantKey } from '../../handshake/backend.ts';
import type { Secret } from './secret.ts';

/** How one customer's LinkedIn application is reached. */
export interface TenantLinkedIn {
  /** Client id of the customer's own application; the `api_key` of LinkedIn's markup. */
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Which generation of the API the customer's application is enabled for. */
  readonly generation: 'v2' | 'rest';
  /** `LinkedIn-Version` (YYYYMM) for the `rest` generation. */
  readonly version?: string | undefined;
  readonly apiBaseUrl: string;
  readonly oauthTokenUrl: string;
  /** LinkedIn's `in.js`. */
  readonly scriptUrl: string;
  /** The extension that draws the profile plugin. */
  readonly extensionUrl: string;
  /**
   * Integration contexts of the customer; the first is used when a page names none. Empty while a
   * customer that is being onboarded has not chosen any.
   */
  readonly organizations: readonly string[];
}

export interface Tenant {
  readonly id: string;
  /** For people who operate the backend. */
  readonly name: string;
  /** Origins of the pages that may embed elements for this customer, exactly. */
  readonly origins: readonly string[];
  readonly keys: readonly TenantKey[];
  readonly linkedIn: TenantLinkedIn;
}

/**
 * Where tenants come from: a configuration file or a store. What it answers is believed, and asked
 * for on each request, so that a removed key or origin counts at once.
 */
export interface TenantSource {
  /** @param idOrApiKey id of a tenant, or client id of its LinkedIn application */
  byId(idOrApiKey: string): Tenant | null | Promise<Tenant | null>;
}

/** The tenant's key with this id, or null. Keys are never looked up across tenants. */
export const keyOfTenant = (tenant: Tenant, kid: string): TenantKey | null =>
  tenant.keys.find((key) => key.kid === kid) ?? null;

/** What the harness is made from, and what it asks of the servers around it. */

export interface HarnessOrigins {
  readonly harness: string;
  readonly backend: string;
  readonly plugin: string;
  readonly sandbox: string;
}

/** Public half of a customer's signing key, as the backend registers it. */
export interface TenantKeyConfig {
  readonly kid: string;
  readonly alg: 'ES256' | 'HS256';
  readonly jwk: JsonWebKey;
}

/** How a customer of the backend reaches LinkedIn; the same shape as in the demo's tenants. */
export interface LinkedInConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly generation: 'v2' | 'rest';
  readonly version?: string | undefined;
  readonly apiBaseUrl: string;
  readonly oauthTokenUrl: string;
  readonly scriptUrl: string;
  readonly extensionUrl: string;
  /** Integration contexts; the first is used where a page names none. */
  readonly organizations: readonly [string, ...string[]];
}

export interface TenantConfig {
  readonly id: string;
  readonly name: string;
  /** Origins whose pages may embed elements for this customer. */
  readonly origins: readonly string[];
  readonly keys: readonly TenantKeyConfig[];
  readonly linkedIn: LinkedInConfig;
}

/** Candidate ids of the ATS, by what LinkedIn knows of them. */
export interface HarnessCandidates {
  readonly matched: string;
  readonly unmatched: string;
  readonly notSynced: string;
  /** More candidates, for pages with several; the three above are used when there are too few. */
  readonly more?: readonly string[];
}

export interface HarnessOptions {
  readonly origins: HarnessOrigins;
  /** LinkedIn as the demo's own customer reaches it; all tenants share its application. */
  readonly linkedIn: LinkedInConfig;
  readonly candidates: HarnessCandidates;
  /** Name shown for a candidate in the surroundings of a preview; the id if it says nothing. */
  readonly nameOf?: (candidateId: string) => string | undefined;
  /** The partner backend, called within the process: for revocations and for a copied bundle. */
  readonly backendFetch: (request: Request) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** What a host name of the backend's port does instead of answering as usual. */
export type BackendFault = 'slow' | 'down';

/** Who is always signed in to the sandbox under a host name. */
export type PresetAccount = 'recruiter' | 'memberWithoutSeat' | 'nobody';

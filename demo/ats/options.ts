/** What the ATS is made from. */
import type { JWK } from 'jose';
import type { Person } from './records/person.ts';

export interface AtsOptions {
  readonly origins: {
    readonly ats: string;
    /** Of the partner's script and frames. */
    readonly backend: string;
    /** Of LinkedIn's login page, framed once after a sign-in at LinkedIn. */
    readonly linkedIn: string;
  };
  /** What the partner has given this customer. */
  readonly partner: {
    readonly tenant: string;
    /** Where the partner takes revocations, as this server reaches it. */
    readonly revocationUrl: string;
  };
  /** Client id of the customer's LinkedIn application. */
  readonly apiKey: string;
  /** `urn:li:organization:…` of the customer. */
  readonly integrationContext: string;
  /** Private key that signs contexts. */
  readonly signingKey: { readonly kid: string; readonly jwk: JWK };
  /** The instance that is being connected with LinkedIn, and the partner's backend for such. */
  readonly onboarding?: {
    readonly origin: string;
    readonly tenant: string;
    readonly signingKey: { readonly kid: string; readonly jwk: JWK };
    /** For the admin API. */
    readonly adminToken: string;
    /** Reaches the backend. */
    fetch(request: Request): Promise<Response>;
  };
  /** Who has applied; one candidate each. */
  readonly people: readonly Person[];
  /** For requests to the partner. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** What the ATS is made from. */
import type { JWK } from 'jose';
import type { Instance } from './instances.ts';
import type { Person } from './records/person.ts';

/** A user of the ATS who has a seat in Recruiter. */
export interface UserMember {
  readonly userId: string;
  /** Person URN. */
  readonly member: string;
}

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
  /** Where administrators connect instances, and operators see how all customers stand. */
  readonly administration?: {
    /** Of the partner's admin API, as this server reaches it. */
    readonly url: string;
    /** An operator's. */
    readonly token: string;
    /** The first one is `partner.tenant`. */
    readonly instances: readonly Instance[];
  };
  /** Who has applied; one candidate each. */
  readonly people: readonly Person[];
  /** Members of LinkedIn who users of the ATS are, as the partner has found out. */
  readonly membersOfUsers?: () => Promise<readonly UserMember[]>;
  /** For requests to the partner. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

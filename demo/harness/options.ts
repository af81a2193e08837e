/** What the harness is made from, and what it asks of the servers around it. */
import type { LinkedInSettings } from '../config/customer.ts';

export interface HarnessOrigins {
  readonly harness: string;
  readonly backend: string;
  readonly plugin: string;
  readonly sandbox: string;
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
  readonly linkedIn: LinkedInSettings;
  readonly candidates: HarnessCandidates;
  /** Name shown for a candidate in the surroundings of a preview; the id if it says nothing. */
  readonly nameOf?: (candidateId: string) => string | undefined;
  /**
   * Brings a customer of `Harness.customers` to where it has to stand. Asked before each page that is
   * about one, so that nothing is made for those nobody looks at; nothing happens if it stands there.
   */
  readonly prepare?: (customer: string) => Promise<void>;
  /** The partner backend, called within the process: for revocations and for a copied bundle. */
  readonly backendFetch: (request: Request) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** What a host name of the backend's port does instead of answering as usual. */
export type BackendFault = 'slow' | 'down';

/** Who is always signed in to the sandbox under a host name. */
export type PresetAccount = 'recruiter' | 'administrator' | 'memberWithoutSeat' | 'nobody';

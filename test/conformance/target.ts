/**
 * Whom the suite talks to: the sandbox, in this process, or LinkedIn itself when the environment has
 * the credentials of an application. The cases are the same; those that need somebody to do
 * something in Recruiter are left out where nobody can be made to.
 */
import { createLinkedInClient, type LinkedInClient } from '../../src/linkedin/client.ts';
import type { LinkedInClientOptions } from '../../src/linkedin/index.ts';
import type { Generation } from '../../src/linkedin/form.ts';
import { linkedInTarget } from './linkedin-target.ts';
import { sandboxTarget } from './sandbox-target.ts';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Target extends Credentials {
  readonly name: string;
  readonly baseUrls: { readonly api: string; readonly oauthToken: string };
  readonly generations: readonly Generation[];
  /** `LinkedIn-Version` of the versioned API. */
  readonly version: string;
  /** `urn:li:organization:…` whose integrations are enabled. */
  readonly organization: string;
  /** `urn:li:contract:…` with an enabled CSA_API, if there is one to read. */
  readonly contract: string | null;
  /** Person URN of a member, in the ids of the application. */
  readonly person: string | null;
  /** The partner's own application, if there may be provisioned with it. */
  readonly partner: Credentials | null;
  /** Makes happen in Recruiter what somebody would have to do there. */
  readonly recruiter: Recruiter | null;
  /** Ids of pushes that are younger than a day. */
  readonly requests: { readonly export: string | null; readonly status: string | null };
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets time pass. */
  passTime(ms: number): Promise<void>;
}

/** Somebody with a seat. */
export interface Recruiter {
  /** URN of the seat. */
  readonly seat: string;
  /** Exports a member to a job. @returns id of the push */
  exportCandidate(member: string, jobPostingId: string): string;
  /** Hiring Assistant evaluates an application. @returns id of the push */
  evaluate(applicationId: string, jobPostingId: string): string;
  /** Writes a member InMail, who accepts and shares contact details. */
  converse(member: string): void;
  /** Writes a note on a member, and deletes it if it is not to stay. */
  note(member: string, text: string, stays: boolean): void;
  /** A member closes the account. */
  closeAccount(member: string): void;
  /** A member nobody has done anything with. */
  anotherMember(): string;
}

/** LinkedIn if the environment names an application there, else a sandbox of this caller's own. */
export const openTarget = (): Target => linkedInTarget(process.env) ?? sandboxTarget();

/** A client of the target's customer. */
export const clientOf = (
  target: Target,
  generation: Generation,
  options: Partial<LinkedInClientOptions> = {},
): LinkedInClient => {
  const { clientId, clientSecret, baseUrls, version, fetch } = target;
  const clock = (): number => target.now();
  return createLinkedInClient({
    ...{ clientId, clientSecret, baseUrls, generation, version, fetch, clock },
    ...options,
  });
};

/** Starts ids of this run, so that two runs against one application do not meet. */
export const runId = (): string => `conf-${Date.now().toString(36)}`;

/** Everything of a collection. */
export async function all<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const element of elements) list.push(element);
  return list;
}

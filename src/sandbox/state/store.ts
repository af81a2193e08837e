/**
 * Everything the sandbox remembers, in memory: members, applications of ATS customers, accounts that
 * can sign in, and the candidates each customer has sent.
 */
import type { CandidateRecord } from '../../linkedin/candidate.ts';
import { createMatcher, type Matcher } from './matching.ts';
import { syntheticPeople, type Person } from './people.ts';

/** Integration types of RSC, each switched on by the customer's Recruiter administrator. */
export const integrationTypes = [
  'IN_ATS_INDICATOR',
  'ONE_CLICK_EXPORT',
  'PROFILE_PLUGIN',
  'CSA_API',
] as const;
export type IntegrationType = (typeof integrationTypes)[number];

/** A customer's (child) application. */
export interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  /** Integration contexts, `urn:li:organization:…`. */
  readonly organizations: readonly string[];
  /** Origins on which the plugins may be embedded; compared exactly. */
  readonly validJsSdkDomains: readonly string[];
  /** All of RSC's unless told otherwise. */
  readonly enabledIntegrations?: readonly IntegrationType[];
}

/** Somebody who can sign in to the sandbox. */
export interface SandboxAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly personUrn?: string;
  /** Whether the person holds a Recruiter seat. */
  readonly seat: boolean;
  readonly organization: string;
}

export interface StoredCandidate {
  readonly record: CandidateRecord;
  /** Set by a person in the plugin, or by the ATS. Wins over what matching finds. */
  readonly manualMatch: string | null;
  /** Members a person said this candidate is not. */
  readonly unlinked: ReadonlySet<string>;
}

export type Match =
  { readonly kind: 'none' } | { readonly kind: 'automatic' | 'manual'; readonly person: Person };

export interface SandboxStateOptions {
  readonly seed?: number;
  /** How many members to make; ignored when `people` are given. */
  readonly members?: number;
  readonly people?: readonly Person[];
  readonly applications: readonly SandboxApplication[];
  readonly accounts: readonly SandboxAccount[];
}

const noMatch: Match = { kind: 'none' };

export class SandboxState {
  readonly members: ReadonlyMap<string, Person>;
  readonly applications: ReadonlyMap<string, SandboxApplication>;
  readonly accounts: ReadonlyMap<string, SandboxAccount>;
  readonly #matcher: Matcher;
  readonly #candidates = new Map<string, StoredCandidate>();

  constructor(options: SandboxStateOptions) {
    const {
      seed = 1,
      members = 5_000,
      people = syntheticPeople({ seed, count: members }),
    } = options;
    this.members = new Map(people.map((person) => [person.personUrn, person]));
    this.applications = new Map(options.applications.map((app) => [app.clientId, app]));
    this.accounts = new Map(options.accounts.map((account) => [account.id, account]));
    this.#matcher = createMatcher(people);
  }

  /** A candidate as a customer sent it, or null. */
  candidate(organization: string, candidateId: string): StoredCandidate | null {
    return this.#candidates.get(keyOf(organization, candidateId)) ?? null;
  }

  /** Stores a record as it was sent; what is missing in it is gone (full replacement). */
  putCandidate(organization: string, record: CandidateRecord): 'created' | 'updated' {
    const key = keyOf(organization, record.id);
    const before = this.#candidates.get(key);
    this.#candidates.set(key, {
      record,
      manualMatch: record.manualMatchedMember ?? before?.manualMatch ?? null,
      unlinked: before?.unlinked ?? new Set(),
    });
    return before === undefined ? 'created' : 'updated';
  }

  /** @returns false if there was none */
  deleteCandidate(organization: string, candidateId: string): boolean {
    return this.#candidates.delete(keyOf(organization, candidateId));
  }

  /** Which member a candidate is, as far as LinkedIn can tell. */
  matchOf(organization: string, candidateId: string): Match {
    const stored = this.candidate(organization, candidateId);
    if (stored === null) return noMatch;
    const manual = stored.manualMatch === null ? undefined : this.members.get(stored.manualMatch);
    if (manual !== undefined) return { kind: 'manual', person: manual };
    const found = this.#matcher.match(stored.record);
    if (found === null || stored.unlinked.has(found.personUrn)) return noMatch;
    return { kind: 'automatic', person: found };
  }

  /**
   * Somebody says who a candidate is.
   * @returns false if there is no such candidate or member
   */
  link(organization: string, candidateId: string, personUrn: string): boolean {
    const stored = this.candidate(organization, candidateId);
    if (stored === null || !this.members.has(personUrn)) return false;
    const unlinked = new Set(stored.unlinked);
    unlinked.delete(personUrn);
    this.#candidates.set(keyOf(organization, candidateId), {
      ...stored,
      manualMatch: personUrn,
      unlinked,
    });
    return true;
  }

  /**
   * Somebody says that a candidate is not the member it is matched with.
   * @returns the member's URN, or null if there was no match
   */
  unlink(organization: string, candidateId: string): string | null {
    const stored = this.candidate(organization, candidateId);
    const match = this.matchOf(organization, candidateId);
    if (stored === null || match.kind === 'none') return null;
    const { personUrn } = match.person;
    this.#candidates.set(keyOf(organization, candidateId), {
      ...stored,
      manualMatch: null,
      unlinked: new Set([...stored.unlinked, personUrn]),
    });
    return personUrn;
  }

  /** Members whose name, title, company or place contains every word of the text. */
  search({ text }: { readonly text: string }, limit: number): Person[] {
    return this.#matcher.search(text, limit);
  }

  /** How many candidates a customer has sent. */
  countCandidates(organization: string): number {
    let count = 0;
    for (const key of this.#candidates.keys()) if (key.startsWith(`${organization}\n`)) count += 1;
    return count;
  }
}

const keyOf = (organization: string, candidateId: string): string =>
  `${organization}\n${candidateId}`;

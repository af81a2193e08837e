/** Candidates customers have sent, and which members they are. */
import type { Collection, Grouping } from './collection.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';
import type { Members } from './members.ts';
import type { Person } from './people.ts';
import type { AtsRecord, AtsRecords, Stored } from './records.ts';

export interface StoredCandidate extends Stored<'candidates'> {
  /** Set by a person in the plugin, or by the ATS. Wins over what matching finds. */
  readonly manualMatch: string | null;
  /** Members a person said this candidate is not. */
  readonly unlinked: readonly string[];
}

export type Match =
  { readonly kind: 'none' } | { readonly kind: 'automatic' | 'manual'; readonly person: Person };

const noMatch: Match = { kind: 'none' };

export class Candidates {
  readonly #candidates: Collection<StoredCandidate>;
  readonly #byContext: Grouping<StoredCandidate>;
  readonly #members: Members;
  readonly #records: AtsRecords;
  /** Candidates whose match has to be looked up before anybody asks for those of a member. */
  readonly #unsettled = new Set<string>();
  readonly #memberOf = new Map<string, string>();
  readonly #byMember = new Map<string, Set<string>>();

  constructor(database: Database, members: Members, records: AtsRecords) {
    this.#candidates = database.collection<StoredCandidate>('candidates');
    this.#byContext = this.#candidates.groupBy(({ context }) => context);
    this.#candidates.observe((key) => {
      this.#unsettled.add(key);
    });
    this.#members = members;
    this.#records = records;
  }

  get(context: string, candidateId: string): StoredCandidate | null {
    return this.#candidates.get(joinKey(context, candidateId)) ?? null;
  }

  /** Candidates of a context, in the order they came. */
  of(context: string): StoredCandidate[] {
    return this.#byContext.values(context);
  }

  count(context: string): number {
    return this.#byContext.count(context);
  }

  /** Stores a record as it was sent; what is missing in it is gone (full replacement) [doc]. */
  put(stored: Stored<'candidates'>): 'created' | 'updated' {
    const key = joinKey(stored.context, stored.record.id);
    const before = this.#candidates.get(key);
    // What a person chose is no field of the ATS's: it stays when a record comes without it.
    const { manualMatchedMember, ...record } = stored.record;
    const unlinked = before?.unlinked ?? [];
    this.#candidates.set(key, {
      ...stored,
      record,
      manualMatch: manualMatchedMember ?? before?.manualMatch ?? null,
      unlinked: unlinked.filter((urn) => urn !== manualMatchedMember),
    });
    return before === undefined ? 'created' : 'updated';
  }

  /** @returns false if there was none */
  delete(context: string, candidateId: string): boolean {
    if (!this.#candidates.delete(joinKey(context, candidateId))) return false;
    this.#records.forgetCandidate(context, candidateId);
    return true;
  }

  /** Which member a candidate is, as far as LinkedIn can tell. */
  matchOf(context: string, candidateId: string): Match {
    const stored = this.get(context, candidateId);
    return stored === null ? noMatch : this.#match(stored);
  }

  /**
   * Somebody says who a candidate is.
   * @returns false if there is no such candidate or member
   */
  link(context: string, candidateId: string, personUrn: string): boolean {
    const stored = this.get(context, candidateId);
    if (stored === null || !this.#members.has(personUrn)) return false;
    this.#candidates.set(joinKey(context, candidateId), {
      ...stored,
      manualMatch: personUrn,
      unlinked: stored.unlinked.filter((urn) => urn !== personUrn),
    });
    return true;
  }

  /**
   * Somebody says that a candidate is not the member it is matched with.
   * @returns the member's URN, or null if there was no match
   */
  unlink(context: string, candidateId: string): string | null {
    const stored = this.get(context, candidateId);
    const match = stored === null ? noMatch : this.#match(stored);
    if (stored === null || match.kind === 'none') return null;
    const { personUrn } = match.person;
    this.#candidates.set(joinKey(context, candidateId), {
      ...stored,
      manualMatch: null,
      unlinked: [...new Set([...stored.unlinked, personUrn])],
    });
    return personUrn;
  }

  /** Nobody says any more who a candidate is; matching may find somebody. */
  clearManualMatch(context: string, candidateId: string): void {
    const stored = this.get(context, candidateId);
    if (stored === null) return;
    this.#candidates.set(joinKey(context, candidateId), { ...stored, manualMatch: null });
  }

  /** Candidates of a context that are a member. */
  matchedWith(context: string, personUrn: string): StoredCandidate[] {
    this.#settle();
    return [...(this.#byMember.get(personUrn) ?? [])].flatMap((key) => {
      const stored = this.#candidates.get(key);
      return stored?.context === context ? [stored] : [];
    });
  }

  /** How many candidates of a context are a member, as far as LinkedIn can tell. */
  countMatched(context: string): number {
    this.#settle();
    let matched = 0;
    for (const key of this.#byContext.keys(context)) if (this.#memberOf.has(key)) matched += 1;
    return matched;
  }

  /** Looks all matches up anew, when members have changed. */
  rematch(): void {
    for (const key of this.#candidates.keys()) this.#unsettled.add(key);
  }

  #match({ manualMatch, record, unlinked }: StoredCandidate): Match {
    const manual = manualMatch === null ? undefined : this.#members.get(manualMatch);
    if (manual !== undefined) return { kind: 'manual', person: manual };
    const found = this.#members.match(record);
    if (found === null || unlinked.includes(found.personUrn)) return noMatch;
    return { kind: 'automatic', person: found };
  }

  /** Matching costs more than storing, so it waits until somebody asks. */
  #settle(): void {
    for (const key of this.#unsettled) {
      const stored = this.#candidates.get(key);
      const match = stored === undefined ? noMatch : this.#match(stored);
      const before = this.#memberOf.get(key);
      if (before !== undefined) this.#byMember.get(before)?.delete(key);
      if (match.kind === 'none') {
        this.#memberOf.delete(key);
        continue;
      }
      const { personUrn } = match.person;
      this.#memberOf.set(key, personUrn);
      const keys = this.#byMember.get(personUrn);
      if (keys === undefined) this.#byMember.set(personUrn, new Set([key]));
      else keys.add(key);
    }
    this.#unsettled.clear();
  }
}

export type CandidateRecord = AtsRecord<'candidates'>;

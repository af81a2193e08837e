/**
 * Everything the sandbox remembers: what LinkedIn knows of members, customers and partners, and what
 * customers' systems have sent. In memory, and in a storage if it is given one.
 */
import { DeveloperApplications } from './applications.ts';
import { Callbacks } from './callbacks.ts';
import { Candidates, type Match, type StoredCandidate } from './candidates.ts';
import type { Collection } from './collection.ts';
import { Conversations } from './conversations.ts';
import { Counters } from './counters.ts';
import { Database } from './database.ts';
import { Deliveries } from './deliveries.ts';
import { createEvaluations, type ApplicationEvaluation } from './evaluations.ts';
import { Exports } from './exports.ts';
import { indicate, type IndicatedCandidate } from './indicator.ts';
import { Integrations } from './integrations.ts';
import { Jobs, type StoredJob } from './jobs.ts';
import { MailStubs } from './mail-stubs.ts';
import { Members } from './members.ts';
import { Notifications, type Requests } from './notifications.ts';
import { Organizations, type Seat } from './organizations.ts';
import { syntheticPeople, type Person } from './people.ts';
import { ProspectNotes } from './prospect-notes.ts';
import { AtsRecords, type AtsRecord } from './records.ts';
import { rediscover, type RediscoveredCandidate } from './rediscovery.ts';
import { plant, type Seed, type StoredAccount } from './seed.ts';
import type { SandboxStorage } from './storage.ts';
import { Visibility } from './visibility.ts';

export type { Match, StoredCandidate } from './candidates.ts';
export type { SandboxAccount, SandboxApplication } from './seed.ts';

export interface SandboxStateOptions extends Seed {
  /** A storage that has members already keeps its own. */
  readonly seed?: number;
  /** How many members to make; ignored when `people` are given. */
  readonly members?: number;
  /** Are not stored: give the same ones to the same storage. */
  readonly people?: readonly Person[];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Opened by `openStorage`; nothing is kept without. */
  readonly storage?: SandboxStorage;
  /** Until LinkedIn has taken a job posting in. */
  readonly jobProcessingMs?: number;
}

/** How the population was made, so that it is the same at the next start. */
interface Population {
  readonly seed: number;
  readonly members: number;
}

export class SandboxState {
  readonly members: Members;
  readonly applications: DeveloperApplications;
  readonly accounts: Collection<StoredAccount>;
  readonly organizations: Organizations;
  readonly integrations: Integrations;
  readonly jobs: Jobs;
  readonly candidates: Candidates;
  readonly records: AtsRecords;
  readonly exports: Exports;
  readonly evaluations: Requests<ApplicationEvaluation>;
  readonly conversations: Conversations;
  readonly prospectNotes: ProspectNotes;
  readonly mailStubs: MailStubs;
  readonly notifications: Notifications;
  readonly callbacks: Callbacks;
  readonly deliveries: Deliveries;
  readonly visibility: Visibility;
  /** Access tokens and whose they are, with when they expire. */
  readonly tokens: Collection<{ readonly clientId: string; readonly expiresAtMs: number }>;
  /** The sandbox's time, milliseconds since 1970. */
  readonly now: () => number;
  readonly #database: Database;
  readonly #population: Collection<Population>;
  readonly #options: SandboxStateOptions;

  constructor(options: SandboxStateOptions) {
    this.#options = options;
    this.now = options.clock ?? Date.now;
    const database = new Database(options.storage ?? null);
    this.#database = database;
    this.#population = database.collection<Population>('population');
    const counters = new Counters(database);
    this.notifications = new Notifications(database);
    this.applications = new DeveloperApplications(database, counters);
    this.accounts = database.collection<StoredAccount>('accounts');
    this.tokens = database.collection('tokens');
    this.organizations = new Organizations(database, counters);
    this.integrations = new Integrations(database, this.notifications, counters);
    this.callbacks = new Callbacks(database, this.integrations);
    this.deliveries = new Deliveries(database, counters, this.notifications, this.callbacks);
    this.jobs = new Jobs(database, counters, options.jobProcessingMs ?? 1_000);
    this.exports = new Exports(database, this.notifications);
    this.evaluations = createEvaluations(database, this.notifications);
    this.conversations = new Conversations(database, counters);
    this.prospectNotes = new ProspectNotes(database, counters);
    this.mailStubs = new MailStubs(database, counters);
    this.records = new AtsRecords(database);
    this.members = new Members(database, () => this.#people());
    this.candidates = new Candidates(database, this.members, this.records);
    this.visibility = new Visibility(this.records, this.integrations, this.jobs);
    if (!database.load()) this.#plant();
  }

  /** Forgets everything and starts anew, with what the state was made of. */
  reset(): void {
    this.#database.clear();
    this.#plant();
  }

  /**
   * Stores what has changed. Who answers a request does so before the answer is sent.
   * @throws what the storage throws
   */
  commit(): void {
    this.#database.commit();
  }

  /** Stores what has changed and lets go of the storage. */
  close(): void {
    this.#database.close();
  }

  /** A candidate as a customer sent it, or null. */
  candidate(context: string, candidateId: string): StoredCandidate | null {
    return this.candidates.get(context, candidateId);
  }

  /** Stores a candidate as it was sent; what is missing in it is gone (full replacement) [doc]. */
  putCandidate(
    context: string,
    record: AtsRecord<'candidates'>,
    sentBy: string | null = null,
  ): 'created' | 'updated' {
    return this.candidates.put({ context, record, sentBy, receivedAtMs: this.now() });
  }

  /** Deletes a candidate with its notes. @returns false if there was none */
  deleteCandidate(context: string, candidateId: string): boolean {
    return this.candidates.delete(context, candidateId);
  }

  /** Which member a candidate is, as far as LinkedIn can tell. */
  matchOf(context: string, candidateId: string): Match {
    return this.candidates.matchOf(context, candidateId);
  }

  /**
   * Somebody says who a candidate is.
   * @returns false if there is no such candidate or member
   */
  link(context: string, candidateId: string, personUrn: string): boolean {
    return this.candidates.link(context, candidateId, personUrn);
  }

  /**
   * Somebody says that a candidate is not the member it is matched with.
   * @returns the member's URN, or null if there was no match
   */
  unlink(context: string, candidateId: string): string | null {
    return this.candidates.unlink(context, candidateId);
  }

  /** Members whose name, title, company or place contains every word of the text. */
  search({ text }: { readonly text: string }, limit: number): Person[] {
    return this.members.search(text, limit);
  }

  /** How many candidates a customer has sent. */
  countCandidates(context: string): number {
    return this.candidates.count(context);
  }

  /** What a recruiter sees of a member who is in the ATS; empty if nobody there is the member. */
  indicatorOf(viewer: Seat, personUrn: string): IndicatedCandidate[] {
    return indicate(this, viewer, personUrn, this.now());
  }

  /** Jobs a recruiter can export to. */
  openJobs(viewer: Seat): StoredJob[] {
    return this.visibility.openJobs(viewer, this.now());
  }

  /** Past applicants who may fit a job, best first. */
  rediscovered(viewer: Seat, job: StoredJob, limit: number): RediscoveredCandidate[] {
    return rediscover(this, viewer, job, limit);
  }

  /** A member closes the account: nobody matches it any more, and who exported it can find out. */
  closeMember(personUrn: string): void {
    const person = this.members.get(personUrn);
    if (person === undefined) return;
    this.members.close(personUrn, this.now());
    this.exports.purge(personUrn, person.profileUrl, this.now());
    this.candidates.rematch();
  }

  #plant(): void {
    const { seed = 1, members = 5_000 } = this.#options;
    this.#population.set('', { seed, members });
    plant(this, this.#options);
    this.commit();
  }

  /** The population: as it was made when the storage was new. */
  #people(): readonly Person[] {
    if (this.#options.people !== undefined) return this.#options.people;
    const { seed, members } = this.#population.get('') ?? {
      seed: this.#options.seed ?? 1,
      members: this.#options.members ?? 5_000,
    };
    return syntheticPeople({ seed, count: members });
  }
}

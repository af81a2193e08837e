/**
 * Members a recruiter has exported to the ATS: fetched by request id for a day, remembered for the
 * limit of a seat, and for telling when a member closes the account.
 */
import type { Grouping } from './collection.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';
import { Requests, type Notifications } from './notifications.ts';
import { Timeline, type Window } from './timeline.ts';

export const exportTypes = ['PROFILE', 'RESUME'] as const;
export type ExportType = (typeof exportTypes)[number];

export interface ExportedCandidate {
  readonly clientId: string;
  readonly integrationContext: string;
  /** Job the recruiter chose; null for the talent pool. */
  readonly jobPostingId: string | null;
  /** What the recruiter chose to send along: the profile's facts, or a resume made of them as well. */
  readonly exportType: ExportType;
  /** Person URN. */
  readonly member: string;
  /** Seat of the recruiter. */
  readonly seat: string;
  readonly createdAtMs: number;
}

/** An exported member who has closed the account since. */
export interface PurgedExport {
  readonly clientId: string;
  readonly integrationContext: string;
  readonly exportType: string;
  readonly member: string;
  readonly profileUrl: string;
  readonly exportedAtMs: number;
  readonly purgedAtMs: number;
}

/** What a seat may export in a month, since October 2023 [doc]. */
export const exportsPerSeatAndMonth = 300;

export class Exports {
  readonly requests: Requests<ExportedCandidate>;
  readonly #byMember: Grouping<ExportedCandidate>;
  readonly #byJob: Grouping<ExportedCandidate>;
  readonly #bySeat: Grouping<ExportedCandidate>;
  readonly #purged: Timeline<PurgedExport>;
  readonly #addPurged: (purged: PurgedExport) => void;

  constructor(database: Database, notifications: Notifications) {
    this.requests = new Requests<ExportedCandidate>(
      database,
      'exportedCandidates',
      'EXPORT_CANDIDATE_PROFILE',
      notifications,
    );
    const { all } = this.requests;
    this.#byMember = all.groupBy(({ integrationContext, member }) =>
      joinKey(integrationContext, member),
    );
    this.#byJob = all.groupBy(({ integrationContext, jobPostingId }) =>
      jobPostingId === null ? null : joinKey(integrationContext, jobPostingId),
    );
    this.#bySeat = all.groupBy(({ seat }) => seat);
    const purged = database.collection<PurgedExport>('purgedExports');
    this.#purged = new Timeline<PurgedExport>(
      purged,
      ({ clientId }) => clientId,
      ({ purgedAtMs }) => purgedAtMs,
    );
    this.#addPurged = (value) => {
      purged.set(joinKey(value.clientId, value.integrationContext, value.member), value);
    };
  }

  /** Exports of a member to a customer's systems, oldest first. */
  of(context: string, member: string): ExportedCandidate[] {
    return this.#byMember.values(joinKey(context, member));
  }

  /** Exports to a job, oldest first. */
  toJob(context: string, jobPostingId: string): ExportedCandidate[] {
    return this.#byJob.values(joinKey(context, jobPostingId));
  }

  /** How often a seat may still export this calendar month, in UTC [inferred]. */
  left(seat: string, nowMs: number): number {
    const month = new Date(nowMs).toISOString().slice(0, 7);
    let used = 0;
    for (const request of this.#bySeat.values(seat)) {
      if (new Date(request.createdAtMs).toISOString().startsWith(month)) used += 1;
    }
    return Math.max(0, exportsPerSeatAndMonth - used);
  }

  /** Remembers that a member who was exported is gone. */
  purge(member: string, profileUrl: string, nowMs: number): void {
    for (const request of this.requests.values()) {
      if (request.member !== member) continue;
      const { clientId, integrationContext, createdAtMs } = request;
      this.#addPurged({
        clientId,
        integrationContext,
        exportType: 'ONE_CLICK_EXPORT',
        member,
        profileUrl,
        exportedAtMs: createdAtMs,
        purgedAtMs: nowMs,
      });
    }
  }

  /** Exported members of an application who closed their account within a window. */
  purged(clientId: string, fromMs: number, beforeMs: number): Window<PurgedExport> {
    return this.#purged.window([clientId], fromMs, beforeMs);
  }
}

/** What Recruiter shows of a member who is in the customer's ATS: the In-ATS indicator. */
import type { Candidates, StoredCandidate } from './candidates.ts';
import type { Integrations } from './integrations.ts';
import type { Jobs, StoredJob } from './jobs.ts';
import { joinKey } from './keys.ts';
import type { Seat } from './organizations.ts';
import type { AtsRecords, Stored } from './records.ts';
import type { Visibility } from './visibility.ts';

export interface IndicatedApplication {
  readonly application: Stored<'applications'>;
  /** The job, if the ATS has sent it. */
  readonly job: StoredJob | null;
  /** Oldest first. */
  readonly stages: readonly Stored<'stages'>[];
  readonly notes: readonly Stored<'applicationNotes'>[];
  readonly feedback: readonly Stored<'interviewFeedback'>[];
  readonly attachments: readonly Stored<'attachments'>[];
}

/** One of the candidates a member is in the ATS. */
export interface IndicatedCandidate {
  readonly candidate: StoredCandidate;
  readonly notes: readonly Stored<'candidateNotes'>[];
  /** Those the viewer may see. */
  readonly applications: readonly IndicatedApplication[];
}

export interface IndicatorParts {
  readonly candidates: Candidates;
  readonly records: AtsRecords;
  readonly jobs: Jobs;
  readonly integrations: Integrations;
  readonly visibility: Visibility;
}

/**
 * Candidates of the viewer's organization that are the member; none while the integration is off.
 * That a person is in the ATS, and notes on the person, are everybody's to see; ACLs are on jobs
 * [inferred].
 */
export function indicate(
  { candidates, records, jobs, integrations, visibility }: IndicatorParts,
  viewer: Seat,
  personUrn: string,
  nowMs: number,
): IndicatedCandidate[] {
  const context = viewer.organization;
  if (!integrations.isEnabledAt(context, 'IN_ATS_INDICATOR')) return [];
  return candidates.matchedWith(context, personUrn).map((candidate) => {
    const key = joinKey(context, candidate.record.id);
    return {
      candidate,
      notes: byTime(records.notesByCandidate.values(key)),
      applications: records.applicationsByCandidate
        .values(key)
        .filter((application) => visibility.maySeeApplication(viewer, application))
        .map((application) => {
          const { id, jobPostingId } = application.record;
          return {
            application,
            job: jobs.get(context, jobPostingId, nowMs),
            stages: byTime(records.ofApplication('stages', context, id)),
            notes: byTime(records.ofApplication('applicationNotes', context, id)),
            feedback: byTime(records.ofApplication('interviewFeedback', context, id)),
            attachments: records.ofApplication('attachments', context, id),
          };
        }),
    };
  });
}

const byTime = <T extends { readonly record: { readonly atsCreatedAt: number } }>(
  items: readonly T[],
): T[] => [...items].sort((a, b) => a.record.atsCreatedAt - b.record.atsCreatedAt);

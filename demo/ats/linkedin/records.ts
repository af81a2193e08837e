/** What the ATS has, in the words of LinkedIn's sync. What it does not know is left out. */
import type { AtsRecord } from 'rsc-embed/backend';
import {
  fullName,
  stageName,
  stagesOf,
  type Application,
  type Candidate,
} from '../records/candidate.ts';
import { talentPool } from '../records/openings.ts';
import type { PositionState } from '../records/positions.ts';
import { toCandidateRecord } from './candidate-record.ts';

/** Places as job postings name them: city and country. */
const places: Readonly<Record<string, string>> = {
  Rotterdam: 'Rotterdam, Netherlands',
  Eindhoven: 'Eindhoven, Netherlands',
  Dublin: 'Dublin, Ireland',
  Gothenburg: 'Gothenburg, Sweden',
  Lisbon: 'Lisbon, Portugal',
};

/** @param origin of the ATS's pages */
export function positionRecord(state: PositionState, origin: string): AtsRecord {
  const { opening, isOpen, listedAtMs } = state;
  const { id, title, team, place } = opening;
  return {
    ref: { resource: 'jobPostings', id },
    record: {
      id,
      title,
      description: `${title} in our team ${team}, ${place}. We build instruments that people rely on.`,
      location: places[place] ?? place,
      state: isOpen ? 'LISTED' : 'CLOSED',
      companyApplyUrl: `${origin}/positions/${id}`,
      listedAt: listedAtMs,
    },
  };
}

/** Who may see a position at LinkedIn, where not everybody may: its list, and the members on it. */
export function accessRecords({ opening, allowed }: PositionState): readonly AtsRecord[] {
  if (allowed === null) return [];
  const aclId = aclOf(opening.id);
  return [
    {
      ref: { resource: 'entityAcls', id: aclId, parentId: opening.id },
      record: { aclId, entityType: 'JOB_POSTING', entityId: opening.id },
    },
    ...allowed.map((assignee): AtsRecord => ({
      ref: { resource: 'aclAssignees', id: assignee, parentId: aclId },
      record: { aclId, entityType: 'JOB_POSTING', assignee },
    })),
  ];
}

/** Each position has a list of its own. */
const aclOf = (positionId: string): string => `access-${positionId}`;
export const positionOfAcl = (aclId: string): string => aclId.replace(/^access-/, '');

/**
 * A candidate and all that hangs on it, in the order of sending. Nothing of somebody who has asked not
 * to be sent: what LinkedIn has of the person is deleted there.
 */
export function candidateRecords(candidate: Candidate, origin: string): readonly AtsRecord[] {
  if (!candidate.sharedWithLinkedIn) return [];
  const applications = candidate.applications.filter(({ opening }) => opening !== talentPool);
  /** What is about somebody in the talent pool is about no application. */
  const isKnown = (applicationId: string | undefined): boolean =>
    applicationId === undefined || applications.some(({ id }) => id === applicationId);
  return [
    {
      ref: { resource: 'candidates', id: candidate.id },
      record: toCandidateRecord(candidate, origin),
    },
    ...applications.map((application) => applicationRecord(candidate, application)),
    ...candidate.notes
      .filter(({ applicationId }) => isKnown(applicationId))
      .map((note) => noteRecord(candidate, note)),
    ...applications.flatMap(stageRecords),
    ...candidate.feedback.filter(({ applicationId }) => isKnown(applicationId)).map(feedbackRecord),
  ];
}

function applicationRecord(candidate: Candidate, application: Application): AtsRecord {
  const { id, opening, stage, appliedAtMs, movedAtMs } = application;
  const { firstName, lastName, email, source } = candidate;
  return {
    ref: { resource: 'applications', id },
    record: {
      id,
      candidateId: candidate.id,
      jobPostingId: opening.id,
      jobPostingName: opening.title,
      firstName: firstName === '' ? fullName(candidate) : firstName,
      ...(lastName === '' ? {} : { lastName }),
      ...(email === null ? {} : { candidateEmail: email }),
      source,
      ...(stage === 'rejected' ? { dispositionReason: stageName(stage) } : {}),
      atsCreatedAt: appliedAtMs,
      atsLastModifiedAt: Math.max(appliedAtMs, movedAtMs),
    },
  };
}

const authorOf = (name: string) => {
  const [firstName = name, ...others] = name.split(' ');
  return { firstName, ...(others.length === 0 ? {} : { lastName: others.join(' ') }) };
};

function noteRecord(candidate: Candidate, note: Candidate['notes'][number]): AtsRecord {
  const { id, applicationId, text, author, atMs } = note;
  const fields = { id, atsCreatedAt: atMs, note: text, author: authorOf(author) };
  return applicationId === undefined
    ? {
        ref: { resource: 'candidateNotes', id, parentId: candidate.id },
        record: { candidateId: candidate.id, ...fields },
      }
    : {
        ref: { resource: 'applicationNotes', id, parentId: applicationId },
        record: { applicationId, ...fields },
      };
}

/** The whole history: one record for each stage an application has entered. */
const stageRecords = (application: Application): readonly AtsRecord[] =>
  stagesOf(application).map(({ stage, atMs }, index) => ({
    ref: { resource: 'stages', id: `s${String(index)}`, parentId: application.id },
    record: {
      id: `s${String(index)}`,
      applicationId: application.id,
      stage: stageName(stage),
      atsCreatedAt: atMs,
    },
  }));

const feedbackRecord = (feedback: Candidate['feedback'][number]): AtsRecord => ({
  ref: { resource: 'interviewFeedback', id: feedback.id, parentId: feedback.applicationId },
  record: {
    id: feedback.id,
    applicationId: feedback.applicationId,
    atsCreatedAt: feedback.atMs,
    feedback: feedback.text,
    interviewer: authorOf(feedback.author),
    evaluations: [{ attribute: 'Overall', result: `${String(feedback.rating)}/5` }],
  },
});

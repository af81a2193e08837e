/**
 * The ATS as rediscovery asks it: positions with what they ask for, and people who have applied before.
 * Who may see whom is decided here, each time anew.
 */
import type { PastApplicant, RediscoveryJob, RediscoverySource } from 'rsc-embed/backend';
import { accountById, worksOn } from './accounts.ts';
import {
  fullName,
  stageName,
  type Application,
  type Candidate,
  type StageId,
} from './records/candidate.ts';
import { talentPool } from './records/openings.ts';
import type { PositionState, PositionStore } from './records/positions.ts';
import type { CandidateStore } from './records/store.ts';

/** What positions ask for. */
const skills: Readonly<Record<string, readonly string[]>> = {
  'p-1042': ['TypeScript', 'Go', 'PostgreSQL', 'API design', 'Observability'],
  'p-1045': ['SQL', 'Power BI', 'Forecasting', 'Analytics'],
  'p-1051': ['Accessibility', 'Storytelling', 'Market research'],
  'p-1053': ['Market research', 'Analytics', 'Negotiation'],
  'p-1056': ['Negotiation', 'Forecasting', 'Market research'],
  'p-1058': ['Coaching', 'Workforce planning', 'Onboarding'],
  'p-1060': ['SolidWorks', 'CE marking', 'Root cause analysis'],
  'p-1061': ['Six Sigma', 'Root cause analysis', 'Audit', 'Lean manufacturing'],
  'p-1064': ['SAP', 'Demand planning', 'Inventory control', 'Incoterms'],
  'p-1067': ['Campaign planning', 'SEO', 'Copywriting', 'Analytics'],
  'p-1070': ['IFRS', 'Month-end closing', 'Forecasting', 'Audit'],
  'p-1072': ['Employment law', 'Onboarding', 'Interviewing', 'Coaching'],
  'p-1075': ['PLC programming', 'Root cause analysis', 'CE marking'],
  'p-1078': ['Copywriting', 'Accessibility', 'API design'],
};

/** How far a stage is on the way to a hire. Whoever was not selected has been looked at. */
const progress: Readonly<Record<StageId, number>> = {
  applied: 0,
  screening: 0.25,
  interview: 0.5,
  final: 0.75,
  offer: 0.9,
  hired: 1,
  rejected: 0.25,
};

export interface RediscoveryParts {
  /** Id of the customer at the partner; there is nobody under any other. */
  readonly tenant: string;
  readonly candidates: CandidateStore;
  readonly positions: PositionStore;
  readonly clock: () => number;
}

export function createRediscoverySource(parts: RediscoveryParts): RediscoverySource {
  const { tenant: own, candidates, positions, clock } = parts;
  const roleOf = (userId: string) => accountById(userId)?.role;

  return {
    async job(tenant, id, { userId }) {
      const account = accountById(userId);
      const maySee = tenant === own && account !== null && worksOn(account, id);
      return maySee ? jobOf(positions.byId(id)) : null;
    },

    async scan(tenant, { since, cursor = '', limit }) {
      if (tenant !== own) return { ids: [] };
      const sinceMs = since?.getTime() ?? 0;
      const ids = candidates
        .all()
        .filter(({ id, updatedAtMs }) => updatedAtMs >= sinceMs && id > cursor)
        .map(({ id }) => id)
        .sort()
        .slice(0, limit);
      const last = ids.at(-1);
      return ids.length < limit || last === undefined ? { ids } : { ids, cursor: last };
    },

    async read(tenant, ids, viewer) {
      if (tenant !== own || (viewer !== null && roleOf(viewer.userId) === undefined)) return [];
      // Notes are recruiters' own.
      const readsNotes = viewer !== null && roleOf(viewer.userId) === 'recruiter';
      return ids.flatMap((id) => {
        const candidate = candidates.byId(id);
        return candidate === null ? [] : [applicantOf(candidate, readsNotes)];
      });
    },

    async add(tenant, { jobId, candidateId }) {
      const opening = positions.byId(jobId)?.opening;
      const applicationId =
        tenant === own && opening !== undefined
          ? candidates.apply(candidateId, opening, clock())
          : null;
      if (applicationId === null) {
        throw Object.assign(new Error('no such position or candidate'), {
          code: 'addition_refused',
        });
      }
      return { applicationId };
    },
  };
}

function jobOf(position: PositionState | null): RediscoveryJob | null {
  if (position === null) return null;
  const { opening, isOpen } = position;
  return {
    id: opening.id,
    title: opening.title,
    skills: skills[opening.id] ?? [],
    location: opening.place,
    isOpen,
  };
}

function applicantOf(candidate: Candidate, readsNotes: boolean): PastApplicant {
  const { id, title, location, resume, applications, feedback, notes, updatedAtMs } = candidate;
  return {
    id,
    name: fullName(candidate),
    title,
    location,
    skills: resume.skills,
    applications: applications.filter(({ opening }) => opening !== talentPool).map(applicationOf),
    feedback: readsNotes
      ? [...feedback, ...notes].map(({ author, text, atMs }) => ({
          author,
          text,
          at: new Date(atMs),
        }))
      : [],
    lastActivityAt: new Date(updatedAtMs),
  };
}

const applicationOf = ({ id, opening, stage, appliedAtMs }: Application) => ({
  id,
  jobId: opening.id,
  jobTitle: opening.title,
  stage: stageName(stage),
  progress: progress[stage],
  outcome: stage === 'hired' || stage === 'rejected' ? stage : ('open' as const),
  appliedAt: new Date(appliedAtMs),
});

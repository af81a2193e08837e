/** Where exports from LinkedIn Recruiter go: candidates are found, made, completed, and taken back. */
import {
  ExportRefused,
  normalProfileUrl,
  type AtsSink,
  type CandidateKey,
  type ExportedMember,
} from 'rsc-embed/backend';
import { accountById } from '../accounts.ts';
import { fullName, type Candidate } from '../records/candidate.ts';
import { waiting } from '../records/openings.ts';
import type { PositionStore } from '../records/positions.ts';
import { randomId } from '../records/random.ts';
import type { CandidateStore } from '../records/store.ts';
import { enriched, newCandidate, toSinkCandidate, type Arrival } from './arrivals.ts';
import { toCandidateRecord } from './candidate-record.ts';

export interface SinkParts {
  /** Id of the customer at the partner; nobody is found under any other. */
  readonly tenant: string;
  readonly candidates: CandidateStore;
  readonly positions: PositionStore;
  /** Of the ATS's pages. */
  readonly origin: string;
  readonly clock: () => number;
}

/** What has been done under an export id. */
interface Done {
  readonly candidateId: string;
  /** Null if the export made the candidate. */
  readonly before: Candidate | null;
  /** As the export has left it. */
  readonly after: Candidate;
  /** Application it has made; null if there was one, or it was for the talent pool. */
  readonly applicationId: string | null;
}

/** Candidates that fit a key. */
export const finderOf = (candidates: CandidateStore) => (key: CandidateKey) =>
  candidates.all().filter((candidate) => fits(candidate, key));

export function createAtsSink(parts: SinkParts): AtsSink {
  const { tenant: own, candidates, positions, origin, clock } = parts;
  const done = new Map<string, Done>();
  const find = finderOf(candidates);

  const arrivalOf = (member: ExportedMember): Arrival => {
    const account = accountById(member.exporter.userId ?? '');
    const { exportId, resume } = member;
    const atMs = clock();
    return {
      profile: member.profile,
      profileUrl: member.profileUrl,
      text: `Exported from LinkedIn Recruiter by ${account?.name ?? 'a recruiter'}${resume === null ? '' : ', with résumé'}`,
      source: 'LinkedIn Recruiter',
      atMs,
      documents: resume === null ? [] : [{ id: randomId(), exportId, ...resume, atMs }],
    };
  };

  return {
    async find(tenant, key) {
      return tenant === own ? find(key).map(toSinkCandidate) : [];
    },

    async candidate(tenant, id) {
      const candidate = tenant === own ? candidates.byId(id) : null;
      return candidate === null ? null : toSinkCandidate(candidate);
    },

    async create(member) {
      const known = done.get(member.exportId);
      if (known !== undefined) return { candidateId: known.candidateId };
      const candidateId = `c${randomId()}`;
      const after = newCandidate(candidateId, arrivalOf(member));
      done.set(member.exportId, { candidateId, before: null, after, applicationId: null });
      candidates.put(after);
      return { candidateId };
    },

    async merge(member, candidateId) {
      if (done.has(member.exportId)) return;
      const before = candidates.byId(candidateId);
      if (before === null) throw new ExportRefused('there is no such candidate any more');
      const after = enriched(before, arrivalOf(member));
      done.set(member.exportId, { candidateId, before, after, applicationId: null });
      candidates.put(after);
    },

    async link({ exportId }, candidateId, jobId) {
      const known = done.get(exportId);
      const application = () =>
        candidates.byId(candidateId)?.applications.find(({ opening }) => opening.id === jobId);
      if (jobId === null) return { applicationId: null, isNew: known?.before === null };
      const there = application();
      if (there !== undefined) {
        return { applicationId: there.id, isNew: known?.applicationId === there.id };
      }
      const position = positions.byId(jobId);
      const applicationId =
        position === null ? null : candidates.apply(candidateId, position.opening, clock());
      if (applicationId === null) throw new ExportRefused('there is no such position or candidate');
      if (known !== undefined) done.set(exportId, { ...known, applicationId });
      return { applicationId, isNew: true };
    },

    async undo({ exportId, others }) {
      const was = done.get(exportId);
      if (was === undefined) return { ok: true };
      const candidate = candidates.byId(was.candidateId);
      if (candidate === null) return { ok: false, why: 'candidate_gone' };
      const application = candidate.applications.find(({ id }) => id === was.applicationId);
      if (application !== undefined && application.stage !== 'applied') {
        return { ok: false, why: 'candidate_in_use' };
      }
      if (isWorkedOn(candidate, was.after)) return { ok: false, why: 'candidate_changed' };
      done.delete(exportId);
      if (was.before === null && others === 0) {
        candidates.remove(candidate.id);
        return { ok: true };
      }
      const rest = candidate.applications.filter(({ id }) => id !== was.applicationId);
      const [first = waiting(candidate.id, clock()), ...more] = rest;
      // What an export has filled in goes with it, unless another one rests on the candidate.
      const base = was.before === null || others > 0 ? candidate : was.before;
      const documents = base.documents.filter((one) => one.exportId !== exportId);
      candidates.put({ ...base, documents, applications: [first, ...more], updatedAtMs: clock() });
      return { ok: true };
    },

    async job(tenant, id) {
      const position = tenant === own ? positions.byId(id) : null;
      return position === null ? null : { title: position.opening.title, isOpen: position.isOpen };
    },

    async user(_tenant, _seat, userId) {
      const account = accountById(userId ?? '');
      return account === null ? null : { id: account.id, name: account.name };
    },

    async record(tenant, id) {
      const candidate = tenant === own ? candidates.byId(id) : null;
      return candidate?.sharedWithLinkedIn === true ? toCandidateRecord(candidate, origin) : null;
    },
  };
}

/** What people enter themselves; the rest changes by applications, links and further exports. */
const entered = (candidate: Candidate) => {
  const { firstName, lastName, email, phone, title, company, notes, feedback } = candidate;
  const { sharedWithLinkedIn } = candidate;
  const ids = [...notes, ...feedback].map(({ id }) => id);
  return [firstName, lastName, email, phone, title, company, sharedWithLinkedIn, ...ids];
};

/** Whether a person has done something since: what is taken back must not take that along. */
const isWorkedOn = (now: Candidate, after: Candidate): boolean =>
  JSON.stringify(entered(now)) !== JSON.stringify(entered(after));

function fits(candidate: Candidate, key: CandidateKey): boolean {
  switch (key.by) {
    case 'person':
      return candidate.linkedMember?.urn === key.personUrn;
    case 'profile_url':
      return (
        candidate.linkedInUrl !== null && normalProfileUrl(candidate.linkedInUrl) === key.profileUrl
      );
    case 'email':
      return candidate.email?.toLowerCase() === key.email.toLowerCase();
    case 'name_company':
      return (
        same(fullName(candidate), `${key.firstName} ${key.lastName}`) &&
        same(candidate.company, key.company)
      );
  }
}

const same = (one: string, other: string): boolean =>
  one.localeCompare(other, 'en', { sensitivity: 'base' }) === 0;

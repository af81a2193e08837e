import type {
  AtsSink,
  CandidateKey,
  ExportedMember,
  SinkCandidate,
  SinkJob,
  SinkUser,
} from 'rsc-embed/backend';

type Candidate = SinkCandidate & {
  /** Export that made it. */
  readonly madeBy: string | null;
  readonly resume: string | null;
};
interface Application {
  readonly id: string;
  readonly candidateId: string;
  readonly jobId: string;
  readonly madeBy: string;
}

/** Tables of your ATS; here they are in memory. */
export interface Ats {
  readonly candidates: Map<string, Candidate>;
  readonly applications: Map<string, Application>;
  readonly jobs: ReadonlyMap<string, SinkJob>;
  /** Users by their seat in Recruiter. */
  readonly users: ReadonlyMap<string, SinkUser>;
  /** Candidates as they were before an export, by its id. */
  readonly before: Map<string, Candidate>;
}

export function createSink(ats: Ats): AtsSink {
  const { candidates, applications, before } = ats;
  const all = (fits: (candidate: Candidate) => boolean): Candidate[] =>
    [...candidates.values()].filter(fits);
  const madeBy = (exportId: string): Candidate | undefined =>
    all((candidate) => candidate.madeBy === exportId)[0];

  return {
    async find(_tenant, key) {
      return all((candidate) => fits(candidate, key));
    },

    async candidate(_tenant, id) {
      return candidates.get(id) ?? null;
    },

    async create(member) {
      // The same export may be told again: its candidate is there already.
      const id = madeBy(member.exportId)?.id ?? crypto.randomUUID();
      if (!candidates.has(id)) {
        const blank = { id, name: '', madeBy: member.exportId, resume: null };
        candidates.set(id, enriched(blank, member));
      }
      return { candidateId: id };
    },

    async merge(member, id) {
      const candidate = candidates.get(id);
      if (candidate === undefined) {
        throw Object.assign(new Error('no such candidate'), { code: 'export_refused' });
      }
      // What was there before is kept once, so that it can be taken back.
      if (!before.has(member.exportId)) before.set(member.exportId, candidate);
      candidates.set(id, enriched(candidate, member));
    },

    async link({ exportId }, candidateId, jobId) {
      if (jobId === null) return { applicationId: null, isNew: true };
      const id = `${candidateId}/${jobId}`;
      const known = applications.get(id);
      // Whoever has applied keeps the one application; the export that made it hears "new" again.
      if (known !== undefined) return { applicationId: id, isNew: known.madeBy === exportId };
      applications.set(id, { id, candidateId, jobId, madeBy: exportId });
      return { applicationId: id, isNew: true };
    },

    async undo({ exportId, candidateId, others }) {
      for (const [id, application] of applications) {
        if (application.madeBy === exportId) applications.delete(id);
      }
      const candidate = candidates.get(candidateId);
      const old = before.get(exportId);
      if (candidate !== undefined && old !== undefined) candidates.set(candidateId, old);
      before.delete(exportId);
      if (candidate?.madeBy !== exportId) return { ok: true };
      // Others rest on it: it stays, as theirs.
      if (others > 0) candidates.set(candidateId, { ...candidate, madeBy: null });
      else candidates.delete(candidateId);
      return { ok: true };
    },

    async job(_tenant, id) {
      return ats.jobs.get(id) ?? null;
    },

    async user(_tenant, seat) {
      return ats.users.get(seat) ?? null;
    },

    async record(_tenant, id) {
      const candidate = candidates.get(id);
      if (candidate === undefined) return null;
      const [firstName = '', ...others] = candidate.name.split(' ');
      return {
        id,
        firstName,
        ...(others.length === 0 ? {} : { lastName: others.join(' ') }),
        emailAddresses: [...(candidate.emailAddresses ?? [])],
        phoneNumbers: [],
        addresses: [],
        atsCreatedAt: 1,
        atsLastModifiedAt: Date.now(),
      };
    },
  };
}

function fits(candidate: Candidate, key: CandidateKey): boolean {
  switch (key.by) {
    case 'person':
      return candidate.personUrn === key.personUrn;
    case 'profile_url':
      return candidate.profileUrl === key.profileUrl;
    case 'email':
      return (candidate.emailAddresses ?? []).some((email) => email.toLowerCase() === key.email);
    case 'name_company':
      return (
        same(candidate.name, `${key.firstName} ${key.lastName}`) &&
        same(candidate.company ?? '', key.company)
      );
  }
}

const same = (a: string, b: string): boolean =>
  a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;

/** What the ATS knows wins; what it does not know is filled in. */
function enriched(
  candidate: Candidate,
  { profile, profileUrl, resume }: ExportedMember,
): Candidate {
  const { firstName = '', lastName = '' } = profile;
  return {
    ...candidate,
    name: candidate.name === '' ? `${firstName} ${lastName}`.trim() : candidate.name,
    personUrn: profile.member ?? candidate.personUrn,
    headline: candidate.headline ?? profile.headline,
    location: candidate.location ?? profile.locationName,
    company: candidate.company ?? profile.employerNames[0],
    title: candidate.title ?? profile.jobTitle,
    profileUrl: candidate.profileUrl ?? profileUrl ?? undefined,
    resume: resume === null ? candidate.resume : resume.type,
  };
}

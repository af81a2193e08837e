import type {
  PastApplicant,
  PastFeedback,
  RediscoveryJob,
  RediscoverySource,
} from 'rsc-embed/backend';

/** A candidate of your ATS, with whom each piece of feedback is for. */
export interface Candidate extends Omit<PastApplicant, 'feedback'> {
  readonly feedback: readonly (PastFeedback & { readonly readers: readonly string[] })[];
  /** When anything about the candidate changed last. */
  readonly changedAt: Date;
}

/** Tables of your ATS, by customer; here they are in memory. */
export interface Ats {
  readonly jobs: Map<string, Map<string, RediscoveryJob>>;
  readonly candidates: Map<string, Map<string, Candidate>>;
  /** Whether a user may see a candidate, or a job, at all. */
  maySee(tenant: string, userId: string, what: { job: string } | { candidate: string }): boolean;
}

export const rediscoverySource = (ats: Ats): RediscoverySource => ({
  async job(tenant, jobId, { userId }) {
    const job = ats.jobs.get(tenant)?.get(jobId);
    return job !== undefined && ats.maySee(tenant, userId, { job: jobId }) ? job : null;
  },

  async scan(tenant, { since, cursor = '', limit }) {
    // By id, so that a page begins where the last one ended whatever has changed in between.
    const ids = [...(ats.candidates.get(tenant)?.values() ?? [])]
      .filter(({ changedAt }) => since === undefined || changedAt >= since)
      .map(({ id }) => id)
      .filter((id) => id > cursor)
      .sort()
      .slice(0, limit);
    const last = ids.at(-1);
    return ids.length < limit || last === undefined ? { ids } : { ids, cursor: last };
  },

  async read(tenant, ids, viewer) {
    return ids.flatMap((id) => {
      const candidate = ats.candidates.get(tenant)?.get(id);
      if (candidate === undefined) return [];
      if (viewer === null) return [{ ...candidate, feedback: [] }];
      if (!ats.maySee(tenant, viewer.userId, { candidate: id })) return [];
      const mayRead = ({ readers }: { readonly readers: readonly string[] }): boolean =>
        readers.includes(viewer.userId);
      return [{ ...candidate, feedback: candidate.feedback.filter(mayRead) }];
    });
  },

  async add(tenant, { jobId, candidateId }) {
    const job = ats.jobs.get(tenant)?.get(jobId);
    const candidate = ats.candidates.get(tenant)?.get(candidateId);
    if (job?.isOpen !== true || candidate === undefined) {
      throw Object.assign(new Error('no such job or candidate'), { code: 'addition_refused' });
    }
    // Asked twice, it is the same application.
    const known = candidate.applications.find((application) => application.jobId === jobId);
    if (known !== undefined) return { applicationId: known.id };
    const now = new Date();
    const application = {
      id: `${candidateId}/${jobId}`,
      jobId,
      jobTitle: job.title,
      stage: 'Sourced',
      progress: 0,
      outcome: 'open',
      appliedAt: now,
    } as const;
    const applications = [...candidate.applications, application];
    const changed = { ...candidate, applications, lastActivityAt: now, changedAt: now };
    ats.candidates.get(tenant)?.set(candidateId, changed);
    return { applicationId: application.id };
  },
});

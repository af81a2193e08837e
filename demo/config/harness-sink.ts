/**
 * The ATS of the harness's customers, as far as exports ask it: in memory, each customer with records of
 * its own. Two of them are of the same person, so that somebody has to decide.
 */
import { ExportRefused, type AtsSink, type SinkCandidate } from 'rsc-embed/backend';

interface Desk {
  readonly candidates: Map<string, SinkCandidate>;
  /** Candidates as they were before an export, by its id; null if it made them. */
  readonly before: Map<string, { readonly id: string; readonly was: SinkCandidate | null }>;
  /** Names of candidate and job. */
  readonly applications: Set<string>;
}

/** Of whom the ATS has two records. */
export const twice = { firstName: 'Noor', lastName: 'Bakker', company: 'Harbour Works' } as const;

const name = `${twice.firstName} ${twice.lastName}`;
const known: readonly SinkCandidate[] = [
  { id: 'harness-known-1', name, company: twice.company, title: 'Trainee', location: 'Rotterdam' },
  { id: 'harness-known-2', name, company: twice.company, emailAddresses: ['noor@example.com'] },
];

const same = (one: string | undefined, other: string): boolean =>
  one?.localeCompare(other, undefined, { sensitivity: 'base' }) === 0;

export function createHarnessSink(): AtsSink {
  const desks = new Map<string, Desk>();
  const of = (tenant: string): Desk => {
    const own = desks.get(tenant);
    if (own !== undefined) return own;
    const fresh: Desk = {
      candidates: new Map(known.map((candidate) => [candidate.id, candidate])),
      before: new Map(),
      applications: new Set(),
    };
    desks.set(tenant, fresh);
    return fresh;
  };

  return {
    async find(tenant, key) {
      return [...of(tenant).candidates.values()].filter((candidate) => {
        if (key.by === 'person') return candidate.personUrn === key.personUrn;
        if (key.by !== 'name_company') return false;
        const isNamed = same(candidate.name, `${key.firstName} ${key.lastName}`);
        return isNamed && same(candidate.company, key.company);
      });
    },
    async candidate(tenant, id) {
      return of(tenant).candidates.get(id) ?? null;
    },
    async create({ tenant, exportId, profile }) {
      const { candidates, before } = of(tenant);
      const id = before.get(exportId)?.id ?? `harness-export-${String(candidates.size + 1)}`;
      before.set(exportId, { id, was: null });
      const own = [profile.firstName, profile.lastName].join(' ').trim();
      candidates.set(id, {
        id,
        name: own,
        personUrn: profile.member,
        company: profile.employerNames[0],
      });
      return { candidateId: id };
    },
    async merge({ tenant, exportId, profile }, id) {
      const { candidates, before } = of(tenant);
      const was = candidates.get(id);
      if (was === undefined) throw new ExportRefused('there is no such candidate any more');
      if (!before.has(exportId)) before.set(exportId, { id, was });
      candidates.set(id, { ...was, personUrn: profile.member });
    },
    async link({ tenant }, candidateId, jobId) {
      if (jobId === null) return { applicationId: null, isNew: true };
      const { applications } = of(tenant);
      const applicationId = `${candidateId}/${jobId}`;
      const isNew = !applications.has(applicationId);
      applications.add(applicationId);
      return { applicationId, isNew };
    },
    async undo({ tenant, exportId, applicationId, others }) {
      const { candidates, before, applications } = of(tenant);
      const done = before.get(exportId);
      if (applicationId !== null) applications.delete(applicationId);
      before.delete(exportId);
      if (done === undefined) return { ok: true };
      if (done.was !== null) candidates.set(done.id, done.was);
      else if (others === 0) candidates.delete(done.id);
      return { ok: true };
    },
    async job(_tenant, id) {
      if (id === 'harness-job') return { title: 'Operations Analyst', isOpen: true };
      return id === 'harness-job-closed' ? { title: 'Shift Planner', isOpen: false } : null;
    },
    async user() {
      return { id: 'harness-recruiter', name: 'Hanne Lindqvist' };
    },
    // It sends LinkedIn nobody.
    async record() {
      return null;
    },
  };
}

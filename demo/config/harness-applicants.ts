/**
 * Past applicants of the harness's customers, the same for each: whoever looks at the harness's job finds
 * three, and what is done to them is forgotten with the process.
 */
import type {
  PastApplicant,
  PastApplication,
  RediscoveryJob,
  RediscoverySource,
} from 'rsc-embed/backend';
import type { HarnessJob } from '../harness/index.ts';

const dayMs = 86_400_000;

const jobs: Readonly<Partial<Record<HarnessJob, Omit<RediscoveryJob, 'id'>>>> = {
  'harness-job': {
    title: 'Operations Analyst',
    skills: ['SQL', 'Process design', 'Forecasting', 'Excel'],
    location: 'Rotterdam',
    isOpen: true,
  },
  'harness-job-without': { title: 'Lighthouse Keeper', skills: [], isOpen: true },
  'harness-job-closed': { title: 'Operations Analyst', skills: ['SQL'], isOpen: false },
};
const jobOf = (id: string) => jobs[id as HarnessJob];

function application(
  id: string,
  jobTitle: string,
  stage: string,
  progress: number,
  appliedAt: Date,
): PastApplication {
  return { id, jobId: `past-${id}`, jobTitle, stage, progress, outcome: 'rejected', appliedAt };
}

function applicantsAt(nowMs: number): readonly PastApplicant[] {
  const ago = (days: number): Date => new Date(nowMs - days * dayMs);
  return [
    {
      id: 'harness-past-1',
      name: 'Noor Bakker',
      title: 'Operations Analyst',
      location: 'Rotterdam, Netherlands',
      skills: ['SQL', 'Forecasting', 'Excel', 'Python'],
      applications: [application('1', 'Supply Chain Analyst', 'Final round', 0.75, ago(240))],
      feedback: [
        { author: 'Priya Raman', rating: 0.9, text: 'Calm, exact, asks first.', at: ago(230) },
      ],
      lastActivityAt: ago(40),
    },
    {
      id: 'harness-past-2',
      name: 'José Álvarez Ruiz',
      title: 'Business Analyst',
      location: 'Madrid, Spain',
      skills: ['SQL', 'Process design'],
      applications: [application('2', 'Operations Planner', 'Interview', 0.5, ago(400))],
      feedback: [],
      lastActivityAt: ago(390),
    },
    {
      id: 'harness-past-3',
      name: 'ليلى حداد',
      title: 'محللة عمليات',
      location: 'Rotterdam',
      skills: ['Forecasting'],
      applications: [application('3', 'Data Analyst', 'Screening', 0.25, ago(700))],
      feedback: [{ rating: 0.5, text: 'Come back to her when we plan again.', at: ago(690) }],
      lastActivityAt: ago(690),
    },
  ];
}

const isHarness = (tenant: string): boolean => tenant.startsWith('harness');

/** The ATS of the harness's customers, as far as rediscovery asks it; nobody else's. */
export function createHarnessApplicants(clock: () => number = Date.now): RediscoverySource {
  const applicants = applicantsAt(clock());
  /** Customer, job and candidate of what was added. */
  const added = new Map<string, PastApplication>();
  const key = (...parts: readonly string[]): string => JSON.stringify(parts);

  return {
    async job(tenant, id) {
      const job = isHarness(tenant) ? jobOf(id) : undefined;
      return job === undefined ? null : { id, ...job };
    },
    async scan(tenant) {
      return { ids: isHarness(tenant) ? applicants.map(({ id }) => id) : [] };
    },
    async read(tenant, ids) {
      return applicants
        .filter(({ id }) => isHarness(tenant) && ids.includes(id))
        .map((one) => ({
          ...one,
          applications: [
            ...one.applications,
            ...[...added].flatMap(([name, own]) =>
              name === key(tenant, own.jobId, one.id) ? [own] : [],
            ),
          ],
        }));
    },
    async add(tenant, { jobId, candidateId }) {
      const name = key(tenant, jobId, candidateId);
      const id = `harness-application-${String(added.size + 1)}`;
      const known = added.get(name) ?? {
        ...application(id, jobOf(jobId)?.title ?? jobId, 'Sourced', 0, new Date(clock())),
        jobId,
        outcome: 'open',
      };
      added.set(name, known);
      return { applicationId: known.id };
    },
  };
}

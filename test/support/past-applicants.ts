/** Past applicants of customers, in the ATS of docs/rediscovered.md. */
import { eq } from 'drizzle-orm';
import { rediscoverySource, type Ats, type Candidate } from '../../docs/examples/rediscovery.ts';
import type { RediscoverySource } from '../../src/backend/rediscovery/ports.ts';
import { internalsOf } from '../../src/backend/store/internals.ts';
import type { Store } from '../../src/backend/store/store.ts';
import { rediscoveryDismissals } from '../../src/backend/store/tables/index.ts';

export interface PastApplicants {
  readonly source: RediscoverySource;
  /** Makes people who fit the job `job-1`; whatever is written about them holds `name`. */
  add(tenant: string, name: string, ids: readonly string[], at: Date): void;
  /** Everybody of a customer, as the ATS has them. */
  of(tenant: string): Candidate[];
}

export function createPastApplicants(): PastApplicants {
  const ats: Ats = { jobs: new Map(), candidates: new Map(), maySee: () => true };
  return {
    source: rediscoverySource(ats),
    add(tenant, name, ids, at) {
      const job = { id: 'job-1', title: `Engineer of ${name}`, skills: ['Go'], isOpen: true };
      const application = {
        id: name,
        jobId: 'job-0',
        jobTitle: name,
        stage: name,
        progress: 1,
        outcome: 'hired',
        appliedAt: at,
      } as const;
      const one = {
        name,
        skills: ['Go'],
        applications: [application],
        feedback: [],
        lastActivityAt: at,
        changedAt: at,
      };
      ats.jobs.set(tenant, new Map([[job.id, job]]));
      const known = ats.candidates.get(tenant) ?? [];
      const added = ids.map((id) => [id, { id, ...one }] as const);
      ats.candidates.set(tenant, new Map<string, Candidate>([...known, ...added]));
    },
    of: (tenant) => [...(ats.candidates.get(tenant)?.values() ?? [])],
  };
}

/** Whom people of a customer have dismissed. */
export const dismissedBy = (store: Store, tenantId: string): Promise<unknown[]> =>
  internalsOf(store).connection.run((database) =>
    database
      .select()
      .from(rediscoveryDismissals)
      .where(eq(rediscoveryDismissals.tenantId, tenantId)),
  );

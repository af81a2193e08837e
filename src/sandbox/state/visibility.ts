/**
 * Who of a customer's recruiters may see a job posting and what hangs on it [doc, ACL overview]. A
 * job with ACLs is seen by the assignees of any of them. One without is seen by all or by nobody, as
 * the ATS has configured it: JOB_POSTING_VIEWERS for the export list, APPLICATION_VIEWERS for
 * applications, stages, notes and feedback. Without configuration nobody sees it [inferred].
 */
import type { IntegrationType } from '../../linkedin/records/integration.ts';
import type { Integrations } from './integrations.ts';
import type { Jobs, StoredJob } from './jobs.ts';
import { joinKey } from './keys.ts';
import type { Seat } from './organizations.ts';
import type { AtsRecords, Stored } from './records.ts';

const defaults = {
  jobs: { integration: 'ONE_CLICK_EXPORT', key: 'JOB_POSTING_VIEWERS' },
  applications: { integration: 'IN_ATS_INDICATOR', key: 'APPLICATION_VIEWERS' },
} as const satisfies Record<string, { integration: IntegrationType; key: string }>;

export class Visibility {
  readonly #records: AtsRecords;
  readonly #integrations: Integrations;
  readonly #jobs: Jobs;

  constructor(records: AtsRecords, integrations: Integrations, jobs: Jobs) {
    this.#records = records;
    this.#integrations = integrations;
    this.#jobs = jobs;
  }

  maySeeJob(viewer: Seat, context: string, jobPostingId: string): boolean {
    return this.#maySee('jobs', viewer, context, jobPostingId);
  }

  /** Whether a viewer may see an application with its stages, notes and feedback. */
  maySeeApplication(viewer: Seat, { context, record }: Stored<'applications'>): boolean {
    return this.#maySee('applications', viewer, context, record.jobPostingId);
  }

  /** Jobs a recruiter can export to: open, and hers to see. None while exports are switched off. */
  openJobs(viewer: Seat, nowMs: number): StoredJob[] {
    const context = viewer.organization;
    if (!this.#integrations.isEnabledAt(context, 'ONE_CLICK_EXPORT')) return [];
    return this.#jobs
      .of(context, nowMs)
      .filter(
        ({ record }) => record.state === 'LISTED' && this.maySeeJob(viewer, context, record.id),
      );
  }

  #maySee(
    what: keyof typeof defaults,
    viewer: Seat,
    context: string,
    jobPostingId: string,
  ): boolean {
    if (viewer.organization !== context) return false;
    const acls = this.#records.aclsByEntity.values(joinKey(context, jobPostingId));
    if (acls.length === 0) return this.#isForAll(what, context);
    const assigned = new Set(
      this.#records.assignmentsByPerson
        .values(joinKey(context, viewer.personUrn))
        .map(({ record }) => record.aclId),
    );
    return acls.some(({ record }) => assigned.has(record.aclId));
  }

  #isForAll(what: keyof typeof defaults, context: string): boolean {
    const { integration, key } = defaults[what];
    return this.#integrations
      .at(context)
      .some(
        ({ integrationType, configurations }) =>
          integrationType === integration && configurations[key] === 'ALL_PRODUCT_USERS',
      );
  }
}

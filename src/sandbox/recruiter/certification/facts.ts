/** What the state can tell of a customer's way through certification: counted, never ticked. */
import { rscIntegrationTypes } from '../../../linkedin/records/integration.ts';
import { joinKey } from '../../state/keys.ts';
import type { SandboxState } from '../../state/store.ts';
import type { Visit } from '../desk.ts';

/** Certification asks for at least two years of history [doc]. */
const yearsWanted = 2;

/** Total, and what of it is not older than two years. */
export interface Count {
  readonly total: number;
  readonly recent: number;
}

export interface ApplicationFacts {
  readonly name: string;
  readonly clientId: string;
  readonly uniqueForeignId: string | null;
  readonly domains: readonly string[];
  /** Access tokens that are valid now. */
  readonly tokens: number;
  readonly named: number;
  readonly enabled: number;
  readonly integrations: number;
  readonly callbackSet: boolean;
  readonly jobViewers: boolean;
  readonly applicationViewers: boolean;
}

export interface CertificationFacts {
  /** Start of the two years, milliseconds since 1970. */
  readonly sinceMs: number;
  readonly applications: readonly ApplicationFacts[];
  /** Contracts of the customer, and those whose recruiter data may be read. */
  readonly contracts: { readonly total: number; readonly enabled: number };
  readonly jobs: Count & {
    readonly open: number;
    readonly closed: number;
    readonly isPublic: number;
    readonly isPrivate: number;
    /** Open jobs the viewer can export to. */
    readonly offered: number;
  };
  readonly candidates: Count & { readonly matched: number; readonly manual: number };
  readonly jobApplications: Count;
  readonly stages: number;
  readonly applicationNotes: number;
  readonly feedback: number;
  readonly candidateNotes: number;
  readonly acls: number;
  readonly securedJobs: number;
  readonly exports: {
    readonly total: number;
    readonly members: number;
    /** Members exported to more than one job. */
    readonly repeated: number;
    readonly pool: number;
  };
  readonly inMail: { readonly sent: number; readonly accepted: number; readonly declined: number };
  readonly stubs: number;
  readonly notes: { readonly active: number; readonly deleted: number };
  readonly closedProfiles: number;
}

/** Counts what the viewer's organization and contract have. */
export function factsOf(state: SandboxState, visit: Visit): CertificationFacts {
  const { seat, organization, nowMs } = visit;
  const context = organization.urn;
  const since = new Date(nowMs);
  since.setUTCFullYear(since.getUTCFullYear() - yearsWanted);
  const sinceMs = since.getTime();
  const countOf = (times: readonly (number | undefined)[]): Count => ({
    total: times.length,
    recent: times.filter((atMs) => atMs !== undefined && atMs >= sinceMs).length,
  });

  const jobs = state.jobs.of(context, nowMs).map(({ record }) => record);
  const candidates = state.candidates.of(context);
  const jobApplications = state.records.applicationsByContext.values(context);
  const hanging = (name: 'stages' | 'applicationNotes' | 'interviewFeedback'): number =>
    jobApplications.reduce(
      (sum, { record }) => sum + state.records.ofApplication(name, context, record.id).length,
      0,
    );
  const acls = jobs.map(({ id }) => state.records.aclsByEntity.count(joinKey(context, id)));
  const contracts = state.organizations.contractsOf(context);
  const conversations = state.organizations
    .seatsOf(seat.contract)
    .flatMap(({ urn }) => state.conversations.ofSeat(urn));
  const notes = state.prospectNotes.window(seat.contract, [], 0, Number.POSITIVE_INFINITY);
  const applications = applicationFacts(
    state,
    context,
    contracts.map(({ urn }) => urn),
    nowMs,
  );

  return {
    sinceMs,
    applications,
    contracts: {
      total: contracts.length,
      enabled: contracts.filter(({ urn }) => state.integrations.isEnabledAt(urn, 'CSA_API')).length,
    },
    jobs: {
      ...countOf(jobs.map(({ listedAt }) => listedAt)),
      open: jobs.filter((job) => job.state === 'LISTED').length,
      closed: jobs.filter((job) => job.state === 'CLOSED').length,
      isPublic: jobs.filter((job) => job.availability === 'PUBLIC').length,
      isPrivate: jobs.filter((job) => job.availability === 'PRIVATE_TO_ATS_INTEGRATION').length,
      offered: state.openJobs(seat).length,
    },
    candidates: {
      ...countOf(candidates.map(({ record }) => record.atsCreatedAt)),
      matched: state.candidates.countMatched(context),
      manual: candidates.filter(({ manualMatch }) => manualMatch !== null).length,
    },
    jobApplications: countOf(jobApplications.map(({ record }) => record.atsCreatedAt)),
    stages: hanging('stages'),
    applicationNotes: hanging('applicationNotes'),
    feedback: hanging('interviewFeedback'),
    candidateNotes: candidates.reduce(
      (sum, { record }) => sum + state.records.notesByCandidate.count(joinKey(context, record.id)),
      0,
    ),
    acls: acls.reduce((sum, count) => sum + count, 0),
    securedJobs: acls.filter((count) => count > 0).length,
    exports: exportFacts(state, context),
    inMail: {
      sent: conversations.length,
      accepted: conversations.filter((one) => one.state === 'ACCEPTED').length,
      declined: conversations.filter((one) => one.state === 'DECLINED').length,
    },
    stubs: state.mailStubs.window(seat.contract, [], 0, Number.POSITIVE_INFINITY).total,
    notes: {
      active: notes.slice(0, notes.total).filter(({ active }) => active).length,
      deleted: notes.slice(0, notes.total).filter(({ active }) => !active).length,
    },
    closedProfiles: applications.reduce(
      (sum, { clientId }) =>
        sum + state.exports.purged(clientId, 0, Number.POSITIVE_INFINITY).total,
      0,
    ),
  };
}

function applicationFacts(
  state: SandboxState,
  organization: string,
  contracts: readonly string[],
  nowMs: number,
): ApplicationFacts[] {
  const byClient = groupBy(
    [organization, ...contracts].flatMap((context) => state.integrations.at(context)),
    ({ clientId }) => clientId,
  );
  return [...byClient].map(([clientId, integrations]) => {
    const application = state.applications.get(clientId);
    const rsc = integrations.filter(({ integrationType }) =>
      (rscIntegrationTypes as readonly string[]).includes(integrationType),
    );
    const has = (key: string): boolean =>
      integrations.some(({ configurations }) => configurations[key] !== undefined);
    return {
      name: application?.name ?? clientId,
      clientId,
      uniqueForeignId: application?.uniqueForeignId ?? null,
      domains: application?.validJsSdkDomains ?? [],
      tokens: [...state.tokens.values()].filter(
        (token) => token.clientId === clientId && token.expiresAtMs > nowMs,
      ).length,
      integrations: rsc.length,
      named: rsc.filter(({ integrationName }) => integrationName !== null).length,
      enabled: rsc.filter(({ onboardingStatus }) => onboardingStatus === 'ENABLED').length,
      callbackSet: has('CALLBACK_URL'),
      jobViewers: has('JOB_POSTING_VIEWERS'),
      applicationViewers: has('APPLICATION_VIEWERS'),
    };
  });
}

function exportFacts(state: SandboxState, context: string): CertificationFacts['exports'] {
  const all = [...state.exports.requests.values()].filter(
    ({ integrationContext }) => integrationContext === context,
  );
  const byMember = groupBy(all, ({ member }) => member);
  const jobsOf = (exported: typeof all): number =>
    new Set(exported.map(({ jobPostingId }) => jobPostingId)).size;
  return {
    total: all.length,
    members: byMember.size,
    repeated: [...byMember.values()].filter((exported) => jobsOf(exported) > 1).length,
    pool: all.filter(({ jobPostingId }) => jobPostingId === null).length,
  };
}

/** `Map.groupBy`, which Node 20 does not have. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * Candidates between an ATS and LinkedIn: sends them, says how LinkedIn sees them, and lets the ATS
 * know when somebody links one.
 */
import type { CandidateRecord, RecordResult } from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import { atsId } from '../../protocol/ids.ts';
import type { CandidateAnswer, CandidateStatus, MatchRequest } from '../../protocol/routes.ts';
import type { Tenant, TenantSource } from '../tenants/tenants.ts';
import type { LinkedInGateway } from './linkedin-gateway.ts';
import type { CandidateReader } from './reader.ts';
import {
  activitiesOf,
  datedActivitiesOf,
  membersOf,
  statusOf,
  type DatedActivity,
} from './statuses.ts';
import type { CandidateScope, CandidateStore } from './store.ts';

export interface ContextChoice {
  /** One of the tenant's integration contexts; its first if left out. */
  readonly integrationContext?: string;
}

/** A person has linked or unlinked a candidate in LinkedIn's plugin. */
export interface MatchEvent {
  readonly tenant: string;
  readonly candidateId: string;
  readonly integrationContext: string;
  readonly action: MatchRequest['action'];
  /** Person URN of the member. */
  readonly member: string;
  /**
   * Whether LinkedIn's own record already says the same. Until it does, all there is to go by is
   * what the person's browser says.
   */
  readonly confirmed: boolean;
  /** Who did it: the ids that the ATS's signer gave. */
  readonly viewer: { readonly sub: string; readonly org: string };
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** What the ATS offers the backend. */
export interface AtsPorts {
  /**
   * Called for each link and unlink before the frame is answered; at least once, so it has to be
   * idempotent. If it fails, so does the frame's request.
   */
  readonly onMatch?: (event: MatchEvent) => void | Promise<void>;
  /**
   * Tells whether the ATS has a candidate. Without it every id that the ATS's signer vouches for
   * counts as known.
   */
  readonly candidateExists?: (tenant: string, candidateId: string) => boolean | Promise<boolean>;
}

export interface CandidateService {
  /**
   * How LinkedIn sees candidates, from an answer of the last minute or a new one.
   * @param ids 1 to 100 candidate ids
   * @throws RscError `tenant_unknown`, `integration_context_unknown`, `request_invalid`,
   * `linkedin_unavailable`, `linkedin_refused`
   */
  statuses(
    tenantId: string,
    ids: readonly string[],
    choice?: ContextChoice,
  ): Promise<CandidateStatus[]>;
  /**
   * Sends candidates to LinkedIn, as new ones or in full replacement of what is there.
   * @returns one result for each record, in their order; records that break LinkedIn's rules are
   * not sent
   * @throws RscError `tenant_unknown`, `integration_context_unknown`, `linkedin_unavailable`,
   * `linkedin_refused`; then some records may have arrived, and sending all again is safe
   */
  sync(
    tenantId: string,
    records: readonly CandidateRecord[],
    choice?: ContextChoice,
  ): Promise<RecordResult[]>;
  /**
   * Deletes candidates at LinkedIn, with their notes and indicators. From then on elements are told
   * that the candidate does not exist, until it is sent again.
   * @throws RscError as `sync`
   */
  remove(tenantId: string, ids: readonly string[], choice?: ContextChoice): Promise<RecordResult[]>;
}

export interface CandidateServiceOptions {
  readonly tenants: TenantSource;
  readonly gateway: LinkedInGateway;
  readonly reader: CandidateReader;
  readonly store: CandidateStore;
  readonly ports: AtsPorts;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What is known of a candidate apart from how LinkedIn stands to it now. */
export interface Dossier {
  /** Person URNs of the members it is, by LinkedIn's word; null if LinkedIn does not answer. */
  readonly members: readonly string[] | null;
  /** When somebody said that it is not the member it was matched with, if nobody linked it since. */
  readonly unlinkedAtMs: number | null;
  /** Newest first; those with a known time. */
  readonly activities: readonly DatedActivity[];
}

/** What the routes use beyond what an ATS may. */
export interface CandidateDesk extends CandidateService {
  /** @throws RscError also `candidate_unknown` */
  candidate(
    tenant: Tenant,
    id: string,
    integrationContext: string,
  ): Promise<Pick<CandidateAnswer, 'status' | 'activities'>>;
  /**
   * Who a candidate is, and what is on record of it.
   * @throws RscError `candidate_unknown`; not where LinkedIn fails, then less is known
   */
  dossier(tenant: Tenant, id: string, integrationContext: string): Promise<Dossier>;
  /** @throws RscError also `candidate_unknown` */
  recordMatch(
    tenant: Tenant,
    event: Omit<MatchEvent, 'tenant' | 'confirmed' | 'atMs'>,
  ): Promise<void>;
}

const maxStatuses = 100;
/** Documented limit of a batch. */
const maxBatch = 100;

/** Makes the service of one backend. */
export function createCandidateService(options: CandidateServiceOptions): CandidateDesk {
  const { tenants, gateway, reader, store, ports, clock } = options;

  async function scopeOf(
    tenantId: string,
    { integrationContext }: ContextChoice = {},
  ): Promise<{ tenant: Tenant; scope: CandidateScope }> {
    const tenant = await tenants.byId(tenantId);
    if (tenant === null) throw new RscError('tenant_unknown', 'there is no such tenant');
    const context = chooseContext(tenant, integrationContext ?? null);
    return { tenant, scope: { tenant: tenant.id, integrationContext: context } };
  }

  async function assertKnown(scope: CandidateScope, id: string): Promise<void> {
    const history = (await store.read(scope, [id])).get(id);
    const exists = await (ports.candidateExists?.(scope.tenant, id) ?? true);
    if (!exists || history?.deletedAtMs !== undefined) {
      throw new RscError('candidate_unknown', 'the ATS has no such candidate');
    }
  }

  async function observe(scope: CandidateScope, ids: readonly string[]) {
    const [observations, histories] = await Promise.all([
      reader.read(scope, ids),
      store.read(scope, ids),
    ]);
    return ids.flatMap((id) => {
      const observation = observations.get(id);
      return observation === undefined ? [] : [{ id, observation, history: histories.get(id) }];
    });
  }

  /** Whether LinkedIn says what the browser said. Its silence is not an answer. */
  async function isConfirmed(
    scope: CandidateScope,
    id: string,
    action: MatchRequest['action'],
    member: string,
  ): Promise<boolean> {
    try {
      const view = (await reader.read(scope, [id])).get(id)?.view ?? null;
      const linked = view?.manualMatchedMember === member;
      return view !== null && (action === 'linked' ? linked : !linked);
    } catch {
      return false;
    }
  }

  return {
    async statuses(tenantId, ids, choice) {
      const { scope } = await scopeOf(tenantId, choice);
      const unique = [...new Set(ids)];
      if (unique.length === 0 || unique.length > maxStatuses) {
        throw new RscError('request_invalid', `1 to ${String(maxStatuses)} ids may be asked for`);
      }
      if (!unique.every((id) => atsId.safeParse(id).success)) {
        throw new RscError('request_invalid', 'an id is not 1 to 255 printable characters');
      }
      const observed = await observe(scope, unique);
      return observed.map(({ id, observation, history }) => statusOf(id, observation, history));
    },

    async sync(tenantId, records, choice) {
      const { tenant, scope } = await scopeOf(tenantId, choice);
      const results: RecordResult[] = [];
      // Batch by batch, so that what has arrived is on record when a later batch fails.
      for (let start = 0; start < records.length; start += maxBatch) {
        const batch = records.slice(start, start + maxBatch);
        const outcome = await gateway.update(tenant, scope.integrationContext, batch);
        const sent = outcome.filter(({ ok }) => ok).map(({ id }) => id);
        await store.recordSent(scope, sent, clock());
        reader.forget(scope, sent);
        results.push(...outcome);
      }
      return results;
    },

    async remove(tenantId, ids, choice) {
      const { tenant, scope } = await scopeOf(tenantId, choice);
      const results = await gateway.remove(tenant, scope.integrationContext, ids);
      // What LinkedIn never had is gone as well.
      const gone = results.filter((result) => result.ok || result.error.status === 404);
      const goneIds = gone.map(({ id }) => id);
      await store.recordDeleted(scope, goneIds, clock());
      reader.forget(scope, goneIds);
      return results;
    },

    async candidate(tenant, id, integrationContext) {
      const scope = { tenant: tenant.id, integrationContext };
      await assertKnown(scope, id);
      const [observed] = await observe(scope, [id]);
      if (observed === undefined) throw new TypeError('the reader left an id out');
      const { observation, history } = observed;
      return {
        status: statusOf(id, observation, history),
        activities: activitiesOf(observation, history),
      };
    },

    async dossier(tenant, id, integrationContext) {
      const scope = { tenant: tenant.id, integrationContext };
      await assertKnown(scope, id);
      const [observed] = await observe(scope, [id]).catch((error: unknown) => {
        if (error instanceof RscError && error.code.startsWith('linkedin_')) return [];
        throw error;
      });
      const history = observed?.history ?? (await store.read(scope, [id])).get(id);
      const [newest] = history?.links ?? [];
      const view = observed?.observation.view ?? null;
      return {
        members: observed === undefined ? null : membersOf(view),
        unlinkedAtMs: newest?.action === 'unlinked' ? newest.atMs : null,
        activities: datedActivitiesOf(view, history),
      };
    },

    async recordMatch(tenant, { candidateId, integrationContext, action, member, viewer }) {
      const scope = { tenant: tenant.id, integrationContext };
      await assertKnown(scope, candidateId);
      const atMs = clock();
      reader.forget(scope, [candidateId]);
      const confirmed = await isConfirmed(scope, candidateId, action, member);
      // What LinkedIn is still to say must not hide behind what it has just said.
      if (!confirmed) reader.forget(scope, [candidateId]);
      await ports.onMatch?.({
        tenant: tenant.id,
        candidateId,
        integrationContext,
        action,
        member,
        confirmed,
        viewer,
        atMs,
      });
      await store.recordLink(scope, candidateId, { action, atMs });
    },
  };
}

/**
 * The integration context to use.
 * @param wanted what a page asks for, or null for the tenant's first
 * @throws RscError `integration_context_unknown` if it is not one of the tenant's
 */
export function chooseContext({ linkedIn }: Tenant, wanted: string | null): string {
  const context = wanted ?? linkedIn.organizations[0];
  if (context === undefined || !linkedIn.organizations.includes(context)) {
    throw new RscError('integration_context_unknown', 'not an integration context of the tenant');
  }
  return context;
}

/**
 * What a backfill would take, before it is begun: how many records and requests, and how long under
 * LinkedIn's limits. Requests are counted as the client will make them, from the names of a first
 * part: long ids leave room for fewer in a request, and what hangs on different candidates or
 * applications goes out one parent at a time.
 */
import {
  countRequests,
  maxRecordsOf,
  reservingLimits,
  type BudgetGroup,
  type BudgetLeft,
  type Generation,
  type GroupLimits,
} from '../../../linkedin/index.ts';
import { limitsLeft } from '../../budgets/limits-left.ts';
import type { Store } from '../../store/store.ts';
import { parseInput, SyncError } from '../errors.ts';
import { readOrganizations } from '../organizations.ts';
import type { AtsSource, RecordRef, SyncResource } from '../ports.ts';
import { keyFieldsOf, recordRef } from '../resources.ts';
import { durationOf } from './duration.ts';
import { backfillScope, resourcesOf, sinceOf, type BackfillScope } from './options.ts';

export interface ResourcePlan {
  readonly resource: SyncResource;
  readonly records: number;
  readonly requests: number;
  /** Names the requests were counted from; the rest is taken to be like them. */
  readonly sampled: number;
}

export interface BackfillPlan {
  readonly tenantId: string;
  /** Records changed since then; null: all. */
  readonly since: Date | null;
  readonly resources: readonly ResourcePlan[];
  readonly records: number;
  readonly requests: number;
  /** At LinkedIn's limits, if nothing else is sent; LinkedIn is taken to answer within `answerMs`. */
  readonly durationMs: number;
  readonly answerMs: number;
  /** What of the application's limits is left now; null before it has credentials. */
  readonly left: readonly BudgetLeft[] | null;
}

export interface Plans {
  /**
   * @throws SyncError `sync_input_invalid`, `sync_source_failed`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; StoreError
   */
  plan(tenantId: string, scope?: BackfillScope): Promise<BackfillPlan>;
}

/** A customer's application. */
export interface PlannedApplication {
  readonly clientId: string | null;
  readonly generation: Generation;
  readonly apiBaseUrl: string;
}

/** @internal */
export interface PlansOptions {
  readonly store: Store;
  readonly source: AtsSource;
  readonly application: (tenantId: string) => Promise<PlannedApplication>;
  readonly limits?: Partial<Record<BudgetGroup, GroupLimits>> | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const pageSize = 1_000;
/** Names whose requests are counted. */
const maxSample = 5_000;
/** As the engine takes history. */
const batchSize = 300;
/** LinkedIn answers when it wants; requests of one application go out one after the other [doc]. */
const answerMs = 250;

/** @internal */
export function createPlans(options: PlansOptions): Plans {
  const { store, source, clock } = options;
  const limits = reservingLimits('backfill', options.limits);

  /** Requests for these names, in the engine's batches. */
  function requestsFor(
    resource: SyncResource,
    refs: readonly RecordRef[],
    context: string,
    { generation, apiBaseUrl }: PlannedApplication,
  ): number {
    // Handed in, and asked for once more: what became of them is told by tasks.
    if (resource === 'jobPostings') return 2 * Math.ceil(refs.length / maxRecordsOf(limits.jobs));
    let requests = 0;
    for (let start = 0; start < refs.length; start += batchSize) {
      const names = refs.slice(start, start + batchSize).map(keyFieldsOf);
      const how = { generation, context, limits: limits.sync, baseUrlBytes: apiBaseUrl.length };
      requests += countRequests(resource, names, how);
    }
    return requests;
  }

  async function planOf(
    tenantId: string,
    context: string,
    resource: SyncResource,
    sinceMs: number | undefined,
    application: PlannedApplication,
  ): Promise<ResourcePlan> {
    const scope = { sinceMs, integrationContext: context };
    const counted = await source.count?.(tenantId, resource, scope);
    const sample: RecordRef[] = [];
    let scanned = 0;
    let cursor: string | undefined;
    do {
      const page = await source.scan(tenantId, resource, { ...scope, cursor, limit: pageSize });
      scanned += page.refs.length;
      const room = maxSample - sample.length;
      sample.push(...page.refs.slice(0, room).filter((ref) => recordRef.safeParse(ref).success));
      if (page.cursor === cursor) break;
      cursor = page.cursor;
      // Where the ATS counts, a first part of the names is enough.
    } while (cursor !== undefined && (counted === undefined || sample.length < maxSample));
    const records = counted ?? scanned;
    const requests = requestsFor(resource, sample, context, application);
    return {
      resource,
      records,
      requests:
        sample.length === 0 ? 0 : Math.ceil((requests * Math.max(records, 0)) / sample.length),
      sampled: sample.length,
    };
  }

  return {
    async plan(name, given = {}) {
      const scope = parseInput(backfillScope, given, 'options');
      const { tenantId, contexts } = await readOrganizations(store, name, scope.integrationContext);
      const application = await options.application(tenantId);
      const sinceMs = sinceOf(scope.sinceMs, clock());
      const plans = new Map<SyncResource, ResourcePlan>();
      for (const resource of resourcesOf(scope.resources, application.generation)) {
        for (const context of contexts) {
          const own = await planOf(tenantId, context, resource, sinceMs, application).catch(() => {
            throw new SyncError('sync_source_failed', `The ATS cannot be asked for ${resource}`);
          });
          plans.set(resource, together(plans.get(resource), own));
        }
      }
      const resources = [...plans.values()];
      const { clientId } = application;
      const left =
        clientId === null
          ? null
          : ((await limitsLeft(store, [clientId], options.limits)).get(clientId) ?? []);
      const sum = (field: 'records' | 'requests', of = resources): number =>
        of.reduce((total, plan) => total + plan[field], 0);
      const ofGroup = (group: 'jobs' | 'sync'): number => {
        const own = resources.filter(
          ({ resource }) => (resource === 'jobPostings') === (group === 'jobs'),
        );
        return durationOf(
          { records: sum('records', own), requests: sum('requests', own) },
          { limits: limits[group], nowMs: clock(), left: leftOf(left, group), answerMs },
        );
      };
      return {
        tenantId,
        since: sinceMs === undefined ? null : new Date(sinceMs),
        resources,
        records: sum('records'),
        requests: sum('requests'),
        // Applications wait for their jobs; beside that, one waits for no limit of the other.
        durationMs: Math.max(ofGroup('jobs'), ofGroup('sync')),
        answerMs,
        left,
      };
    },
  };
}

/** What may still be sent today, of limits that are counted by the day. */
function leftOf(
  left: readonly BudgetLeft[] | null,
  group: BudgetGroup,
): { readonly requests?: number | undefined; readonly records?: number | undefined } {
  const of = (what: BudgetLeft['what']): number | undefined =>
    left?.find((each) => each.group === group && each.what === what && each.window === 'day')?.left;
  return { requests: of('requests'), records: of('records') };
}

function together(before: ResourcePlan | undefined, own: ResourcePlan): ResourcePlan {
  if (before === undefined) return own;
  return {
    resource: own.resource,
    records: before.records + own.records,
    requests: before.requests + own.requests,
    sampled: before.sampled + own.sampled,
  };
}

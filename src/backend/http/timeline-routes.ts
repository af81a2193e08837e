/** Routes of a candidate's timeline: pages, one item, and a stream of news. */
import { RscError } from '../../protocol/errors.ts';
import { atsId } from '../../protocol/ids.ts';
import {
  timelineItemId,
  timelineRequest,
  type TimelineAnswer,
  type TimelineRequest,
} from '../../protocol/timeline.ts';
import { chooseContext, type CandidateDesk } from '../candidates/service.ts';
import type { RetrievalParts } from '../retrieval/retrieval.ts';
import { seatsOfViewer } from '../retrieval/seats.ts';
import { createActivitySource } from '../retrieval/timeline/activity-source.ts';
import type { TimelineScope } from '../retrieval/timeline/source.ts';
import { createTimeline } from '../retrieval/timeline/timeline.ts';
import type { Store } from '../store/store.ts';
import type { TenantSource } from '../tenants/tenants.ts';
import { readJsonBody } from './body.ts';
import { eventStream } from './event-stream.ts';
import { pathSegment, type Exchange } from './exchange.ts';
import { assertGrant, jsonAnswer, type Admission, type Guard } from './guard.ts';
import type { Route } from './router.ts';

export interface TimelineRouteOptions {
  readonly guard: Guard;
  readonly tenants: TenantSource;
  readonly candidates: CandidateDesk;
  readonly retrieval: RetrievalParts;
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const contextHeader = 'rsc-integration-context';
const maxRequestBytes = 4_096;

/** Makes the routes. */
export function timelineRoutes(options: TimelineRouteOptions): readonly Route[] {
  const { guard, tenants, candidates, retrieval, store, clock } = options;
  const { people, source } = retrieval;
  const timeline = createTimeline([
    source,
    createActivitySource(async (scope) => {
      const tenant = await tenants.byId(scope.tenant);
      if (tenant === null) return [];
      const { candidateId, integrationContext } = scope;
      return (await candidates.dossier(tenant, candidateId, integrationContext)).activities;
    }),
    ...retrieval.timelineSources,
  ]);

  async function admit(exchange: Exchange): Promise<Admission & { readonly id: string }> {
    const admission = await guard.admit(exchange);
    const parsed = atsId.safeParse(pathSegment(exchange, 3));
    if (!parsed.success) throw new RscError('request_invalid', 'the candidate id is not valid');
    assertGrant(admission.claims, 'profile:read', `candidate:${parsed.data}`);
    return { ...admission, id: parsed.data };
  }

  async function scopeOf(
    { request }: Exchange,
    { claims, tenant, id }: Admission & { readonly id: string },
  ): Promise<TimelineScope> {
    const integrationContext = chooseContext(tenant, request.headers.get(contextHeader));
    const [{ members, unlinkedAtMs }, seats] = await Promise.all([
      candidates.dossier(tenant, id, integrationContext),
      seatsOfViewer(store, tenant.id, claims.sub),
    ]);
    return {
      tenant: tenant.id,
      candidateId: id,
      integrationContext,
      // LinkedIn does not answer: who the candidate was when it last did.
      members:
        members === null
          ? await people.membersOf(tenant.id, id)
          : await people.noteMatches(tenant.id, id, members, unlinkedAtMs),
      viewer: { userId: claims.sub, ...seats },
    };
  }

  const page =
    (requestOf: (exchange: Exchange) => TimelineRequest | Promise<TimelineRequest>) =>
    async (exchange: Exchange): Promise<Response> => {
      const admission = await admit(exchange);
      const request = await requestOf(exchange);
      const scope = await scopeOf(exchange, admission);
      // Asked before the page: what happens in between comes as news once more.
      const revision = await source.revision(scope.tenant);
      const answer: TimelineAnswer = { ...(await timeline.page(scope, request)), revision };
      if (request.before === undefined && request.after === undefined) {
        // Whoever has opened the candidate need not wait for it: what comes of it is news.
        retrieval.refresh(scope.tenant, scope.candidateId).catch(() => undefined);
      }
      return jsonAnswer(answer, admission.nonce);
    };

  async function item(exchange: Exchange): Promise<Response> {
    const admission = await admit(exchange);
    const parsed = timelineItemId.safeParse(pathSegment(exchange, 5));
    if (!parsed.success) throw new RscError('request_invalid', 'the id of the item is not valid');
    const found = await timeline.item(await scopeOf(exchange, admission), parsed.data);
    if (found === null) throw new RscError('not_found', 'there is no such item for this person');
    return jsonAnswer({ item: found }, admission.nonce);
  }

  async function watch(exchange: Exchange): Promise<Response> {
    const admission = await admit(exchange);
    const { claims, tenant, nonce } = admission;
    const since =
      exchange.request.headers.get('last-event-id') ?? exchange.url.searchParams.get('since');
    if (since !== null && !/^\d{1,15}$/.test(since)) {
      throw new RscError('request_invalid', 'since must be a revision');
    }
    const opened = await scopeOf(exchange, admission);
    const response = eventStream({
      from: since === null ? await source.revision(tenant.id) : Number(since),
      // A token ends, and with it what it was admitted to; the frame comes back with a new one.
      lifeMs: Math.max(0, claims.exp * 1_000 - clock()),
      async next(revision) {
        // Whoever was disabled, or whose page was taken away, sees no more.
        const still = await tenants.byId(tenant.id);
        if (still?.origins.includes(claims.origin) !== true) return null;
        if ((await source.revision(tenant.id)) <= revision) return [];
        const viewer = {
          userId: claims.sub,
          ...(await seatsOfViewer(store, tenant.id, claims.sub)),
        };
        const found = await source.newsSince({ ...opened, viewer }, revision);
        return found === null ? [] : [{ id: found.revision, data: found.news }];
      },
      signal: exchange.request.signal,
    });
    response.headers.set('dpop-nonce', nonce);
    return response;
  }

  return [
    {
      path: '/rsc/candidates/:id/timeline',
      kind: 'api',
      site: 'frames',
      methods: {
        GET: page(queryOf),
        POST: page(({ request }) => readJsonBody(request, timelineRequest, maxRequestBytes)),
      },
    },
    {
      path: '/rsc/candidates/:id/timeline/events',
      kind: 'api',
      site: 'frames',
      methods: { GET: watch },
    },
    {
      path: '/rsc/candidates/:id/timeline/:item',
      kind: 'api',
      site: 'frames',
      methods: { GET: item },
    },
  ];
}

/** The request that an address makes. Words are not taken from one: they may be names. */
function queryOf({ url }: Exchange): TimelineRequest {
  const { kinds, limit, words, ...places } = Object.fromEntries(url.searchParams);
  if (words !== undefined) {
    throw new RscError('request_invalid', 'words belong into the body of a POST');
  }
  const parsed = timelineRequest.safeParse({
    ...places,
    ...(kinds === undefined ? {} : { kinds: kinds.split(',') }),
    ...(limit === undefined ? {} : { limit: /^\d{1,3}$/.test(limit) ? Number(limit) : NaN }),
  });
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0] ?? '';
    throw new RscError('request_invalid', `the query is not valid at "${String(field)}"`);
  }
  return parsed.data;
}

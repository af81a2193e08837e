/** Routes that frames call with a token. */
import { RscError } from '../../protocol/errors.ts';
import { atsId } from '../../protocol/ids.ts';
import {
  matchRequest,
  statusesRequest,
  type CandidateAnswer,
  type StatusesAnswer,
} from '../../protocol/routes.ts';
import { chooseContext, type CandidateDesk } from '../candidates/service.ts';
import type { Gate } from '../onboarding/gate.ts';
import type { Tenant } from '../tenants/tenants.ts';
import { readJsonBody } from './body.ts';
import { pathSegment, type Exchange } from './exchange.ts';
import { assertGrant, emptyAnswer, jsonAnswer, type Guard } from './guard.ts';
import type { Route } from './router.ts';

export interface CandidateRouteOptions {
  readonly pluginOrigin: string;
  readonly guard: Guard;
  readonly candidates: CandidateDesk;
  /** Knows what administrators have switched off; without it nothing is. */
  readonly gate?: Gate | undefined;
}

/** 100 ids of 255 characters, each of them escaped as JSON does at its longest. */
const maxStatusesBytes = 100 * 255 * 6 + 4_096;
const maxMatchBytes = 4_096;
const contextHeader = 'rsc-integration-context';

/** Makes the routes. */
export function candidateRoutes(options: CandidateRouteOptions): readonly Route[] {
  const { pluginOrigin, guard, candidates, gate } = options;

  async function read(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await guard.admit(exchange);
    const id = candidateIdOf(exchange);
    assertGrant(claims, 'profile:read', `candidate:${id}`);
    const integrationContext = contextOf(exchange, tenant);
    await gate?.assertServed(tenant.id, integrationContext, 'PROFILE_PLUGIN');
    const url = new URL('/rsc/plugin/profile', pluginOrigin);
    url.search = new URLSearchParams({ p: tenant.id, o: claims.origin }).toString();
    const answer: CandidateAnswer = {
      ...(await candidates.candidate(tenant, id, integrationContext)),
      plugin: { url: url.href, integrationContext },
    };
    return jsonAnswer(answer, nonce);
  }

  async function match(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await guard.admit(exchange);
    const candidateId = candidateIdOf(exchange);
    assertGrant(claims, 'profile:link', `candidate:${candidateId}`);
    const integrationContext = contextOf(exchange, tenant);
    await gate?.assertServed(tenant.id, integrationContext, 'PROFILE_PLUGIN');
    const { action, member } = await readJsonBody(exchange.request, matchRequest, maxMatchBytes);
    const viewer = { sub: claims.sub, org: claims.org };
    await candidates.recordMatch(tenant, {
      candidateId,
      integrationContext,
      action,
      member,
      viewer,
    });
    return emptyAnswer(nonce);
  }

  async function statuses(exchange: Exchange): Promise<Response> {
    const { claims, tenant, nonce } = await guard.admit(exchange);
    assertGrant(claims, 'status:read', 'candidates');
    const integrationContext = contextOf(exchange, tenant);
    await gate?.assertServed(tenant.id, integrationContext, 'IN_ATS_INDICATOR');
    const { ids } = await readJsonBody(exchange.request, statusesRequest, maxStatusesBytes);
    const items = await candidates.statuses(tenant.id, ids, { integrationContext });
    return jsonAnswer({ items } satisfies StatusesAnswer, nonce);
  }

  return [
    {
      path: '/rsc/candidates/statuses',
      kind: 'api',
      site: 'frames',
      // A candidate may bear the id "statuses".
      methods: { POST: statuses, GET: read },
    },
    { path: '/rsc/candidates/:id', kind: 'api', site: 'frames', methods: { GET: read } },
    { path: '/rsc/candidates/:id/match', kind: 'api', site: 'frames', methods: { POST: match } },
  ];
}

function candidateIdOf(exchange: Exchange): string {
  const parsed = atsId.safeParse(pathSegment(exchange, 3));
  if (!parsed.success) throw new RscError('request_invalid', 'the candidate id is not valid');
  return parsed.data;
}

const contextOf = ({ request }: Exchange, tenant: Tenant): string =>
  chooseContext(tenant, request.headers.get(contextHeader));

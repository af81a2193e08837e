/** Routes of rediscovered candidates: who fits a job, page by page, and what people decide about them. */
import { RscError } from '../../protocol/errors.ts';
import { atsId } from '../../protocol/ids.ts';
import {
  rediscoveredCursor,
  rediscoveredRequest,
  type RediscoveredAnswer,
  type RediscoveredDecision,
} from '../../protocol/rediscovered.ts';
import { chooseContext } from '../candidates/service.ts';
import { readJsonBody } from '../http/body.ts';
import { pathSegment, type Exchange } from '../http/exchange.ts';
import { assertGrant, jsonAnswer, type Admission, type Guard } from '../http/guard.ts';
import type { Route } from '../http/router.ts';
import { StoreError } from '../store/errors.ts';
import type { DeskPage, DeskScope, RediscoveryDesk } from './desk.ts';

export interface RediscoveryRouteOptions {
  readonly guard: Guard;
  readonly desk: RediscoveryDesk;
}

const maxBodyBytes = 256;
const pageSize = 20;
const maxPageSize = 50;
const contextHeader = 'rsc-integration-context';

/** Makes the routes. */
export function rediscoveryRoutes({ guard, desk }: RediscoveryRouteOptions): readonly Route[] {
  /** @throws RscError `request_invalid`, `scope_missing`, `object_mismatch` */
  async function admit(exchange: Exchange): Promise<Admission & { readonly scope: DeskScope }> {
    const admission = await guard.admit(exchange);
    const { claims, tenant } = admission;
    const jobId = idOf(exchange, 3, 'job');
    assertGrant(claims, 'rediscovered:read', `job:${jobId}`);
    const named = exchange.request.headers.get(contextHeader);
    return {
      ...admission,
      scope: {
        tenantId: tenant.id,
        jobId,
        viewer: { userId: claims.sub },
        ...(named === null ? {} : { integrationContext: chooseContext(tenant, named) }),
      },
    };
  }

  async function list(exchange: Exchange): Promise<Response> {
    const { claims, nonce, scope } = await admit(exchange);
    const page = await inWords(() => desk.list(scope, pageOf(exchange)));
    const mayDecide = claims.scope.includes('rediscovered:decide');
    const answer: RediscoveredAnswer = { ...page, mayDecide };
    return jsonAnswer(answer, nonce);
  }

  async function decide(exchange: Exchange): Promise<Response> {
    const { claims, nonce, scope } = await admit(exchange);
    assertGrant(claims, 'rediscovered:decide', claims.obj);
    const candidateId = idOf(exchange, 5, 'candidate');
    const { action } = await readJsonBody(exchange.request, rediscoveredRequest, maxBodyBytes);
    const answer: RediscoveredDecision = await inWords(() =>
      desk.decide(scope, candidateId, action),
    );
    return jsonAnswer(answer, nonce);
  }

  return [
    { path: '/rsc/jobs/:id/rediscovered', kind: 'api', site: 'frames', methods: { GET: list } },
    {
      path: '/rsc/jobs/:id/rediscovered/:candidate',
      kind: 'api',
      site: 'frames',
      methods: { POST: decide },
    },
  ];
}

function idOf(exchange: Exchange, index: number, what: string): string {
  const parsed = atsId.safeParse(pathSegment(exchange, index));
  if (!parsed.success) throw new RscError('request_invalid', `the ${what} id is not valid`);
  return parsed.data;
}

function pageOf({ url: { searchParams } }: Exchange): DeskPage {
  const show = searchParams.get('show') ?? 'open';
  if (show !== 'open' && show !== 'dismissed') {
    throw new RscError('request_invalid', 'show must be open or dismissed');
  }
  const after = searchParams.get('after');
  if (after !== null && !rediscoveredCursor.safeParse(after).success) {
    throw new RscError('request_invalid', 'after must be a cursor of an earlier answer');
  }
  const text = searchParams.get('limit') ?? String(pageSize);
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > maxPageSize) {
    throw new RscError('request_invalid', `limit must be 1 to ${String(maxPageSize)}`);
  }
  return { dismissed: show === 'dismissed', after, limit };
}

/** Failures of the store in the words of the frame API. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError && error.retryable) {
      throw new RscError('backend_busy', 'the store is busy', { retryAfterMs: 1_000 });
    }
    throw error;
  }
}

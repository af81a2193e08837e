/** Routes of the export panel: what was exported, as it comes, and what people decide about it. */
import { jobOf } from '../../protocol/context.ts';
import { RscError } from '../../protocol/errors.ts';
import {
  cursorText,
  decisionRequest,
  exportId,
  type ExportAnswer,
  type ExportsAnswer,
  type ExportView,
} from '../../protocol/exports.ts';
import { readJsonBody } from '../http/body.ts';
import { eventStream } from '../http/event-stream.ts';
import { pathSegment, type Exchange } from '../http/exchange.ts';
import { assertGrant, jsonAnswer, type Admission, type Guard } from '../http/guard.ts';
import type { Route } from '../http/router.ts';
import type { TenantSource } from '../tenants/tenants.ts';
import { StoreError } from '../store/errors.ts';
import type { ExportDesk } from './export-desk.ts';
import type { ExportFeed } from './export-feed.ts';
import type { ExportScope } from './export-rows.ts';

export interface ExportRouteOptions {
  readonly guard: Guard;
  readonly tenants: TenantSource;
  readonly desk: ExportDesk;
  readonly feed: ExportFeed;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const maxBodyBytes = 2_048;
const pageSize = 50;
const maxPageSize = 100;
/** For changes of other processes; those of this one wake at once. */
const everyMs = 500;

/** Makes the routes. */
export function exportRoutes(options: ExportRouteOptions): readonly Route[] {
  const { guard, tenants, desk, feed, clock } = options;

  /** Whose exports the token is about. @throws RscError `scope_missing`, `object_mismatch` */
  async function admit(exchange: Exchange): Promise<Admission & { scope: ExportScope }> {
    const admission = await guard.admit(exchange);
    const { claims, tenant } = admission;
    const jobId = jobOf(claims.obj);
    const object = jobId === null ? 'exports' : claims.obj;
    assertGrant(claims, 'exports:read', object);
    if (jobId === null) assertGrant(claims, 'exports:all', object);
    return { ...admission, scope: { tenantId: tenant.id, jobId } };
  }

  async function list(exchange: Exchange): Promise<Response> {
    const { claims, nonce, scope } = await admit(exchange);
    const { searchParams } = exchange.url;
    const since = cursorOf(searchParams.get('since'), 'since');
    const before = cursorOf(searchParams.get('before'), 'before');
    const limit = limitOf(searchParams.get('limit'));
    const page = await inWords(() =>
      since === null ? desk.list(scope, before, limit) : desk.since(scope, since, limit),
    );
    const answer: ExportsAnswer = { ...page, mayDecide: claims.scope.includes('exports:decide') };
    return jsonAnswer(answer, nonce);
  }

  async function read(exchange: Exchange): Promise<Response> {
    const { nonce, scope } = await admit(exchange);
    const answer: ExportAnswer = await inWords(() => desk.read(scope, idOf(exchange)));
    return jsonAnswer(answer, nonce);
  }

  async function decide(exchange: Exchange): Promise<Response> {
    const { claims, nonce, scope } = await admit(exchange);
    assertGrant(claims, 'exports:decide', claims.obj);
    const decision = await readJsonBody(exchange.request, decisionRequest, maxBodyBytes);
    const answer: ExportView = await inWords(() =>
      desk.decide(scope, idOf(exchange), decision, claims.sub),
    );
    return jsonAnswer(answer, nonce);
  }

  async function watch(exchange: Exchange): Promise<Response> {
    const { claims, nonce, scope } = await admit(exchange);
    const { request, url } = exchange;
    const told = request.headers.get('last-event-id') ?? url.searchParams.get('since');
    const since = cursorOf(told, 'since');
    const from = since ?? (await inWords(() => desk.list(scope, null, 1))).cursor;
    const response = eventStream({
      from,
      // A token ends, and with it what it was admitted to; the frame comes back with a new one.
      lifeMs: Math.max(0, claims.exp * 1_000 - clock()),
      everyMs,
      watch: (wake) => feed.watch(scope.tenantId, wake),
      async next(id) {
        // Whoever was disabled, or whose page was taken away, sees no more.
        const tenant = await tenants.byId(scope.tenantId);
        if (tenant?.origins.includes(claims.origin) !== true) return null;
        const { items } = await desk.since(scope, id, pageSize);
        return items.map((view) => ({ id: view.cursor, data: view }));
      },
      signal: request.signal,
    });
    response.headers.set('dpop-nonce', nonce);
    return response;
  }

  return [
    { path: '/rsc/exports', kind: 'api', site: 'frames', methods: { GET: list } },
    { path: '/rsc/exports/events', kind: 'api', site: 'frames', methods: { GET: watch } },
    { path: '/rsc/exports/:id', kind: 'api', site: 'frames', methods: { GET: read } },
    { path: '/rsc/exports/:id/decision', kind: 'api', site: 'frames', methods: { POST: decide } },
  ];
}

function idOf(exchange: Exchange): string {
  const parsed = exportId.safeParse(pathSegment(exchange, 3));
  if (!parsed.success) throw new RscError('export_unknown', 'there is no such export');
  return parsed.data;
}

function cursorOf(text: string | null, name: string): number | null {
  if (text === null) return null;
  if (cursorText.safeParse(text).success) return Number(text);
  throw new RscError('request_invalid', `${name} must be a cursor of an earlier answer`);
}

function limitOf(text: string | null): number {
  if (text === null) return pageSize;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= maxPageSize) return limit;
  throw new RscError('request_invalid', `limit must be 1 to ${String(maxPageSize)}`);
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

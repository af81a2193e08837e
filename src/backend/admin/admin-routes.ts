/** `/rsc/admin/v1`: the table of operations as routes. */
import * as z from 'zod';
import { RscError } from '../../protocol/errors.ts';
import { readBytes } from '../http/body.ts';
import { noteTenant, type Exchange } from '../http/exchange.ts';
import { apiHeaders, statusOf } from '../http/refusals.ts';
import type { Route } from '../http/router.ts';
import { parseOnboarding } from '../onboarding/inputs.ts';
import { OnboardingError, type OnboardingErrorCode } from '../onboarding/errors.ts';
import { StoreError } from '../store/errors.ts';
import { SyncError, type SyncErrorCode } from '../sync/errors.ts';
import type { AdminAccess } from './access.ts';
import { openApiOf } from './openapi.ts';
import type { AdminOperation } from './operations.ts';
import type { errorView } from './schemas.ts';

export interface AdminRouteOptions {
  readonly access: AdminAccess;
  readonly operations: readonly AdminOperation[];
  readonly origin: string;
  /** Of the package. */
  readonly version: string;
}

export const adminBase = '/rsc/admin/v1';
const defaultMaxBytes = 64 * 1024;

const statuses: Readonly<Record<OnboardingErrorCode, number>> = {
  input_invalid: 400,
  foreign_id_taken: 409,
  foreign_id_unknown: 409,
  context_taken: 409,
  customer_unknown: 404,
  customer_left: 410,
  customer_not_ready: 409,
  integration_unknown: 404,
  application_urn_unknown: 409,
  linkedin_unavailable: 503,
  linkedin_refused: 502,
};

const syncStatuses: Readonly<Record<SyncErrorCode, number>> = {
  sync_input_invalid: 400,
  sync_no_source: 409,
  sync_unknown: 404,
  sync_backfill_open: 409,
  sync_source_failed: 502,
};

/** Makes the routes. */
export function adminRoutes(options: AdminRouteOptions): readonly Route[] {
  const { access, operations, origin, version } = options;

  const handle =
    (operation: AdminOperation) =>
    async (exchange: Exchange): Promise<Response> => {
      const admitted = access.admit(exchange.request);
      if (!admitted.ok) return refusal(admitted);
      try {
        const params = paramsOf(operation.path, exchange.url.pathname);
        const id = params['id'];
        if (id !== undefined && /^[A-Za-z0-9_.-]{1,64}$/.test(id)) noteTenant(exchange, { id });
        const query = queryOf(operation, exchange.url);
        const body = operation.body === undefined ? undefined : await bodyOf(operation, exchange);
        const actor = `admin:${admitted.id}`;
        const answer = await operation.run({ params, query, body, actor });
        const headers = apiHeaders();
        if (operation.status === 204) {
          headers.delete('content-type');
          return new Response(null, { status: 204, headers });
        }
        return new Response(JSON.stringify(answer), { status: operation.status, headers });
      } catch (error) {
        const known = errorAnswerOf(error);
        if (known === null) throw error;
        return known;
      }
    };

  const paths = new Map<
    string,
    Partial<Record<AdminOperation['method'], Route['methods']['GET']>>
  >();
  for (const operation of operations) {
    const methods = paths.get(operation.path) ?? {};
    methods[operation.method] = handle(operation);
    paths.set(operation.path, methods);
  }
  const document = JSON.stringify(openApiOf(operations, origin, version));
  return [
    ...[...paths].map(([path, methods]): Route => ({
      path: adminBase + path.replaceAll(/\{(\w+)\}/g, ':$1'),
      kind: 'api',
      site: 'frames',
      methods: Object.fromEntries(
        Object.entries(methods).filter(([, handler]) => handler !== undefined),
      ),
    })),
    {
      path: `${adminBase}/openapi.json`,
      kind: 'api',
      site: 'frames',
      // The form of the API is no secret; tools fetch it without a token.
      methods: { GET: () => new Response(document, { headers: apiHeaders() }) },
    },
  ];
}

function paramsOf(path: string, pathname: string): Record<string, string> {
  const given = pathname.slice(adminBase.length).split('/');
  const params: Record<string, string> = {};
  path.split('/').forEach((part, index) => {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) return;
    try {
      params[name] = decodeURIComponent(given[index] ?? '');
    } catch {
      throw new OnboardingError('customer_unknown', 'There is no such customer');
    }
  });
  return params;
}

function queryOf({ query }: AdminOperation, { searchParams }: URL): unknown {
  const given = Object.fromEntries(searchParams);
  return parseOnboarding(query ?? z.strictObject({}), given, 'query') && given;
}

async function bodyOf(
  { body, maxBodyBytes = defaultMaxBytes }: AdminOperation,
  { request }: Exchange,
): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(?:\s*;|\s*$)/i.test(type)) {
    throw new RscError('request_invalid', 'content-type must be application/json');
  }
  const bytes = await readBytes(request, maxBodyBytes);
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Without the parser's error: it quotes the text.
    throw new RscError('request_invalid', 'the body is not JSON');
  }
  if (body !== undefined) parseOnboarding(body, input, 'body');
  return input;
}

type Body = z.infer<typeof errorView>;

function answerWith(status: number, error: Body['error'], retryAfterMs?: number): Response {
  const headers = apiHeaders();
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  if (retryAfterMs !== undefined) {
    headers.set('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  }
  return new Response(JSON.stringify({ error } satisfies Body), { status, headers });
}

function refusal(admitted: { readonly reason: string; readonly retryAfterMs?: number }): Response {
  return admitted.reason === 'busy'
    ? answerWith(
        429,
        { code: 'too_many_requests', message: 'Too many requests' },
        admitted.retryAfterMs,
      )
    : answerWith(401, { code: 'unauthorized', message: 'A token of an operator is needed' });
}

/** What is known to go wrong, as an answer; null for what nobody foresaw. */
function errorAnswerOf(error: unknown): Response | null {
  if (error instanceof OnboardingError) {
    const { code, message, problems, step, retryAfterMs } = error;
    const fields = problems.map(({ field, fix }) => ({ field, fix }));
    return answerWith(
      statuses[code],
      {
        code,
        message,
        ...(fields.length === 0 ? {} : { fields }),
        ...(step === undefined ? {} : { step }),
      },
      retryAfterMs,
    );
  }
  if (error instanceof StoreError) {
    const { code, message } = error;
    const status =
      code === 'store_not_found'
        ? 404
        : code === 'store_conflict' || code === 'store_transition'
          ? 409
          : error.retryable
            ? 503
            : null;
    return status === null ? null : answerWith(status, { code, message });
  }
  if (error instanceof SyncError) {
    const { code, message, field } = error;
    const fields = field === undefined ? {} : { fields: [{ field, fix: message }] };
    return answerWith(syncStatuses[code], { code, message, ...fields });
  }
  if (error instanceof RscError) {
    return answerWith(statusOf(error.code), { code: error.code, message: error.message });
  }
  return null;
}

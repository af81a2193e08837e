/**
 * Routes, and what every answer has in common.
 *
 * The backend answers under two origins: its own, where frames hold keys, and the plugin origin,
 * where LinkedIn's script runs. A route belongs to one of them, and the other does not know it:
 * that script must never share an origin with a frame.
 */
import { Hono } from 'hono/tiny';
import { randomNonce } from '../../handshake/keys.ts';
import { RscError, type ErrorCode } from '../../protocol/errors.ts';
import { failureOf, type Logger } from '../logging.ts';
import type { Exchange, Handler, RouteKind } from './exchange.ts';
import { asRefusal, refusalResponse } from './refusals.ts';

export interface Route {
  readonly path: string;
  readonly kind: RouteKind;
  /** Where the route lives; files without secrets live on both. */
  readonly site: 'frames' | 'plugin' | 'both';
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Handler>>>;
}

export interface RouterOptions {
  readonly routes: readonly Route[];
  readonly pluginOrigin: string;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The nonce that goes along with a refusal of the API, if there is one. */
  readonly renewNonce: (request: Request) => string | null;
}

interface Env {
  readonly Bindings: { readonly exchange: Exchange };
}

/** Makes the fetch handler. It always answers: what goes wrong becomes a refusal and a log entry. */
export function createRouter(options: RouterOptions): (request: Request) => Promise<Response> {
  const { routes, logger, clock, renewNonce } = options;
  const pluginHost = new URL(options.pluginOrigin).host;
  const app = new Hono<Env>();

  for (const route of routes) {
    app.all(route.path, (context) => {
      const { exchange } = context.env;
      // The scheme is not compared: behind a proxy that ends TLS it is not the public one.
      const site = exchange.url.host === pluginHost ? 'plugin' : 'frames';
      exchange.route = route.path;
      exchange.kind = route.kind;
      if (route.site !== 'both' && route.site !== site) {
        throw new RscError('not_found', 'this origin has no such route');
      }
      return dispatch(route, exchange);
    });
  }
  app.notFound(() => {
    throw new RscError('not_found', 'there is no such route');
  });
  // Hono would answer errors itself; they are dealt with below, where the exchange is at hand.
  app.onError((error) => {
    throw error;
  });

  function refuse(error: unknown, exchange: Exchange): Response {
    const refusal = asRefusal(error);
    if (refusal !== error) {
      const { requestId, route, tenant } = exchange;
      logger.log({
        event: 'failure',
        level: 'error',
        requestId,
        route,
        ...(tenant === undefined ? {} : { tenant }),
        ...failureOf(error),
      });
    }
    const response = refusalResponse(refusal, exchange);
    if (exchange.kind === 'api') {
      const nonce = renewNonce(exchange.request);
      if (nonce !== null) response.headers.set('dpop-nonce', nonce);
    }
    const allow = allowedMethods(routes, exchange.route);
    if (refusal.code === 'method_not_allowed') response.headers.set('allow', allow);
    return response;
  }

  return async (request) => {
    const startedAtMs = clock();
    const exchange: Exchange = {
      request,
      url: new URL(request.url),
      requestId: randomNonce(),
      route: 'none',
      isCounted: false,
      kind: 'api',
    };
    let code: ErrorCode | undefined;
    let response: Response;
    try {
      response = await app.fetch(request, { exchange });
    } catch (error) {
      code = asRefusal(error).code;
      response = refuse(error, exchange);
      if (request.method === 'HEAD') response = new Response(null, response);
    }
    response.headers.set('rsc-request-id', exchange.requestId);
    response.headers.set('x-content-type-options', 'nosniff');
    // Frames learn from it how wrong their own clock is.
    response.headers.set('date', new Date(clock()).toUTCString());
    const { status } = response;
    logger.log({
      event: 'request',
      level: status >= 500 ? 'error' : status >= 400 && !exchange.isCounted ? 'warn' : 'info',
      requestId: exchange.requestId,
      method: knownMethod(request.method),
      route: exchange.route,
      status,
      ms: clock() - startedAtMs,
      ...(exchange.tenant === undefined ? {} : { tenant: exchange.tenant }),
      ...(code === undefined ? {} : { code }),
    });
    return response;
  };
}

async function dispatch({ methods }: Route, exchange: Exchange): Promise<Response> {
  // Hono has turned HEAD into GET by now, and drops the body afterwards.
  const method = exchange.request.method === 'HEAD' ? 'GET' : exchange.request.method;
  const handler = Object.hasOwn(methods, method)
    ? methods[method as keyof typeof methods]
    : undefined;
  if (handler === undefined) {
    throw new RscError('method_not_allowed', 'the route does not know this method');
  }
  return handler(exchange);
}

function allowedMethods(routes: readonly Route[], path: string): string {
  const methods = Object.keys(routes.find((route) => route.path === path)?.methods ?? {});
  return (methods.includes('GET') ? ['HEAD', ...methods] : methods).join(', ');
}

/** A method is free text of whoever asks, and free text does not belong into logs. */
const knownMethod = (method: string): string =>
  /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : 'OTHER';

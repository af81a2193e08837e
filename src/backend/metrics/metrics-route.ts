/** `GET /rsc/metrics` for Prometheus. */
import type { AdminAccess } from '../admin/access.ts';
import { apiHeaders } from '../http/refusals.ts';
import type { Route } from '../http/router.ts';
import { expositionOf, expositionType } from './exposition.ts';
import { gather, type GatherOptions } from './gather.ts';

export interface MetricsRouteOptions extends GatherOptions {
  /** Null: whoever asks is answered, as the deployment keeps others from asking. */
  readonly access: AdminAccess | null;
}

export function metricsRoute({ access, ...options }: MetricsRouteOptions): Route {
  return {
    path: '/rsc/metrics',
    kind: 'api',
    site: 'frames',
    methods: {
      async GET({ request }) {
        const admitted = access?.admit(request) ?? { ok: true };
        if (!admitted.ok) {
          return plain(
            admitted.reason === 'busy' ? 429 : 401,
            'A token of an operator is needed\n',
            admitted.reason === 'busy'
              ? { 'retry-after': String(Math.max(1, Math.ceil(admitted.retryAfterMs / 1_000))) }
              : { 'www-authenticate': 'Bearer' },
          );
        }
        return plain(200, expositionOf(await gather(options)));
      },
    },
  };
}

function plain(
  status: number,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = apiHeaders();
  headers.set('content-type', status === 200 ? expositionType : 'text/plain; charset=utf-8');
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(text, { status, headers });
}

/** One request on its way through the backend. */
import type { Tenant } from '../tenants/tenants.ts';

/** What kind of thing a route answers with; decides how it refuses. */
export type RouteKind = 'api' | 'document' | 'file';

export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  /** Pattern of the route that was found, for logs. */
  route: string;
  kind: RouteKind;
  /** Whether it is counted elsewhere when it is refused: logs need not say it line by line. */
  isCounted: boolean;
  /** Set once the tenant is known; for logs. */
  tenant?: string;
}

export type Handler = (exchange: Exchange) => Response | Promise<Response>;

/** Notes for the log whose request this is. */
export function noteTenant(exchange: Exchange, { id }: Pick<Tenant, 'id'>): void {
  exchange.tenant = id;
}

/** The segment after `/rsc/<collection>/`, decoded; null if it is not valid percent-encoding. */
export function pathSegment({ url }: Exchange, index: number): string | null {
  const segment = url.pathname.split('/')[index] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

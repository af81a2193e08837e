/**
 * Who may use the controls. The sandbox listens on the developer's machine, where every web page the
 * developer has open could send requests: a page of another origin (CSRF), or one whose name has
 * been made to point here (DNS rebinding). Browsers say where a request comes from; programs send
 * neither header and are let in.
 */

/** Host names by which this machine calls itself. */
const ownName = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.localhost|127\.0\.0\.1|\[::1\])$/;

/** @param hosts further host names, without port */
export const isKnownHost = (hostname: string, hosts: readonly string[]): boolean =>
  ownName.test(hostname.toLowerCase()) || hosts.includes(hostname.toLowerCase());

/**
 * @param hosts host names the sandbox is reached by besides those of this machine
 * @returns why a request is refused, or null
 */
export function refusalOf(request: Request, hosts: readonly string[]): string | null {
  const { hostname, origin } = new URL(request.url);
  if (!isKnownHost(hostname, hosts)) {
    return `The controls do not answer as ${hostname}. Ask for localhost, or start the sandbox with --host ${hostname}.`;
  }
  const site = request.headers.get('sec-fetch-site');
  const from = request.headers.get('origin');
  const isOwnPage = site === null || site === 'same-origin' || site === 'none';
  if (isOwnPage && (from === null || from === origin)) return null;
  return 'The controls do not answer pages of other origins. Call them from a program, or from a page of the sandbox.';
}

/**
 * Which addresses are fit for use: browsers give frames their keys in secure contexts only, and
 * what goes into a policy header must not be able to say more than one origin.
 */

/** Host names that never leave the machine; browsers treat them as secure over plain http. */
const isLocalHostname = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '127.0.0.1' ||
  hostname === '[::1]';

/**
 * A host of letters, digits, "-", "_" and dots, or an IPv6 address. URL parsers let more through:
 * `https://*.example.com` is a URL, and a wildcard in `frame-ancestors`; with `;` in a host it
 * would be a directive.
 */
const isPlainHostname = (hostname: string): boolean =>
  /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/.test(hostname);

/** https, or http on this machine, of a host that can stand in a policy. */
export function isSafeUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (!isPlainHostname(hostname)) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLocalHostname(hostname));
}

/** What `isSafeUrl` demands, as a sentence that follows the name of a field. */
export const safeUrlRule =
  'must be https, except on localhost, and its host a plain name without wildcards';

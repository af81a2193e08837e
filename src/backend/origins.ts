/** Which addresses are fit for use: browsers give frames their keys in secure contexts only. */

/** Host names that never leave the machine; browsers treat them as secure over plain http. */
export const isLocalHostname = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '127.0.0.1' ||
  hostname === '[::1]';

/** https, or http on this machine. */
export function isSafeUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLocalHostname(hostname));
}

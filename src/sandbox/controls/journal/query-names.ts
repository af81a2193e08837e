/** The names in the query of an address, without the values: those may be anybody's data. */

/**
 * Names, each once: `?ids[0].x=1&ids[1].x=2&start=0` has `ids[].x` and `start`. Of a list of keys
 * only the first is looked at, since the others have the same names.
 */
export function queryNames(url: string): string[] {
  const from = url.indexOf('?');
  if (from < 0) return [];
  const names = new Set<string>();
  for (let at = from + 1, end = 0; at < url.length; at = end + 1) {
    end = url.indexOf('&', at);
    if (end < 0) end = url.length;
    if (isLaterKey(url, at)) continue;
    const is = url.indexOf('=', at);
    // What stands there without a value might be a value itself.
    if (is < 0 || is > end || is === at) continue;
    names.add(url.slice(at, is).replace(/(?:\[|%5B)\d+(?:\]|%5D)/i, '[]'));
  }
  return [...names];
}

/** `ids[7].…`, perhaps with its brackets encoded, but not `ids[0].…`. */
function isLaterKey(url: string, at: number): boolean {
  if (url.startsWith('ids[', at)) return url[at + 4] !== '0';
  return url.startsWith('ids%5B', at) && url[at + 6] !== '0';
}

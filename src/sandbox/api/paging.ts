/** Collections by page: `start` and `count`, and the envelope of the answer [doc]. */
import { ok, type Answer, type Call, type PartnerCall } from './call.ts';
import { malformed } from './envelope.ts';
import { projectionOf } from './projection.ts';

/** Without `count` there are ten [doc, seats]. */
const defaultCount = 10;
/** LinkedIn's highest count is not documented [unknown]. */
const maxCount = 1_000;
const maxStart = 1_000_000_000;

export interface Place {
  readonly start: number;
  readonly count: number;
}

/** A whole number of the query. @throws ApiRefusal 400, naming it */
export function numberParameter(
  { parameters }: Call | PartnerCall,
  name: string,
  least: number,
  most: number,
): number | null {
  const text = parameters.get(name);
  if (text === null) return null;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw malformed(`${name}: must be a whole number from ${least} to ${most}`);
}

/** @throws ApiRefusal 400 */
export const placeOf = (call: Call | PartnerCall): Place => ({
  start: numberParameter(call, 'start', 0, maxStart) ?? 0,
  count: numberParameter(call, 'count', 1, maxCount) ?? defaultCount,
});

/** What a finder has found. */
export interface Found<T> {
  readonly total: number;
  slice(start: number, count: number): readonly T[];
}

export const foundAll = <T>(items: readonly T[]): Found<T> => ({
  total: items.length,
  slice: (start, count) => items.slice(start, start + count),
});

/** The page of a call, with links to its neighbours. */
export function page<T>(
  call: Call | PartnerCall,
  found: Found<T>,
  view: (item: T) => Readonly<Record<string, unknown>>,
): Answer {
  const place = placeOf(call);
  const { start, count } = place;
  const project = projectionOf(call.parameters);
  const link = (rel: string, at: number): object => ({
    rel,
    href: hrefOf(call, { start: at, count }),
    type: 'application/json',
  });
  return ok({
    elements: found.slice(start, count).map((item) => project(view(item))),
    paging: {
      start,
      count,
      total: found.total,
      links: [
        ...(start > 0 ? [link('prev', Math.max(0, start - count))] : []),
        ...(start + count < found.total ? [link('next', start + count)] : []),
      ],
    },
  });
}

/** The same query at another place; relative, as LinkedIn's links are [doc]. */
function hrefOf({ pathname, query }: Call | PartnerCall, { start, count }: Place): string {
  const others = query.split('&').filter((part) => !/^(?:start|count)=/.test(part) && part !== '');
  return `${pathname}?${[...others, `start=${start}`, `count=${count}`].join('&')}`;
}

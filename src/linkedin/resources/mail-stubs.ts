/**
 * Stub profiles under their ceiling: a query that reaches beyond 20,000 results is refused [doc], so
 * a range with more is halved until each half fits. The last bound is called non-inclusive in one
 * column of the documentation and inclusive in the other; ranges therefore meet at their bound, and
 * a stub that comes in both is told once.
 */
import { LinkedInError } from '../errors.ts';
import type { Paged } from '../pages.ts';
import type { TimeRange } from '../windows.ts';

export const maxStubResults = 20_000;

/** A query that is refused from the start may be wrong altogether: it is not halved for ever. */
const minBlindRangeMs = 60_000;

/**
 * @param open starts reading a range
 * @param ceiling most results of one query
 * @throws LinkedInError; `rejected` when a single millisecond holds more than the ceiling
 */
export async function* readStubs<T>(
  open: (range: TimeRange) => AsyncGenerator<Paged<T>, void, undefined>,
  range: TimeRange,
  ceiling = maxStubResults,
): AsyncGenerator<T, void, undefined> {
  /** Told before their range turned out to be too large: they come again. */
  const early = new Set<string>();
  /** Told in the range before: those at its bound may come again. */
  let before: ReadonlySet<string> = new Set();
  const left: TimeRange[] = [range];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const names = new Set<string>();
    let isTooLarge = false;
    try {
      for await (const { element, name, total } of open(next)) {
        // Where the total is told, the ceiling is seen before anything is told of the range.
        isTooLarge = (total ?? 0) > ceiling || names.size >= ceiling;
        if (isTooLarge) break;
        if (names.has(name)) continue;
        names.add(name);
        if (early.delete(name) || before.has(name)) continue;
        yield element;
      }
    } catch (error) {
      const leastMs = names.size > 0 ? 1 : minBlindRangeMs;
      if (!isCeiling(error) || next.toMs - next.fromMs <= leastMs) throw error;
      isTooLarge = true;
    }
    if (!isTooLarge) {
      before = names;
      continue;
    }
    if (next.toMs - next.fromMs <= 1) {
      throw new LinkedInError(
        'rejected',
        `more than ${String(ceiling)} stubs in one millisecond cannot be read`,
      );
    }
    for (const name of names) early.add(name);
    const middle = Math.floor((next.fromMs + next.toMs) / 2);
    left.push({ fromMs: middle, toMs: next.toMs }, { fromMs: next.fromMs, toMs: middle });
  }
}

/** Which status says so is not known [unknown]; one that refuses the request may mean it. */
const isCeiling = (error: unknown): boolean =>
  error instanceof LinkedInError && error.code === 'rejected';

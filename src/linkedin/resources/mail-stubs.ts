/**
 * Stub profiles under their ceiling: a query that reaches beyond 20,000 results is refused [doc], so
 * a range with more is halved until each half fits. The last bound is called non-inclusive in one
 * column of the documentation and inclusive in the other; ranges therefore meet at their bound, and
 * a stub that comes in both is told once.
 */
import type { MailStub } from '../answers/mail-stub.ts';
import { LinkedInError } from '../errors.ts';
import type { Paged } from '../pages.ts';
import type { TimeRange } from '../windows.ts';

export const maxStubResults = 20_000;

/**
 * @param open starts reading a range
 * @throws LinkedInError; `rejected` when a single millisecond holds more than the ceiling
 */
export async function* readStubs(
  open: (range: TimeRange) => AsyncGenerator<Paged<MailStub>, void, undefined>,
  range: TimeRange,
  nameOf: (stub: MailStub) => string | undefined,
): AsyncGenerator<MailStub, void, undefined> {
  // Only names near a bound can come twice after halving; those of the range just left are enough.
  let earlier: ReadonlySet<string> = new Set();
  const open_: TimeRange[] = [range];
  for (let next = open_.pop(); next !== undefined; next = open_.pop()) {
    const names = new Set<string>();
    let isTooLarge = false;
    try {
      for await (const { element, total } of open(next)) {
        // Where the total is told, the ceiling is seen before anything is told of the range.
        isTooLarge = (total ?? 0) > maxStubResults || names.size >= maxStubResults;
        if (isTooLarge) break;
        const name = nameOf(element);
        if (name !== undefined) {
          if (names.has(name)) continue;
          names.add(name);
          if (earlier.has(name)) continue;
        }
        yield element;
      }
    } catch (error) {
      if (!isCeiling(error) || next.toMs - next.fromMs <= 1) throw error;
      isTooLarge = true;
    }
    earlier = isTooLarge ? new Set([...earlier, ...names]) : names;
    if (isTooLarge) {
      if (next.toMs - next.fromMs <= 1) {
        throw new LinkedInError(
          'rejected',
          `more than ${String(maxStubResults)} stubs in one millisecond cannot be read`,
        );
      }
      const middle = Math.floor((next.fromMs + next.toMs) / 2);
      open_.push({ fromMs: middle, toMs: next.toMs }, { fromMs: next.fromMs, toMs: middle });
    }
  }
}

/** Which status says so is not known [unknown]; one that refuses the request may mean it. */
const isCeiling = (error: unknown): boolean =>
  error instanceof LinkedInError && error.code === 'rejected';

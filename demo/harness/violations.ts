/** Collects what browsers report under the policies of the harness's pages. */

export interface Violation {
  /** Path and query of the page. */
  readonly page: string;
  readonly directive: string;
  readonly blocked: string;
  /** Whether the page exists to show just this. */
  readonly expected: boolean;
  readonly atMs: number;
}

export interface ViolationStore {
  /** Takes the body of a `report-uri` request; says whether it was a report at all. */
  add(body: string): boolean;
  list(): readonly Violation[];
  clear(): void;
}

const maxKept = 500;
const maxTextLength = 500;

/**
 * @param harnessOrigin pages of other origins are not ours to judge
 * @param isExpected whether the page at a path is meant to violate a directive
 * @param clock milliseconds since 1970
 */
export function createViolationStore(
  harnessOrigin: string,
  isExpected: (path: string, directive: string) => boolean,
  clock: () => number,
): ViolationStore {
  let kept: Violation[] = [];
  return {
    add(body) {
      const report = readReport(body);
      if (report === null) return false;
      const page = URL.canParse(report.page) ? new URL(report.page) : null;
      if (page?.origin !== harnessOrigin) return false;
      // A browser asks for an icon of its own accord; no page of ours does.
      if (report.blocked.endsWith('/favicon.ico')) return true;
      kept.push({
        ...report,
        page: page.pathname + page.search,
        expected: isExpected(page.pathname, report.directive),
        atMs: clock(),
      });
      if (kept.length > maxKept) kept = kept.slice(-maxKept);
      return true;
    },
    list: () => kept,
    clear() {
      kept = [];
    },
  };
}

function readReport(body: string): Omit<Violation, 'expected' | 'atMs'> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  const report = field(parsed, 'csp-report');
  const text = (...names: readonly string[]): string => {
    for (const name of names) {
      const value = field(report, name);
      if (typeof value === 'string' && value !== '') return value.slice(0, maxTextLength);
    }
    return '';
  };
  const page = text('document-uri');
  if (page === '') return null;
  return {
    page,
    directive: text('effective-directive', 'violated-directive'),
    blocked: text('blocked-uri'),
  };
}

const field = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;

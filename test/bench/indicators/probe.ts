/** What the indicator benchmark adds to each document: watches, and leaves its figures on window. */

export interface ProbeFigures {
  /** Milliseconds from the start of the script under test, when the last byte of it is there. */
  paintedMs?: number;
  statusesMs?: number;
  /** Set when the script under test is added: the page's own tag, blocked, has left an entry too. */
  isArmed?: boolean;
  /** Longest run of a script from the origin under test, and longest task of anybody. */
  longestScriptMs: number;
  longestTaskMs: number;
}

declare global {
  interface Window {
    probe?: ProbeFigures;
  }
}

interface AnimationFrameTiming extends PerformanceEntry {
  readonly scripts: readonly { readonly sourceURL: string; readonly duration: number }[];
}

/** Runs in the page, before anything else; knows nothing but its arguments. */
export function probe({
  tag,
  script,
  origin,
}: {
  tag: string;
  script: string;
  origin: string;
}): void {
  const figures: ProbeFigures = { longestScriptMs: 0, longestTaskMs: 0 };
  window.probe = figures;
  let isDone = false;

  const observe = (type: string, seen: (entry: PerformanceEntry) => void): void => {
    new PerformanceObserver((list) => list.getEntries().forEach(seen)).observe({
      type,
      buffered: true,
    });
  };
  observe('longtask', ({ duration }) => {
    figures.longestTaskMs = Math.max(figures.longestTaskMs, duration);
  });
  observe('long-animation-frame', (entry) => {
    for (const { sourceURL, duration } of (entry as AnimationFrameTiming).scripts) {
      if (!sourceURL.startsWith(origin)) continue;
      figures.longestScriptMs = Math.max(figures.longestScriptMs, duration);
    }
  });

  const startOf = (url: string): number | undefined =>
    (performance.getEntriesByName(url)[0] as PerformanceResourceTiming | undefined)?.responseEnd;
  let visible: Element[] | undefined;
  const inView = (): Element[] => {
    const found: Element[] = [];
    for (const element of document.querySelectorAll(tag)) {
      const { top, bottom } = element.getBoundingClientRect();
      // To ask for the place of a row that is skipped while out of sight would lay it out.
      if (top >= innerHeight) break;
      if (bottom > 0) found.push(element);
    }
    return found;
  };
  const isDrawn = ({ shadowRoot }: Element): boolean => Boolean(shadowRoot?.hasChildNodes());
  const hasStatus = ({ shadowRoot }: Element): boolean =>
    /\b(?:matched|unmatched|unsynced)\b/.test(shadowRoot?.querySelector('button')?.className ?? '');

  /** Calls back once the frame that is being prepared is on the screen. */
  const afterPaint = (then: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then();
    };
    port2.postMessage(null);
  };

  const look = (): void => {
    const start = figures.isArmed ? startOf(script) : undefined;
    if (start !== undefined) {
      visible ??= inView();
      if (visible.length === 0) throw new Error('No row is in view.');
      if (figures.paintedMs === undefined && visible.every(isDrawn)) {
        figures.paintedMs = Number.NaN;
        afterPaint(() => (figures.paintedMs = performance.now() - start));
      }
      if (visible.every(hasStatus)) {
        isDone = true;
        afterPaint(() => (figures.statusesMs = performance.now() - start));
      }
    }
    if (!isDone) requestAnimationFrame(look);
  };
  if (window === window.top) requestAnimationFrame(look);
}

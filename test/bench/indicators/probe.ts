/** What the indicator benchmark adds to each document: watches, and leaves its figures on window. */

export interface ProbeFigures {
  /** Milliseconds from the start of the script under test. */
  paintedMs?: number;
  statusesMs?: number;
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
export function probe({ tag, mark, origin }: { tag: string; mark: string; origin: string }): void {
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

  let visible: Element[] | undefined;
  const inView = (): Element[] =>
    [...document.querySelectorAll(tag)].filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
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
    const [start] = performance.getEntriesByName(mark);
    if (start && document.readyState !== 'loading') {
      visible ??= inView();
      if (figures.paintedMs === undefined && visible.every(isDrawn)) {
        figures.paintedMs = Number.NaN;
        afterPaint(() => (figures.paintedMs = performance.now() - start.startTime));
      }
      if (visible.every(hasStatus)) {
        isDone = true;
        afterPaint(() => (figures.statusesMs = performance.now() - start.startTime));
      }
    }
    if (!isDone) requestAnimationFrame(look);
  };
  if (window === window.top) requestAnimationFrame(look);
}

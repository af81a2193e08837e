/** Names that scripts of one page of the harness share. */
interface HarnessEntry {
  readonly name: string;
  readonly detail: unknown;
  /** Tag of the element that fired the event. */
  readonly element: string | null;
  /** Milliseconds since the page began. */
  readonly atMs: number;
}

interface Window {
  readonly harness: {
    readonly log: HarnessEntry[];
    /** Directive and address of what the page's policy stopped. */
    readonly violations: string[];
    /** Uncaught exceptions and rejections of the page. */
    readonly errors: string[];
    record(name: string, detail: unknown, target?: EventTarget | null): void;
    /** Sends a message to the workbench, if the page is inside it. */
    tell(message: Record<string, unknown>): void;
    listen(listener: (entry: HarnessEntry) => void): void;
  };
  /** Ends the offline state of a preview, as a browser would. */
  goOnline?: () => void;
}

/**
 * Keeps what elements of ours say on a page of the harness, where tests and the workbench can read
 * it: `window.harness`. A classic script that runs before all others.
 */
(() => {
  const log: HarnessEntry[] = [];
  const violations: string[] = [];
  const errors: string[] = [];
  const listeners: ((entry: HarnessEntry) => void)[] = [];

  const tell = (message: Record<string, unknown>): void => {
    if (parent !== window) parent.postMessage({ harness: 1, ...message }, location.origin);
  };
  const record = (name: string, detail: unknown, target: EventTarget | null = null): void => {
    const entry: HarnessEntry = {
      name,
      detail,
      element: target instanceof Element ? target.localName : null,
      atMs: Math.round(performance.now()),
    };
    log.push(entry);
    tell({ t: 'event', entry });
    for (const listener of listeners) listener(entry);
  };

  const own = ['rsc-state', 'rsc-ready', 'rsc-error', 'rsc-link', 'rsc-unlink', 'rsc-integrate'];
  for (const name of own) {
    document.addEventListener(name, (event) => {
      record(name, event instanceof CustomEvent ? event.detail : null, event.target);
    });
  }
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    tell({ t: 'violation', directive: event.effectiveDirective });
  });
  window.addEventListener('error', ({ message }) => errors.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));

  // Not a plain assignment: pages of this harness clobber names on purpose.
  Object.defineProperty(window, 'harness', {
    value: Object.freeze({
      log,
      violations,
      errors,
      record,
      tell,
      listen: (listener: (entry: HarnessEntry) => void) => listeners.push(listener),
    }),
  });
  // Callbacks by name, as LinkedIn's own markup wants them.
  Object.assign(window, {
    onMemberLinked: (member: unknown) => record('data-onlink', { member }),
    onMemberUnlinked: (member: unknown) => record('data-onunlink', { member }),
    onIntegrate: (integrations: unknown) => record('data-onintegrate', { integrations }),
  });
})();

/** The page of exports: its view and its store, and what each tells the other. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { startPanelPage } from '../panel-page.ts';
import { RscRequestEvent } from '../request-event.ts';
import type { ConnectSession } from '../session.ts';
import { RscHoldEvent, RscListEvent, RscRowEvent } from './asking.ts';
import type { ExportsStore } from './inbox.ts';
import { initialState } from './state.ts';
import { createExportsStore } from './store.ts';
import { RscExportsView } from './view.ts';
import { loadWords } from './words/load-words.ts';

export interface ExportsPageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** Renders the exports in place of the document's first paint, and starts them. */
export function startExportsPage({ document, connect, reload }: ExportsPageOptions): ExportsStore {
  const view = new RscExportsView();
  let wanted = '';
  const store = startPanelPage({
    document,
    view,
    connect,
    createStore: (session) => createExportsStore({ connect: session, reload }),
    async onLocale(locale) {
      wanted = locale;
      const words = await loadWords(locale);
      // The last one asked for wins, whichever arrives last.
      if (locale === wanted) view.words = words;
    },
  });
  view.addEventListener(RscRequestEvent.type, () => {
    store.retry();
  });
  view.addEventListener(RscRowEvent.type, (event) => {
    if (!(event instanceof RscRowEvent)) return;
    const { ask, exportId } = event;
    if (ask.kind === 'decide') store.decide(exportId, ask.decision);
    else if (ask.kind === 'open') store.open(ask.candidateId);
    else if (ask.kind === 'toggle') store.toggle(exportId);
    else store.compareAgain();
  });
  view.addEventListener(RscListEvent.type, (event) => {
    if (!(event instanceof RscListEvent)) return;
    if (event.ask === 'more') store.more();
    else store.showNew();
  });
  view.addEventListener(RscHoldEvent.type, (event) => {
    if (event instanceof RscHoldEvent) store.hold(event.isHeld);
  });
  return store;
}

/** Shows a failure that keeps the page from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscExportsView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

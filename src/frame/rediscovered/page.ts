/** The page of rediscovered candidates: its view and its store, and what each tells the other. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { startPanelPage } from '../panel-page.ts';
import { RscRequestEvent } from '../request-event.ts';
import type { ConnectSession } from '../session.ts';
import { RscCardEvent, RscListEvent } from './asking.ts';
import { initialState } from './state.ts';
import { createRediscoveredStore, type RediscoveredStore } from './store.ts';
import { RscRediscoveredView } from './view.ts';
import { loadWords } from './words/load-words.ts';

export interface RediscoveredPageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** Renders the candidates in place of the document's first paint, and starts them. */
export function startRediscoveredPage({
  document,
  connect,
  reload,
}: RediscoveredPageOptions): RediscoveredStore {
  const view = new RscRediscoveredView();
  let wanted = '';
  const store = startPanelPage({
    document,
    view,
    connect,
    createStore: (session) => createRediscoveredStore({ connect: session, reload }),
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
  view.addEventListener(RscCardEvent.type, (event) => {
    if (!(event instanceof RscCardEvent)) return;
    if (event.ask === 'open') store.open(event.candidateId);
    else store.decide(event.candidateId, event.ask);
  });
  view.addEventListener(RscListEvent.type, (event) => {
    if (!(event instanceof RscListEvent)) return;
    if (event.ask === 'more') store.more();
    else store.show(event.ask);
  });
  return store;
}

/** Shows a failure that keeps the page from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscRediscoveredView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

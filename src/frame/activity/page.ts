/** The page of a timeline alone: its view and its store, and what each tells the other. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { startPanelPage } from '../panel-page.ts';
import type { ConnectSession } from '../session.ts';
import { answerAsks } from './answer-asks.ts';
import { initialState } from './state.ts';
import { createActivityStore, type ActivityStore } from './store.ts';
import { RscActivityView } from './view.ts';
import { loadWords } from './words/load-words.ts';

export interface ActivityPageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** Renders the timeline in place of the document's first paint, and starts it. */
export function startActivityPage({
  document,
  connect,
  reload,
}: ActivityPageOptions): ActivityStore {
  const view = new RscActivityView();
  // Needed once there is something to draw, which takes two answers of the backend.
  const drawing = import('./timeline.ts').catch(() => {
    view.broken = true;
  });
  let wanted = '';
  const store = startPanelPage({
    document,
    view,
    connect,
    createStore: (session) => createActivityStore({ connect: session, reload }),
    async onLocale(locale) {
      wanted = locale;
      const words = await loadWords(locale);
      // The last one asked for wins, whichever arrives last.
      if (locale === wanted) view.words = words;
    },
  });
  answerAsks(
    view,
    () => store.timeline,
    () => {
      // A script that did not come is not asked for again by its document.
      if (view.broken) reload();
      else store.retry();
    },
  );
  void drawing.then(() => {
    view.requestUpdate();
  });
  return store;
}

/** Shows a failure that keeps the page from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscActivityView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

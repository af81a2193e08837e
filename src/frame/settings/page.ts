/** The settings' page: their view and their store, and what each tells the other. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { startPanelPage } from '../panel-page.ts';
import { RscIntegratedEvent, RscPluginEvent } from '../plugin-frame/plugin-frame.ts';
import { RscRequestEvent } from '../request-event.ts';
import type { ConnectSession } from '../session.ts';
import { initialState } from './state.ts';
import { createSettingsStore, type SettingsStore } from './store.ts';
import { RscChooseEvent } from './choices.ts';
import { RscSettingsView } from './view.ts';
import { loadWords } from './words/load-words.ts';

export interface SettingsPageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** Renders the settings in place of the document's first paint, and starts them. */
export function startSettingsPage({
  document,
  connect,
  reload,
}: SettingsPageOptions): SettingsStore {
  const view = new RscSettingsView();
  let wanted = '';
  const store = startPanelPage({
    document,
    view,
    connect,
    createStore: (session) => createSettingsStore({ connect: session, reload }),
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
  view.addEventListener(RscChooseEvent.type, (event) => {
    if (event instanceof RscChooseEvent) store.choose(event.change);
  });
  view.addEventListener(RscIntegratedEvent.type, (event) => {
    if (event instanceof RscIntegratedEvent) store.integrated(event.integrations);
  });
  view.addEventListener(RscPluginEvent.type, (event) => {
    if (event instanceof RscPluginEvent) store.pluginReported(event.code);
  });
  return store;
}

/** Shows a failure that keeps the settings from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscSettingsView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

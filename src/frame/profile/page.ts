/** The profile widget's page: its view and its store, and what each tells the other. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { startPanelPage } from '../panel-page.ts';
import type { ConnectSession } from '../session.ts';
import { RscMemberEvent, RscPluginEvent } from '../plugin-frame/plugin-frame.ts';
import { RscRequestEvent } from '../request-event.ts';
import { initialState } from './state.ts';
import { createProfileStore, type ProfileStore } from './store.ts';
import { RscProfileView } from './view.ts';

export interface ProfilePageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** Renders the widget in place of the document's first paint, and starts it. */
export function startProfilePage({ document, connect, reload }: ProfilePageOptions): ProfileStore {
  const view = new RscProfileView();
  const store = startPanelPage({
    document,
    view,
    connect,
    createStore: (session) => createProfileStore({ connect: session, reload }),
  });
  view.session = store.session;
  view.addEventListener(RscRequestEvent.type, (event) => {
    if (!(event instanceof RscRequestEvent)) return;
    if (event.request === 'retry') store.retry();
    else store.refresh();
  });
  view.addEventListener(RscMemberEvent.type, (event) => {
    if (event instanceof RscMemberEvent) store.memberChanged(event.action, event.member);
  });
  view.addEventListener(RscPluginEvent.type, (event) => {
    if (event instanceof RscPluginEvent) store.pluginReported(event.code);
  });
  return store;
}

/** Shows a failure that keeps the widget from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscProfileView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

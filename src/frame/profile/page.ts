/**
 * Ties the profile widget to its document: store and view, language and direction, appearance,
 * printing, and the heights told to the host page.
 */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import { RscContentResizeEvent, RscFoldExpandEvent } from '../../ui/fold/fold.ts';
import { loadLocalization, pickLocale } from '../../ui/i18n/localization.ts';
import type { ConnectSession, FrameSession } from '../session.ts';
import { createSizeReporter } from '../size/size-reporter.ts';
import { RscMemberEvent, RscPluginEvent } from './plugin-frame.ts';
import { RscRequestEvent } from './request-event.ts';
import { initialState } from './state.ts';
import { createProfileStore, type ProfileStore } from './store.ts';
import { RscProfileView, RscRenderedEvent } from './view.ts';

export interface ProfilePageOptions {
  readonly connect: ConnectSession;
  readonly document: Document;
  readonly reload: () => void;
}

/** The body's border, above and below. */
const framePx = 2;
/** The host has this long to grant room that was asked for; then the document scrolls. */
const grantWithinMs = 1_000;

/** Renders the widget in place of the document's first paint, and starts it. */
export function startProfilePage(options: ProfilePageOptions): ProfileStore {
  const { document } = options;
  const root = document.documentElement;
  const win = document.defaultView ?? window;
  const view = new RscProfileView();
  let session: FrameSession | null = null;
  let settings: FrameSettings = {};
  let wantedLocale: string | null = null;
  let printing = false;
  let scrolling = false;
  let grantTimer: ReturnType<typeof setTimeout> | undefined;

  const store = createProfileStore({
    reload: options.reload,
    connect: (handlers) => {
      session = options.connect({
        ...handlers,
        onMessage: (message) => {
          onMessage(message);
          handlers.onMessage(message);
        },
      });
      return session;
    },
  });
  const sizes = createSizeReporter({
    send: (height, user) => {
      session?.send({ t: 'size', height, ...(user ? { user } : {}) });
    },
  });

  /** The first paint stays until there is something else to show, in the right language. */
  function mount(): void {
    if (view.isConnected) return;
    document.body.replaceChildren(view);
  }

  function onMessage(message: HostMessage): void {
    if (message.t !== 'print') return;
    printing = message.on;
    applyLimit();
  }

  function applyLimit(): void {
    const { heightPx } = settings;
    const any = printing || scrolling || heightPx === undefined;
    view.limitPx = any ? null : Math.max(0, heightPx - framePx);
  }

  function applySettings(): void {
    root.dataset['appearance'] = settings.appearance ?? 'auto';
    root.dir = settings.dir ?? view.localization.direction;
    if (scrolling && (settings.heightPx ?? 0) >= view.measure() + framePx) setScrolling(false);
    applyLimit();
  }

  async function applyLocale(): Promise<void> {
    const asked = settings.locale === undefined ? [] : [settings.locale];
    const locale = pickLocale([...asked, ...win.navigator.languages]);
    if (locale === wantedLocale) return;
    wantedLocale = locale;
    const localization = await loadLocalization(locale);
    // The last one asked for wins, whichever arrives last.
    if (locale !== wantedLocale) return;
    view.localization = localization;
    root.lang = localization.locale;
    applySettings();
    mount();
  }

  function onState(): void {
    const { state } = store;
    view.state = state;
    if (state.settings !== settings) {
      ({ settings } = state);
      applySettings();
      void applyLocale();
    }
    if (state.code !== null || state.slow) void applyLocale();
  }

  function reportHeight(): void {
    if (!view.isConnected || !view.settled) return;
    // True for some seconds after a click or key press here or in LinkedIn's frame inside.
    const acting = win.navigator.userActivation.isActive;
    sizes.report(view.measure() + framePx, acting);
  }

  function setScrolling(on: boolean): void {
    scrolling = on;
    root.toggleAttribute('data-scroll', on);
  }

  function onExpand(): void {
    sizes.insist(view.measure() + framePx);
    clearTimeout(grantTimer);
    grantTimer = setTimeout(() => {
      // A host that gives no room: better a scroll bar than content nobody can reach.
      if (!view.folded) return;
      setScrolling(true);
      applyLimit();
    }, grantWithinMs);
  }

  view.addEventListener(RscRenderedEvent.type, reportHeight);
  view.addEventListener(RscContentResizeEvent.type, reportHeight);
  view.addEventListener(RscFoldExpandEvent.type, onExpand);
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
  win.addEventListener('online', store.wake);
  win.addEventListener('pageshow', (event) => {
    if (event.persisted) store.wake();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') store.wake();
  });

  store.subscribe(onState);
  void store.start();
  return store;
}

/** Shows a failure that keeps the widget from starting at all. */
export function showFatal(document: Document, code: ErrorCode): void {
  const view = new RscProfileView();
  view.state = { ...initialState, phase: errorTable[code].state, code };
  document.body.replaceChildren(view);
}

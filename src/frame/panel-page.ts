/**
 * Ties a view and its store to their document: language and direction, appearance, printing, and the
 * heights told to the host page. The same for every frame that shows something.
 */
import type { ErrorCode } from '../protocol/errors.ts';
import type { FrameSettings, HostMessage } from '../protocol/messages.ts';
import { RscContentResizeEvent, RscFoldExpandEvent } from '../ui/fold/fold.ts';
import { loadLocalization, pickLocale, type Localization } from '../ui/i18n/localization.ts';
import { RscRenderedEvent } from './rendered-event.ts';
import type { ConnectSession, FrameSession } from './session.ts';
import { createSizeReporter } from './size/size-reporter.ts';

/** What the page needs to know of what a store holds. */
interface PanelState {
  readonly settings: FrameSettings;
  readonly code: ErrorCode | null;
  readonly slow: boolean;
}

interface PanelStore<S extends PanelState> {
  readonly state: S;
  subscribe(listener: (state: S) => void): () => void;
  start(): Promise<void>;
  wake(): void;
}

interface PanelView<S extends PanelState> extends HTMLElement {
  state: S;
  localization: Localization;
  /** Height there is for all of it, in CSS pixels; null for any. */
  limitPx: number | null;
  /** Height of all the content, folded or not, in CSS pixels. */
  measure(): number;
  /** True when what is shown is more than outlines, so that its height means something. */
  readonly settled: boolean;
  /** True while a part of the content does not fit. */
  readonly folded: boolean;
}

export interface PanelPageOptions<S extends PanelState, T extends PanelStore<S>> {
  readonly document: Document;
  readonly view: PanelView<S>;
  readonly connect: ConnectSession;
  /** Makes the store around a session. */
  readonly createStore: (connect: ConnectSession) => T;
  /** Gets what else the view needs in a language, before it is shown in it. */
  readonly onLocale?: (locale: string) => Promise<void>;
}

/** The body's border, above and below. */
const framePx = 2;
/** The host has this long to grant room that was asked for; then the document scrolls. */
const grantWithinMs = 1_000;

/** Renders the view in place of the document's first paint, and starts the store. */
export function startPanelPage<S extends PanelState, T extends PanelStore<S>>(
  options: PanelPageOptions<S, T>,
): T {
  const { document, view, onLocale } = options;
  const root = document.documentElement;
  const win = document.defaultView ?? window;
  let session: FrameSession | null = null;
  let settings: FrameSettings = {};
  let wantedLocale: string | null = null;
  let printing = false;
  let scrolling = false;
  let grantTimer: ReturnType<typeof setTimeout> | undefined;

  const store = options.createStore((handlers) => {
    session = options.connect({
      ...handlers,
      onMessage: (message) => {
        onMessage(message);
        handlers.onMessage(message);
      },
    });
    return session;
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
    const [localization] = await Promise.all([loadLocalization(locale), onLocale?.(locale)]);
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
  win.addEventListener('online', () => {
    store.wake();
  });
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

/**
 * The card that explains an indicator. At most one is open. It is made when it opens, inside the
 * indicator it belongs to, and removed when it closes; it follows WCAG 2.2 criterion 1.4.13: Escape
 * dismisses it, the pointer can move onto it, and it stays until pointer or focus leave.
 */
import { add, sheetOf } from '../element.ts';
import { en, type CardStrings } from './card.strings.ts';
import { cardStyles } from './card.styles.ts';
import type { RscInAtsIndicatorElement } from './in-ats-indicator.ts';
import type { Known } from './status-store.ts';

/** The card waits for its language: it is read as soon as it is there. */
async function stringsIn(locale: string): Promise<CardStrings> {
  const [language = ''] = locale.split('-');
  if (language === 'en') return en;
  const others: Readonly<Record<string, CardStrings>> =
    await import('./card.strings.more.ts').catch(() => ({}));
  return others[language] ?? en;
}

const openAfterMs = 150;
const closeAfterMs = 200;
const gapPx = 4;
const cardId = 'card';

interface OpenCard {
  readonly owner: RscInAtsIndicatorElement;
  close(): void;
}

let open: OpenCard | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * The card that was open when somebody began to press. A click closes that one alone: what the same
 * press has opened, by hover or by focus, stays, however long the page takes until the click.
 */
let pressedOn: OpenCard | undefined;
for (const press of ['pointerdown', 'keydown']) {
  document.addEventListener(press, () => (pressedOn = open), { capture: true, passive: true });
}

/**
 * Somebody touched an indicator: opens its card, or closes it on a second click. A click on an
 * indicator that could not be loaded tries again.
 * @param type of the event
 */
export function touchCard(owner: RscInAtsIndicatorElement, type: string): void {
  clearTimeout(timer);
  if (type === 'pointerenter') {
    if (open?.owner !== owner) timer = setTimeout(() => void show(owner), openAfterMs);
    return;
  }
  const isClick = type === 'click';
  if (isClick && owner.kind === 'unavailable') owner.retry();
  if (open?.owner !== owner) void show(owner);
  else if (isClick && pressedOn === open) open.close();
}

async function show(owner: RscInAtsIndicatorElement): Promise<void> {
  const strings = await stringsIn(owner.language);
  open?.close();
  const root = owner.shadowRoot;
  const button = root?.querySelector('button');
  // Pointer and focus may have left while this was being loaded.
  if (!root || !button || !(owner.matches(':hover') || root.activeElement === button)) return;
  const sheet = sheetOf(cardStyles);
  root.adoptedStyleSheets.push(sheet);
  const card = add(root, 'div', { id: cardId, role: 'tooltip', part: 'card', popover: 'manual' });
  const listening = new AbortController();
  const { signal } = listening;

  const render = (): void => {
    const { colorScheme, direction } = getComputedStyle(button);
    const locale = owner.language;
    card.dir = direction === 'rtl' || /^(ar|fa|he|ur)\b/.test(locale) ? 'rtl' : 'ltr';
    card.lang = locale;
    card.style.colorScheme = colorScheme;
    card.replaceChildren();
    const { status, [owner.kind]: label } = owner.words;
    add(card, 'strong', {}).textContent = `${status}: ${label}`;
    for (const line of linesOf(owner.known ?? {}, locale, strings)) {
      add(card, 'p', {}).textContent = line;
    }
    place(card, button);
  };

  const close = (): void => {
    if (open !== self) return;
    clearTimeout(timer);
    listening.abort();
    card.remove();
    button.removeAttribute('aria-describedby');
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    open = undefined;
  };
  const closeSoon = (): void => {
    timer = setTimeout(() => {
      if (root.activeElement !== button || !button.matches(':focus-visible')) close();
    }, closeAfterMs);
  };
  // Focus scrolls to what it goes to, and a page may settle after that: no reason to close.
  const follow = ({ target }: Event): void => {
    const { bottom, top } = button.getBoundingClientRect();
    const isBox = target instanceof Element && target.contains(owner);
    const seen = isBox
      ? target.getBoundingClientRect()
      : { top: 0, bottom: document.documentElement.clientHeight };
    if (bottom > seen.top && top < seen.bottom) place(card, button);
    else close();
  };
  const self: OpenCard = { owner, close };

  button.setAttribute('aria-describedby', cardId);
  owner.addEventListener('pointerleave', closeSoon, { signal });
  owner.addEventListener(
    'pointerenter',
    () => {
      clearTimeout(timer);
    },
    { signal },
  );
  button.addEventListener('blur', close, { signal });
  owner.addEventListener('rsc-state', render, { signal });
  addEventListener('scroll', follow, { signal, capture: true, passive: true });
  addEventListener('resize', follow, { signal });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      // The dialog around us must not take this one for itself.
      event.stopPropagation();
      close();
    },
    { signal, capture: true },
  );
  document.addEventListener(
    'pointerdown',
    (event) => {
      if (!event.composedPath().includes(owner)) close();
    },
    { signal, capture: true },
  );
  open = self;
  // The top layer, where nothing of the page covers or clips it; without it, as high as possible.
  if ('showPopover' in card) card.showPopover();
  else (card as HTMLElement).style.zIndex = '2147483647';
  render();
}

/** What the card says besides its heading. */
function linesOf(known: Known, locale: string, strings: CardStrings): readonly string[] {
  const { status, failure } = known;
  const lines: string[] = [];
  if (status) {
    const { match, observedAtMs, synced, syncedAtMs } = status;
    if (!synced) lines.push(strings.unsyncedText);
    else if (match === 'none') lines.push(strings.unmatchedText);
    else lines.push(strings.matchedText, strings[match === 'manual' ? 'byHand' : 'automatic']);
    if (syncedAtMs !== undefined) lines.push(`${strings.synced} ${timeText(syncedAtMs, locale)}`);
    lines.push(`${strings.observed} ${timeText(observedAtMs, locale)}`);
  } else if (failure) {
    const { state } = failure;
    const isSignedOut = /^(signed_out|revoked)$/.test(state ?? '');
    const isRefused = state === 'not_allowed';
    lines.push(isSignedOut ? strings.signedOut : isRefused ? strings.notAllowed : strings.failed);
  }
  return lines;
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A time as distance and as date, for example "2 days ago (11 Nov 2026, 09:30)". */
export function timeText(atMs: number, locale: string, nowMs = Date.now()): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const [unit, size] = units.find(([, limit]) => Math.abs(seconds) >= limit) ?? ['second', 1];
  const usable = usableLocale(locale);
  const relative = new Intl.RelativeTimeFormat(usable, { numeric: 'auto' });
  const absolute = new Intl.DateTimeFormat(usable, { dateStyle: 'medium', timeStyle: 'short' });
  return `${relative.format(Math.round(seconds / size), unit)} (${absolute.format(atMs)})`;
}

/** What looks like a language tag may still be none. */
function usableLocale(locale: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}

/** Below the indicator, or above it where there is no room below; always inside the viewport. */
function place(card: HTMLElement, button: Element): void {
  const anchor = button.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const { clientHeight, clientWidth } = document.documentElement;
  const below = anchor.bottom + gapPx;
  const above = anchor.top - gapPx - height;
  const top = below + height > clientHeight && above >= 0 ? above : below;
  const start = card.dir === 'rtl' ? anchor.right - width : anchor.left;
  const left = Math.max(gapPx, Math.min(start, clientWidth - width - gapPx));
  card.style.top = `${String(top)}px`;
  card.style.left = `${String(left)}px`;
}

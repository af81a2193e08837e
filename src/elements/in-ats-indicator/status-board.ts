/**
 * All indicators of a page with one integration context: which are there, which are near, what is
 * known, and the hidden frame that asks. Profile data never comes this way, statuses only.
 */
import { statusMessages } from '../../handshake/guards-status.ts';
import { createLink, type Link } from '../../handshake/host.ts';
import type { FrameMessage, FrameSettings } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import { add, isFine, shadowOf, sheetOf } from '../element.ts';
import type { Page } from '../page.ts';
import type { Problem } from '../problems.ts';
import { createStatusStore, type StatusStore } from './status-store.ts';

/** An indicator, as the board sees it. */
export interface Row {
  readonly isNear: boolean;
  readonly candidateId: string | null;
  requestUpdate(): void;
}

export interface Board {
  readonly store: StatusStore;
  /** State of the connection while it is not fine. */
  readonly problemState: ElementState | undefined;
  add(row: Row): void;
  remove(row: Row): void;
  /** Connects again after a failure, and asks again. */
  retry(id: string | null): void;
}

export interface BoardWords {
  readonly status: string;
  readonly lost: string;
  readonly back: string;
}

/** Tests put another one in its place. */
export const connection = { createLink };

const boards = new Map<string, Board & { readonly page: Page }>();

/** The page's board for that integration context; made when first asked for. */
export function boardOf(page: Page, context: string | undefined, words: () => BoardWords): Board {
  const key = context ?? '';
  const board = boards.get(key);
  if (board?.page === page) return board;
  const made = { page, ...createBoard(page, context, words) };
  boards.set(key, made);
  return made;
}

function createBoard(
  page: Page,
  integrationContext: string | undefined,
  words: () => BoardWords,
): Board {
  const rows = new Set<Row>();
  let link: Link | undefined;
  let holder: HTMLElement | undefined;
  let live: HTMLElement | undefined;
  let isLinked = false;
  let problemState: ElementState | undefined;

  function* idsOf(isNear: boolean): Iterable<string> {
    for (const row of rows) if (row.candidateId && (row.isNear || !isNear)) yield row.candidateId;
  }

  const store = createStatusStore({
    near: () => (document.visibilityState === 'visible' ? idsOf(true) : []),
    all: () => idsOf(false),
    ask,
    onChange(ids) {
      const changed = new Set(ids);
      for (const row of rows) if (changed.has(row.candidateId ?? '')) row.requestUpdate();
    },
  });

  function ask(): void {
    // A page that replaces its body takes the frame along.
    if (!holder?.isConnected) open();
    else if (isLinked) link?.send({ t: 'want', ids: [...store.pending] });
  }

  function open(): void {
    link?.close();
    isLinked = false;
    holder = document.createElement('div');
    const root = shadowOf(holder, sheetOf(holderStyles));
    live = add(root, 'p', { role: 'status' });
    document.body.append(holder);
    link = connection.createLink({
      ...page,
      widget: 'in-ats-indicator',
      messages: statusMessages,
      title: () => words().status,
      place: (frame) => root.append(frame),
      obj: () => 'candidates',
      settings: () =>
        ({ integrationContext, locale: page.locale, deadlineMs: page.deadlineMs }) as FrameSettings,
      onState,
      onMessage,
    });
  }

  function onState(state: ElementState, problem: Problem | undefined, nowLinked: boolean): void {
    const isNew = nowLinked && !isLinked;
    isLinked = nowLinked;
    if (problem && !isFine(state)) fail(state, problem.code);
    else if (problemState && state === 'ready') recover();
    // The first connection, or the frame was loaded again and knows nothing of the question.
    if ((isNew || state === 'authorizing') && store.pending.length > 0) ask();
  }

  function onMessage(message: FrameMessage): void {
    if (message.t === 'statuses') {
      recover();
      store.answer(message.items);
    } else if (message.t === 'statuses-error') {
      fail(
        'error',
        message.code,
        message.retryAfterMs ?? (/^(back|link)/.test(message.code) ? 2_000 : undefined),
      );
    }
  }

  /** Says it once for all indicators, politely. */
  function fail(state: ElementState, code: string, retryAfterMs?: number): void {
    if (!problemState) say(words().lost);
    problemState = state;
    store.fail(code, retryAfterMs);
  }

  function recover(): void {
    if (!problemState) return;
    problemState = undefined;
    say(words().back);
    store.retry();
  }

  function say(text: string): void {
    if (live) live.textContent = text;
  }

  // Somebody linked or unlinked a candidate in a profile widget of this page.
  for (const type of ['rsc-link', 'rsc-unlink']) {
    document.addEventListener(type, (event) => {
      store.retry((event.target as Element).getAttribute('candidate-id'));
    });
  }
  document.addEventListener('visibilitychange', store.refresh);
  setInterval(store.refresh, 30_000);

  return {
    store,
    get problemState() {
      return problemState;
    },
    add: (row) => void rows.add(row),
    remove: (row) => void rows.delete(row),
    retry(id) {
      if (isLinked) link?.resume();
      else link?.retry();
      store.retry(id);
    },
  };
}

/** Out of sight and out of the layout, whatever the page does to elements in its body. */
const holderStyles = `
:host{all:initial!important;position:fixed!important;inset-block-start:0!important;inline-size:1px!important;block-size:1px!important;overflow:hidden!important;clip-path:inset(50%)!important}
iframe{display:none}
`;

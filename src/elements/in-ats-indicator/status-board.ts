/**
 * All indicators of a page with one integration context, and the hidden frame that asks for them.
 * Profile data never comes this way, statuses only.
 */
import { statusMessages } from '../../handshake/guards-status.ts';
import { createLink, type Link } from '../../handshake/host.ts';
import { add, type RscElement, shadowOf } from '../element.ts';
import { type Page, watchers } from '../page.ts';
import type { IndicatorStrings } from './in-ats-indicator.strings.ts';
import { createStatusStore, type StatusStore } from './status-store.ts';

/** Whoever knows what to say in the language of the page. */
interface Speaker {
  readonly words: IndicatorStrings;
}

/** States in which statuses must not stay on the page. */
const isOver = /^(revoked|signed_out|not_allowed|idle)$/;

const boards = new Map<string | undefined, { readonly page: Page; readonly store: StatusStore }>();

/** What the page knows in that integration context; made when first asked for. */
export function storeOf(page: Page, context: string | undefined, speaker: Speaker): StatusStore {
  let board = boards.get(context);
  if (board?.page !== page) {
    board = { page, store: createBoard(page, context, speaker) };
    boards.set(context, board);
  }
  return board.store;
}

function createBoard(
  page: Page,
  integrationContext: string | undefined,
  speaker: Speaker,
): StatusStore {
  let link: Link | undefined;
  let holder: HTMLElement | undefined;
  let live: HTMLElement | undefined;
  let isLinked = false;
  let wasFailing = false;

  /** The indicators of this board, in the order in which they came. */
  const rows = (): RscElement[] =>
    [...watchers].filter(
      (row) => 'kind' in row && row.text('integration-context') === integrationContext,
    );

  const store = createStatusStore({
    rows: () =>
      document.hidden
        ? []
        : rows().map((row) => ({ id: row.text('candidate-id') ?? '', isNear: !!row.isNear })),
    ask,
    onChange() {
      for (const row of rows()) row.requestUpdate();
      // Said once for all indicators, politely.
      const isFailing = !!store.failure;
      const { back, status, unavailable } = speaker.words;
      if (live && isFailing !== wasFailing)
        live.textContent = isFailing ? `${status}: ${unavailable}` : back;
      wasFailing = isFailing;
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
    const root = shadowOf(holder, holderStyles);
    live = add(root, 'p', { role: 'status' });
    document.body.append(holder);
    link = createLink({
      ...page,
      widget: 'in-ats-indicator',
      messages: statusMessages,
      title: String, // none: nobody sees or hears this frame
      place: (frame) => root.append(frame),
      obj: () => 'candidates',
      settings: () => ({ integrationContext, deadlineMs: page.deadlineMs }),
      onState(state, problem, nowLinked) {
        const isNew = nowLinked && !isLinked;
        isLinked = nowLinked;
        // Nobody may see what is known any more, or (`idle`) somebody else looks at the page.
        if (isOver.test(state)) store.forget();
        if (problem) store.fail(problem, state);
        else if (store.failure && (isNew || state === 'ready')) store.retry();
        // The first connection, or the frame was loaded again and knows nothing of the question.
        else if ((isNew || state === 'authorizing') && store.pending.length) ask();
      },
      onMessage(message) {
        if (message.t === 'statuses') store.answer(message.items);
        else if (message.t === 'statuses-error') {
          // That is an answer, and concerns nobody else.
          if (message.code !== 'candidate_unknown') store.fail(message);
          else if (store.pending.length) store.answer([]);
        }
      },
      onBack: store.retry,
    });
  }

  // Somebody linked or unlinked a candidate in a profile widget of this page.
  for (const type of ['rsc-link', 'rsc-unlink']) {
    document.addEventListener(type, ({ target }) => {
      store.retry((target as Element).getAttribute('candidate-id'));
    });
  }
  setInterval(store.refresh, 30_000);
  return store;
}

/** Out of sight, whatever the page does to elements in its body. */
const holderStyles =
  ':host{all:initial!important;position:fixed!important;clip-path:inset(50%)!important}' +
  'iframe{display:none}';

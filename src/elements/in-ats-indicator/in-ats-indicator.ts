import type { ElementState } from '../../protocol/states.ts';
import { add, define, RscElement, shadowOf, sheetOf } from '../element.ts';
import { createWords } from '../locale.ts';
import type { Problem } from '../problems.ts';
import { styles } from './in-ats-indicator.styles.ts';
import { boardOf, type Board } from './status-board.ts';
import type { Known } from './status-store.ts';
import { strings as english } from './strings/en.ts';

const words = createWords(english, {
  ar: () => import('./strings/ar.ts'),
  de: () => import('./strings/de.ts'),
  ja: () => import('./strings/ja.ts'),
});

/** What an indicator can say, with its icon: a path in a box of 24 by 24. */
const icons = {
  checking: 'M7 12h.01M12 12h.01M17 12h.01',
  matched: 'M12 4a8 8 0 1 0 .01 0M8.5 12l2.5 2.5 4.5-5',
  unmatched: 'M12 4a8 8 0 1 0 .01 0M9 12h6',
  unsynced: 'M12 4a8 8 0 1 0 .01 0M12 8v8M9 13l3 3 3-3',
  unavailable: 'M12 4 3 20h18zM12 10v4M12 17h.01',
} as const;
export type Kind = keyof typeof icons;

const kindOf = ({ status, code }: Known): Kind =>
  status
    ? !status.synced
      ? 'unsynced'
      : status.match === 'none'
        ? 'unmatched'
        : 'matched'
    : code
      ? 'unavailable'
      : 'checking';

/** Built at once, because they are the likeliest to be seen; others when they come near. */
let eager = 50;
let sheet: CSSStyleSheet | undefined;

/**
 * Whether a candidate is known to LinkedIn, as an icon in a row of a list.
 *
 * All indicators of a page share one connection and one request per 100 candidates, and what one
 * has learnt all know. Hover, focus or a tap opens a card that says more.
 *
 * @summary Tells whether a candidate is synced and matched, and when.
 * @tagname rsc-in-ats-indicator
 *
 * @attr {string} candidate-id - Id of the candidate in the ATS, as synced to LinkedIn. Required.
 * @attr {string} integration-context - `urn:li:organization:{id}`; by default the customer's first.
 * @attr {'compact'|'expanded'} variant - An icon, or an icon with a word or two.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
 * @fires {CustomEvent<{}>} rsc-ready - The status is shown.
 * @fires {CustomEvent<StateDetail>} rsc-state - `state` has changed.
 * @fires {CustomEvent<ErrorDetail>} rsc-error - Something is wrong: code, owner, what to do.
 *
 * @csspart indicator - Button with the icon.
 * @csspart card - Card that explains it.
 */
export class RscInAtsIndicatorElement extends RscElement {
  static override properties = [
    'candidateId',
    'integrationContext',
    'variant',
    'locale',
    'appearance',
  ] as const;

  declare candidateId: string | null;
  declare integrationContext: string | null;
  declare variant: string | null;
  declare locale: string | null;
  declare appearance: string | null;

  #button: HTMLButtonElement | undefined;
  #path: SVGPathElement | undefined;
  #label: HTMLElement | undefined;
  #board: Board | undefined;
  #known: Known = { atMs: 0 };

  override connectedCallback(): void {
    if (!this.shadowRoot) shadowOf(this, (sheet ??= sheetOf(styles)));
    super.connectedCallback();
    if (eager > 0) {
      eager -= 1;
      this.#render();
    }
  }

  override onNear(isNear: boolean): void {
    super.onNear(isNear);
    if (isNear) this.#board?.store.refresh();
  }

  /** Asks for the status again. */
  override retry(): void {
    this.#board?.retry(this.candidateId);
  }

  protected override release(): void {
    this.#board?.remove(this);
    this.#board = undefined;
  }

  protected override update(): void {
    const { page } = this;
    let problem: Problem | undefined;
    let state: ElementState = 'loading';
    this.#known = { atMs: 0 };
    if (page && 'code' in page) {
      problem = page;
      state = 'misconfigured';
      this.release();
      this.#known = { code: page.code, atMs: 0 };
    } else if (page) {
      const board = boardOf(page, this.text('integration-context'), () => this.words);
      if (board !== this.#board) this.release();
      this.#board = board;
      board.add(this);
      const known = board.store.get(this.candidateId ?? '');
      if (known) {
        this.#known = known;
        const { code, status } = known;
        state = status ? (code ? 'stale' : 'ready') : (board.problemState ?? 'error');
        if (code) problem = { code };
      } else board.store.refresh();
    }
    this.#render();
    this.setState(state, problem);
  }

  /** @internal The words of the element's language. */
  get words(): typeof english {
    return words.in(this.language);
  }

  /** @internal What it says. */
  get kind(): Kind {
    return kindOf(this.#known);
  }

  /** @internal What is known, for the card. */
  get known(): Known {
    return this.#known;
  }

  #render(): void {
    const button = (this.#button ??= this.#build());
    const { kind } = this;
    const { status, [kind]: label } = this.words;
    const isExpanded = this.variant === 'expanded';
    const { appearance } = this.page && 'tenant' in this.page ? this.page : {};
    button.className = kind + (isExpanded ? ' expanded' : '');
    button.ariaLabel = `${status}: ${label}`;
    if (appearance && appearance !== 'auto' && !this.appearance)
      button.style.colorScheme = appearance;
    this.#path?.setAttribute('d', icons[kind]);
    if (isExpanded) this.#label ??= add(button, 'span', {});
    if (this.#label) this.#label.textContent = isExpanded ? label : '';
  }

  #build(): HTMLButtonElement {
    const button = add(this.shadowRoot as Node, 'button', { part: 'indicator' });
    const svg = 'http://www.w3.org/2000/svg';
    const icon = button.appendChild(document.createElementNS(svg, 'svg'));
    icon.setAttribute('viewBox', '0 0 24 24');
    this.#path = icon.appendChild(document.createElementNS(svg, 'path'));
    button.onpointerenter = button.onfocus = button.onclick = this.#onTouch;
    return button;
  }

  /** The card comes when it is first asked for: most rows are never touched. */
  readonly #onTouch = (event: Event): void => {
    void import('./card.ts').then(
      ({ touchCard }) => {
        touchCard(this, event.type);
      },
      () => undefined, // without network the name of the button has to do
    );
  };
}

/** Defines `<rsc-in-ats-indicator>`, unless the name is taken. */
export const defineInAtsIndicator = (): boolean =>
  define('rsc-in-ats-indicator', RscInAtsIndicatorElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-in-ats-indicator': RscInAtsIndicatorElement;
  }
}

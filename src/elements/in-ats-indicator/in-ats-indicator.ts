import { resumeAll } from '../../handshake/host.ts';
import { add, define, RscElement, shadowOf, sheetOf } from '../element.ts';
import { createWords } from '../locale.ts';
import type { Problem } from '../problems.ts';
import { styles } from './in-ats-indicator.styles.ts';
import { storeOf } from './status-board.ts';
import type { Known, StatusStore } from './status-store.ts';
import { en, type IndicatorStrings } from './in-ats-indicator.strings.ts';

const words = createWords(en, () => import('./in-ats-indicator.strings.more.ts'));

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
  static override readonly properties = [
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
  #path!: SVGPathElement;
  #label!: HTMLElement;
  #store: StatusStore | undefined;
  #known: Known | undefined;

  override connectedCallback(): void {
    if (!this.shadowRoot) shadowOf(this, (sheet ??= sheetOf(styles)));
    super.connectedCallback();
    if (eager > 0) {
      eager -= 1;
      this.#render();
    }
  }

  /** Asks for the status again. */
  override retry(): void {
    resumeAll();
    this.#store?.retry(this.candidateId);
  }

  protected override update(): void {
    const { page } = this;
    const isUsable = page && 'tenant' in page;
    const store = isUsable ? storeOf(page, this.text('integration-context'), this) : undefined;
    const known = store ? store.get(this.candidateId ?? '') : (page as Problem | null);
    store?.refresh();
    this.#store = store;
    this.#known = known ?? undefined;
    const { status, code } = this.known;
    this.#render(isUsable ? page.appearance : undefined);
    const failed = store ? (store.failing ?? 'error') : 'misconfigured';
    const state = status ? (code ? 'stale' : 'ready') : code ? failed : 'loading';
    this.setState(state, code ? (known as Problem) : undefined);
  }

  /** @internal The words of the element's language. */
  get words(): IndicatorStrings {
    return words(this.language);
  }

  /** @internal What it says. */
  get kind(): Kind {
    return kindOf(this.known);
  }

  /** @internal What is known, for the card. */
  get known(): Known {
    return this.#known ?? {};
  }

  #render(appearance?: string): void {
    const button = (this.#button ??= this.#build());
    const { kind } = this;
    const { status, [kind]: label } = this.words;
    const isExpanded = this.variant === 'expanded';
    const scheme = /^(light|dark)$/.exec(this.text('appearance') ?? appearance ?? '');
    button.style.colorScheme = scheme?.[0] ?? '';
    button.className = kind + (isExpanded ? ' expanded' : '');
    button.ariaLabel = `${status}: ${label}`;
    this.#path.setAttribute('d', icons[kind]);
    this.#label.textContent = isExpanded ? label : '';
  }

  #build(): HTMLButtonElement {
    const button = add(this.shadowRoot as Node, 'button', { part: 'indicator' });
    const svg = 'http://www.w3.org/2000/svg';
    const icon = button.appendChild(document.createElementNS(svg, 'svg'));
    icon.setAttribute('viewBox', '0 0 24 24');
    this.#path = icon.appendChild(document.createElementNS(svg, 'path'));
    this.#label = add(button, 'span', {});
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

import { resumeAll } from '../../handshake/host.ts';
import { add, define, RscElement, shadowOf } from '../element.ts';
import { createWords } from '../locale.ts';
import { styles } from './in-ats-indicator.styles.ts';
import type { Page } from '../page.ts';
import { storeOf } from './status-board.ts';
import type { Known } from './status-store.ts';
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

/**
 * Drawn at once, because they are the likeliest to be seen; others when they come near, and then
 * all get their words: to find out the language takes longer than to draw.
 */
let eager = 40;
/** Says that the script tag is at work, which reserves the room of elements in the document. */
const mark = Symbol.for('rsc-embed');

/** The card comes when it is first asked for: most rows are never touched. */
function onTouch({ currentTarget, type }: Event): void {
  const { host } = (currentTarget as Node).parentNode as ShadowRoot;
  void import('./card.ts').then(
    ({ touchCard }) => {
      touchCard(host as RscInAtsIndicatorElement, type);
    },
    () => undefined, // without network the name of the button has to do
  );
}

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
  static override readonly observedAttributes = [
    'candidate-id',
    'integration-context',
    'variant',
    'locale',
    'appearance',
  ];

  declare candidateId: string | null;
  declare integrationContext: string | null;
  declare variant: string | null;
  declare locale: string | null;
  declare appearance: string | null;

  /** @internal What there is to say, also for the card. */
  declare known: Known | undefined;
  #button: HTMLButtonElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (eager-- > 0) {
      this.#draw();
    } else if (!(mark in document) || this.getRootNode() !== document) {
      // Without the script tag, or where its style does not reach, only ours gives it a size.
      this.#open();
    }
  }

  /** Asks for the status again. */
  override retry(): void {
    resumeAll();
  }

  protected override update(): void {
    const { page } = this;
    const problem = page && 'code' in page ? page : undefined;
    const store =
      page && !problem ? storeOf(page as Page, this.text('integration-context'), this) : undefined;
    this.known = problem ? { failure: problem } : store?.get(this.candidateId ?? '');
    store?.refresh();
    const { status, failure } = this.known ?? {};
    this.#render((page as Partial<Page> | null)?.appearance);
    const failed = failure && (failure.state ?? 'misconfigured');
    this.setState(status ? (failed ? 'stale' : 'ready') : (failed ?? 'loading'), failure);
  }

  /** @internal The words of the element's language. */
  get words(): IndicatorStrings {
    return words(this.language);
  }

  /** @internal What it says. */
  get kind(): Kind {
    const { status, failure } = this.known ?? {};
    if (!status) return failure ? 'unavailable' : 'checking';
    return !status.synced ? 'unsynced' : status.match === 'none' ? 'unmatched' : 'matched';
  }

  #render(appearance?: string): void {
    const button = this.#draw();
    const { status, [this.kind]: label } = this.words;
    const [scheme = ''] = /^(light|dark)$/.exec(this.text('appearance') ?? appearance ?? '') ?? [];
    button.style.colorScheme = scheme;
    button.inert = false;
    button.ariaLabel = `${status}: ${label}`;
    (button.lastChild as Node).textContent = this.variant === 'expanded' ? label : '';
  }

  #draw(): HTMLButtonElement {
    const button = (this.#button ??= this.#build());
    const { kind } = this;
    button.className = kind;
    button.querySelector('path')?.setAttribute('d', icons[kind]);
    return button;
  }

  /** Most rows of a long list are never seen, and need no inside. */
  #open(): ShadowRoot {
    return this.shadowRoot ?? shadowOf(this, styles);
  }

  #build(): HTMLButtonElement {
    // Not there for anybody until it has its words.
    const button = add(this.#open(), 'button', { part: 'indicator', inert: '' });
    const svg = 'http://www.w3.org/2000/svg';
    const icon = button.appendChild(document.createElementNS(svg, 'svg'));
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.appendChild(document.createElementNS(svg, 'path'));
    add(button, 'span', {});
    button.onpointerenter = button.onfocus = button.onclick = onTouch;
    return button;
  }
}

/** Defines `<rsc-in-ats-indicator>`, unless the name is taken. */
export const defineInAtsIndicator = (): boolean =>
  define('rsc-in-ats-indicator', RscInAtsIndicatorElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-in-ats-indicator': RscInAtsIndicatorElement;
  }
}

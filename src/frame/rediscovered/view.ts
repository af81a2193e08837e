import {
  html,
  LitElement,
  nothing,
  unsafeCSS,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { baseStyles, buttonStyles } from '../../ui/base.styles.ts';
import '../../ui/fold/fold.ts';
import { RscContentResizeEvent, type RscFold } from '../../ui/fold/fold.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { format } from '../../ui/i18n/messages.ts';
import { icon } from '../../ui/icons.ts';
import type { RscNotice } from '../../ui/notice/notice.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { RscRenderedEvent } from '../rendered-event.ts';
import { rowBones } from '../skeletons.ts';
import { RscListEvent } from './asking.ts';
import { candidateCard } from './card.ts';
import { sentence, spokenStatus } from './looks.ts';
import { emptyNotice, failureNotice, staleNotice } from './notices.ts';
import { initialState, type RediscoveredState, type Shown } from './state.ts';
import { viewStyles } from './view.styles.ts';
import { en } from './words/en.ts';
import type { RediscoveredWords } from './words/words.ts';

/**
 * Past applicants who fit a job: each with why, what was before, and what the person can do. Arrow keys
 * lead from card to card.
 *
 * Renders a state and asks for things by events; owns nothing.
 *
 * @fires rsc-request
 * @fires rsc-card
 * @fires rsc-list
 * @fires rsc-rendered
 */
@customElement('rsc-rediscovered-view')
export class RscRediscoveredView extends LitElement {
  static override styles = [baseStyles, buttonStyles, viewStyles, unsafeCSS(rowBones.css)];

  @property({ attribute: false }) state: RediscoveredState = initialState;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) words: RediscoveredWords = en;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;

  @query('rsc-fold') private fold!: RscFold | null;
  @query('rsc-notice') private notice!: RscNotice | null;
  @query('main') private main!: HTMLElement | null;
  /** Candidate whose card has the focus. */
  #focusedId: string | null = null;

  constructor() {
    super();
    new FocusKeeper(this, () => {
      void this.#focusNext();
    });
  }

  /** Height of all the content, folded or not, in CSS pixels. */
  measure(): number {
    return this.fold?.measure() ?? this.getBoundingClientRect().height;
  }

  /** True when what is shown is more than outlines, so that its height means something. */
  get settled(): boolean {
    const { answer, code, phase } = this.state;
    return answer !== null || code !== null || phase === 'idle';
  }

  /** True while a part of the content does not fit. */
  get folded(): boolean {
    return this.fold?.folded ?? false;
  }

  protected override willUpdate(_changes: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement?.closest<HTMLElement>('li[data-id]');
    if (focused !== null && focused !== undefined) {
      this.#focusedId = focused.dataset['id'] ?? null;
    }
  }

  protected override updated(): void {
    void this.#announceHeight();
  }

  /** Children render after us, each in its own microtask; observers may not run at all. */
  async #announceHeight(): Promise<void> {
    const children = [...this.renderRoot.querySelectorAll('*')].filter(
      (child) => child instanceof LitElement,
    );
    await Promise.all(children.map((child) => child.updateComplete));
    this.dispatchEvent(new RscRenderedEvent());
  }

  get #cards(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('li[data-id]')];
  }

  /** Where the focus goes when what had it is gone: to the way back, or to what is left. */
  async #focusNext(): Promise<void> {
    const card = this.#cards.find(({ dataset }) => dataset['id'] === this.#focusedId);
    const button =
      card?.querySelector<HTMLElement>('.buttons button') ??
      card?.querySelector<HTMLElement>('button');
    if (button !== null && button !== undefined) {
      button.focus();
      return;
    }
    await this.notice?.updateComplete;
    if (this.notice?.focusAction() !== true) this.main?.focus();
  }

  /** The same control of the next or the previous card. */
  #onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isEnd = event.key === 'Home' || event.key === 'End';
    const { target } = event;
    if ((step === undefined && !isEnd) || !(target instanceof HTMLElement)) return;
    const card = target.closest<HTMLElement>('li[data-id]');
    const cards = this.#cards;
    if (card === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const at =
      step === undefined
        ? event.key === 'Home'
          ? 0
          : cards.length - 1
        : cards.indexOf(card) + step;
    const next = cards[at];
    if (next === undefined) return;
    event.preventDefault();
    const { ask } = target.dataset;
    const same = target.localName === 'summary' ? 'summary' : `[data-ask="${ask ?? ''}"]`;
    (next.querySelector<HTMLElement>(same) ?? next.querySelector<HTMLElement>('button'))?.focus();
  }

  #onToggle(): void {
    this.dispatchEvent(new RscContentResizeEvent());
  }

  override render(): TemplateResult {
    const { state, localization, words } = this;
    const { messages } = localization;
    return html`<main tabindex="-1" aria-label=${words.viewLabel}>
      <div role="status" class="heard">${spokenStatus(state, words, messages)}</div>
      <rsc-fold .limitPx=${this.limitPx} label=${messages.showMore}>
        ${this.#renderContent(state)}
      </rsc-fold>
    </main>`;
  }

  #renderContent(state: RediscoveredState): TemplateResult | typeof nothing {
    if (state.answer !== null) return this.#renderAnswer(state, state.answer);
    if (state.code !== null) return failureNotice(this, state, state.code);
    if (state.phase === 'idle') return nothing;
    const slow = html`<p class="slow">
      ${icon('clock')}${this.localization.messages.stillLoading}
    </p>`;
    return html`${state.slow ? slow : nothing}${unsafeHTML(rowBones.html)}`;
  }

  #renderAnswer(
    state: RediscoveredState,
    answer: NonNullable<RediscoveredState['answer']>,
  ): TemplateResult {
    const { words } = this;
    return html`
      ${staleNotice(this, state)}
      <header>
        <div>
          <h2>${sentence(words.title, { job: answer.job.title })}</h2>
          ${answer.job.isOpen ? html`<p class="muted">${words.intro}</p>` : nothing}
        </div>
        ${answer.job.isOpen ? this.#renderParts(state, answer.dismissed) : nothing}
      </header>
      ${this.#renderList(state, answer)}
    `;
  }

  #renderParts({ shown }: RediscoveredState, dismissed: number): TemplateResult {
    const { words } = this;
    const part = (one: Shown, label: string): TemplateResult =>
      html`<button
        type="button"
        aria-pressed=${shown === one ? 'true' : 'false'}
        @click=${() => this.dispatchEvent(new RscListEvent(one))}
      >
        ${label}
      </button>`;
    return html`<div class="parts" role="group" aria-label=${words.partsLabel}>
      ${part('suggested', words.suggested)}
      ${part('dismissed', format(words.dismissedTab, { count: String(dismissed) }))}
    </div>`;
  }

  #renderList(
    state: RediscoveredState,
    answer: NonNullable<RediscoveredState['answer']>,
  ): TemplateResult {
    const { words } = this;
    const { items, deeds, shown, busy, phase } = state;
    if (items.length === 0) {
      return busy ? html`${unsafeHTML(rowBones.html)}` : emptyNotice(this, state);
    }
    const nowMs = Date.now();
    const { mayDecide, next } = answer;
    return html`<ul
        class=${phase === 'stale' ? 'cards aged' : 'cards'}
        @keydown=${this.#onKeyDown}
        @toggle=${{ handleEvent: this.#onToggle.bind(this), capture: true }}
      >
        ${repeat(
          items,
          ({ id }) => id,
          (candidate) =>
            candidateCard(this, {
              candidate,
              deed: deeds.get(candidate.id),
              shown,
              mayDecide,
              nowMs,
            }),
        )}
      </ul>
      ${
        next === null
          ? nothing
          : html`<div class="more">
              <button
                type="button"
                aria-disabled=${busy ? 'true' : 'false'}
                @click=${() => this.dispatchEvent(new RscListEvent('more'))}
              >
                ${icon('down')}${busy ? words.loadingMore : words.more}
              </button>
            </div>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-rediscovered-view': RscRediscoveredView;
  }
}

import {
  html,
  LitElement,
  nothing,
  unsafeCSS,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
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
import { RscHoldEvent, RscListEvent } from './asking.ts';
import { Holding } from './holding.ts';
import { buttonFor, rowAfter } from './keys.ts';
import { spokenStatus } from './looks.ts';
import { emptyNotice, failureNotice, staleNotice } from './notices.ts';
import { exportRow } from './row.ts';
import { initialState, type ExportsState } from './state.ts';
import { viewStyles } from './view.styles.ts';
import { en } from './words/en.ts';
import type { ExportsWords } from './words/words.ts';

/**
 * Inbox of members that recruiters exported: each with who exported it for what, how it stands, and what
 * the person can do. Arrow keys lead from export to export, letters act on the one with the focus.
 *
 * Renders a state and asks for things by events; owns nothing.
 *
 * @fires rsc-request
 * @fires rsc-row
 * @fires rsc-list
 * @fires rsc-hold
 * @fires rsc-rendered
 */
@customElement('rsc-exports-view')
export class RscExportsView extends LitElement {
  static override styles = [baseStyles, buttonStyles, viewStyles, unsafeCSS(rowBones.css)];

  @property({ attribute: false }) state: ExportsState = initialState;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) words: ExportsWords = en;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;

  /** What shows an export in detail is loaded when it is first wanted. */
  @state() private detail: 'none' | 'loading' | 'ready' | 'failed' = 'none';
  @query('rsc-fold') private fold!: RscFold | null;
  @query('rsc-notice') private notice!: RscNotice | null;
  @query('main') private main!: HTMLElement | null;
  @query('header') private header!: HTMLElement | null;
  /** Export whose row has the focus. */
  #focusedId: string | null = null;

  constructor() {
    super();
    new FocusKeeper(this, () => {
      void this.#focusNext();
    });
    new Holding(
      this,
      () => this.header,
      (isHeld) => this.dispatchEvent(new RscHoldEvent(isHeld)),
    );
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
    const row = this.shadowRoot?.activeElement?.closest<HTMLElement>('li[data-id]');
    if (row !== null && row !== undefined) this.#focusedId = row.dataset['id'] ?? null;
    if (this.state.opened !== null && this.detail === 'none') void this.#loadDetail();
  }

  async #loadDetail(): Promise<void> {
    this.detail = 'loading';
    try {
      await import('./detail.ts');
      this.detail = 'ready';
    } catch {
      this.detail = 'failed';
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

  get #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('li[data-id]')];
  }

  /** Where the focus goes when what had it is gone: to what can be done next in its row, or to the list. */
  async #focusNext(): Promise<void> {
    const row = this.#rows.find(({ dataset }) => dataset['id'] === this.#focusedId);
    const button =
      row?.querySelector<HTMLElement>('.buttons button') ??
      row?.querySelector<HTMLElement>('button') ??
      row ??
      this.#rows[0]?.querySelector<HTMLElement>('button');
    if (button !== null && button !== undefined) {
      button.focus();
      return;
    }
    await this.notice?.updateComplete;
    if (this.notice?.focusAction() !== true) this.main?.focus();
  }

  #onKeyDown(event: KeyboardEvent): void {
    const { target } = event;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing;
    if (!isPlain || !(target instanceof HTMLElement)) return;
    if (event.key.toLowerCase() === 'n' && this.state.listing.waiting.length > 0) {
      event.preventDefault();
      void this.#showNew();
      return;
    }
    const row = target.closest<HTMLElement>('li[data-id]');
    const next = row === null ? null : (rowAfter(event.key, row, this.#rows, target) ?? null);
    if (next !== null) {
      event.preventDefault();
      next.focus();
      return;
    }
    const button = row === null ? null : buttonFor(event.key, row);
    if (button === null) return;
    event.preventDefault();
    button.focus();
    button.click();
  }

  /** The first of them gets the focus, as the button that had it is gone. */
  async #showNew(): Promise<void> {
    this.dispatchEvent(new RscListEvent('new'));
    await this.updateComplete;
    const first = this.#rows[0];
    (first?.querySelector<HTMLElement>('button') ?? this.main)?.focus();
  }

  #onToggle(): void {
    // Whoever cannot load it now does with the next click.
    import('./key-help.ts').catch(() => undefined);
    this.dispatchEvent(new RscContentResizeEvent());
  }

  override render(): TemplateResult {
    const { state, localization, words } = this;
    const { messages } = localization;
    return html`<main tabindex="-1" aria-label=${words.viewLabel} @keydown=${this.#onKeyDown}>
      <div role="status" class="heard">${spokenStatus(state, words, messages)}</div>
      <rsc-fold .limitPx=${this.limitPx} label=${messages.showMore}>
        ${this.#renderContent(state)}
      </rsc-fold>
    </main>`;
  }

  #renderContent(state: ExportsState): TemplateResult | typeof nothing {
    if (state.answer !== null) return this.#renderAnswer(state, state.answer);
    if (state.code !== null) return failureNotice(this, state, state.code);
    if (state.phase === 'idle') return nothing;
    const slow = html`<p class="slow">
      ${icon('clock')}${this.localization.messages.stillLoading}
    </p>`;
    return html`${state.slow ? slow : nothing}${unsafeHTML(rowBones.html)}`;
  }

  #renderAnswer(state: ExportsState, answer: NonNullable<ExportsState['answer']>): TemplateResult {
    const { words } = this;
    const { shown, waiting } = state.listing;
    const isEmpty = shown.length === 0 && waiting.length === 0;
    return html`
      ${staleNotice(this, state)}
      <header>
        <h2>${words.title}</h2>
        ${
          waiting.length === 0
            ? nothing
            : html`<button
                type="button"
                class="new"
                aria-keyshortcuts="N"
                @click=${() => void this.#showNew()}
              >
                ${icon('refresh')}${format(words.showNew, { count: String(waiting.length) })}
              </button>`
        }
      </header>
      ${isEmpty ? emptyNotice(this) : this.#renderList(state, answer)}
    `;
  }

  #renderList(state: ExportsState, answer: NonNullable<ExportsState['answer']>): TemplateResult {
    const { words } = this;
    const { listing, deeds, opened, phase, loadingMore } = state;
    const { mayDecide, next } = answer;
    return html`<ul class=${phase === 'stale' ? 'rows aged' : 'rows'} aria-label=${words.title}>
        ${repeat(
          listing.shown,
          ({ id }) => id,
          (row) =>
            exportRow(this, {
              row,
              deed: deeds.get(row.id),
              mayDecide,
              isOpened: opened?.id === row.id,
              detail: opened?.id === row.id ? this.#renderDetail(row.id) : nothing,
            }),
        )}
      </ul>
      ${
        next === null
          ? nothing
          : html`<div class="more">
              <button
                type="button"
                aria-disabled=${loadingMore ? 'true' : 'false'}
                @click=${() => this.dispatchEvent(new RscListEvent('more'))}
              >
                ${icon('down')}${loadingMore ? words.loadingMore : words.more}
              </button>
            </div>`
      }
      <details class="keys" @toggle=${this.#onToggle}>
        <summary>${icon('down')}${words.keys}</summary>
        <rsc-export-keys .words=${words} .mayDecide=${mayDecide}></rsc-export-keys>
      </details>`;
  }

  #renderDetail(id: string): TemplateResult {
    const { words, localization, state } = this;
    const { opened, answer, deeds, listing } = state;
    const { messages } = localization;
    if (this.detail === 'failed') {
      return html`<p class="failed">
        ${icon('warning')}<span
          >${messages.errors.unreachable.title}.
          <button type="button" @click=${() => void this.#loadDetail()}>
            ${icon('refresh')}${messages.retry}
          </button></span
        >
      </p>`;
    }
    if (this.detail !== 'ready') return html`<p class="muted">${words.comparing}</p>`;
    return html`<rsc-export-detail
      .row=${listing.shown.find((row) => row.id === id) ?? null}
      .opened=${opened}
      .words=${words}
      .localization=${localization}
      .mayDecide=${answer?.mayDecide === true}
      .isBusy=${deeds.get(id)?.state === 'doing'}
      @rsc-focus-gone=${() => void this.#focusNext()}
    ></rsc-export-detail>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-exports-view': RscExportsView;
  }
}

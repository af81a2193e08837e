import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TimelineItem } from '../../protocol/timeline.ts';
import { baseStyles, buttonStyles } from '../../ui/base.styles.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { format } from '../../ui/i18n/messages.ts';
import { formatDay } from '../../ui/i18n/time.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/notice/notice.ts';
import { RscTimelineEvent, type TimelineAsk } from './asking.ts';
import { contactStyles } from './contact.styles.ts';
import { filterBar, Typing } from './filter-bar.ts';
import { itemBody, labelOf } from './item.ts';
import { initialTimeline, type TimelineState } from './state.ts';
import { timelineStyles } from './timeline.styles.ts';
import { blocksOf, heightOf, nearBlocks, type Block } from './windowing.ts';
import { en } from './words/en.ts';
import type { ActivityWords } from './words/words.ts';

/** Height the list asks for at most; where there is more room it takes it. */
const wantedListPx = 640;
const leastListPx = 160;
/** This far from the end of the list the next page is asked for. */
const aheadPx = 600;
/** Ages are told to the minute. */
const tickMs = 30_000;
/** Up to here somebody looks at the newest item, and new ones may come in above it. */
const atTopPx = 4;

/**
 * A candidate's timeline with filter and search: a feed that scrolls by itself, of which only what is
 * near is in the document. Page keys lead from item to item.
 *
 * Renders a state and asks for things by events; owns what is unfolded and where the person reads.
 *
 * @fires rsc-timeline-ask
 */
@customElement('rsc-activity-timeline')
export class RscActivityTimeline extends LitElement {
  static override styles = [baseStyles, buttonStyles, timelineStyles, contactStyles];

  @property({ attribute: false }) state: TimelineState = initialTimeline;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) words: ActivityWords = en;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) roomPx: number | null = null;

  @state() private near: ReadonlySet<string> = new Set();
  @query('.scroll') private scroller!: HTMLElement | null;
  @query('.list') private list!: HTMLElement | null;

  /** Texts that the person has unfolded. */
  #open: ReadonlySet<string> = new Set();
  /** Item that the keyboard comes to. */
  #activeId: string | null = null;
  #mustFocus = false;
  #ends = new Set<string>();
  #blocks: readonly Block<TimelineItem>[] = [];
  readonly #heights = new Map<string, number>();
  #anchor: { readonly id: string; readonly topPx: number } | null = null;
  #ticking: ReturnType<typeof setInterval> | undefined;
  readonly #typing = new Typing((words) => {
    this.#ask({ ask: 'search', words });
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = setInterval(() => {
      this.requestUpdate();
    }, tickMs);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#ticking);
    this.#typing.stop();
    super.disconnectedCallback();
  }

  /** Height that all of it would like to have, in CSS pixels, whatever it has. */
  get wantedPx(): number {
    const around = this.#aroundPx;
    return around + Math.min(this.list?.getBoundingClientRect().height ?? 0, wantedListPx);
  }

  get #aroundPx(): number {
    const own = this.getBoundingClientRect().height;
    return own - (this.scroller?.getBoundingClientRect().height ?? 0);
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const before = changes.get('state');
    const items = this.state.items ?? [];
    const isOther =
      before !== undefined &&
      (before.group !== this.state.group || before.words !== this.state.words);
    if (isOther || items.length === 0) {
      this.#ends = new Set();
      this.#heights.clear();
      this.#open = new Set();
      this.#activeId = null;
      this.#anchor = null;
    } else {
      this.#anchor = this.#findAnchor();
    }
    if (changes.has('state')) this.#blocks = blocksOf(items, this.#ends);
    if (!items.some(({ id }) => id === this.#activeId)) this.#activeId = items[0]?.id ?? null;
  }

  protected override updated(): void {
    const { scroller } = this;
    if (scroller === null) return;
    // By property: the frame's CSP forbids style attributes.
    const room = this.roomPx === null ? wantedListPx : this.roomPx - this.#aroundPx;
    scroller.style.maxBlockSize = `${String(Math.max(leastListPx, room))}px`;
    const known = new Map(this.#blocks.map((block) => [block.key, block]));
    for (const element of this.renderRoot.querySelectorAll<HTMLElement>('.block')) {
      const key = element.dataset['key'] ?? '';
      const block = known.get(key);
      if (block === undefined) continue;
      const isAway = element.hasAttribute('data-away');
      element.style.blockSize = isAway ? `${String(heightOf(block, this.#heights))}px` : '';
      if (!isAway) this.#heights.set(key, element.getBoundingClientRect().height);
    }
    this.#keepPlace(scroller);
    if (this.#mustFocus) this.#focusActive();
    this.#lookAround();
  }

  /** The topmost item that is read, and where it stands; null at the top of the list. */
  #findAnchor(): { id: string; topPx: number } | null {
    const { scroller } = this;
    if (scroller === null) return null;
    const hasFocus = this.#focused !== null;
    if (scroller.scrollTop <= atTopPx && !hasFocus) return null;
    const top = scroller.getBoundingClientRect().top;
    for (const article of this.#articles) {
      const rect = article.getBoundingClientRect();
      if (rect.bottom > top + 1) return { id: article.dataset['id'] ?? '', topPx: rect.top - top };
    }
    return null;
  }

  /** What is read stays where it is, whatever comes in or is drawn above it. */
  #keepPlace(scroller: HTMLElement): void {
    const anchor = this.#anchor;
    this.#anchor = null;
    if (anchor === null) return;
    const article = this.#articleOf(anchor.id);
    if (article === undefined) return;
    const topPx = article.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const movedPx = topPx - anchor.topPx;
    if (Math.abs(movedPx) >= 1) scroller.scrollTop += movedPx;
  }

  get #articles(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('article')];
  }

  get #focused(): HTMLElement | null {
    return this.shadowRoot?.activeElement?.closest<HTMLElement>('article') ?? null;
  }

  #articleOf(id: string): HTMLElement | undefined {
    return this.#articles.find(({ dataset }) => dataset['id'] === id);
  }

  #focusActive(): void {
    const article = this.#articleOf(this.#activeId ?? '');
    if (article === undefined) return;
    this.#mustFocus = false;
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: 'nearest' });
  }

  /** Draws what has come near, and asks for what comes next. */
  #lookAround(): void {
    const { scroller } = this;
    if (scroller === null) return;
    const { scrollTop, clientHeight, scrollHeight } = scroller;
    const near = nearBlocks(this.#blocks, this.#heights, scrollTop, clientHeight);
    const isSame = near.size === this.near.size && [...near].every((key) => this.near.has(key));
    if (!isSame) this.near = near;
    const { older, more, isPartial, phase, fresh } = this.state;
    const isNearEnd = clientHeight > 0 && scrollHeight - scrollTop - clientHeight < aheadPx;
    if (isNearEnd && older !== null && more === 'idle' && !isPartial && phase === 'ready') {
      this.#ask({ ask: 'more' });
    }
    if (fresh.size > 0 && scrollTop <= atTopPx && clientHeight > 0) this.#ask({ ask: 'seen' });
  }

  #onScroll(): void {
    if (this.#focused === null) this.#activeId = this.#findAnchor()?.id ?? this.#activeId;
    this.#lookAround();
  }

  #ask(request: TimelineAsk): void {
    // Whoever answers may change what is being drawn.
    queueMicrotask(() => {
      this.dispatchEvent(new RscTimelineEvent(request));
    });
  }

  /** From item to item by the keys that feeds are read with. */
  #onKeyDown(event: KeyboardEvent): void {
    const { target, key } = event;
    const items = this.state.items ?? [];
    if (!(target instanceof HTMLElement) || event.altKey || event.metaKey || event.ctrlKey) return;
    const article = target.closest<HTMLElement>('article');
    if (article === null) return;
    const at = items.findIndex(({ id }) => id === article.dataset['id']);
    const next = { PageDown: at + 1, PageUp: at - 1, Home: 0, End: items.length - 1 }[key];
    if (next === undefined) return;
    event.preventDefault();
    const item = items[next];
    if (item === undefined) return;
    this.#activeId = item.id;
    this.#mustFocus = true;
    this.requestUpdate();
  }

  #onFocusin({ target }: FocusEvent): void {
    const article = target instanceof Element ? target.closest<HTMLElement>('article') : null;
    const id = article?.dataset['id'];
    if (id === undefined || id === this.#activeId) return;
    this.#activeId = id;
    this.requestUpdate();
  }

  readonly #onToggle = (id: string, isOpen: boolean): void => {
    const open = new Set(this.#open);
    if (isOpen) open.add(id);
    else open.delete(id);
    this.#open = open;
    this.requestUpdate();
  };

  /** Takes the person to what is new. */
  #toTop(): void {
    const first = this.state.items?.[0];
    if (this.scroller === null || first === undefined) return;
    this.scroller.scrollTop = 0;
    this.#activeId = first.id;
    this.#mustFocus = true;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const { state, words } = this;
    return html`${filterBar(state, words, this.#typing)}
      <div role="status" class="heard">${this.#spoken(state)}</div>
      ${
        state.fresh.size === 0 || state.items === null
          ? nothing
          : html`<div class="arrived">
              <button type="button" @click=${this.#toTop}>
                ${icon('down')}${format(words.showArrived, { count: this.#number(state.fresh.size) })}
              </button>
            </div>`
      }
      <div class="scroll" @scroll=${this.#onScroll}>
        <div class="list">${this.#renderList(state)}</div>
      </div>`;
  }

  #number(count: number): string {
    return new Intl.NumberFormat(this.localization.locale).format(count);
  }

  #spoken({ items, fresh, more, busy }: TimelineState): string {
    const { words } = this;
    if (items === null) return busy ? words.loading : '';
    if (fresh.size > 0) return format(words.arrived, { count: this.#number(fresh.size) });
    if (more === 'loading') return words.loadingOlder;
    return items.length === 0 ? (this.#isAll ? words.emptyTitle : words.noneTitle) : '';
  }

  get #isAll(): boolean {
    return this.state.group === 'all' && this.state.words === '';
  }

  #renderList(state: TimelineState): TemplateResult {
    const { words } = this;
    const { items } = state;
    if (items === null) {
      return html`<div class="bones" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`;
    }
    return html`
      ${
        items.length === 0
          ? this.#renderNone(state)
          : html`<div
              role="feed"
              aria-label=${words.viewLabel}
              aria-busy=${state.more === 'loading' ? 'true' : 'false'}
              class=${state.phase === 'stale' ? 'aged' : ''}
              @keydown=${this.#onKeyDown}
              @focusin=${this.#onFocusin}
            >
              ${repeat(
                this.#blocks,
                ({ key }) => key,
                (block) => this.#renderBlock(block, items),
              )}
            </div>`
      }
      ${this.#renderFoot(state)}
    `;
  }

  #renderBlock(block: Block<TimelineItem>, items: readonly TimelineItem[]): TemplateResult {
    const isNear =
      this.near.has(block.key) ||
      (block.start === 0 && this.near.size === 0) ||
      block.items.some(({ id }) => id === this.#activeId);
    return html`<div class="block" data-key=${block.key} ?data-away=${!isNear}>
      ${
        isNear
          ? repeat(
              block.items,
              ({ id }) => id,
              (item, index) => this.#renderItem(item, block.start + index, items),
            )
          : nothing
      }
    </div>`;
  }

  #renderItem(item: TimelineItem, index: number, items: readonly TimelineItem[]): TemplateResult {
    const { words, localization, state } = this;
    const { locale } = localization;
    const nowMs = Date.now();
    const day = formatDay(item.atMs, nowMs, locale);
    const above = items[index - 1];
    const isNewDay = above === undefined || formatDay(above.atMs, nowMs, locale) !== day;
    const { id } = item;
    return html`<article
      data-id=${id}
      ?data-fresh=${state.fresh.has(id)}
      tabindex=${id === this.#activeId ? '0' : '-1'}
      aria-label=${labelOf(item, words, locale)}
      aria-posinset=${index + 1}
      aria-setsize=${state.older === null ? items.length : -1}
    >
      ${isNewDay ? html`<h3>${day}</h3>` : nothing}
      <div class="entry">
        ${itemBody(item, {
          words,
          localization,
          nowMs,
          whole: state.wholes.get(id),
          isOpen: this.#open.has(id),
          onToggle: this.#onToggle,
        })}
      </div>
    </article>`;
  }

  #renderNone({ isPartial }: TimelineState): TemplateResult | typeof nothing {
    const { words } = this;
    if (isPartial) return nothing;
    return this.#isAll
      ? html`<rsc-notice
          .icon=${'quiet'}
          heading=${words.emptyTitle}
          text=${words.emptyText}
        ></rsc-notice>`
      : html`<rsc-notice
          .icon=${'search'}
          heading=${words.noneTitle}
          text=${words.noneText}
          action=${words.clear}
          @rsc-notice-action=${() => {
            this.#ask({ ask: 'clear' });
          }}
        ></rsc-notice>`;
  }

  #renderFoot({ older, more, isPartial }: TimelineState): TemplateResult | typeof nothing {
    if (older === null) return nothing;
    const { words } = this;
    const isLoading = more === 'loading';
    const label = isLoading
      ? words.loadingOlder
      : more !== 'idle'
        ? words.olderFailed
        : isPartial
          ? words.searchOlder
          : words.older;
    return html`<div class="foot">
      ${isPartial ? html`<p class="muted">${words.partial}</p>` : nothing}
      <button
        type="button"
        aria-disabled=${isLoading ? 'true' : 'false'}
        @click=${() => {
          this.#ask({ ask: 'more' });
        }}
      >
        ${icon('down')}${label}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-activity-timeline': RscActivityTimeline;
  }
}

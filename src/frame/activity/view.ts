import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { baseStyles } from '../../ui/base.styles.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { icon } from '../../ui/icons.ts';
import type { RscNotice } from '../../ui/notice/notice.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { RscRenderedEvent } from '../rendered-event.ts';
import { rowBones } from '../skeletons.ts';
import { spokenStatus } from './looks.ts';
import { failureNotice, staleNotice } from './notices.ts';
import { initialState, type ActivityState } from './state.ts';
import type { RscActivityTimeline } from './timeline.ts';
import { viewStyles } from './view.styles.ts';
import { en } from './words/en.ts';
import type { ActivityWords } from './words/words.ts';

/**
 * The frame of a timeline alone. It has a height of its own and never more than there is: the timeline
 * scrolls inside.
 *
 * Renders a state and asks for things by events; owns nothing.
 *
 * @fires rsc-timeline-ask
 * @fires rsc-rendered
 */
@customElement('rsc-activity-view')
export class RscActivityView extends LitElement {
  static override styles = [baseStyles, viewStyles, unsafeCSS(rowBones.css)];

  @property({ attribute: false }) state: ActivityState = initialState;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) words: ActivityWords = en;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;

  @query('rsc-activity-timeline') private timeline!: RscActivityTimeline | null;
  @query('rsc-notice') private notice!: RscNotice | null;
  @query('main') private main!: HTMLElement | null;

  /** What the timeline is drawn with did not come. */
  @property({ attribute: false }) broken = false;

  /** Nothing is folded away: what does not fit is scrolled to. */
  readonly folded = false;

  constructor() {
    super();
    new FocusKeeper(this, () => {
      void this.#focusNext();
    });
  }

  /** Height that all of it would like to have, in CSS pixels, whatever it has. */
  measure(): number {
    const own = this.getBoundingClientRect().height;
    const { timeline } = this;
    if (timeline === null || !isDrawable()) return own;
    return own - timeline.getBoundingClientRect().height + timeline.wantedPx;
  }

  /** True when what is shown is more than outlines, so that its height means something. */
  get settled(): boolean {
    const { items, code, phase } = this.state;
    if (items !== null) return this.broken || isDrawable();
    return code !== null || phase === 'idle';
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

  async #focusNext(): Promise<void> {
    await this.notice?.updateComplete;
    if (this.notice?.focusAction() !== true) this.main?.focus();
  }

  override render(): TemplateResult {
    const { state, localization, words } = this;
    return html`<main tabindex="-1" aria-label=${words.viewLabel}>
      <div role="status" class="heard">${spokenStatus(state, words, localization.messages)}</div>
      ${this.#renderContent(state)}
    </main>`;
  }

  #renderContent(state: ActivityState): TemplateResult | typeof nothing {
    const { items, code, phase, fetchedAtMs, group, words: searched } = state;
    const isFiltered = group !== 'all' || searched !== '';
    if (items === null && code !== null) return failureNotice(this, state, code);
    if (this.broken) return failureNotice(this, state, 'backend_unreachable');
    // Between two parts of a timeline its filter and search stay where they are.
    const isShown = isDrawable() && (items !== null || fetchedAtMs !== null || isFiltered);
    if (isShown) return this.#renderTimeline(state);
    if (phase === 'idle') return nothing;
    const slow = html`<p class="slow">
      ${icon('clock')}${this.localization.messages.stillLoading}
    </p>`;
    return html`${state.slow ? slow : nothing}${unsafeHTML(rowBones.html)}`;
  }

  #renderTimeline(state: ActivityState): TemplateResult {
    const barPx = state.phase === 'stale' ? staleBarPx : 0;
    return html`${staleNotice(this, state)}
      <rsc-activity-timeline
        .state=${state}
        .words=${this.words}
        .localization=${this.localization}
        .roomPx=${this.limitPx === null ? null : this.limitPx - barPx}
      ></rsc-activity-timeline>`;
  }
}

/** Whether what the timeline is drawn with has come; it is asked for beside the first data. */
const isDrawable = (): boolean => customElements.get('rsc-activity-timeline') !== undefined;

/** A notice above the timeline takes about this much of the room. */
const staleBarPx = 64;

declare global {
  interface HTMLElementTagNameMap {
    'rsc-activity-view': RscActivityView;
  }
}

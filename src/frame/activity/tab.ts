import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { RscContentResizeEvent } from '../../ui/fold/fold.ts';
import { answerAsks } from './answer-asks.ts';
import { failureNotice, staleNotice } from './notices.ts';
import { initialTimeline, type TimelineState } from './state.ts';
import './timeline.ts';
import type { RscActivityTimeline } from './timeline.ts';
import { createTimelineStore, type TimelineSession, type TimelineStore } from './timeline-store.ts';
import { en } from './words/en.ts';
import { loadWords } from './words/load-words.ts';
import type { ActivityWords } from './words/words.ts';

/**
 * A candidate's timeline as a part of another frame, whose session it uses. Where the backend has no
 * timelines, and until there is one to show, it shows what stands between its tags.
 *
 * @slot - in place of a timeline
 */
@customElement('rsc-activity-tab')
export class RscActivityTab extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
  `;

  @property({ attribute: false }) session: TimelineSession | null = null;
  @property({ attribute: false }) candidateId = '';
  @property({ attribute: false }) integrationContext: string | undefined;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) roomPx: number | null = null;
  /** Something has become known of the candidate: the timeline is read again when it changes. */
  @property({ attribute: false }) knownAtMs: number | null = null;

  @state() private shown: TimelineState = initialTimeline;
  @state() private words: ActivityWords = en;
  @query('rsc-activity-timeline') private timeline!: RscActivityTimeline | null;
  #store: TimelineStore | null = null;
  #locale = '';

  readonly #onWake = (): void => {
    if (document.visibilityState === 'visible') this.#store?.wake();
  };

  constructor() {
    super();
    answerAsks(this, () => this.#store);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.#onWake);
    document.addEventListener('visibilitychange', this.#onWake);
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('online', this.#onWake);
    document.removeEventListener('visibilitychange', this.#onWake);
    this.#store?.close();
    this.#store = null;
    super.disconnectedCallback();
  }

  /** How much higher it would like to be than it is, in CSS pixels; less than 0 for lower. */
  get missingPx(): number {
    const { timeline } = this;
    return timeline === null ? 0 : timeline.wantedPx - timeline.getBoundingClientRect().height;
  }

  #open(): void {
    this.#store?.close();
    this.#store = null;
    this.shown = initialTimeline;
    const { session, candidateId, integrationContext } = this;
    if (session === null || candidateId === '') return;
    this.#store = createTimelineStore({
      session,
      candidateId,
      integrationContext,
      onChange: (shown) => {
        this.shown = shown;
      },
    });
    this.#store.load();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('localization')) void this.#speak(this.localization.locale);
  }

  async #speak(locale: string): Promise<void> {
    this.#locale = locale;
    const words = await loadWords(locale);
    // The last one asked for wins, whichever arrives last.
    if (locale === this.#locale) this.words = words;
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (
      ['session', 'candidateId', 'integrationContext'].some((name) => changes.has(name as never))
    ) {
      this.#open();
    } else if (changes.has('knownAtMs') && changes.get('knownAtMs') !== null) {
      this.#store?.wake();
    }
    void this.#announceHeight();
  }

  async #announceHeight(): Promise<void> {
    await this.timeline?.updateComplete;
    this.dispatchEvent(new RscContentResizeEvent());
  }

  override render(): TemplateResult {
    const { shown, words, localization, roomPx } = this;
    const wording = { words, localization };
    const { items, code, fetchedAtMs, group, words: searched } = shown;
    const isFiltered = group !== 'all' || searched !== '';
    if (items !== null || (code === null && (fetchedAtMs !== null || isFiltered))) {
      return html`${staleNotice(wording, shown)}
        <rsc-activity-timeline
          .state=${shown}
          .words=${words}
          .localization=${localization}
          .roomPx=${roomPx}
        ></rsc-activity-timeline>`;
    }
    // A backend without timelines has no such route.
    if (code === null || code === 'not_found') return html`<slot></slot>`;
    return failureNotice(wording, shown, code);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-activity-tab': RscActivityTab;
  }
}

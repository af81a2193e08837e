import {
  html,
  LitElement,
  nothing,
  unsafeCSS,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { PluginCommand } from '../../protocol/plugin-messages.ts';
import type { CandidateAnswer } from '../../protocol/routes.ts';
import { baseStyles } from '../../ui/base.styles.ts';
import '../../ui/fold/fold.ts';
import type { RscFold } from '../../ui/fold/fold.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/notice/notice.ts';
import type { RscNotice } from '../../ui/notice/notice.ts';
import '../../ui/relative-time/relative-time.ts';
import '../../ui/skeleton/profile-skeleton.ts';
import '../../ui/tabs/tabs.ts';
import type { RscTabs, RscTabSelectEvent } from '../../ui/tabs/tabs.ts';
import '../../ui/timeline/timeline.ts';
import type { RscActivityTab } from '../activity/tab.ts';
import { RscRenderedEvent } from '../rendered-event.ts';
import { stripBones } from '../skeletons.ts';
import { timelineOf } from './activities.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { iconOf, spokenStatus } from './looks.ts';
import '../plugin-frame/plugin-frame.ts';
import type { RscPluginFrame } from '../plugin-frame/plugin-frame.ts';
import { RscRequestEvent } from '../request-event.ts';
import type { FrameSession } from '../session.ts';
import { initialState, type ProfileState } from './state.ts';
import './status.ts';
import { viewStyles } from './view.styles.ts';

/**
 * The profile widget: a strip with the candidate's status on LinkedIn, and two tabs.
 *
 * Renders a state and asks for things by events; owns which tab is shown and nothing else.
 *
 * @fires rsc-request
 * @fires rsc-rendered
 */
@customElement('rsc-profile-view')
export class RscProfileView extends LitElement {
  static override styles = [baseStyles, viewStyles, unsafeCSS(stripBones.css)];

  @property({ attribute: false }) state: ProfileState = initialState;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;

  /** What the timeline reads with; without it the tab shows what is known of the candidate. */
  @property({ attribute: false }) session: Pick<FrameSession, 'call' | 'stream'> | null = null;

  @state() private tab: 'profile' | 'activities' = 'profile';
  @query('rsc-fold') private fold!: RscFold | null;
  @query('rsc-tabs') private tabs!: RscTabs | null;
  @query('rsc-notice') private notice!: RscNotice | null;
  @query('rsc-activity-tab') private activity!: RscActivityTab | null;
  @query('rsc-plugin-frame') private plugin!: RscPluginFrame | null;
  @query('main') private main!: HTMLElement | null;

  readonly #onWindowBlur = (): void => {
    this.#showFocusedFrame();
  };

  constructor() {
    super();
    new FocusKeeper(this, () => {
      void this.#focusNext();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('blur', this.#onWindowBlur);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('blur', this.#onWindowBlur);
    super.disconnectedCallback();
  }

  /** Height of all the content, folded or not, in CSS pixels. */
  measure(): number {
    const own = this.fold?.measure() ?? this.getBoundingClientRect().height;
    // The timeline scrolls within the room there is, and may like to have more. Until its script is
    // there it has no wishes.
    return own + (this.activity?.missingPx ?? 0);
  }

  /** True when what is shown is more than outlines, so that its height means something. */
  get settled(): boolean {
    const { candidate, code, phase } = this.state;
    if (candidate === null) return code !== null || phase === 'idle';
    return this.tab !== 'profile' || this.plugin === null || this.plugin.settled;
  }

  /** True while a part of the content does not fit. */
  get folded(): boolean {
    return this.fold?.folded ?? false;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const before = changes.get('state');
    // Another candidate starts at the first tab; the same one after a failure stays where it was.
    const isOther = before?.settings.candidateId !== this.state.settings.candidateId;
    if (changes.has('state') && isOther) this.tab = 'profile';
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

  /** Where the focus goes when what had it is gone. What takes its place may not be drawn yet. */
  async #focusNext(): Promise<void> {
    await (this.tabs ?? this.notice)?.updateComplete;
    if (this.tabs !== null) this.tabs.focus();
    else if (this.notice?.focusAction() !== true) this.main?.focus();
  }

  /** Somebody who tabs into LinkedIn's frame must see where they are. */
  #showFocusedFrame(): void {
    const focused = this.shadowRoot?.activeElement;
    if (focused?.localName === 'rsc-plugin-frame' && this.folded) this.fold?.requestExpand();
  }

  #request(request: 'retry' | 'refresh'): void {
    this.dispatchEvent(new RscRequestEvent(request));
  }

  override render(): TemplateResult {
    const { state, localization } = this;
    const { messages } = localization;
    return html`<main tabindex="-1" aria-label=${messages.viewLabel}>
      <div role="status" class="heard">${spokenStatus(state, messages)}</div>
      <rsc-fold .limitPx=${this.limitPx} label=${messages.showMore}>
        ${this.#renderContent(state)}
      </rsc-fold>
    </main>`;
  }

  #renderContent(state: ProfileState): TemplateResult | typeof nothing {
    if (state.candidate !== null) return this.#renderCandidate(state, state.candidate);
    if (state.code !== null) return this.#renderFailure(state, state.code);
    if (state.phase === 'idle') return nothing;
    return this.#renderLoading(state);
  }

  /** Outlines; after a while with a sentence in the strip, where there is room that moves nothing. */
  #renderLoading({ slow }: ProfileState): TemplateResult {
    const strip = slow
      ? html`<div class="strip-bones slow">
          ${icon('clock')}<span>${this.localization.messages.stillLoading}</span>
        </div>`
      : unsafeHTML(stripBones.html);
    return html`${strip}<rsc-profile-skeleton></rsc-profile-skeleton>`;
  }

  #renderFailure({ busy, willRetry }: ProfileState, code: ErrorCode): TemplateResult {
    const { messages } = this.localization;
    const { title, text } = messages.errors[groupOf(code)];
    const { retryable, state: kind } = errorTable[code];
    return html`<rsc-notice
      class="alone"
      tone=${kind === 'offline' || kind === 'signed_out' ? 'neutral' : 'error'}
      .icon=${iconOf(code)}
      heading=${title}
      text=${
        willRetry && kind !== 'offline' && groupOf(code) !== 'busy'
          ? `${text} ${messages.willRetry}`
          : text
      }
      action=${retryable ? messages.retry : ''}
      busyAction=${messages.retrying}
      ?busy=${busy}
      code=${code}
      .copyLabel=${messages.copyCode}
      .copiedLabel=${messages.copied}
      @rsc-notice-action=${() => {
        this.#request('retry');
      }}
    ></rsc-notice>`;
  }

  #renderCandidate(state: ProfileState, candidate: CandidateAnswer): TemplateResult {
    const { messages } = this.localization;
    const stale = state.phase === 'stale';
    return html`
      ${stale ? this.#renderStale(state) : nothing}
      ${state.unsaved === null ? nothing : this.#renderUnsaved(state, state.unsaved)}
      <rsc-tabs
        class=${stale ? 'aged' : ''}
        label=${messages.viewLabel}
        selected=${this.tab}
        .tabs=${[
          { id: 'profile', label: messages.profileTab },
          { id: 'activities', label: messages.activitiesTab },
        ]}
        @rsc-tab-select=${(event: RscTabSelectEvent) => {
          this.tab = event.tab === 'activities' ? 'activities' : 'profile';
          if (this.tab === 'activities') void loadTimeline();
        }}
      >
        <rsc-profile-status
          slot="aside"
          ?busy=${state.busy}
          .status=${candidate.status}
          .localization=${this.localization}
        ></rsc-profile-status>
        <div slot="profile">${this.#renderProfile(state, candidate)}</div>
        <div slot="activities">${this.#renderActivities(state, candidate)}</div>
      </rsc-tabs>
    `;
  }

  #renderStale({ code, fetchedAtMs, busy }: ProfileState): TemplateResult {
    const { messages, locale } = this.localization;
    const title = code === null ? '' : messages.errors[groupOf(code)].title;
    return html`<rsc-notice
      layout="bar"
      tone="warning"
      .icon=${code === null ? 'clock' : iconOf(code)}
      heading="${title}."
      action=${messages.retry}
      busyAction=${messages.retrying}
      ?busy=${busy}
      @rsc-notice-action=${() => {
        this.#request('retry');
      }}
    >
      <rsc-relative-time
        at-ms=${fetchedAtMs ?? 0}
        locale=${locale}
        .message=${messages.staleWhen}
        .justNow=${messages.justNow}
      ></rsc-relative-time>
    </rsc-notice>`;
  }

  #renderUnsaved(
    { phase }: ProfileState,
    { action, code }: NonNullable<ProfileState['unsaved']>,
  ): TemplateResult | typeof nothing {
    if (phase !== 'ready') return nothing;
    const { messages } = this.localization;
    return html`<rsc-notice
      layout="bar"
      tone="warning"
      .icon=${'warning'}
      heading=${action === 'linked' ? messages.unsavedLink : messages.unsavedUnlink}
      action=${errorTable[code].retryable ? messages.retry : ''}
      code=${code}
      .copyLabel=${messages.copyCode}
      .copiedLabel=${messages.copied}
      @rsc-notice-action=${() => {
        this.#request('retry');
      }}
    ></rsc-notice>`;
  }

  #renderProfile(state: ProfileState, { status, plugin }: CandidateAnswer): TemplateResult {
    const { messages } = this.localization;
    if (!status.synced) {
      return html`<rsc-notice
        tone="info"
        .icon=${'upload'}
        heading=${messages.notSyncedTitle}
        text=${messages.notSyncedText}
        action=${messages.checkAgain}
        busyAction=${messages.refreshing}
        ?busy=${state.busy}
        @rsc-notice-action=${() => {
          this.#request('refresh');
        }}
      ></rsc-notice>`;
    }
    return html`${keyed(
      state.incarnation,
      html`<rsc-plugin-frame
        url=${plugin.url}
        .command=${this.#commandOf(status.candidateId, plugin.integrationContext)}
        .localization=${this.localization}
      ></rsc-plugin-frame>`,
    )}`;
  }

  #commandOf(candidateId: string, integrationContext: string): PluginCommand {
    const { showUnlink, confirmUnlink, appearance } = this.state.settings;
    return {
      t: 'show',
      candidateId,
      integrationContext,
      showUnlink: showUnlink ?? false,
      confirmUnlink: confirmUnlink ?? false,
      widthPx: Math.floor(this.getBoundingClientRect().width),
      locale: this.localization.locale,
      ...(appearance === undefined ? {} : { appearance }),
    };
  }

  /** What is known of the candidate anyway stands in the place of a timeline that is not there. */
  #renderActivities(state: ProfileState, candidate: CandidateAnswer): TemplateResult {
    const known = this.#renderKnown(candidate);
    if (this.tab !== 'activities') return known;
    const { candidateId, integrationContext } = state.settings;
    return html`${keyed(
      state.incarnation,
      html`<rsc-activity-tab
        .session=${this.session}
        .candidateId=${candidateId ?? ''}
        .integrationContext=${integrationContext}
        .localization=${this.localization}
        .roomPx=${this.limitPx === null ? null : this.limitPx - stripPx}
        .knownAtMs=${state.fetchedAtMs}
        >${known}</rsc-activity-tab
      >`,
    )}`;
  }

  #renderKnown({ activities }: CandidateAnswer): TemplateResult {
    const { messages, locale } = this.localization;
    return activities.length === 0
      ? html`<rsc-notice
          .icon=${'quiet'}
          heading=${messages.noActivitiesTitle}
          text=${messages.noActivitiesText}
        ></rsc-notice>`
      : html`<rsc-timeline
          locale=${locale}
          .entries=${timelineOf(activities, messages)}
          .undated=${messages.dateUnknown}
        ></rsc-timeline>`;
  }
}

/** The strip with tabs and status is at most this high. */
const stripPx = 90;

/** Most people look at the profile alone: what the other tab needs comes when it is asked for. */
async function loadTimeline(): Promise<void> {
  try {
    await import('../activity/tab.ts');
  } catch {
    // Offline, or gone after a release: what is known stays on view.
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-profile-view': RscProfileView;
  }
}

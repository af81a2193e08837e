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
import { repeat } from 'lit/directives/repeat.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type {
  IntegrationsAnswer,
  IntegrationView,
  SettingsRequest,
} from '../../protocol/integrations.ts';
import type { PluginCommand } from '../../protocol/plugin-messages.ts';
import '../../ui/badge/badge.ts';
import { baseStyles } from '../../ui/base.styles.ts';
import '../../ui/fold/fold.ts';
import { RscContentResizeEvent, type RscFold } from '../../ui/fold/fold.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/notice/notice.ts';
import type { RscNotice } from '../../ui/notice/notice.ts';
import '../../ui/relative-time/relative-time.ts';
import { FocusKeeper } from '../profile/focus-keeper.ts';
import '../profile/plugin-frame.ts';
import type { RscPluginFrame } from '../profile/plugin-frame.ts';
import { RscRequestEvent } from '../profile/request-event.ts';
import { RscRenderedEvent } from '../rendered-event.ts';
import { rowBones } from '../skeletons.ts';
import { contextName, errorText, iconOf, spokenStatus, stateLooks, typeName } from './looks.ts';
import { initialState, type SettingsState } from './state.ts';
import { viewStyles } from './view.styles.ts';
import { en } from './words/en.ts';
import type { SettingsWords } from './words/words.ts';

/** Fired when the person chooses something that is to be saved. */
export class RscChooseEvent extends Event {
  static readonly type = 'rsc-choose';
  readonly change: SettingsRequest;

  constructor(change: SettingsRequest) {
    super(RscChooseEvent.type, { bubbles: true, composed: true });
    this.change = change;
  }
}

/**
 * The integration settings: LinkedIn's own plugin, how each integration stands and who does what
 * next, and what the customer chooses.
 *
 * Renders a state and asks for things by events; owns what is unfolded and nothing else.
 *
 * @fires rsc-request
 * @fires rsc-choose
 * @fires rsc-rendered
 */
@customElement('rsc-settings-view')
export class RscSettingsView extends LitElement {
  static override styles = [baseStyles, viewStyles, unsafeCSS(rowBones.css)];

  @property({ attribute: false }) state: SettingsState = initialState;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) words: SettingsWords = en;
  /** Height there is for all of it, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;

  /** Whether LinkedIn's plugin is unfolded; null until it is known whether it is needed. */
  @state() private connecting: boolean | null = null;
  @query('rsc-fold') private fold!: RscFold | null;
  @query('rsc-notice') private notice!: RscNotice | null;
  @query('rsc-plugin-frame') private plugin!: RscPluginFrame | null;
  @query('main') private main!: HTMLElement | null;

  readonly #onWindowBlur = (): void => {
    const focused = this.shadowRoot?.activeElement;
    // Somebody who tabs into LinkedIn's frame must see where they are.
    if (focused?.localName === 'rsc-plugin-frame' && this.folded) this.fold?.requestExpand();
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
    return this.fold?.measure() ?? this.getBoundingClientRect().height;
  }

  /** True when what is shown is more than outlines, so that its height means something. */
  get settled(): boolean {
    const { answer, code, phase } = this.state;
    if (answer === null) return code !== null || phase === 'idle';
    return this.plugin?.settled ?? true;
  }

  /** True while a part of the content does not fit. */
  get folded(): boolean {
    return this.fold?.folded ?? false;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const { answer, incarnation } = this.state;
    const before = changes.get('state');
    if (before !== undefined && before.incarnation !== incarnation) this.connecting = null;
    // Open for who has everything before them; as the person leaves it from then on.
    if (answer !== null) this.connecting ??= answer.integrations.length === 0;
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

  /** Where the focus goes when what had it is gone. */
  async #focusNext(): Promise<void> {
    await this.notice?.updateComplete;
    if (this.notice?.focusAction() !== true) this.main?.focus();
  }

  #retry(): void {
    this.dispatchEvent(new RscRequestEvent('retry'));
  }

  #onToggle(event: Event): void {
    const { target } = event;
    if (target instanceof HTMLDetailsElement && target.matches('.connect')) {
      this.connecting = target.open;
    }
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

  #renderContent(state: SettingsState): TemplateResult | typeof nothing {
    if (state.answer !== null) return this.#renderAnswer(state, state.answer);
    if (state.code !== null) return this.#renderFailure(state, state.code);
    if (state.phase === 'idle') return nothing;
    const slow = html`<p class="slow">
      ${icon('clock')}${this.localization.messages.stillLoading}
    </p>`;
    return html`${state.slow ? slow : nothing}${unsafeHTML(rowBones.html)}`;
  }

  #renderFailure({ busy, willRetry }: SettingsState, code: ErrorCode): TemplateResult {
    const { messages } = this.localization;
    const { title, text } = errorText(code, this.words, messages);
    const { retryable, state: kind } = errorTable[code];
    const isCalm = kind === 'offline' || kind === 'signed_out' || kind === 'not_allowed';
    return html`<rsc-notice
      tone=${isCalm ? 'neutral' : 'error'}
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
      @rsc-notice-action=${this.#retry}
    ></rsc-notice>`;
  }

  #renderAnswer(state: SettingsState, answer: IntegrationsAnswer): TemplateResult {
    const isStale = state.phase === 'stale';
    return html`
      ${isStale ? this.#renderStale(state) : nothing} ${this.#renderUnsaved(state, answer)}
      <div
        class=${isStale ? 'aged' : ''}
        @toggle=${{ handleEvent: this.#onToggle.bind(this), capture: true }}
      >
        ${this.#renderConnect(state, answer)} ${this.#renderList(answer)}
        ${this.#renderChoices(state, answer)}
      </div>
    `;
  }

  #renderStale({ code, fetchedAtMs, busy }: SettingsState): TemplateResult {
    const { messages, locale } = this.localization;
    const title = code === null ? '' : errorText(code, this.words, messages).title;
    return html`<rsc-notice
      layout="bar"
      tone="warning"
      .icon=${code === null ? 'clock' : iconOf(code)}
      heading="${title}."
      action=${messages.retry}
      busyAction=${messages.retrying}
      ?busy=${busy}
      @rsc-notice-action=${this.#retry}
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
    { phase, unsaved }: SettingsState,
    { problem }: IntegrationsAnswer,
  ): TemplateResult | typeof nothing {
    const { localization, words } = this;
    const { messages } = localization;
    if (phase !== 'ready') return nothing;
    if (unsaved === null) {
      return problem === null
        ? nothing
        : html`<rsc-notice
            layout="bar"
            tone="info"
            .icon=${'clock'}
            heading=${words.laterText}
          ></rsc-notice>`;
    }
    return html`<rsc-notice
      layout="bar"
      tone="warning"
      .icon=${'warning'}
      heading="${words.unsaved} ${errorText(unsaved, words, messages).title}."
      action=${errorTable[unsaved].retryable ? messages.retry : ''}
      code=${unsaved}
      .copyLabel=${messages.copyCode}
      .copiedLabel=${messages.copied}
      @rsc-notice-action=${this.#retry}
    ></rsc-notice>`;
  }

  #renderConnect(state: SettingsState, answer: IntegrationsAnswer): TemplateResult {
    const { words, localization } = this;
    const frame = html`<rsc-plugin-frame
      url=${answer.plugin.url}
      heading=${words.pluginTitle}
      .command=${this.#commandOf(state, answer)}
      .localization=${localization}
      .failures=${words.errors}
    ></rsc-plugin-frame>`;
    return html`<section>
      <details class="connect" ?open=${this.connecting === true}>
        <summary>
          ${icon('down')}
          <h2>${words.connectTitle}</h2>
        </summary>
        <p class="muted">${words.connectText}</p>
        ${this.connecting === true ? keyed(state.incarnation, frame) : nothing}
      </details>
    </section>`;
  }

  #commandOf({ settings }: SettingsState, { plugin }: IntegrationsAnswer): PluginCommand {
    const { appearance, integrationTypes } = settings;
    return {
      t: 'configure',
      integrationTypes: integrationTypes ?? plugin.supportedBundledIntegrationTypes,
      widthPx: Math.max(0, Math.floor(this.getBoundingClientRect().width) - 34),
      locale: this.localization.locale,
      ...(appearance === undefined ? {} : { appearance }),
    };
  }

  #renderList({ integrations }: IntegrationsAnswer): TemplateResult {
    const { words } = this;
    const keyOf = ({ context, type, tenantType }: IntegrationView): string =>
      `${context} ${type} ${tenantType}`;
    return html`<section>
      <h2>${words.listTitle}</h2>
      ${
        integrations.length === 0
          ? html`<rsc-notice
              .icon=${'link'}
              heading=${words.emptyTitle}
              text=${words.emptyText}
            ></rsc-notice>`
          : html`<ul>
              ${repeat(integrations, keyOf, (one) => this.#renderIntegration(one))}
            </ul>`
      }
    </section>`;
  }

  #renderIntegration(one: IntegrationView): TemplateResult {
    const { words, localization } = this;
    const { messages, locale } = localization;
    const look = stateLooks[one.state];
    return html`<li data-type=${one.type} data-state=${one.state}>
      <div>
        <h3>${typeName(one, words)}</h3>
        <div class="muted">
          ${contextName(one, words)} ·
          <rsc-relative-time
            at-ms=${one.changedAtMs}
            locale=${locale}
            .message=${words.sinceWhen}
            .justNow=${messages.justNow}
          ></rsc-relative-time>
        </div>
      </div>
      <rsc-badge tone=${look.tone} .icon=${look.icon}>${words.states[one.state]}</rsc-badge>
      ${one.next.action === 'none' ? nothing : html`<p>${words.next[one.next.action]}</p>`}
      <details>
        <summary>
          ${icon('down')}<span
            >${words.details}<span class="heard">: ${typeName(one, words)}</span></span
          >
        </summary>
        <dl>
          <dt>${words.rawStatus}</dt>
          <dd>
            ${one.rawStatus === null ? words.noRawStatus : html`<code>${one.rawStatus}</code>`}
          </dd>
          <dt>${words.typeLabel}</dt>
          <dd><code>${one.type}</code></dd>
          <dt>${words.contextLabel}</dt>
          <dd><code>${one.context}</code></dd>
          ${
            one.name === null
              ? nothing
              : html`<dt>${words.nameLabel}</dt>
                  <dd dir="auto">${one.name}</dd>`
          }
        </dl>
      </details>
    </li>`;
  }

  #renderChoices({ saving }: SettingsState, { settings }: IntegrationsAnswer): TemplateResult {
    const { words } = this;
    const { jobAvailability, viewers } = settings;
    const option = (
      change: SettingsRequest,
      label: string,
      text: string,
      isChosen: boolean,
    ): TemplateResult => {
      const [name = '', value = ''] = Object.entries(change)[0] ?? [];
      return html`<label>
        <input
          type="radio"
          name=${name}
          value=${value}
          .checked=${isChosen}
          aria-disabled=${saving ? 'true' : 'false'}
          @change=${() => {
            this.dispatchEvent(new RscChooseEvent(change));
          }}
        />
        <span>${label}<span class="muted">${text}</span></span>
      </label>`;
    };
    return html`<section>
      <h2>${words.choicesTitle}</h2>
      <div class="choices">
        <fieldset>
          <legend>${words.jobsTitle}</legend>
          ${option(
            { jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION' },
            words.jobsPrivate,
            words.jobsPrivateText,
            jobAvailability !== 'PUBLIC',
          )}
          ${option(
            { jobAvailability: 'PUBLIC' },
            words.jobsPublic,
            words.jobsPublicText,
            jobAvailability === 'PUBLIC',
          )}
        </fieldset>
        <fieldset>
          <legend>${words.viewersTitle}</legend>
          ${option({ viewers: 'all' }, words.viewersAll, words.viewersAllText, viewers === 'all')}
          ${option(
            { viewers: 'acls' },
            words.viewersAcls,
            words.viewersAclsText,
            viewers === 'acls',
          )}
        </fieldset>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-settings-view': RscSettingsView;
  }
}

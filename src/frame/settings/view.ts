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
import type { IntegrationsAnswer } from '../../protocol/integrations.ts';
import type { PluginCommand } from '../../protocol/plugin-messages.ts';
import { baseStyles } from '../../ui/base.styles.ts';
import '../../ui/fold/fold.ts';
import { RscContentResizeEvent, type RscFold } from '../../ui/fold/fold.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { icon } from '../../ui/icons.ts';
import type { RscNotice } from '../../ui/notice/notice.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import '../plugin-frame/plugin-frame.ts';
import type { RscPluginFrame } from '../plugin-frame/plugin-frame.ts';
import { RscRenderedEvent } from '../rendered-event.ts';
import { rowBones } from '../skeletons.ts';
import { choices } from './choices.ts';
import { integrationList } from './integration-list.ts';
import { spokenStatus } from './looks.ts';
import { failureNotice, staleNotice, unsavedNotice } from './notices.ts';
import { initialState, type SettingsState } from './state.ts';
import { viewStyles } from './view.styles.ts';
import { en } from './words/en.ts';
import type { SettingsWords } from './words/words.ts';

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
    if (state.code !== null) return failureNotice(this, state, state.code);
    if (state.phase === 'idle') return nothing;
    const slow = html`<p class="slow">
      ${icon('clock')}${this.localization.messages.stillLoading}
    </p>`;
    return html`${state.slow ? slow : nothing}${unsafeHTML(rowBones.html)}`;
  }

  #renderAnswer(state: SettingsState, answer: IntegrationsAnswer): TemplateResult {
    const isStale = state.phase === 'stale';
    return html`
      ${isStale ? staleNotice(this, state) : nothing} ${unsavedNotice(this, state, answer)}
      <div
        class=${isStale ? 'aged' : ''}
        @toggle=${{ handleEvent: this.#onToggle.bind(this), capture: true }}
      >
        ${this.#renderConnect(state, answer)} ${integrationList(this, answer)}
        ${choices(this, state, answer)}
      </div>
    `;
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
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-settings-view': RscSettingsView;
  }
}

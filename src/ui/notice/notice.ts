import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../base.styles.ts';
import { icon, type IconName } from '../icons.ts';
import { noticeStyles } from './notice.styles.ts';

export type NoticeTone = 'neutral' | 'info' | 'warning' | 'error';
export type NoticeLayout = 'panel' | 'bar';

/** Fired when the person presses the notice's button. */
export class RscNoticeActionEvent extends Event {
  static readonly type = 'rsc-notice-action';

  constructor() {
    super(RscNoticeActionEvent.type, { bubbles: true, composed: true });
  }
}

const copiedForMs = 2_000;

/**
 * What happened, what to do about it, a button where pressing one can help, and a code for whoever
 * is asked for help. It does not announce itself: the view has one live region for all it says.
 *
 * @slot - more after the sentence
 * @fires rsc-notice-action
 */
@customElement('rsc-notice')
export class RscNotice extends LitElement {
  static override styles = [baseStyles, buttonStyles, noticeStyles];

  @property({ reflect: true }) tone: NoticeTone = 'neutral';
  /** `panel` stands in the place of content, `bar` above it. */
  @property({ reflect: true }) layout: NoticeLayout = 'panel';
  @property({ attribute: false }) icon: IconName = 'info';
  @property() heading = '';
  @property() text = '';
  /** Label of the button; without one there is none. */
  @property() action = '';
  /** What the button says while `busy`. */
  @property() busyAction = '';
  /** What the button started is under way; it keeps the focus but does nothing. */
  @property({ type: Boolean }) busy = false;
  /** Stable identifier for developers. */
  @property() code = '';
  @property({ attribute: false }) copyLabel = '';
  @property({ attribute: false }) copiedLabel = '';

  @state() private copied = false;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#copiedTimer);
    super.disconnectedCallback();
  }

  /** Puts the focus on the button; tells whether there is one. */
  focusAction(): boolean {
    const button = this.renderRoot.querySelector<HTMLElement>('.action button');
    button?.focus();
    return button !== null;
  }

  #onAction(): void {
    if (!this.busy) this.dispatchEvent(new RscNoticeActionEvent());
  }

  async #onCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.code);
    } catch {
      // The host page denies the clipboard to frames: mark the code, so that Ctrl+C takes it.
      const code = this.renderRoot.querySelector('code');
      if (code !== null) getSelection()?.selectAllChildren(code);
      return;
    }
    this.copied = true;
    clearTimeout(this.#copiedTimer);
    this.#copiedTimer = setTimeout(() => {
      this.copied = false;
    }, copiedForMs);
  }

  override render(): TemplateResult {
    return html`<div class="notice">
      <div class="medallion">${icon(this.icon)}</div>
      <div>
        <h2>${this.heading}</h2>
        <p>${this.text}<slot></slot></p>
      </div>
      <div class="action">${this.action === '' ? nothing : this.#renderAction()}</div>
      ${this.code === '' ? nothing : this.#renderCode()}
    </div>`;
  }

  #renderAction(): TemplateResult {
    const { busy } = this;
    return html`<button
      type="button"
      aria-disabled=${busy ? 'true' : 'false'}
      @click=${this.#onAction}
    >
      <span class=${busy ? 'label' : 'label on'}>${icon('refresh')}${this.action}</span>
      <span class=${busy ? 'label on' : 'label'}>
        <span class="turn">${icon('refresh')}</span>${this.busyAction}
      </span>
    </button>`;
  }

  #renderCode(): TemplateResult {
    return html`<div class="code">
      <code>${this.code}</code>
      <button
        type="button"
        class="quiet square"
        aria-label=${this.copyLabel}
        title=${this.copyLabel}
        @click=${this.#onCopy}
      >
        ${icon(this.copied ? 'check' : 'copy')}
      </button>
      <span role="status" class="heard">${this.copied ? this.copiedLabel : ''}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-notice': RscNotice;
  }
}

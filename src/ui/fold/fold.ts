import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../base.styles.ts';
import { icon } from '../icons.ts';
import { foldStyles } from './fold.styles.ts';

/** Fired when the person wants to see all of it. */
export class RscFoldExpandEvent extends Event {
  static readonly type = 'rsc-fold-expand';

  constructor() {
    super(RscFoldExpandEvent.type, { bubbles: true, composed: true });
  }
}

/** Fired when the content's height changed without anybody rendering. */
export class RscContentResizeEvent extends Event {
  static readonly type = 'rsc-content-resize';

  constructor() {
    super(RscContentResizeEvent.type, { bubbles: true, composed: true });
  }
}

/** Differences below this come from fractions of pixels, not from content. */
const tolerancePx = 1;

/**
 * Shows as much of its content as fits, with a fade and a button where more follows. Whether there
 * is room for all is for whoever owns the room to decide: the button asks, and nothing unfolds
 * until the limit is raised.
 *
 * @slot - the content
 * @fires rsc-fold-expand
 * @fires rsc-content-resize
 */
@customElement('rsc-fold')
export class RscFold extends LitElement {
  static override styles = [baseStyles, buttonStyles, foldStyles];

  /** Room there is, in CSS pixels; null for any. */
  @property({ attribute: false }) limitPx: number | null = null;
  /** Label of the button. */
  @property() label = '';

  @state() private contentPx = 0;
  @query('.content') private content!: HTMLElement;
  @query('.window') private pane!: HTMLElement;
  #observer: ResizeObserver | undefined;

  /** True while a part of the content is not shown. */
  get folded(): boolean {
    return this.limitPx !== null && this.contentPx > this.limitPx + tolerancePx;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observer?.observe(this.content);
  }

  override disconnectedCallback(): void {
    this.#observer?.disconnect();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => {
      const before = this.contentPx;
      if (this.measure() !== before) this.dispatchEvent(new RscContentResizeEvent());
    });
    this.#observer.observe(this.content);
  }

  /**
   * Height of all the content in CSS pixels, by layout now: observers do not run in frames that
   * are scrolled out of view.
   */
  measure(): number {
    this.contentPx = this.content.getBoundingClientRect().height;
    return this.contentPx;
  }

  /** Asks for the room to show all of it, as the button does. */
  requestExpand(): void {
    this.dispatchEvent(new RscFoldExpandEvent());
  }

  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    // By property: the frame's CSP forbids style attributes.
    this.pane.style.maxBlockSize =
      this.folded && this.limitPx !== null ? `${String(this.limitPx)}px` : '';
  }

  /** Who reaches by keyboard what is folded away has to see it. */
  #onFocusin(event: FocusEvent): void {
    const target = event.composedPath()[0];
    if (!this.folded || !(target instanceof Element)) return;
    const { bottom } = target.getBoundingClientRect();
    if (bottom > this.pane.getBoundingClientRect().bottom + tolerancePx) this.requestExpand();
  }

  override render(): TemplateResult {
    return html`
      <div class="window" ?data-folded=${this.folded} @focusin=${this.#onFocusin}>
        <div class="content"><slot></slot></div>
      </div>
      ${this.folded ? this.#renderMore() : nothing}
    `;
  }

  #renderMore(): TemplateResult {
    return html`<div class="more">
      <button
        type="button"
        @click=${() => {
          this.requestExpand();
        }}
      >
        ${icon('down')}${this.label}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-fold': RscFold;
  }
}

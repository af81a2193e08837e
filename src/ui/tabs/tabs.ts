import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../base.styles.ts';
import { tabsStyles } from './tabs.styles.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
}

/** Fired when the person chooses a tab. */
export class RscTabSelectEvent extends Event {
  static readonly type = 'rsc-tab-select';
  readonly tab: string;

  constructor(tab: string) {
    super(RscTabSelectEvent.type, { bubbles: true, composed: true });
    this.tab = tab;
  }
}

/**
 * Tabs with their panels, after the WAI-ARIA pattern with automatic activation: arrow keys follow
 * the reading direction, Home and End go to the ends, and one Tab press leaves the list.
 *
 * @slot aside - what stands beside the tabs
 * @slot {id} - the panel of the tab with that id
 * @fires rsc-tab-select
 */
@customElement('rsc-tabs')
export class RscTabs extends LitElement {
  static override styles = [baseStyles, tabsStyles];

  @property({ attribute: false }) tabs: readonly Tab[] = [];
  @property() selected = '';
  /** Name of the list of tabs. */
  @property() label = '';

  /** Puts the focus on the selected tab. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(options);
  }

  #select(tab: Tab | undefined): void {
    if (tab === undefined || tab.id === this.selected) return;
    this.selected = tab.id;
    this.dispatchEvent(new RscTabSelectEvent(tab.id));
  }

  async #onKeydown(event: KeyboardEvent): Promise<void> {
    const at = this.tabs.findIndex((tab) => tab.id === this.selected);
    const count = this.tabs.length;
    const forward = this.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const targets: Record<string, number> = {
      [forward]: (at + 1) % count,
      [backward]: (at - 1 + count) % count,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#select(this.tabs[target]);
    await this.updateComplete;
    this.focus();
  }

  override render(): TemplateResult {
    return html`
      <div class="strip">
        <div role="tablist" aria-label=${this.label} @keydown=${this.#onKeydown}>
          ${this.tabs.map((tab) => this.#renderTab(tab))}
        </div>
        <div class="aside"><slot name="aside"></slot></div>
      </div>
      ${this.tabs.map((tab) => this.#renderPanel(tab))}
    `;
  }

  #renderTab(tab: Tab): TemplateResult {
    const selected = tab.id === this.selected;
    return html`<button
      type="button"
      role="tab"
      id="tab-${tab.id}"
      aria-controls="panel-${tab.id}"
      aria-selected=${selected ? 'true' : 'false'}
      tabindex=${selected ? 0 : -1}
      @click=${() => {
        this.#select(tab);
      }}
    >
      ${tab.label}
    </button>`;
  }

  #renderPanel(tab: Tab): TemplateResult {
    return html`<div
      role="tabpanel"
      id="panel-${tab.id}"
      aria-labelledby="tab-${tab.id}"
      ?inert=${tab.id !== this.selected}
    >
      <slot name=${tab.id}></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-tabs': RscTabs;
  }
}

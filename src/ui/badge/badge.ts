import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../base.styles.ts';
import { icon, type IconName } from '../icons.ts';
import { badgeStyles } from './badge.styles.ts';

export type BadgeTone = 'neutral' | 'good' | 'warn' | 'accent';

/**
 * A short status in words, with a colour and an icon that say the same.
 *
 * @slot - the words
 */
@customElement('rsc-badge')
export class RscBadge extends LitElement {
  static override styles = [baseStyles, badgeStyles];

  @property({ reflect: true }) tone: BadgeTone = 'neutral';
  @property({ attribute: false }) icon: IconName | null = null;

  override render(): TemplateResult {
    return html`${this.icon === null ? nothing : icon(this.icon)}<span><slot></slot></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-badge': RscBadge;
  }
}

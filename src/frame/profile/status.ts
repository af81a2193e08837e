import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CandidateStatus } from '../../protocol/routes.ts';
import '../../ui/badge/badge.ts';
import { baseStyles, buttonStyles } from '../../ui/base.styles.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/relative-time/relative-time.ts';
import { matchLook } from './looks.ts';
import { RscRequestEvent } from '../request-event.ts';

const statusStyles = css`
  :host {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    padding-block: 5px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  .facts {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 2px 10px;
    min-inline-size: 0;
  }

  .turn {
    display: inline-grid;
    font-size: var(--rsc-size);
  }

  .spin {
    animation: spin 900ms linear infinite;
  }

  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spin {
      animation: none;
    }
  }

  @media (max-width: 519px) {
    .facts {
      justify-content: flex-start;
    }
  }
`;

/**
 * How LinkedIn sees the candidate, since when, and a button that asks for news.
 *
 * @fires rsc-request
 */
@customElement('rsc-profile-status')
export class RscProfileStatus extends LitElement {
  static override styles = [baseStyles, buttonStyles, statusStyles];

  @property({ attribute: false }) status: CandidateStatus | null = null;
  /** News are on their way. */
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;

  #onRefresh(): void {
    if (!this.busy) this.dispatchEvent(new RscRequestEvent('refresh'));
  }

  override render(): TemplateResult | typeof nothing {
    const { status, busy } = this;
    if (status === null) return nothing;
    const { messages, locale } = this.localization;
    const look = matchLook(status);
    const label = busy ? messages.refreshing : messages.refresh;
    return html`
      <div class="facts">
        <rsc-badge tone=${look.tone} .icon=${look.icon}>${messages[look.message]}</rsc-badge>
        ${
          status.syncedAtMs === undefined
            ? nothing
            : html`<rsc-relative-time
                at-ms=${status.syncedAtMs}
                locale=${locale}
                .message=${messages.syncedWhen}
                .justNow=${messages.justNow}
              ></rsc-relative-time>`
        }
      </div>
      <button
        type="button"
        class="quiet square"
        aria-label=${label}
        title=${label}
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${this.#onRefresh}
      >
        <span class=${busy ? 'turn spin' : 'turn'}>${icon('refresh')}</span>
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-profile-status': RscProfileStatus;
  }
}

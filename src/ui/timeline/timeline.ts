import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../base.styles.ts';
import type { BadgeTone } from '../badge/badge.ts';
import { formatDay, formatInstant, formatTimeOfDay, groupByDay } from '../i18n/time.ts';
import { icon, type IconName } from '../icons.ts';
import { timelineStyles } from './timeline.styles.ts';

export interface TimelineEntry {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: BadgeTone;
  /** Milliseconds since 1970; left out when nobody knows. */
  readonly atMs?: number | undefined;
}

/** What happened, newest first, by day. Sorted by whoever gives the entries. */
@customElement('rsc-timeline')
export class RscTimeline extends LitElement {
  static override styles = [baseStyles, timelineStyles];

  @property({ attribute: false }) entries: readonly TimelineEntry[] = [];
  @property() locale = 'en';
  /** Heading of what has no date. */
  @property({ attribute: false }) undated = '';

  override render(): TemplateResult {
    return html`${groupByDay(this.entries, (entry) => entry.atMs).map(({ atMs, items }) => {
      const day = atMs === undefined ? this.undated : formatDay(atMs, Date.now(), this.locale);
      return html`<section>
        <h3>${day}</h3>
        <ol>
          ${items.map((entry) => this.#renderEntry(entry))}
        </ol>
      </section>`;
    })}`;
  }

  #renderEntry(entry: TimelineEntry): TemplateResult {
    const { atMs } = entry;
    return html`<li>
      <span class="dot" data-tone=${entry.tone}>${icon(entry.icon)}</span>
      <span class="what">${entry.text}</span>
      ${
        atMs === undefined
          ? nothing
          : html`<time
              datetime=${new Date(atMs).toISOString()}
              title=${formatInstant(atMs, this.locale)}
              >${formatTimeOfDay(atMs, this.locale)}</time
            >`
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-timeline': RscTimeline;
  }
}

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { format } from '../i18n/messages.ts';
import { formatAge, formatInstant } from '../i18n/time.ts';

/** Ages are told to the minute, so telling them more often would change nothing. */
const refreshEveryMs = 30_000;

/**
 * A sentence with the age of an instant in it ("Synced 5 minutes ago"), which keeps itself current
 * and has the exact time as its title.
 */
@customElement('rsc-relative-time')
export class RscRelativeTime extends LitElement {
  /** Milliseconds since 1970. */
  @property({ type: Number, attribute: 'at-ms' }) atMs = 0;
  @property() locale = 'en';
  /** The sentence, with `{when}` where the age goes. */
  @property({ attribute: false }) message = '{when}';
  /** What to say when it was less than a minute ago. */
  @property({ attribute: false }) justNow = 'just now';

  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      this.requestUpdate();
    }, refreshEveryMs);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const when = formatAge(this.atMs, Date.now(), this.locale) ?? this.justNow;
    return html`<time
      datetime=${new Date(this.atMs).toISOString()}
      title=${formatInstant(this.atMs, this.locale)}
      >${format(this.message, { when })}</time
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-relative-time': RscRelativeTime;
  }
}

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { isWebOrigin } from '../../protocol/ids.ts';
import type { PluginCommand, PluginEvent } from '../../protocol/plugin-messages.ts';
import type { RequestedIntegration } from '../../protocol/requested-integrations.ts';
import type { MatchRequest } from '../../protocol/routes.ts';
import { baseStyles } from '../../ui/base.styles.ts';
import { RscContentResizeEvent } from '../../ui/fold/fold.ts';
import '../../ui/notice/notice.ts';
import { groupOf, type ErrorGroup } from '../../ui/i18n/error-groups.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import type { ErrorText } from '../../ui/i18n/messages.ts';
import '../../ui/skeleton/profile-skeleton.ts';
import { pluginFrameStyles } from './plugin-frame.styles.ts';
import { createPluginLink, type PluginLink } from './plugin-link.ts';

type FailureCode = Extract<PluginEvent, { t: 'failed' }>['code'];

/** Fired when the person linked or unlinked the candidate inside LinkedIn's plugin. */
export class RscMemberEvent extends Event {
  static readonly type = 'rsc-member';
  readonly action: MatchRequest['action'];
  /** Person URN. */
  readonly member: string;

  constructor(action: MatchRequest['action'], member: string) {
    super(RscMemberEvent.type, { bubbles: true, composed: true });
    this.action = action;
    this.member = member;
  }
}

/** Fired when the person requested integrations inside LinkedIn's plugin. */
export class RscIntegratedEvent extends Event {
  static readonly type = 'rsc-integrated';
  readonly integrations: readonly RequestedIntegration[];

  constructor(integrations: readonly RequestedIntegration[]) {
    super(RscIntegratedEvent.type, { bubbles: true, composed: true });
    this.integrations = integrations;
  }
}

/** Fired when LinkedIn's plugin is on the screen (`code` null) or cannot be. */
export class RscPluginEvent extends Event {
  static readonly type = 'rsc-plugin';
  readonly code: FailureCode | null;

  constructor(code: FailureCode | null) {
    super(RscPluginEvent.type, { bubbles: true, composed: true });
    this.code = code;
  }
}

/**
 * A plugin of LinkedIn's: a frame of the plugin origin, outlines until LinkedIn shows something,
 * and a notice when it does not.
 *
 * @fires rsc-member
 * @fires rsc-integrated
 * @fires rsc-plugin
 * @fires rsc-content-resize
 */
@customElement('rsc-plugin-frame')
export class RscPluginFrame extends LitElement {
  static override styles = [baseStyles, pluginFrameStyles];

  /** Address of the plugin document. */
  @property() url = '';
  @property({ attribute: false }) command: PluginCommand | null = null;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  /** Accessible name of the frame; that of a profile if left out. */
  @property() heading = '';
  /** What failures are called here, where that is not what profiles say. */
  @property({ attribute: false }) failures: Readonly<Partial<Record<ErrorGroup, ErrorText>>> = {};

  @state() private phase: 'starting' | 'shown' | 'failed' = 'starting';
  @state() private attempt = 0;
  @query('iframe') private iframe!: HTMLIFrameElement | null;

  #code: FailureCode = 'linkedin_plugin_failed';
  #link: PluginLink | null = null;
  #linked: HTMLIFrameElement | null = null;

  /** True once there is something to see that is not an outline of it. */
  get settled(): boolean {
    return this.phase !== 'starting';
  }

  override disconnectedCallback(): void {
    this.#unlink();
    super.disconnectedCallback();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Put back into the tree the frame loads anew, and greets anew.
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('url')) {
      this.phase = 'starting';
      if (!isUsable(this.url)) this.#fail('linkedin_plugin_failed');
    }
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (this.iframe !== this.#linked) this.#linkTo(this.iframe);
    else if (changes.has('command') && this.command !== null) this.#link?.show(this.command);
    void this.#announceHeight();
  }

  async #announceHeight(): Promise<void> {
    await this.renderRoot.querySelector('rsc-notice')?.updateComplete;
    this.dispatchEvent(new RscContentResizeEvent());
  }

  #unlink(): void {
    this.#link?.close();
    this.#link = null;
    this.#linked = null;
  }

  #linkTo(iframe: HTMLIFrameElement | null): void {
    this.#unlink();
    if (iframe === null || this.command === null) return;
    this.#linked = iframe;
    this.#link = createPluginLink({
      iframe,
      url: this.url,
      command: this.command,
      onEvent: (event) => {
        this.#onPluginEvent(event);
      },
      onSilence: () => {
        this.#fail('linkedin_plugin_failed');
      },
    });
  }

  #onPluginEvent(event: PluginEvent): void {
    switch (event.t) {
      case 'shown':
        this.phase = 'shown';
        this.dispatchEvent(new RscPluginEvent(null));
        break;
      case 'size':
        if (this.iframe !== null) this.iframe.style.blockSize = `${String(event.height)}px`;
        this.dispatchEvent(new RscContentResizeEvent());
        break;
      case 'linked':
      case 'unlinked':
        this.dispatchEvent(new RscMemberEvent(event.t, event.member));
        break;
      case 'integrated':
        this.dispatchEvent(new RscIntegratedEvent(event.integrations));
        break;
      case 'failed':
        this.#fail(event.code);
    }
  }

  #fail(code: FailureCode): void {
    this.#code = code;
    this.phase = 'failed';
    this.dispatchEvent(new RscPluginEvent(code));
  }

  #onRetry(): void {
    this.attempt += 1;
    this.phase = 'starting';
    this.dispatchEvent(new RscPluginEvent(null));
    if (!isUsable(this.url)) this.#fail('linkedin_plugin_failed');
  }

  override render(): TemplateResult {
    const { phase, url } = this;
    return html`<div class="stage" data-phase=${phase}>
      ${
        isUsable(url) && this.command !== null
          ? keyed(`${String(this.attempt)} ${url}`, this.#renderFrame())
          : nothing
      }
      ${phase === 'starting' ? html`<rsc-profile-skeleton></rsc-profile-skeleton>` : nothing}
      ${phase === 'failed' ? this.#renderFailure() : nothing}
    </div>`;
  }

  #renderFrame(): TemplateResult {
    return html`<iframe
      title=${this.heading === '' ? this.localization.messages.pluginTitle : this.heading}
      ?inert=${this.phase !== 'shown'}
      sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="strict-origin"
      src=${addressOf(this.url)}
    ></iframe>`;
  }

  #renderFailure(): TemplateResult {
    const { messages } = this.localization;
    const group = groupOf(this.#code);
    const { title, text } = this.failures[group] ?? messages.errors[group];
    return html`<rsc-notice
      tone="warning"
      .icon=${this.#code === 'linkedin_script_blocked' ? 'blocked' : 'warning'}
      heading=${title}
      text=${text}
      action=${messages.retry}
      code=${this.#code}
      .copyLabel=${messages.copyCode}
      .copiedLabel=${messages.copied}
      @rsc-notice-action=${(event: Event) => {
        event.stopPropagation();
        this.#onRetry();
      }}
    ></rsc-notice>`;
  }
}

/**
 * LinkedIn's page does not declare itself fit for isolated pages. What we were told by the shell
 * about the page around us, the plugin's document has to know too, or nothing of it would show.
 */
function addressOf(url: string): string {
  if (new URLSearchParams(location.search).get('c') !== '0') return url;
  const address = new URL(url);
  address.searchParams.set('c', '0');
  return address.href;
}

/** The plugin must not share our origin: LinkedIn's script would run beside our keys. */
function isUsable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin } = new URL(url);
  return isWebOrigin(origin) && origin !== location.origin;
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-plugin-frame': RscPluginFrame;
  }
}

import { settingsEvent } from '../../handshake/guards-settings.ts';
import { define } from '../element.ts';
import { currentPage, type Page } from '../page.ts';
import { RscPanelElement, type PanelKind } from '../panel/panel.ts';
import type { Problem } from '../problems.ts';

/**
 * Where an administrator connects the ATS with LinkedIn: signs in there, requests integrations for
 * contracts of the company, and sees how each of them stands and who has to do what next.
 *
 * What is asked of LinkedIn happens in LinkedIn's own plugin, in a frame of the partner. Reserves its
 * height as the profile widget does; content of the element is shown where the frame cannot be.
 *
 * @summary Connects a customer with LinkedIn and shows the state of its integrations, live.
 * @tagname rsc-integration-settings
 *
 * @attr {string} integration-types - Bundles the ATS supports, separated by commas; by default those
 *   of Recruiter System Connect.
 * @attr {string} width - Width in CSS pixels (`800`, `650px`) or per cent; by default all there is.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
 * @fires {CustomEvent<IntegrateDetail>} rsc-integrate - Somebody has requested integrations.
 * @fires {CustomEvent<{}>} rsc-ready - The frame shows what it has to show.
 * @fires {CustomEvent<StateDetail>} rsc-state - `state` has changed.
 * @fires {CustomEvent<ErrorDetail>} rsc-error - Something is wrong: code, owner, what to do.
 *
 * @slot - Shown when the frame cannot be: a link, for example.
 *
 * @csspart box - What surrounds frame and message.
 * @csspart frame - The frame.
 * @csspart panel - Message in place of the frame.
 * @csspart retry - Button in it.
 *
 * @cssproperty [--rsc-integration-settings-height=560px] - Height reserved, and granted at first.
 */
export class RscIntegrationSettingsElement extends RscPanelElement {
  static override readonly observedAttributes = [
    'integration-types',
    'width',
    'locale',
    'appearance',
  ];

  declare integrationTypes: string | null;

  protected override get kind(): PanelKind {
    // Words only: what else stands there separates them.
    const types = this.text('integration-types')?.match(/[A-Z\d_]{1,100}/g);
    return {
      widget: 'integration-settings',
      title: 'LinkedIn integrations',
      messages: { event: settingsEvent },
      obj: () => 'integrations',
      own: { integrationTypes: types?.slice(0, 20) },
    };
  }

  protected override get page(): Page | Problem | null {
    return currentPage();
  }
}

/** Defines `<rsc-integration-settings>`, unless the name is taken. */
export const defineIntegrationSettings = (): boolean =>
  define('rsc-integration-settings', RscIntegrationSettingsElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-integration-settings': RscIntegrationSettingsElement;
  }
}

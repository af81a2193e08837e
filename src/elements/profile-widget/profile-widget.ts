import { profileEvent } from '../../handshake/guards-profile.ts';
import { define } from '../element.ts';
import { RscPanelElement, type PanelKind } from '../panel/panel.ts';

/**
 * A candidate's LinkedIn profile, in a frame of the partner.
 *
 * Reserves its height before anything is loaded and grows only where nothing visible would move.
 * What cannot be shown is said in words, with a way out where there is one; content of the element
 * (for example a link to the profile) is shown along with it.
 *
 * @summary Profile of a candidate, with search and link where LinkedIn found nobody.
 * @tagname rsc-profile-widget
 *
 * @attr {string} candidate-id - Id of the candidate in the ATS, as synced to LinkedIn. Required.
 * @attr {string} integration-context - `urn:li:organization:{id}`; by default the customer's first.
 * @attr {boolean} show-unlink - Offers to unlink a matched member.
 * @attr {boolean} confirm-unlink - Asks before unlinking.
 * @attr {string} width - Width in CSS pixels (`800`, `650px`) or per cent; by default all there is.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
 * @fires {CustomEvent<{ member: string }>} rsc-link - Somebody linked a member (person URN).
 * @fires {CustomEvent<{ member: string }>} rsc-unlink - Somebody unlinked a member (person URN).
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
 * @cssproperty [--rsc-profile-widget-height=560px] - Height reserved, and granted at first.
 */
export class RscProfileWidgetElement extends RscPanelElement {
  static override readonly observedAttributes = [
    'candidate-id',
    'integration-context',
    'show-unlink',
    'confirm-unlink',
    'width',
    'locale',
    'appearance',
  ];

  declare candidateId: string | null;
  declare integrationContext: string | null;
  declare showUnlink: boolean;
  declare confirmUnlink: boolean;

  protected override get kind(): PanelKind {
    return {
      widget: 'profile-widget',
      title: 'LinkedIn profile',
      messages: { event: profileEvent },
      obj: () => `candidate:${this.text('candidate-id') ?? ''}`,
      own: {
        candidateId: this.text('candidate-id'),
        integrationContext: this.text('integration-context'),
        showUnlink: this.showUnlink,
        confirmUnlink: this.confirmUnlink,
      },
    };
  }
}

/** Defines `<rsc-profile-widget>`, unless the name is taken. */
export const defineProfileWidget = (): boolean =>
  define('rsc-profile-widget', RscProfileWidgetElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-profile-widget': RscProfileWidgetElement;
  }
}

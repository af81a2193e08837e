import { define } from '../element.ts';
import { RscPanelElement, type PanelKind } from '../panel/panel.ts';

/**
 * What has happened between a candidate and the customer's recruiters, at LinkedIn and in the ATS:
 * InMail, notes, exports, stages and shared contact details, in one timeline that goes on by itself.
 *
 * Each person sees what LinkedIn lets them see: a private note is its author's alone.
 *
 * @summary Timeline of a candidate: InMail, notes, exports, stages, shared contact details.
 * @tagname rsc-activity
 *
 * @attr {string} candidate-id - Id of the candidate in the ATS, as synced to LinkedIn. Required.
 * @attr {string} width - Width in CSS pixels (`800`, `650px`) or per cent; by default all there is.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
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
 * @cssproperty [--rsc-activity-height=560px] - Height reserved, and granted at first.
 */
export class RscActivityElement extends RscPanelElement {
  static override readonly observedAttributes = ['candidate-id', 'width', 'locale', 'appearance'];

  declare candidateId: string | null;

  protected override get kind(): PanelKind {
    return {
      widget: 'activity',
      title: 'Recruiting activities',
      messages: {},
      obj: () => `candidate:${this.text('candidate-id') ?? ''}`,
      own: { candidateId: this.text('candidate-id') },
    };
  }
}

/** Defines `<rsc-activity>`, unless the name is taken. */
export const defineActivity = (): boolean => define('rsc-activity', RscActivityElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-activity': RscActivityElement;
  }
}

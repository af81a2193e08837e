import { addEvent, openEvent } from '../../handshake/guards-rediscovered.ts';
import { define } from '../element.ts';
import { RscPanelElement, type PanelKind } from '../panel/panel.ts';

/**
 * Past applicants of the ATS who fit an open job, each with why, to be added to the job or dismissed.
 *
 * @summary Past applicants who fit a job, with reasons.
 * @tagname rsc-rediscovered-candidates
 *
 * @attr {string} job-id - Id of the job in the ATS. Required.
 * @attr {string} width - Width in CSS pixels (`800`, `650px`) or per cent; by default all there is.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
 * @fires {CustomEvent<OpenDetail>} rsc-open - Somebody wants to see a candidate of the ATS.
 * @fires {CustomEvent<AddDetail>} rsc-add - Somebody has added a candidate to the job.
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
 * @cssproperty [--rsc-rediscovered-candidates-height=560px] - Height reserved, and granted at first.
 */
export class RscRediscoveredCandidatesElement extends RscPanelElement {
  static override readonly observedAttributes = ['job-id', 'width', 'locale', 'appearance'];

  declare jobId: string | null;

  protected override get kind(): PanelKind {
    return {
      widget: 'rediscovered-candidates',
      title: 'Rediscovered candidates',
      messages: { event: addEvent, open: openEvent },
      obj: () => `job:${this.text('job-id') ?? ''}`,
      own: { jobId: this.text('job-id') },
    };
  }
}

/** Defines `<rsc-rediscovered-candidates>`, unless the name is taken. */
export const defineRediscoveredCandidates = (): boolean =>
  define('rsc-rediscovered-candidates', RscRediscoveredCandidatesElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-rediscovered-candidates': RscRediscoveredCandidatesElement;
  }
}

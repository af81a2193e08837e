import { exportEvent, openEvent } from '../../handshake/guards-exports.ts';
import { define } from '../element.ts';
import { currentPage, type Page } from '../page.ts';
import { RscPanelElement, type PanelKind } from '../panel/panel.ts';
import type { Problem } from '../problems.ts';

/**
 * Inbox of members that recruiters exported from LinkedIn Recruiter, as they arrive: who exported whom
 * for which job, whether the ATS knows them already, and what a person has to decide.
 *
 * Without `job-id` it shows the exports to all jobs and to the talent pool, which needs the right to
 * see all of them.
 *
 * @summary Exports from LinkedIn Recruiter, live, with merge, create, dismiss and undo.
 * @tagname rsc-export-panel
 *
 * @attr {string} job-id - Id of a job in the ATS, as synced to LinkedIn; by default all of them.
 * @attr {string} width - Width in CSS pixels (`800`, `650px`) or per cent; by default all there is.
 * @attr {string} locale - BCP 47 tag; by default the language of the page.
 * @attr {'light'|'dark'|'auto'} appearance - By default what the page has chosen.
 *
 * @fires {CustomEvent<OpenDetail>} rsc-open - Somebody wants to see a candidate of the ATS.
 * @fires {CustomEvent<ExportDetail>} rsc-export - An export has come into the ATS, or somebody has
 *   decided about it.
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
 * @cssproperty [--rsc-export-panel-height=560px] - Height reserved, and granted at first.
 */
export class RscExportPanelElement extends RscPanelElement {
  static override readonly observedAttributes = ['job-id', 'width', 'locale', 'appearance'];

  declare jobId: string | null;

  protected override get kind(): PanelKind {
    return {
      widget: 'export-panel',
      title: 'LinkedIn exports',
      messages: { event: exportEvent, open: openEvent },
      obj: () => {
        const id = this.text('job-id');
        return id ? `job:${id}` : 'exports';
      },
      own: { jobId: this.text('job-id') },
    };
  }

  protected override get page(): Page | Problem | null {
    return this.text('job-id') ? super.page : currentPage();
  }
}

/** Defines `<rsc-export-panel>`, unless the name is taken. */
export const defineExportPanel = (): boolean => define('rsc-export-panel', RscExportPanelElement);

declare global {
  interface HTMLElementTagNameMap {
    'rsc-export-panel': RscExportPanelElement;
  }
}

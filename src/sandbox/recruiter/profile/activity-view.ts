/** What recruiters have done with a member: exports, InMail, notes. */
import { html } from 'hono/html';
import { timeView } from '../../pages/dates.ts';
import { icon, type Html } from '../../pages/page.ts';
import type { ConversationView } from '../../state/conversations.ts';
import type { ExportedCandidate } from '../../state/exports.ts';
import type { MailStub } from '../../state/mail-stubs.ts';
import type { ProspectNote } from '../../state/prospect-notes.ts';
import { jobLink, memberId, noteLink, threadLink } from '../links.ts';

export interface ActivityNames {
  /** Name of a recruiter, by seat. */
  seatName(urn: string): string;
  /** Title of a job the viewer may see, or null. */
  jobTitle(jobPostingId: string): string | null;
  instanceName(clientId: string): string;
}

export const exportsView = (exported: readonly ExportedCandidate[], names: ActivityNames): Html =>
  exported.length === 0
    ? html`<p>Nobody has exported this member yet.</p>`
    : html`<ul class="entries">
        ${exported.toReversed().map(
          (one) =>
            html`<li>
              <strong dir="auto">${destinationView(one, names)}</strong>
              <p class="quiet small">
                ${one.exportType === 'RESUME' ? 'Profile and resume' : 'Profile'} to
                <span dir="auto">${names.instanceName(one.clientId)}</span>, by
                <span dir="auto">${names.seatName(one.seat)}</span>, ${timeView(one.createdAtMs)}
              </p>
            </li>`,
        )}
      </ul>`;

function destinationView({ jobPostingId }: ExportedCandidate, names: ActivityNames): Html | string {
  if (jobPostingId === null) return 'Talent pool';
  const title = names.jobTitle(jobPostingId);
  return title === null
    ? html`Job ${jobPostingId}`
    : html`<a href="${jobLink(jobPostingId)}">${title}</a>`;
}

const states = {
  PENDING: ['Not answered yet', ''],
  ACCEPTED: ['Accepted', 'good'],
  DECLINED: ['Declined', 'warn'],
} as const;

/** Whether an InMail was accepted is visible to all of a contract [help]. */
export const conversationTag = (state: keyof typeof states): Html =>
  html`<span class="tag ${states[state][1]}">${states[state][0]}</span>`;

export const conversationsView = (
  views: readonly ConversationView[],
  names: ActivityNames,
): Html =>
  views.length === 0
    ? html`<p>Nobody on this contract has written to the member.</p>`
    : html`<ul class="entries">
        ${views.toReversed().map(
          ({ conversation, text }) =>
            html`<li>
              <a href="${threadLink(conversation.thread)}"
                >${
                  text === null
                    ? html`InMail of <span dir="auto">${names.seatName(conversation.seat)}</span>`
                    : html`<span dir="auto">${conversation.subject}</span>`
                }</a
              >
              ${conversationTag(conversation.state)}
              ${text === null ? '' : html`<p class="excerpt" dir="auto">${text}</p>`}
              <p class="quiet small">
                <span dir="auto">${names.seatName(conversation.seat)}</span>,
                ${timeView(conversation.createdAtMs)}
              </p>
            </li>`,
        )}
      </ul>`;

/** Contact details a member has shared with recruiters of the contract. */
export const stubsView = (stubs: readonly MailStub[], names: ActivityNames): Html | '' =>
  stubs.length === 0
    ? ''
    : html`<div class="message good stack">
        <p>${icon('check')}Contact details shared</p>
        <ul>
          ${stubs.map(
            (stub) =>
              html`<li>
                ${stub.emailAddress}${stub.phoneNumber === null ? '' : html`, ${stub.phoneNumber}`}
                <span class="quiet small"
                  >with <span dir="auto">${names.seatName(stub.owner)}</span>,
                  ${timeView(stub.createdAtMs)}</span
                >
              </li>`,
          )}
        </ul>
      </div>`;

export const notesView = (
  notes: readonly ProspectNote[],
  viewerSeat: string,
  names: ActivityNames,
): Html =>
  notes.length === 0
    ? html`<p>No notes that you may read.</p>`
    : html`<ul class="texts">
        ${notes.toReversed().map(
          (note) =>
            html`<li>
              <p class="text" dir="auto">${note.text}</p>
              <p class="quiet small">
                ${note.visibility === 'PRIVATE' ? html`${icon('lock')}Only you · ` : ''}<span
                  dir="auto"
                  >${names.seatName(note.owner)}</span
                >,
                ${timeView(note.createdAtMs)}${
                  note.lastModifiedAtMs === note.createdAtMs
                    ? ''
                    : html`, changed ${timeView(note.lastModifiedAtMs)}`
                }
                ${
                  note.owner === viewerSeat
                    ? html` ·
                        <a href="${noteLink(note.id)}"
                          >Edit or delete<span class="hidden"> note ${note.id}</span></a
                        >`
                    : ''
                }
              </p>
            </li>`,
        )}
      </ul>`;

/** Writing a note. */
export const noteForm = (personUrn: string): Html =>
  html`<form method="post" action="/talent/notes" class="stack">
    <input type="hidden" name="member" value="${memberId(personUrn)}" />
    <div class="field">
      <label for="note-text">New note</label>
      <textarea id="note-text" name="text" rows="3" required dir="auto"></textarea>
    </div>
    ${visibilityView('PUBLIC')}
    <div class="actions"><button type="submit">Save note</button></div>
  </form>`;

export const visibilityView = (chosen: ProspectNote['visibility']): Html =>
  html`<fieldset>
    <legend>Who may read it</legend>
    ${(
      [
        ['PUBLIC', 'Everybody on the contract'],
        ['PRIVATE', 'Only me'],
      ] as const
    ).map(
      ([value, label]) =>
        html`<label class="choice"
          ><input
            type="radio"
            name="visibility"
            value="${value}"
            ${value === chosen ? html`checked` : ''}
          />${label}</label
        >`,
    )}
  </fieldset>`;

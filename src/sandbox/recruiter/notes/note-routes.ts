/** Notes on members: writing, changing, deleting. Authors change their own notes only. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { fullName } from '../../pages/person.ts';
import type { ProspectNote } from '../../state/prospect-notes.ts';
import type { SandboxState } from '../../state/store.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { fieldView, formProblem } from '../fields.ts';
import { emptyPage, recruiterPage } from '../layout.ts';
import { memberUrn, profileLink } from '../links.ts';
import { withNotice } from '../notices.ts';
import { visibilityView } from '../profile/activity-view.ts';

const maxLength = 100_000;

export function noteRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();

  const textOf = (form: URLSearchParams): string =>
    (form.get('text') ?? '').replaceAll('\r\n', '\n').trim();
  const visibilityOf = (form: URLSearchParams): ProspectNote['visibility'] =>
    form.get('visibility') === 'PRIVATE' ? 'PRIVATE' : 'PUBLIC';
  const problemOf = (text: string): string | null => {
    if (text === '') return 'Write a note.';
    if (text.length <= maxLength) return null;
    return `Use at most ${String(maxLength)} characters.`;
  };

  /** A note the viewer has written and not deleted, or null. */
  const ownNote = ({ seat }: Visit, id: string | null): ProspectNote | null => {
    const note = state.prospectNotes.get(Number(id ?? ''));
    return note?.owner === seat.urn && note.active ? note : null;
  };

  const noNote = (visit: Visit): Promise<Response> =>
    emptyPage(
      visit,
      'search',
      404,
      'There is no such note',
      'It was deleted, or somebody else has written it.',
    );

  interface Edited {
    readonly heading: string;
    readonly action: string;
    readonly hidden: readonly (readonly [name: string, value: string])[];
    readonly member: string;
    readonly text: string;
    readonly visibility: ProspectNote['visibility'];
    readonly problem?: string;
    /** Whether there is something to delete. */
    readonly exists: boolean;
  }

  const editor = (visit: Visit, edited: Edited): Promise<Response> => {
    const { heading, action, hidden, member, text, visibility, problem, exists } = edited;
    const person = state.members.get(member);
    const inputs = hidden.map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    );
    return recruiterPage(visit, {
      title: heading,
      area: 'search',
      status: problem === undefined ? 200 : 400,
      body: html`<p class="back"><a href="${profileLink(member)}#notes">Back to the profile</a></p>
        <h1>${heading}</h1>
        ${person === undefined ? '' : html`<p>On <span dir="auto">${fullName(person)}</span></p>`}
        ${formProblem(problem === undefined ? {} : { text: problem })}
        <form class="card narrow stack" method="post" action="${action}">
          ${inputs}
          ${fieldView({ id: 'text', name: 'text', label: 'Note', value: text, rows: 6, problem })}
          ${visibilityView(visibility)}
          <div class="actions">
            <button class="main" type="submit">Save note</button>
            <a class="button" href="${profileLink(member)}#notes">Cancel</a>
          </div>
        </form>
        ${
          exists
            ? html`<details class="card narrow">
                <summary>Delete this note</summary>
                <form class="stack" method="post" action="/talent/notes/delete">
                  ${inputs}
                  <p>
                    Nobody sees it any more. The API keeps it as inactive, so that the ATS deletes
                    it as well.
                  </p>
                  <button class="danger" type="submit">Delete note</button>
                </form>
              </details>`
            : ''
        }`,
    });
  };

  app.post(
    '/talent/notes',
    desk.form((visit, form) => {
      const id = form.get('member') ?? '';
      const member = memberUrn(id);
      if (!state.members.has(member)) {
        return emptyPage(visit, 'search', 404, 'There is no such member', 'Nothing was saved.');
      }
      const [text, visibility] = [textOf(form), visibilityOf(form)];
      const problem = problemOf(text);
      if (problem !== null) {
        return editor(visit, {
          heading: 'New note',
          action: '/talent/notes',
          hidden: [['member', id]],
          member,
          text,
          visibility,
          problem,
          exists: false,
        });
      }
      state.prospectNotes.add(visit.seat, { member, text, visibility }, visit.nowMs);
      return redirect(withNotice(profileLink(member), 'note-added', 'notes'));
    }),
  );

  const edit = (
    visit: Visit,
    note: ProspectNote,
    changed: { readonly text?: string; readonly problem?: string } = {},
  ): Promise<Response> =>
    editor(visit, {
      heading: 'Edit note',
      action: '/talent/notes/edit',
      hidden: [['id', String(note.id)]],
      member: note.member,
      text: note.text,
      visibility: note.visibility,
      exists: true,
      ...changed,
    });

  app.get(
    '/talent/notes/edit',
    desk.page((visit) => {
      const note = ownNote(visit, visit.url.searchParams.get('id'));
      return note === null ? noNote(visit) : edit(visit, note);
    }),
  );

  app.post(
    '/talent/notes/edit',
    desk.form((visit, form) => {
      const note = ownNote(visit, form.get('id'));
      if (note === null) return noNote(visit);
      const text = textOf(form);
      const problem = problemOf(text);
      if (problem !== null) return edit(visit, note, { text, problem });
      state.prospectNotes.change(note, { text, visibility: visibilityOf(form) }, visit.nowMs);
      return redirect(withNotice(profileLink(note.member), 'note-changed', 'notes'));
    }),
  );

  app.post(
    '/talent/notes/delete',
    desk.form((visit, form) => {
      const note = ownNote(visit, form.get('id'));
      if (note === null) return noNote(visit);
      state.prospectNotes.change(note, { active: false }, visit.nowMs);
      return redirect(withNotice(profileLink(note.member), 'note-deleted', 'notes'));
    }),
  );

  return app;
}

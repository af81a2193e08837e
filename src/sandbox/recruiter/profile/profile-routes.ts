/** A member's profile, with what the customer knows of the person and has done. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import { icon, type Html } from '../../pages/page.ts';
import {
  connections,
  fullName,
  personFacts,
  personSections,
  portraitView,
} from '../../pages/person.ts';
import { exportsPerSeatAndMonth } from '../../state/exports.ts';
import { joinKey } from '../../state/keys.ts';
import type { Person } from '../../state/people.ts';
import type { SandboxState } from '../../state/store.ts';
import { cardView } from '../card.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { mayExport } from '../exports/offers.ts';
import { backstage, emptyPage, recruiterPage } from '../layout.ts';
import { composeLink, exportLink, memberId, memberUrn, threadLink } from '../links.ts';
import { withNotice } from '../notices.ts';
import { marksView } from '../person-card.ts';
import { namesFor } from './names.ts';
import { conversationsView, exportsView, noteForm, notesView, stubsView } from './activity-view.ts';
import { inAtsView } from './in-ats-view.ts';

export function profileRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();

  app.get(
    '/talent/profile/:id',
    desk.page((visit, { req }) => {
      const member = memberUrn(req.param('id') ?? '');
      const person = state.members.get(member);
      if (person !== undefined) {
        return recruiterPage(visit, {
          title: fullName(person),
          area: 'search',
          scripts: ['live.js'],
          body: profileView(state, visit, person),
        });
      }
      const closedAtMs = state.members.closedAtMs(member);
      return closedAtMs === undefined
        ? emptyPage(visit, 'search', 404, 'There is no such member', 'The address may be wrong.')
        : emptyPage(
            visit,
            'search',
            410,
            'This member has closed the account',
            html`On ${dayView(closedAtMs)}. Whoever exported the member is told when they ask for
            closed profiles.`,
          );
    }),
  );

  app.post(
    '/talent/sandbox/close-account',
    desk.form((visit, form) => {
      const member = memberUrn(form.get('member') ?? '');
      if (!state.members.has(member)) {
        return emptyPage(visit, 'search', 404, 'There is no such member', 'Nothing was changed.');
      }
      state.closeMember(member);
      return redirect(withNotice(`/talent/profile/${memberId(member)}`, 'account-closed'));
    }),
  );

  return app;
}

function profileView(state: SandboxState, visit: Visit, person: Person): Html {
  const { seat, organization, nowMs } = visit;
  const { personUrn } = person;
  const names = namesFor(state, visit);
  const canExport = mayExport(state, seat);
  const exported = state.exports.of(organization.urn, personUrn);
  const conversations = state.conversations.seenBy(seat, personUrn);
  const context = organization.urn;
  const inAts = state.indicatorOf(seat, personUrn);
  const left = state.exports.left(seat.urn, nowMs);
  return html`<div class="columns profile">
    <div class="stack">
      <article class="card stack">
        <div class="top">
          ${portraitView(person)}
          <div>
            <h1><span lang="${person.locale}" dir="auto">${fullName(person)}</span></h1>
            <p><span dir="auto">${person.headline}</span></p>
            <p class="quiet small">
              <span dir="auto">${person.location}</span> · ${connections(person.connections)}
            </p>
            <div data-live="marks">${marksView(state, seat, person)}</div>
          </div>
        </div>
        <div class="actions">
          ${
            canExport
              ? html`<a class="button main" href="${exportLink(personUrn)}"
                  >${icon('export')}Export to ATS</a
                >`
              : html`<p class="quiet small">
                  Exports to the ATS are not switched on for your company.
                </p>`
          }
          <a class="button" href="${composeLink(personUrn)}">${icon('mail')}Write InMail</a>
          <a class="button" href="#notes">${icon('note')}Notes</a>
        </div>
        ${personFacts(person)} ${personSections(person)}
      </article>
    </div>
    <div class="stack">
      ${cardView({
        id: 'in-ats',
        heading: 'In your ATS',
        symbol: 'ats',
        isLive: true,
        body: inAtsView({
          isOn: state.integrations.isEnabledAt(context, 'IN_ATS_INDICATOR'),
          candidates: inAts,
          mayOpenJob: (jobPostingId) => names.jobTitle(jobPostingId) !== null,
          matchOf: (candidateId) => state.matchOf(context, candidateId).kind,
          hiddenOf: (candidateId) =>
            state.records.applicationsByCandidate.count(joinKey(context, candidateId)) -
            (inAts.find(({ candidate }) => candidate.record.id === candidateId)?.applications
              .length ?? 0),
        }),
      })}
      ${cardView({
        id: 'exports',
        heading: 'Exports',
        symbol: 'export',
        isLive: true,
        body: html`${exportsView(exported, names)}
          <p class="quiet small">
            ${left} of ${exportsPerSeatAndMonth} exports of your seat are left this month.
          </p>`,
      })}
      ${cardView({
        id: 'inmail',
        heading: 'InMail',
        symbol: 'mail',
        isLive: true,
        body: html`${stubsView(state.mailStubs.of(seat.contract, personUrn), names)}
        ${conversationsView(conversations, names)}`,
        action: html`<a class="button" href="${composeLink(personUrn)}">Write</a>`,
      })}
      ${cardView({
        id: 'notes',
        heading: 'Notes',
        symbol: 'note',
        body: html`${notesView(state.prospectNotes.seenBy(seat, personUrn), seat.urn, names)}
        ${noteForm(personUrn)}`,
      })}
      ${memberPanel(
        person,
        conversations
          .filter(({ conversation }) => conversation.seat === seat.urn)
          .map(({ conversation }) => conversation),
      )}
    </div>
  </div>`;
}

/** What only the member could do. */
const memberPanel = (
  person: Person,
  threads: readonly { readonly thread: string; readonly subject: string }[],
): Html =>
  backstage(
    'Act as the member',
    html`<p class="small">
        ${
          threads.length === 0
            ? 'Write an InMail first; then answer it here in the member’s place.'
            : 'Answer your InMail in the member’s place: accept, decline, reply, share contact details.'
        }
      </p>
      <ul class="entries">
        ${threads.map(
          ({ thread, subject }) =>
            html`<li>
              <a href="${threadLink(thread)}#sandbox-only" dir="auto">Answer “${subject}”</a>
            </li>`,
        )}
      </ul>
      <details>
        <summary>Close the account</summary>
        <form method="post" action="/talent/sandbox/close-account" class="stack">
          <input type="hidden" name="member" value="${memberId(person.personUrn)}" />
          <p>
            The member goes for good: no search, no match, no indicator. Applications that exported
            the member find it among the closed profiles.
          </p>
          <button class="danger" type="submit">
            <span>Close the account of <span dir="auto">${fullName(person)}</span></span>
          </button>
        </form>
      </details>`,
  );

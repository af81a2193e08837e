/** People of a job: applicants, those exported to it, and past applicants who may fit. */
import { html } from 'hono/html';
import { dayView, timeView } from '../../pages/dates.ts';
import type { Html } from '../../pages/page.ts';
import { fullName } from '../../pages/person.ts';
import type { ExportedCandidate } from '../../state/exports.ts';
import type { Stored } from '../../state/records.ts';
import type { RediscoveredCandidate } from '../../state/rediscovery.ts';
import type { SandboxState } from '../../state/store.ts';
import { profileLink } from '../links.ts';
import { personCard, type CardOptions } from '../person-card.ts';
import { seatName } from '../seat-name.ts';

/** More than that are not listed on the page of a job. */
const maxListed = 50;

export const applicantsView = (
  state: SandboxState,
  applications: readonly Stored<'applications'>[],
): Html =>
  applications.length === 0
    ? html`<p>Nobody has applied, or access lists hide who has.</p>`
    : html`<ul class="entries">
          ${applications.slice(0, maxListed).map((one) => applicantView(state, one))}
        </ul>
        ${moreView(applications.length)}`;

function applicantView(state: SandboxState, { context, record }: Stored<'applications'>): Html {
  const match =
    record.candidateId === undefined
      ? ({ kind: 'none' } as const)
      : state.matchOf(context, record.candidateId);
  const name = [record.firstName, record.lastName ?? ''].join(' ').trim();
  const stage = newestStage(state, context, record.id);
  return html`<li>
    <strong dir="auto"
      >${
        match.kind === 'none'
          ? name
          : html`<a href="${profileLink(match.person.personUrn)}">${name}</a>`
      }</strong
    >
    ${stage === undefined ? '' : html`<span class="tag" dir="auto">${stage}</span>`}
    <p class="quiet small">
      Application <code>${record.id}</code> of
      ${dayView(record.atsCreatedAt)}${match.kind === 'none' ? ' · not matched with a member' : ''}
    </p>
  </li>`;
}

const newestStage = (
  state: SandboxState,
  context: string,
  applicationId: string,
): string | undefined =>
  state.records
    .ofApplication('stages', context, applicationId)
    .toSorted((a, b) => a.record.atsCreatedAt - b.record.atsCreatedAt)
    .at(-1)?.record.stage;

export const exportedView = (state: SandboxState, exported: readonly ExportedCandidate[]): Html =>
  exported.length === 0
    ? html`<p>Nobody has been exported to this job.</p>`
    : html`<ul class="entries">
          ${exported
            .toReversed()
            .slice(0, maxListed)
            .map(({ member, seat, exportType, createdAtMs }) => {
              const person = state.members.get(member);
              return html`<li>
                <strong dir="auto"
                  >${
                    person === undefined
                      ? 'Closed account'
                      : html`<a href="${profileLink(member)}">${fullName(person)}</a>`
                  }</strong
                >
                <p class="quiet small">
                  ${exportType === 'RESUME' ? 'Profile and resume' : 'Profile'}, by
                  <span dir="auto">${seatName(state, seat)}</span>, ${timeView(createdAtMs)}
                </p>
              </li>`;
            })}
        </ul>
        ${moreView(exported.length)}`;

const moreView = (total: number): Html | '' =>
  total > maxListed
    ? html`<p class="quiet small">${maxListed} of ${total} are shown, the newest ones.</p>`
    : '';

export const rediscoveredView = (
  found: readonly RediscoveredCandidate[],
  options: CardOptions,
): Html =>
  found.length === 0
    ? html`<p>
        Nobody who applied before for a job with words of this title, and whom a member is matched
        with.
      </p>`
    : html`<ul class="people">
        ${found.map((one) =>
          personCard(one.person, { ...options, extra: whyView(options.state, one) }),
        )}
      </ul>`;

const whyView = (state: SandboxState, { applications, sharedWords }: RediscoveredCandidate): Html =>
  html`<div class="why">
    <p class="small">
      <strong>Why:</strong> ${
        sharedWords.length === 0
          ? ''
          : html`shares <q>${sharedWords.join(', ')}</q> with the title of this job; `
      }applied
      before
    </p>
    <ul class="small">
      ${applications.map(({ context, record }) => {
        const stage = newestStage(state, context, record.id);
        return html`<li>
          <span dir="auto">${record.jobPostingName}</span>,
          ${dayView(record.atsCreatedAt)}${
            stage === undefined ? '' : html`, <span dir="auto">${stage}</span>`
          }
        </li>`;
      })}
    </ul>
  </div>`;

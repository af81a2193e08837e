/** A member in a list: who it is, whether the ATS has the person, and what can be done at once. */
import { html } from 'hono/html';
import { dayView } from '../pages/dates.ts';
import { icon, type Html } from '../pages/page.ts';
import { fullName, portraitView } from '../pages/person.ts';
import type { IndicatedCandidate } from '../state/indicator.ts';
import type { Seat } from '../state/organizations.ts';
import type { Person } from '../state/people.ts';
import type { SandboxState } from '../state/store.ts';
import { composeLink, exportLink, profileLink } from './links.ts';

export interface CardOptions {
  readonly state: SandboxState;
  readonly viewer: Seat;
  /** Whether members can be exported now. */
  readonly mayExport: boolean;
  /** What a list adds to each of its people. */
  readonly extra?: Html | undefined;
  readonly headingLevel?: 2 | 3;
}

export function personCard(person: Person, options: CardOptions): Html {
  const { state, viewer, mayExport, extra, headingLevel = 3 } = options;
  const name = fullName(person);
  const link = html`<a href="${profileLink(person.personUrn)}" dir="auto" lang="${person.locale}"
    >${name}</a
  >`;
  return html`<li class="person">
    ${portraitView(person)}
    <div class="person-text">
      ${headingLevel === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
      <p><span dir="auto">${person.headline}</span></p>
      <p class="quiet small"><span dir="auto">${person.location}</span> · ${person.industry}</p>
      ${marksView(state, viewer, person)} ${extra ?? ''}
    </div>
    <div class="person-actions">
      ${
        mayExport
          ? html`<a class="button" href="${exportLink(person.personUrn)}"
              >${icon('export')}Export<span class="hidden"> ${name} to the ATS</span></a
            >`
          : ''
      }
      <a class="button" href="${composeLink(person.personUrn)}"
        >${icon('mail')}InMail<span class="hidden"> to ${name}</span></a
      >
      <a class="button" href="${profileLink(person.personUrn)}#notes"
        >${icon('note')}Note<span class="hidden"> on ${name}</span></a
      >
    </div>
  </li>`;
}

/** The In-ATS indicator with the newest stage, and whether the member was exported. */
export function marksView(state: SandboxState, viewer: Seat, { personUrn }: Person): Html {
  const inAts = state.indicatorOf(viewer, personUrn);
  const exported = state.exports.of(viewer.organization, personUrn).at(-1);
  const stage = newestStage(inAts);
  const more = inAts.length > 1 ? html` (${inAts.length} candidates)` : '';
  return html`<ul class="tags">
    ${
      inAts.length === 0
        ? ''
        : html`<li>
            <a class="tag good" href="${profileLink(personUrn)}#in-ats"
              >${icon('ats')}In ATS${more}</a
            >
          </li>`
    }
    ${stage === null ? '' : html`<li class="tag" dir="auto">${stage}</li>`}
    ${
      exported === undefined
        ? ''
        : html`<li class="tag">${icon('check')}Exported ${dayView(exported.createdAtMs)}</li>`
    }
  </ul>`;
}

/** Recruiter shows the current stage on the card [help]: of all applications the newest one. */
function newestStage(candidates: readonly IndicatedCandidate[]): string | null {
  let newest: { readonly atMs: number; readonly text: string } | null = null;
  for (const { applications } of candidates) {
    for (const { application, stages } of applications) {
      const stage = stages.at(-1)?.record;
      if (stage === undefined || stage.atsCreatedAt <= (newest?.atMs ?? 0)) continue;
      const text = `${stage.stage}: ${application.record.jobPostingName}`;
      newest = { atMs: stage.atsCreatedAt, text };
    }
  }
  return newest?.text ?? null;
}

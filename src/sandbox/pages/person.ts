/** A member's profile as every page of the sandbox shows it. All text of people is escaped by `html`. */
import { html } from 'hono/html';
import type { Education, Person, Position } from '../state/people.ts';
import type { Html } from './page.ts';

/** How many entries of a list are seen before it is unfolded. */
const visibleEntries = 2;

/** First name first; names of members come in many scripts. */
export const fullName = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

/** Decorative: the name stands beside it. */
export const portraitView = ({ id }: Person): Html =>
  html`<img class="portrait" src="/media/portraits/${id}.svg" alt="" width="96" height="96" />`;

/** What one wants to know at a glance. */
export const personFacts = (person: Person): Html =>
  html`<dl class="facts">
    <div>
      <dt>Current position</dt>
      <dd dir="auto">${person.currentTitle}, ${person.currentCompany}</dd>
    </div>
    <div>
      <dt>Location</dt>
      <dd dir="auto">${person.location}</dd>
    </div>
    <div>
      <dt>Industry</dt>
      <dd>${person.industry}</dd>
    </div>
    <div>
      <dt>Connections</dt>
      <dd>${connections(person.connections)}</dd>
    </div>
  </dl>`;

/** Summary, experience, education, skills. */
export const personSections = (person: Person): Html =>
  html`${section('Summary', html`<p>${person.summary}</p>`)}
  ${section('Experience', folded(person.experience.map(positionView), 'positions'))}
  ${section('Education', folded(person.education.map(educationView), 'entries'))}
  ${section(
    'Skills',
    html`<ul class="chips">
      ${person.skills.map((skill) => html`<li>${skill}</li>`)}
    </ul>`,
  )}`;

export const connections = (count: number): string =>
  count > 500 ? '500+ connections' : `${String(count)} connections`;

const section = (heading: string, body: Html): Html =>
  html`<section class="section">
    <h2>${heading}</h2>
    ${body}
  </section>`;

/** The first entries at once, the rest behind a summary. */
function folded(entries: readonly Html[], noun: string): Html {
  const rest = entries.slice(visibleEntries);
  return html`<ul class="entries">
      ${entries.slice(0, visibleEntries)}
    </ul>
    ${
      rest.length === 0
        ? ''
        : html`<details>
            <summary>Show ${String(rest.length)} more ${noun}</summary>
            <ul class="entries">
              ${rest}
            </ul>
          </details>`
    }`;
}

const positionView = (position: Position): Html =>
  html`<li>
    <strong>${position.title}</strong>
    <span dir="auto">${position.company} · ${position.location}</span><br />
    <span class="quiet small">${position.from} – ${position.to ?? 'today'}</span>
  </li>`;

const educationView = (education: Education): Html =>
  html`<li>
    <strong>${education.school}</strong>
    <span>${education.degree}</span><br />
    <span class="quiet small">${String(education.from)} – ${String(education.to)}</span>
  </li>`;

/** What surrounds each page of Recruiter's: bar, areas, who is there, what has just happened. */
import { html } from 'hono/html';
import { icon, page, type Html } from '../pages/page.ts';
import type { Visit } from './desk.ts';
import { noticeOf } from './notices.ts';

export type Area = 'search' | 'jobs' | 'inmail' | 'integrations' | 'certification';

export interface RecruiterPageOptions {
  readonly title: string;
  readonly area: Area | null;
  readonly body: Html;
  readonly status?: number;
  /** Names of scripts below `/assets/`; pages work without. */
  readonly scripts?: readonly string[];
}

const areas = [
  ['search', 'Search', '/talent/search'],
  ['jobs', 'Jobs', '/talent/jobs'],
  ['inmail', 'InMail', '/talent/inmail'],
  ['integrations', 'Integrations', '/talent/integrations'],
  ['certification', 'Certification', '/talent/certification'],
] as const satisfies readonly (readonly [Area, string, string])[];

/** Renders a page for a visit. */
export function recruiterPage(visit: Visit, options: RecruiterPageOptions): Promise<Response> {
  const { title, area, body, status = 200, scripts = [] } = options;
  const notice = noticeOf(visit.url);
  return page({
    kind: 'app',
    title: `${title} · Recruiter sandbox`,
    status,
    styleSheets: ['recruiter.css'],
    scripts: [...scripts],
    body: html`<a class="skip" href="#content">Skip to content</a>
      <header class="bar">
        <div class="bar-inner">
          <a class="brand" href="/talent/search">${icon('flask')}<span>Recruiter sandbox</span></a>
          <nav class="areas" aria-label="Recruiter">
            <ul>
              ${areas.map(([name, label, href]) => areaView(name, label, href, area, visit))}
            </ul>
          </nav>
          ${whoView(visit)}
        </div>
      </header>
      <main id="content" class="app" tabindex="-1">
        ${notice === null ? '' : html`<p class="message good" role="status">${notice}</p>`} ${body}
      </main>
      <footer class="foot">
        ${icon('flask')}
        <p>Sandbox for development: not LinkedIn, no real people. <a href="/">Start page</a></p>
      </footer>`,
  });
}

const areaView = (
  name: Area,
  label: string,
  href: string,
  current: Area | null,
  { waiting }: Visit,
): Html => {
  const mark =
    name === 'integrations' && waiting > 0
      ? html` <span class="count">${waiting}<span class="hidden"> waiting for you</span></span>`
      : '';
  return name === current
    ? html`<li><a href="${href}" aria-current="page">${label}${mark}</a></li>`
    : html`<li><a href="${href}">${label}${mark}</a></li>`;
};

const whoView = ({ account, contract, hasOtherSeats }: Visit): Html =>
  html`<div class="who">
    <p>
      <strong dir="auto">${account.name}</strong>
      <span class="quiet small" dir="auto">${contract.name}</span>
    </p>
    ${hasOtherSeats ? html`<a class="small" href="/talent/contract">Change contract</a>` : ''}
    <form method="post" action="/uas/logout"><button class="plain">Sign out</button></form>
  </div>`;

/** A page that says what is the case instead of showing something. */
export const emptyPage = (
  visit: Visit,
  area: Area | null,
  status: number,
  heading: string,
  text: Html | string,
): Promise<Response> =>
  recruiterPage(visit, {
    title: heading,
    area,
    status,
    body: html`<div class="card narrow stack">
      <h1>${heading}</h1>
      <p>${text}</p>
      <p><a href="/talent/search">Search members</a></p>
    </div>`,
  });

/** Something only the sandbox has, and LinkedIn does not: plainly marked. */
export const backstage = (heading: string, body: Html, id = 'sandbox-only'): Html =>
  html`<section class="backstage stack" aria-labelledby="${id}">
    <p class="backstage-mark">${icon('flask')} Sandbox only: not in LinkedIn</p>
    <h2 id="${id}" tabindex="-1">${heading}</h2>
    ${body}
  </section>`;

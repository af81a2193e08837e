/** The page for searching members: what is asked for, and who was found. */
import { html } from 'hono/html';
import type { Html } from '../../pages/page.ts';
import type { Person } from '../../state/people.ts';
import type { Page } from '../paging.ts';
import { pagerView } from '../paging.ts';
import { personCard, type CardOptions } from '../person-card.ts';
import type { MemberSearch } from './find-members.ts';

const field = (name: keyof MemberSearch, label: string, value: string, hint = ''): Html =>
  html`<div class="field">
    <label for="search-${name}">${label}</label>
    ${hint === '' ? '' : html`<p class="hint" id="search-${name}-hint">${hint}</p>`}
    <input
      id="search-${name}"
      name="${name}"
      value="${value}"
      maxlength="200"
      autocomplete="off"
      dir="auto"
      ${hint === '' ? '' : html`aria-describedby="search-${name}-hint"`}
    />
  </div>`;

/** @param indicatorIsOn whether Recruiter knows who is in the ATS */
export const searchForm = (search: MemberSearch, indicatorIsOn: boolean): Html =>
  html`<form class="card stack filters" method="post" action="/talent/search" role="search">
    <h2>Filters</h2>
    ${field('text', 'Keywords', search.text, 'Name, headline, place or industry')}
    ${field('title', 'Current job title', search.title)}
    ${field('company', 'Current company', search.company)}
    ${field('location', 'Location', search.location)}
    <fieldset ${indicatorIsOn ? '' : html`disabled`}>
      <legend>In ATS</legend>
      ${
        indicatorIsOn
          ? ''
          : html`<p class="hint">Not known: the In-ATS indicator is not switched on.</p>`
      }
      ${(
        [
          ['any', 'Everybody'],
          ['in', 'In ATS'],
          ['out', 'Not in ATS'],
        ] as const
      ).map(
        ([value, label]) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="inAts"
              value="${value}"
              ${search.inAts === value ? html`checked` : ''}
            />${label}</label
          >`,
      )}
    </fieldset>
    <div class="actions">
      <button class="main" type="submit">Search</button>
      <a class="button" href="/talent/search">Clear</a>
    </div>
  </form>`;

export const welcomeView = (members: number): Html =>
  html`<section class="card stack">
    <h2>Nothing searched yet</h2>
    <p>
      There are ${members} members. Search by words, filter by title, company or place, or press
      <strong>Search</strong> without any words to see everybody.
    </p>
  </section>`;

export const goneView = (): Html =>
  html`<section class="card stack">
    <h2 id="results" tabindex="-1">This search is not remembered any more</h2>
    <p>Searches are kept for a while and only for who made them. Please search again.</p>
  </section>`;

export const resultsView = (
  found: Page<Person>,
  linkOf: (page: number) => string,
  options: CardOptions,
): Html =>
  html`<section class="card" aria-labelledby="results">
    <h2 id="results" tabindex="-1">${countOf(found.total)}</h2>
    ${
      found.total === 0
        ? html`<p>Nobody fits. Try fewer words, or take a filter away.</p>`
        : html`<p class="quiet small">${found.first} to ${found.last} of ${found.total}</p>
            <ul class="people">
              ${found.items.map((person) => personCard(person, options))}
            </ul>
            ${pagerView(found, linkOf, 'Pages of results')}`
    }
  </section>`;

const countOf = (total: number): string =>
  total === 0 ? 'Nobody found' : total === 1 ? '1 member found' : `${String(total)} members found`;

/** The list of candidates: everybody on one page, an indicator in each row. */
import { html } from 'hono/html';
import { fullName, stageName, stages, type Candidate } from '../records/candidate.ts';
import { openings } from '../records/openings.ts';
import { searchText, type Query, type SortKey } from '../records/store.ts';
import { avatar, day, options, type Markup } from './layout.ts';

/** A query, and how addresses call its words; empty if there are none. */
export interface ListQuery extends Query {
  readonly searchId: string;
}

export interface ListParts {
  readonly candidates: readonly Candidate[];
  /** Of the ATS, whatever the query. */
  readonly total: number;
  readonly query: ListQuery;
}

export function candidatesBody({ candidates, total, query }: ListParts): Markup {
  return html`
    <div class="list-head">
      <h1>Candidates</h1>
      <p class="quiet" role="status">
        <bdi id="count">${countText(candidates.length, total)}</bdi>
      </p>
      ${toolbar(query)}
    </div>
    ${candidates.length === 0 ? nobody() : ''}
    <table role="table" class="list" aria-label="Candidates" id="list">
      <thead role="rowgroup">
        <tr role="row">
          ${header('name', 'Candidate', query)} ${header('position', 'Position', query)}
          ${header('stage', 'Stage', query)} ${header('applied', 'Applied', query)}
          <th role="columnheader" scope="col">LinkedIn</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${candidates.map(row)}
      </tbody>
    </table>
    <p class="empty" id="nobody-here" hidden>Nobody here fits these words.</p>
  `;
}

export const countText = (count: number, total: number): string =>
  count === total
    ? `${total.toLocaleString('en')} people`
    : `${count.toLocaleString('en')} of ${total.toLocaleString('en')} people`;

const toolbar = ({ text, openingId, stage, sort, descending }: Query): Markup => html`
  <form class="toolbar" method="post" action="/candidates/search" role="search" id="search">
    <div class="field wide">
      <label for="q">Search</label>
      <input
        id="q"
        name="q"
        type="search"
        value="${text}"
        placeholder="Name, job, company, place"
        autocomplete="off"
        maxlength="100"
      />
    </div>
    <div class="field">
      <label for="position">Position</label>
      <select id="position" name="position">
        ${options(openingId, [
          ['', 'All positions'],
          ...openings.map(({ id, title }) => [id, title] as const),
        ])}
      </select>
    </div>
    <div class="field">
      <label for="stage">Stage</label>
      <select id="stage" name="stage">
        ${options(stage, [
          ['', 'All stages'],
          ...stages.map(({ id, name }) => [id, name] as const),
        ])}
      </select>
    </div>
    <input type="hidden" name="sort" value="${sort}" />
    <input type="hidden" name="dir" value="${descending ? 'desc' : 'asc'}" />
    <button class="button">Search</button>
  </form>
`;

/** A heading that sorts: by its own natural direction first, then the other way round. */
function header(key: SortKey, label: string, query: ListQuery): Markup {
  const isSorted = query.sort === key;
  const descending = isSorted ? !query.descending : key === 'applied';
  const parameters = new URLSearchParams({
    ...(query.searchId === '' ? {} : { words: query.searchId }),
    ...(query.openingId === '' ? {} : { position: query.openingId }),
    ...(query.stage === '' ? {} : { stage: query.stage }),
    sort: key,
    dir: descending ? 'desc' : 'asc',
  });
  const direction = query.descending ? 'descending' : 'ascending';
  return html`<th role="columnheader" scope="col" ${isSorted ? html`aria-sort="${direction}"` : ''}>
    <a href="/candidates?${parameters.toString()}" class="${isSorted ? `sorted ${direction}` : ''}"
      >${label}</a
    >
  </th>`;
}

function row(candidate: Candidate): Markup {
  const [{ opening, stage, appliedAtMs }] = candidate.applications;
  const name = fullName(candidate);
  return html`
    <tr role="row" data-words="${searchText(candidate)}">
      <td role="cell" class="person">
        ${avatar(name, candidate.id)}
        <span class="lines">
          <a href="/candidates/${candidate.id}"><bdi>${name}</bdi></a>
          <span class="quiet">${jobLine(candidate)}</span>
        </span>
      </td>
      <td role="cell" class="position">
        <span class="lines"
          ><span>${opening.title}</span><span class="quiet">${opening.place}</span></span
        >
      </td>
      <td role="cell" class="stage"><span class="pill ${stage}">${stageName(stage)}</span></td>
      <td role="cell" class="date quiet">${day(appliedAtMs)}</td>
      <td role="cell" class="indicator">
        <rsc-in-ats-indicator candidate-id="${candidate.id}"></rsc-in-ats-indicator>
      </td>
    </tr>
  `;
}

/** What somebody does and where, as far as it is known. */
export const jobLine = ({ title, company }: Candidate): string =>
  [title, company].filter((part) => part !== '').join(' · ');

const nobody = (): Markup => html`
  <p class="empty">Nobody fits. <a href="/candidates">Show everybody</a> or try fewer words.</p>
`;

/** Searching members. Words travel in the form and stay here; the address has an id for them. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { redirect, type Desk } from '../desk.ts';
import { mayExport } from '../exports/offers.ts';
import { recruiterPage } from '../layout.ts';
import { createMemory } from '../memory.ts';
import { pageOf } from '../paging.ts';
import type { SandboxState } from '../../state/store.ts';
import { emptySearch, findMembers, inAtsFilters, type MemberSearch } from './find-members.ts';
import { goneView, resultsView, searchForm, welcomeView } from './search-views.ts';

const perPage = 25;
const maxWords = 200;

export function searchRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();
  const searches = createMemory<MemberSearch>();

  app.get('/talent', () => redirect('/talent/search'));

  app.get(
    '/talent/search',
    desk.page((visit) => {
      const id = visit.url.searchParams.get('id');
      const search = id === null ? null : searches.get(visit.seat.urn, id);
      const { organization, seat } = visit;
      const linkOf = (page: number): string =>
        `/talent/search?id=${id ?? ''}&page=${String(page)}#results`;
      const main =
        id === null
          ? welcomeView(state.members.size)
          : search === null
            ? goneView()
            : resultsView(
                pageOf(
                  findMembers(state, seat, search),
                  visit.url.searchParams.get('page'),
                  perPage,
                ),
                linkOf,
                { state, viewer: seat, mayExport: mayExport(state, seat) },
              );
      return recruiterPage(visit, {
        title: 'Search members',
        area: 'search',
        body: html`<h1>Search members</h1>
          <div class="columns search">
            ${searchForm(
              search ?? emptySearch,
              state.integrations.isEnabledAt(organization.urn, 'IN_ATS_INDICATOR'),
            )}
            ${main}
          </div>`,
      });
    }),
  );

  app.post(
    '/talent/search',
    desk.form(({ seat }, form) => {
      const text = (name: string): string => (form.get(name) ?? '').trim().slice(0, maxWords);
      const id = searches.add(seat.urn, {
        text: text('text'),
        title: text('title'),
        company: text('company'),
        location: text('location'),
        inAts: inAtsFilters.find((filter) => filter === form.get('inAts')) ?? 'any',
      });
      return redirect(`/talent/search?id=${id}#results`);
    }),
  );

  return app;
}

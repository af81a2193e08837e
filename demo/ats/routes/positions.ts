/** Pages about positions and exports, for whoever is signed in. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AtsEnv } from '../environment.ts';
import type { AtsOptions } from '../options.ts';
import { embedTag } from '../pages/embed-tag.ts';
import { messageBody, type Markup } from '../pages/layout.ts';
import {
  applicantRow,
  exportsBody,
  positionBody,
  positionsBody,
  type Applicant,
} from '../pages/positions.ts';
import type { PositionStore } from '../records/positions.ts';
import type { CandidateStore } from '../records/store.ts';
import { respond } from './respond.ts';

export interface PositionRecords {
  readonly candidates: CandidateStore;
  readonly positions: PositionStore;
}

export function positionRoutes(
  options: AtsOptions,
  { candidates, positions }: PositionRecords,
): Hono<AtsEnv> {
  const { origins, clock = Date.now } = options;
  const frames = [origins.backend];
  const app = new Hono<AtsEnv>();

  for (const path of ['/positions', '/positions/*', '/exports']) {
    app.use(path, async (c, next) => {
      if (c.var.session !== null) return next();
      const from = c.req.method === 'GET' ? new URL(c.req.url).pathname : '/positions';
      return c.redirect(`/sign-in?next=${encodeURIComponent(from)}`, 303);
    });
  }

  /** Who has applied for a position, the latest first. */
  const applicantsOf = (id: string): readonly Applicant[] =>
    candidates
      .all()
      .flatMap((candidate) => {
        const application = candidate.applications.find(({ opening }) => opening.id === id);
        return application === undefined ? [] : [{ candidate, application }];
      })
      .sort((one, other) => other.application.appliedAtMs - one.application.appliedAtMs);

  app.get('/positions', (c) =>
    respond(c, {
      title: 'Positions',
      kind: 'positions',
      body: positionsBody(
        positions
          .all()
          .map((state) => ({ state, applicants: applicantsOf(state.opening.id).length })),
      ),
    }),
  );

  const scripts = (nonce: string): Markup => html`
    ${embedTag(options, nonce)}
    <script type="module" nonce="${nonce}" src="/assets/positions.mjs"></script>
  `;

  app.get('/positions/:id', (c) => {
    const state = positions.byId(c.req.param('id'));
    if (state === null) return c.notFound();
    return respond(c, {
      title: state.opening.title,
      kind: 'positions',
      frames,
      head: scripts(c.var.nonce),
      body: positionBody(
        state,
        applicantsOf(state.opening.id),
        c.var.session?.account.role === 'recruiter',
      ),
    });
  });

  // For pages that are open while somebody comes.
  app.get('/positions/:id/applicants', (c) =>
    positions.byId(c.req.param('id')) === null
      ? c.notFound()
      : c.json(applicantsOf(c.req.param('id')).map(applicantRow), 200, {
          'cache-control': 'no-store',
        }),
  );

  app.post('/positions/:id/state', async (c) => {
    const id = c.req.param('id');
    if (positions.byId(id) === null) return c.notFound();
    if (c.var.session?.account.role !== 'recruiter') {
      const text = 'Only recruiters open and close positions.';
      const body = messageBody('Not allowed', text);
      return respond(c, { title: 'Not allowed', kind: 'plain', status: 403, body });
    }
    const { open } = await c.req.parseBody();
    positions.setOpen(id, open === 'yes', clock());
    return c.redirect(`/positions/${id}`, 303);
  });

  app.get('/exports', (c) =>
    respond(c, {
      title: 'Exports from LinkedIn',
      kind: 'positions',
      frames,
      head: scripts(c.var.nonce),
      body: exportsBody(),
    }),
  );

  return app;
}

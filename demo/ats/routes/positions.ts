/** Pages about positions and exports, for whoever is signed in. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { accountById, worksOn } from '../accounts.ts';
import type { AtsContext, AtsEnv } from '../environment.ts';
import type { AtsOptions } from '../options.ts';
import { embedTag } from '../pages/embed-tag.ts';
import { messageBody, type Markup } from '../pages/layout.ts';
import {
  applicantRow,
  exportsBody,
  positionBody,
  positionsBody,
  type Applicant,
  type Colleague,
} from '../pages/positions.ts';
import type { PositionState, PositionStore } from '../records/positions.ts';
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
  const { origins, membersOfUsers = async () => [], clock = Date.now } = options;
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

  const isRecruiter = (c: AtsContext): boolean => c.var.session?.account.role === 'recruiter';

  async function colleaguesOf({ allowed }: PositionState): Promise<readonly Colleague[]> {
    const members = await membersOfUsers();
    return members.flatMap(({ userId, member }) => {
      const account = accountById(userId);
      const isAllowed = allowed?.includes(member) === true;
      return account === null ? [] : [{ userId, name: account.name, isAllowed }];
    });
  }

  const refusal = (c: AtsContext) =>
    respond(c, {
      title: 'Not allowed',
      kind: 'plain',
      status: 403,
      body: messageBody('Not allowed', 'Only recruiters change positions.'),
    });

  const scripts = (nonce: string): Markup => html`
    ${embedTag(options, nonce)}
    <script type="module" nonce="${nonce}" src="/assets/positions.mjs"></script>
  `;

  app.get('/positions/:id', async (c) => {
    const state = positions.byId(c.req.param('id'));
    const account = c.var.session?.account;
    if (state === null || account === undefined) return c.notFound();
    return respond(c, {
      title: state.opening.title,
      kind: 'positions',
      frames,
      head: scripts(c.var.nonce),
      body: positionBody({
        state,
        applicants: applicantsOf(state.opening.id),
        colleagues: isRecruiter(c) ? await colleaguesOf(state) : null,
        isOwn: worksOn(account, state.opening.id),
      }),
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
    if (!isRecruiter(c)) return refusal(c);
    const { open } = await c.req.parseBody();
    positions.setOpen(id, open === 'yes', clock());
    return c.redirect(`/positions/${id}`, 303);
  });

  app.post('/positions/:id/access', async (c) => {
    const id = c.req.param('id');
    if (positions.byId(id) === null) return c.notFound();
    if (!isRecruiter(c)) return refusal(c);
    const { access, user } = await c.req.parseBody({ all: true });
    const chosen = new Set(Array.isArray(user) ? user : [user]);
    const members = await membersOfUsers();
    const allowed = members.filter(({ userId }) => chosen.has(userId)).map(({ member }) => member);
    positions.setAllowed(id, access === 'some' ? [...new Set(allowed)] : null, clock());
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

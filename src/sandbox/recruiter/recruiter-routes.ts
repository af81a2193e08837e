/** The Recruiter of the sandbox: pages under `/talent`, drawn on the server, working without scripts. */
import { Hono } from 'hono';
import { certificationRoutes } from './certification/certification-routes.ts';
import { createDesk, redirect, type DeskOptions } from './desk.ts';
import { exportRoutes } from './exports/export-routes.ts';
import { inMailRoutes } from './inmail/inmail-routes.ts';
import { integrationRoutes } from './integrations/integration-routes.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { noteRoutes } from './notes/note-routes.ts';
import { withNotice } from './notices.ts';
import { profileRoutes } from './profile/profile-routes.ts';
import { contractPage } from './refusals.ts';
import { searchRoutes } from './search/search-routes.ts';
import { isSameOrigin } from '../login/sessions.ts';
import { activeSeats } from '../login/accounts.ts';
import { crossSitePage } from './refusals.ts';

export function recruiterRoutes(options: DeskOptions): Hono {
  const { state, sessions } = options;
  const app = new Hono();
  const desk = createDesk(options);

  app.get(
    '/talent/contract',
    desk.page(({ account }) =>
      contractPage(account.name, activeSeats(state, account), (urn) =>
        state.organizations.contracts.get(urn),
      ),
    ),
  );

  // Not by the desk, which lets nobody in who has not chosen yet.
  app.post('/talent/contract', async ({ req }) => {
    if (!isSameOrigin(req.raw)) return crossSitePage();
    const form = new URLSearchParams(await req.raw.text());
    const isChosen = sessions.chooseSeat(req.raw, form.get('seat') ?? '');
    return redirect(
      isChosen ? withNotice('/talent/search', 'contract-chosen') : '/talent/contract',
    );
  });

  app.route('/', searchRoutes(state, desk));
  app.route('/', profileRoutes(state, desk));
  app.route('/', exportRoutes(state, desk));
  app.route('/', inMailRoutes(state, desk));
  app.route('/', noteRoutes(state, desk));
  app.route('/', jobRoutes(state, desk));
  app.route('/', integrationRoutes(state, desk));
  app.route('/', certificationRoutes(state, desk));
  return app;
}

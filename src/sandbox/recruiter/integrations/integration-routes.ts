/** The administrator's page: integrations are switched on and off here, and nowhere else. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Integration } from '../../state/integrations.ts';
import type { SandboxState } from '../../state/store.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { emptyPage, recruiterPage } from '../layout.ts';
import { withNotice } from '../notices.ts';
import { seatName } from '../seat-name.ts';
import { applicationView, waitingView } from './integration-views.ts';
import { administered, canDisable, canEnable, overviewOf } from './overview.ts';

export function integrationRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();

  const adminsOnly = (visit: Visit): Promise<Response> => {
    const admins = state.organizations
      .seatsOf(visit.contract.urn)
      .filter(({ roles }) => roles.includes('ADMIN_SEAT'))
      .map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim());
    return emptyPage(
      visit,
      'integrations',
      403,
      'For administrators',
      admins.length === 0
        ? 'Integrations are switched on by a Recruiter administrator. This contract has none.'
        : html`Integrations are switched on by a Recruiter administrator. On this contract that is
            <strong dir="auto">${admins.join(', ')}</strong>.`,
    );
  };

  app.get(
    '/talent/integrations',
    desk.page((visit) => {
      if (!visit.isAdmin) return adminsOnly(visit);
      const contracts = administered(state, visit);
      const groups = overviewOf(state, visit.organization, contracts);
      const history = [visit.organization, ...contracts].flatMap(({ urn }) =>
        state.integrations.history.at(urn),
      );
      const names = {
        contractName: (urn: string) => state.organizations.contracts.get(urn)?.name ?? urn,
        seatName: (urn: string) => seatName(state, urn),
      };
      return recruiterPage(visit, {
        title: 'Integrations',
        area: 'integrations',
        scripts: ['live.js'],
        body: html`<h1>Integrations</h1>
          <p class="quiet">
            <span dir="auto">${visit.organization.name}</span>, as administrator of
            <span dir="auto">${contracts.map(({ name }) => name).join(', ')}</span>
          </p>
          <div class="stack" data-live="integrations">
            ${waitingView(groups)}
            ${groups.map((group) =>
              applicationView(
                group,
                history.filter(({ clientId }) => clientId === group.clientId),
                names,
              ),
            )}
            ${
              groups.length > 0
                ? ''
                : html`<div class="card stack">
                    <h2>No application has asked yet</h2>
                    <p>
                      An ATS asks for its integrations in the onboarding plugin on its own page.
                      They then appear here.
                    </p>
                  </div>`
            }
          </div>`,
      });
    }),
  );

  app.post(
    '/talent/integrations/switch',
    desk.form((visit, form) => {
      if (!visit.isAdmin) return adminsOnly(visit);
      const on = form.get('on') === '1';
      const mayChange = on ? canEnable : canDisable;
      const isMeant = (one: Integration): boolean =>
        form.get('scope') === 'all' ||
        (one.integrationContext === form.get('context') &&
          one.integrationType === form.get('type') &&
          one.tenantType === form.get('tenant'));
      const clientId = form.get('client') ?? '';
      // Only what the page itself offers: contexts of other customers are not among it.
      const group = overviewOf(state, visit.organization, administered(state, visit)).find(
        (one) => one.clientId === clientId,
      );
      const chosen = (group?.integrations ?? []).filter((one) => isMeant(one) && mayChange(one));
      const path = '/talent/integrations';
      if (chosen.length === 0) return redirect(withNotice(path, 'unchanged'));
      state.integrations.switch(chosen, on, visit.nowMs, visit.seat.urn);
      return redirect(withNotice(path, on ? 'enabled' : 'disabled', `app-${clientId}`));
    }),
  );

  return app;
}

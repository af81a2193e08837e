/** Pages about the connection with LinkedIn, for the ATS's administrators. */
import { Hono } from 'hono';
import type { AtsContext, AtsEnv } from '../environment.ts';
import type { AtsOptions } from '../options.ts';
import { createPartnerAdmin, type CheckSummary } from '../partner-admin.ts';
import {
  customersBody,
  settingsBody,
  settingsMarkupBody,
  settingsTag,
  type CustomerRow,
} from '../pages/integrations.ts';
import { messageBody } from '../pages/layout.ts';
import { respond } from './respond.ts';

export function integrationRoutes(onboarding: NonNullable<AtsOptions['onboarding']>): Hono<AtsEnv> {
  const app = new Hono<AtsEnv>();
  const admin = createPartnerAdmin(onboarding);
  const frames = [onboarding.origin];

  for (const path of ['/integrations', '/integrations/*']) {
    app.use(path, async (c, next) => {
      const { session } = c.var;
      if (session === null) return c.redirect('/sign-in?next=%2Fintegrations', 303);
      if (session.account.role === 'administrator') return next();
      return respond(c as AtsContext, {
        title: 'For administrators',
        kind: 'plain',
        status: 403,
        body: messageBody(
          'For administrators',
          'Integrations are set up by administrators of Fieldbook. Ask one of them.',
        ),
      });
    });
  }

  app.get('/integrations', (c) =>
    respond(c, {
      title: 'LinkedIn integrations',
      kind: 'integrations',
      frames,
      head: settingsTag(onboarding, c.var.nonce),
      body: settingsBody(),
    }),
  );

  app.get('/integrations/linkedin-markup', async (c) => {
    const customers = await admin.customers();
    const own = customers.find(({ id }) => id === onboarding.tenant);
    return respond(c, {
      title: 'LinkedIn’s own markup',
      kind: 'integrations',
      frames,
      body: settingsMarkupBody(onboarding, own?.application?.clientId ?? '', c.var.nonce),
    });
  });

  async function customersPage(
    c: AtsContext,
    checked: { readonly id: string; readonly checks: readonly CheckSummary[] } | null,
  ): Promise<Response> {
    const rows = (await admin.customers()).map(async (customer): Promise<CustomerRow> => {
      const integrations = await admin.integrations(customer.id);
      return {
        customer,
        integrations,
        checks: checked?.id === customer.id ? checked.checks : null,
      };
    });
    return respond(c, {
      title: 'Customers',
      kind: 'integrations',
      body: customersBody(await Promise.all(rows)),
    });
  }

  app.get('/integrations/customers', (c) => customersPage(c, null));

  app.post('/integrations/customers/:id/check', async (c) => {
    const id = c.req.param('id');
    const known = (await admin.customers()).some((customer) => customer.id === id);
    return known ? customersPage(c, { id, checks: await admin.check(id) }) : c.notFound();
  });

  return app;
}

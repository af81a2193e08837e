/** Pages about the connection with LinkedIn, for the ATS's administrators. */
import { Hono } from 'hono';
import type { AtsContext, AtsEnv } from '../environment.ts';
import type { Instance, Instances } from '../instances.ts';
import type { AtsOptions } from '../options.ts';
import { settingsBody, settingsMarkupBody, settingsTag } from '../pages/integrations.ts';
import { messageBody } from '../pages/layout.ts';
import { PartnerRefusal, type PartnerAdmin } from '../partner-admin.ts';
import { customerRoutes } from './customers.ts';
import { respond } from './respond.ts';
import { syncRoutes } from './sync.ts';

export interface IntegrationRouteParts {
  readonly options: AtsOptions;
  readonly admin: PartnerAdmin;
  readonly instances: Instances;
}

export function integrationRoutes(parts: IntegrationRouteParts): Hono<AtsEnv> {
  const { options, admin, instances } = parts;
  const app = new Hono<AtsEnv>();
  const frames = [options.origins.backend];

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

  /** The instance an address is about: the first one if it names none. */
  function instanceOf(c: AtsContext): Instance | null {
    const name = c.req.query('instance');
    return name === undefined ? (instances.all()[0] ?? null) : instances.byTenant(name);
  }

  app.get('/integrations', (c) => {
    const instance = instanceOf(c);
    if (instance === null) return c.notFound();
    const page = { options, instance, instances: instances.all() };
    return respond(c, {
      title: 'LinkedIn integrations',
      kind: 'integrations',
      frames,
      head: settingsTag(page, c.var.nonce),
      body: settingsBody(page),
    });
  });

  app.get('/integrations/linkedin-markup', async (c) => {
    const instance = instanceOf(c);
    if (instance === null) return c.notFound();
    const { application } = await admin.customer(instance.tenant);
    const page = { options, instance, instances: instances.all() };
    return respond(c, {
      title: 'LinkedIn’s own markup',
      kind: 'integrations',
      frames,
      body: settingsMarkupBody(page, application?.clientId ?? '', c.var.nonce),
    });
  });

  app.route('/integrations/customers', customerRoutes(parts));
  app.route('/integrations/customers', syncRoutes(parts));

  app.onError((error, c) => {
    if (!(error instanceof PartnerRefusal)) throw error;
    if (error.status === 404) return c.notFound();
    return respond(c as AtsContext, {
      title: 'The partner refuses',
      kind: 'plain',
      status: 502,
      body: messageBody('The partner refuses', error.message),
    });
  });

  return app;
}

/** Pages for operators: all customers of the partner, one of them, and what can be done. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AtsContext, AtsEnv } from '../environment.ts';
import { customerBody } from '../pages/customer.ts';
import { customersBody, type CustomerRow, type CustomersPage } from '../pages/customers.ts';
import { PartnerRefusal, type CheckSummary, type CustomerSummary } from '../partner-admin.ts';
import type { IntegrationRouteParts } from './integrations.ts';
import { respond } from './respond.ts';

export function customerRoutes({ admin, instances }: IntegrationRouteParts): Hono<AtsEnv> {
  const app = new Hono<AtsEnv>();

  /** Nothing is asked about one that has left. */
  const journeyOf = async ({ id, status }: CustomerSummary) =>
    status === 'purged' ? null : admin.journey(id);

  async function listPage(
    c: AtsContext,
    shown: Partial<Pick<CustomersPage, 'checks' | 'refused'>> = {},
  ): Promise<Response> {
    const { items, next } = await admin.customers(c.req.query('after'));
    const [rules, rows] = await Promise.all([
      admin.rules(),
      Promise.all(
        items.map(async (customer): Promise<CustomerRow> => {
          const integrations = await admin.integrations(customer.id);
          return { customer, integrations, journey: await journeyOf(customer) };
        }),
      ),
    ]);
    const { checks = null, refused = null } = shown;
    return respond(c, {
      title: 'Customers',
      kind: 'integrations',
      status: refused === null ? 200 : 400,
      body: customersBody({ rows, next, rules, checks, refused }),
    });
  }

  async function customerPage(
    c: AtsContext,
    shown: { readonly checks?: readonly CheckSummary[]; readonly refused?: string } = {},
  ): Promise<Response> {
    const id = c.req.param('id') ?? '';
    const customer = await admin.customer(id);
    const [integrations, configurations, receipts, journey] = await Promise.all([
      admin.integrations(id),
      admin.configurations(id),
      admin.receipts(id),
      journeyOf(customer),
    ]);
    const { checks = null, refused = null } = shown;
    const isOurs = instances.byTenant(id) !== null && customer.status === 'active';
    return respond(c, {
      title: customer.name,
      kind: 'integrations',
      status: refused === null ? 200 : 400,
      head: html`<script
        type="module"
        nonce="${c.var.nonce}"
        src="/assets/integrations.mjs"
      ></script>`,
      body: customerBody({
        ...{ customer, integrations, configurations, receipts, journey },
        ...{ checks, refused, isOurs },
      }),
    });
  }

  app.get('/', (c) => listPage(c));

  app.post('/', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string): string => {
      const value = form[name];
      return typeof value === 'string' ? value.trim().slice(0, 200) : '';
    };
    const fields = { id: text('id'), name: text('name'), environment: text('environment') };
    try {
      const { privateKey } = await admin.create(fields);
      if (privateKey !== null) {
        instances.add({ tenant: fields.id, name: fields.name, signingKey: privateKey });
      }
      return c.redirect(`/integrations/customers/${encodeURIComponent(fields.id)}`, 303);
    } catch (error) {
      if (!(error instanceof PartnerRefusal)) throw error;
      const why =
        error.fields.length === 0
          ? [error.message]
          : error.fields.map(({ field, fix }) => `${field} ${fix}.`);
      return listPage(c, { refused: { fields, why } });
    }
  });

  app.post('/checks', async (c) => listPage(c, { checks: await admin.check() }));

  app.get('/:id', (c) => customerPage(c));

  app.post('/:id/check', async (c) =>
    customerPage(c, { checks: await admin.check(c.req.param('id')) }),
  );

  app.post('/:id/:verb{disable|enable|leave}', async (c) => {
    const { id, verb } = c.req.param();
    if (verb === 'leave' && (await c.req.parseBody())['confirm'] !== id) {
      return customerPage(c, { refused: 'Nothing was deleted: that is not the id.' });
    }
    try {
      await admin.change(id, verb as 'disable' | 'enable' | 'leave');
    } catch (error) {
      if (!(error instanceof PartnerRefusal) || error.status === 404) throw error;
      return customerPage(c, { refused: error.message });
    }
    return c.redirect(`/integrations/customers/${encodeURIComponent(id)}`, 303);
  });

  return app;
}

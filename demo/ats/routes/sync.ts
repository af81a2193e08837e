/** Sync of customers, for operators: where it stands, and what can be done about it. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AtsContext, AtsEnv } from '../environment.ts';
import { syncBody, type SyncPage } from '../pages/sync.ts';
import { barsOf, number, sumOf, textsOf } from '../pages/sync-words.ts';
import { PartnerRefusal } from '../partner-admin.ts';
import type { RecordName } from '../partner-sync.ts';
import type { IntegrationRouteParts } from './integrations.ts';
import { respond } from './respond.ts';

type Shown = Partial<Pick<SyncPage, 'explained' | 'plan' | 'said'>>;

/** Routes below a customer's address. */
export function syncRoutes({ admin, options }: IntegrationRouteParts): Hono<AtsEnv> {
  const { clock = Date.now } = options;
  const { sync } = admin;
  const app = new Hono<AtsEnv>();

  async function syncPage(c: AtsContext, shown: Shown = {}): Promise<Response> {
    const id = c.req.param('id') ?? '';
    const [customer, status, putAside] = await Promise.all([
      admin.customer(id),
      sync.status(id),
      sync.putAside(id, c.req.query('after')),
    ]);
    const { explained = null, plan = null, said = null } = shown;
    return respond(c, {
      title: `Sync of ${customer.name}`,
      kind: 'sync',
      status: said?.isRefusal === true ? 400 : 200,
      head: html`<script type="module" nonce="${c.var.nonce}" src="/assets/sync.mjs"></script>`,
      body: syncBody({ customer, status, putAside, explained, plan, said, nowMs: clock() }),
    });
  }

  /** Shows what work has brought, or why the partner refuses it. */
  async function after(c: AtsContext, work: () => Promise<Shown>): Promise<Response> {
    try {
      return await syncPage(c, await work());
    } catch (error) {
      if (!(error instanceof PartnerRefusal) || error.status === 404) throw error;
      const why = error.fields.map(({ field, fix }) => `${field} ${fix}.`);
      return syncPage(c, { said: { isRefusal: true, text: [error.message, ...why].join(' ') } });
    }
  }

  app.get('/:id/sync', (c) => syncPage(c));

  // For the page's script, which keeps its figures true.
  app.get('/:id/sync/state', async (c) => {
    const status = await sync.status(c.req.param('id'));
    const nowMs = clock();
    return c.json(
      {
        texts: textsOf(status, nowMs),
        bars: barsOf(status, nowMs),
        putAside: sumOf(status.quarantined),
        backfill: status.backfill?.state ?? null,
        scanned: status.backfill?.scanned ?? 0,
      },
      200,
      { 'cache-control': 'no-store' },
    );
  });

  app.post('/:id/sync/explain', async (c) => {
    const form = await c.req.parseBody();
    return after(c, async () => ({
      explained: await sync.explain(c.req.param('id'), nameIn(form)),
    }));
  });

  app.post('/:id/sync/retry', async (c) => {
    const form = await c.req.parseBody();
    const { all, reason } = form;
    const target = all === 'yes' ? 'all' : typeof reason === 'string' ? { reason } : nameIn(form);
    return after(c, async () => {
      const retried = await sync.retry(c.req.param('id'), target);
      const text =
        retried === 1 ? '1 record is tried again.' : `${number(retried)} records are tried again.`;
      return { said: { isRefusal: false, text } };
    });
  });

  app.post('/:id/sync/backfill/plan', (c) =>
    after(c, async () => ({ plan: await sync.plan(c.req.param('id')) })),
  );

  const done = {
    start: 'History is being sent.',
    pause: 'Paused.',
    resume: 'It goes on.',
    cancel: 'Cancelled; what had been read is still sent.',
  } as const;
  for (const verb of ['start', 'pause', 'resume', 'cancel'] as const) {
    app.post(`/:id/sync/backfill/${verb}`, (c) =>
      after(c, async () => {
        await sync.backfill(c.req.param('id'), verb);
        return { said: { isRefusal: false, text: done[verb] } };
      }),
    );
  }

  return app;
}

/** A record as a form names it; the partner says what is wrong with it. */
function nameIn(form: Readonly<Record<string, unknown>>): RecordName {
  const text = (name: string): string => {
    const value = form[name];
    return typeof value === 'string' ? value.trim().slice(0, 255) : '';
  };
  const parentId = text('parentId');
  return {
    resource: text('resource'),
    id: text('id'),
    ...(parentId === '' ? {} : { parentId }),
  };
}

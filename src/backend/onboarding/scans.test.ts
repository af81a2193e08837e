/**
 * Among 5,000 customers, what is done for one of them reads that one: no request, call or piece of
 * work goes through a table as a whole. PostgreSQL counts its sequential scans; we ask it. Only what is
 * about all of them (the partner's journey, checks of the deployment) counts them.
 */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostOrigin, origin, type FrameOptions } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { backings, rowsOf } from '../store/store.test-support.ts';
import {
  acme,
  candidateRecord,
  frameOf,
  globex,
  requestedBy,
  settingsFrame,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import type { PrivateKey } from './signing-keys.ts';

const customers = 5_000;
const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
const [, server] = backings();
// One connection, so that what it has counted can be asked for at once.
const test = useKit({ admin: { tokens: [{ id: 'ops', sha256 }] } }, server, { maxConnections: 1 });
let key: PrivateKey;
let clientId: string;

const run = (sql: string) => rowsOf(internalsOf(test().store).connection, sql);

/** Rows that were read by scans of whole tables, by table; small tables are read so on purpose. */
async function scansOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const counted = async (): Promise<Map<unknown, number>> => {
    await run('select pg_stat_force_next_flush()');
    await run('select 1');
    const rows = await run(
      "select relname, seq_tup_read from pg_stat_user_tables where schemaname = 'rsc'",
    );
    return new Map(rows.map(({ relname, seq_tup_read: read }) => [relname, Number(read)]));
  };
  const before = await counted();
  await work();
  const after = await counted();
  return Object.fromEntries(
    [...after]
      .map(([table, read]) => [String(table), read - (before.get(table) ?? 0)] as const)
      .filter(([, read]) => read > customers / 10),
  );
}

beforeAll(async () => {
  const { kit } = test();
  const { privateKey } = await kit.customers.create({ ...acme, domains: [hostOrigin] });
  if (privateKey === null) throw new Error('no key');
  key = privateKey;
  clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  await fill();
}, 60_000);

/** Customers beside the one that is looked at, each with all that one has. */
async function fill(): Promise<void> {
  const series = `generate_series(1, ${String(customers)}) n`;
  const types = "unnest(array['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN']) type";
  const context = "'urn:li:organization:9' || n";
  const jwk = JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) });
  const later = `now() + interval '1 day'`;
  const statements = [
    `insert into rsc.tenants (id, name, unique_foreign_id, environment, status)
      select 't' || n, 'Customer', 't' || n, 'production', 'active' from ${series}`,
    `insert into rsc.tenant_names (name, tenant_id, kind)
      select 't' || n, 't' || n, 'id' from ${series}
      union all select 'c' || n, 't' || n, 'client_id' from ${series}`,
    `insert into rsc.tenant_origins (tenant_id, origin)
      select 't' || n, 'https://ats.customer' || n || '.example' from ${series}`,
    `insert into rsc.tenant_keys (tenant_id, kid, alg, public_jwk)
      select 't' || n, 'k', 'ES256', '${jwk}' from ${series}`,
    `insert into rsc.tenant_contexts (tenant_id, urn, kind)
      select 't' || n, ${context}, 'organization' from ${series}`,
    `insert into rsc.linkedin_applications
        (tenant_id, client_id, client_secret, client_secret_key_id)
      select 't' || n, 'c' || n, '\\x00', 'test-1' from ${series}`,
    `insert into rsc.integrations (tenant_id, context, type, tenant_type, state, changed_at)
      select 't' || n, ${context}, type, 'RECRUITER', 'enabled', now() from ${series}, ${types}`,
    `insert into rsc.configurations (tenant_id, context, type, tenant_type, key, value)
      select 't' || n, ${context}, 'ONE_CLICK_EXPORT', 'RECRUITER', 'CALLBACK_URL', 'x'
      from ${series}`,
    `insert into rsc.integration_events (tenant_id, context, type, tenant_type, state, at)
      select 't' || n, ${context}, type, 'RECRUITER', 'enabled', now() from ${series}, ${types}`,
    `insert into rsc.callback_tokens (token_hash, tenant_id, token, token_key_id)
      select sha256(('t' || n)::bytea), 't' || n, '\\x00', 'test-1' from ${series}`,
    `insert into rsc.push_events
        (tenant_id, request_key, type, kind, state, signature, raw, due_at, received_at)
      select 't' || n, sha256((state || n)::bytea), 'X', kind, state, 'absent', '{}', ${later}, now()
      from ${series},
        (values ('integration_status', 'received'), ('unknown', 'waiting'), ('export', 'done'))
          as events (kind, state)`,
    `insert into rsc.reconciliations (tenant_id, due_at) select 't' || n, ${later} from ${series}`,
    `insert into rsc.candidates (tenant_id, integration_context, candidate_id, sent_at)
      select 't' || n, ${context}, '42', now() from ${series}`,
    `insert into rsc.sync_lanes (tenant_id, context) select 't' || n, ${context} from ${series}`,
    `insert into rsc.sync_queue
        (tenant_id, item, context, resource, record_id, op, queued_at)
      select 't' || n, sha256(('t' || n)::bytea), ${context}, 'candidates', '42', 'delete', now()
      from ${series}`,
    `insert into rsc.purge_receipts (tenant_id, requested_at) select 't' || n, now() from ${series}`,
    `insert into rsc.audit_log (tenant_id, actor, action)
      select 't' || n, 'test', 'tenant_created' from ${series}`,
  ];
  // Without triggers: they would write each customer's row once more for each of its own.
  await run('set session_replication_role = replica');
  for (const statement of statements) await run(statement);
  await run('set session_replication_role = origin');
  await run('analyze');
}

const frame = (options: FrameOptions = settingsFrame) => frameOf(test(), 'acme', key, options);
/** A call of a frame that is answered. */
async function call(path: string, body?: unknown, options?: FrameOptions): Promise<void> {
  const request = body === undefined ? {} : { method: 'POST', body };
  expect((await (await frame(options)).call(path, request)).status).toBe(200);
}
const operator = async (method: string, path: string): Promise<void> => {
  const request = new Request(`${origin}/rsc/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  expect((await test().kit.fetch(request)).status).toBe(200);
};

describe('among 5,000 customers', () => {
  it('counts a scan where there is one', async () => {
    const scanned = await scansOf(() => run('select count(name) from rsc.tenants'));
    expect(scanned).toEqual({ tenants: customers + 1 });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a frame and its session', () => frame()],
    ['a profile', () => call('/rsc/candidates/42', undefined, { obj: 'candidate:42' })],
    ['the settings', () => call('/rsc/integrations')],
    [
      'a choice in the settings',
      () => call('/rsc/integrations/settings', { jobAvailability: 'PUBLIC' }),
    ],
    [
      'news for the settings',
      async () => {
        const stream = await (await frame()).call('/rsc/integrations/events?since=0');
        const reader = stream.body?.getReader();
        await reader?.read();
        await reader?.cancel();
      },
    ],
    [
      'an event of LinkedIn, and what follows from it',
      async () => {
        const id = test().switch(clientId, false);
        const pushed = await test().push(clientId, { type: 'INTEGRATION_STATUS_CHANGE', id });
        expect(pushed.status).toBe(200);
        await test().kit.workers.runUntilIdle();
        test().switch(clientId, true);
        test().clock.advance(1);
        await test().kit.integrations.refresh('acme');
      },
    ],
    [
      'a challenge of LinkedIn',
      () =>
        test().kit.fetch(
          new Request(
            `${test().callbackOf(clientId)}?challengeCode=3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77`,
          ),
        ),
    ],
    ['candidates', () => test().kit.candidates.sync('acme', [candidateRecord('42')])],
    [
      'candidates that wait, and go on',
      async () => {
        const { kit } = test();
        await kit.customers.disable('acme');
        await kit.candidates.sync('acme', [candidateRecord('43')]);
        await kit.customers.enable('acme');
        await kit.workers.runUntilIdle();
      },
    ],
    [
      'a turn of the reconciliation',
      async () => {
        test().clock.advance(20 * 60);
        await test().kit.workers.runUntilIdle();
      },
    ],
    ['a page of customers', () => operator('GET', '/customers?limit=50&after=t2')],
    ['a customer', () => operator('GET', '/customers/acme')],
    ['its integrations', () => operator('GET', '/customers/acme/integrations')],
    ['its journey', () => operator('GET', '/customers/acme/journey')],
    ['its audit log', () => operator('GET', '/customers/acme/audit')],
    ['its receipts', () => operator('GET', '/customers/acme/receipts')],
    ['its addresses', () => operator('GET', '/customers/acme/callbacks')],
    ['its events', () => operator('GET', '/customers/acme/push')],
    ['its checks', () => operator('POST', '/customers/acme/checks')],
    [
      'a new customer that requests integrations',
      async () => {
        const { kit } = test();
        await kit.customers.create(globex);
        const keys = requestedBy('urn:li:organization:7002', 'urn:li:contract:8003');
        test().request(await test().clientIdOf('globex'), keys);
        await kit.integrations.requested('globex', keys);
        await kit.customers.update('globex', { domains: ['https://new.globex.example'] });
        await kit.customers.rotateCallback('globex');
      },
    ],
    ['a customer that leaves', () => test().kit.customers.leave('globex')],
  ])('%s: reads no table as a whole', async (_, work) => {
    expect(await scansOf(work)).toEqual({});
  });
});

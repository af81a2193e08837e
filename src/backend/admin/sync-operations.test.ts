/** Changes, history and the state of sync by way of the admin API. */
import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, globex, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { origin } from '../backend.test-support.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { errorView } from './schemas.ts';
import { syncOperations } from './sync-operations.ts';

const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
const ats = createMemoryAts();
const test = useKit({
  source: ats,
  sync: { reconcileEveryDays: 0 },
  admin: { tokens: [{ id: 'ops-1', sha256 }] },
});
// Only the table is looked at.
const operations = syncOperations({} as Pick<Onboarding, 'upkeep' | 'customers'>);

async function call(method: string, path: string, body?: unknown) {
  const response = await test().kit.fetch(
    new Request(`${origin}/rsc/admin/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}
/** The answer, if it is what the document says. */
async function answerOf(id: string, called: ReturnType<typeof call>) {
  const { status, body } = await called;
  const operation = operations.find((each) => each.id === id);
  const issues = operation?.answer?.safeParse(body).error?.issues;
  expect([id, status, issues]).toEqual([id, operation?.status, undefined]);
  return body;
}
const ref = { resource: 'candidates', id: '17' };

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  await kit.customers.create(globex);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  ats.put('candidates', candidate({ id: '17' }));
  ats.put('candidates', { ...candidate({ id: 'bad' }), firstName: '' });
}, 60_000);
beforeEach(() => {
  // A token may ask so often a minute.
  test().clock.advance(61);
});

describe('operations of sync', () => {
  it('take changes of an ATS in another language, ten thousand at a time', async () => {
    await answerOf('recordChanges', call('POST', '/customers/acme/changes', { refs: [ref] }));
    await test().kit.workers.runUntilIdle();
    const explained = await answerOf(
      'explainRecord',
      call('POST', '/customers/acme/sync/explain', { ref }),
    );
    expect(explained).toMatchObject({ state: 'sent', isAtLinkedIn: true });
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      resource: 'candidates',
      id: `many-${String(index)}-with-an-id-that-is-as-long-as-those-of-some`,
    }));
    const options = { op: 'delete', priority: 'backfill' };
    const path = '/customers/acme/changes';
    await answerOf('recordChanges', call('POST', path, { refs: many, ...options }));
    expect((await call('POST', path, { refs: [...many, ref] })).status).toBe(400);
    const status = await answerOf('getSyncStatus', call('GET', '/customers/acme/sync'));
    expect(status).toMatchObject({ backlog: { total: 10_000, byPriority: { backfill: 10_000 } } });
    const { connection } = internalsOf(test().store);
    await rowsOf(connection, `delete from rsc.sync_records where record_id like 'many-%'`);
  }, 30_000);

  it('plan, start, pause, resume and cancel a backfill, and say who did', async () => {
    const base = '/customers/acme/backfills';
    const plan = await answerOf('planBackfill', call('POST', `${base}/plan`, { sinceMs: 0 }));
    expect(plan).toMatchObject({ records: 2 });
    const begun = await answerOf('startBackfill', call('POST', base, { sinceMs: 0 }));
    expect(begun).toMatchObject({ state: 'running', requestedBy: 'admin:ops-1' });
    expect(await call('POST', base, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'sync_backfill_open' } },
    });
    const paused = await answerOf('pauseBackfill', call('POST', `${base}/pause`));
    expect(paused).toMatchObject({ id: begun['id'], state: 'paused' });
    await answerOf('resumeBackfill', call('POST', `${base}/resume`));
    const cancelled = await answerOf('cancelBackfill', call('POST', `${base}/cancel`));
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(await call('POST', `${base}/pause`)).toMatchObject({ status: 404 });
    expect(await answerOf('listBackfills', call('GET', base))).toEqual({ items: [cancelled] });
    const audit = await call('GET', '/customers/acme/audit');
    expect(JSON.stringify(audit.body)).toContain('"backfill_cancelled"');
  });

  it('list what was put aside and send it again', async () => {
    await call('POST', '/customers/acme/changes', {
      refs: [{ resource: 'candidates', id: 'bad' }],
    });
    await test().kit.workers.runUntilIdle();
    const path = '/customers/acme/sync/quarantine?reason=record_invalid&limit=1';
    const page = await answerOf('listQuarantine', call('GET', path));
    expect(page).toMatchObject({ items: [{ ref: { id: 'bad' }, label: 'bad' }], next: null });
    ats.put('candidates', candidate({ id: 'bad' }));
    const body = { target: { reason: 'record_invalid' } };
    expect(
      await answerOf('retryRecords', call('POST', '/customers/acme/sync/retry', body)),
    ).toEqual({ retried: 1 });
    await test().kit.workers.runUntilIdle();
    expect((await call('GET', path)).body).toEqual({ items: [], next: null });
  });

  it('are of one customer each', async () => {
    const explained = await call('POST', '/customers/globex/sync/explain', { ref });
    expect(explained).toMatchObject({
      body: { error: { code: 'integration_context_unknown' } },
    });
    expect((await call('GET', '/customers/globex/sync')).body).toMatchObject({
      backlog: { total: 0 },
      totals: {},
    });
    expect((await call('GET', '/customers/globex/backfills')).body).toEqual({ items: [] });
    expect((await call('GET', '/customers/globex/sync/quarantine')).body).toEqual({
      items: [],
      next: null,
    });
    expect((await call('POST', '/customers/globex/sync/retry', { target: 'all' })).body).toEqual({
      retried: 0,
    });
    for (const { method, path, body, example } of operations) {
      const other = path.replace('{id}', 'nobody');
      const { status } = await call(method, other, body === undefined ? undefined : example);
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it.each([
    ['POST', '/changes', { refs: [] }, 'refs'],
    ['POST', '/changes', { refs: [{ resource: 'stages', id: '1' }] }, 'refs.0.parentId'],
    ['POST', '/changes', { refs: [ref], op: 'drop' }, 'op'],
    ['POST', '/backfills', { resources: ['people'] }, 'resources.0'],
    ['POST', '/sync/explain', { ref: { resource: 'candidates', id: '' } }, 'ref.id'],
    ['POST', '/sync/retry', { target: 'some' }, 'target'],
    ['GET', '/sync/quarantine?limit=0', undefined, 'limit'],
    ['GET', '/sync/quarantine?cursor=x', undefined, 'options.cursor'],
  ])('refuse by field: %s %s %j', async (method, path, body, field) => {
    const answer = await call(method, `/customers/acme${path}`, body);
    expect(answer.status).toBe(400);
    const { error } = errorView.parse(answer.body);
    expect(error.fields?.map((each) => each.field).join()).toContain(field);
  });
});

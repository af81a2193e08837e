/** Erasures, comparisons and matches by way of the admin API. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, organization, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { origin } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { errorView } from './schemas.ts';
import { upkeepOperations } from './upkeep-operations.ts';

const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
const ats = createMemoryAts();
const test = useKit({ source: ats, admin: { tokens: [{ id: 'ops-1', sha256 }] } });
const minute = 60;
// Only the table is looked at.
const operations = upkeepOperations({} as Pick<Onboarding, 'upkeep' | 'customers'>);

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
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}
/** The answer, if it is what the document says. */
async function answerOf(id: string, called: ReturnType<typeof call>) {
  const { status, body } = await called;
  const operation = operations.find((each) => each.id === id);
  const issues = operation?.answer?.safeParse(body).error?.issues;
  expect([id, status, issues]).toEqual([id, operation?.status, undefined]);
  return body as Record<string, unknown>;
}
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await test().kit.workers.runUntilIdle();
    test().clock.advance(3 * minute);
  }
}
const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  const refs = ['1', '2', 'a/b'].map((id) => ats.put('candidates', candidate({ id })));
  await kit.sync.changed('acme', refs);
  await settle();
}, 60_000);

describe('operations of upkeep', () => {
  it('erase, show receipts and restore', async () => {
    const base = '/customers/acme/erasures';
    await rows(`insert into rsc.retrieval_people (tenant_id, candidate_id, member, known_by, noted_at)
      values ('acme', '1', 'urn:li:person:one', 'linkedin', now()),
        ('acme', '1', 'urn:li:person:both', 'linkedin', now()),
        ('acme', '2', 'urn:li:person:both', 'linkedin', now())`);
    const asked = await answerOf(
      'eraseRecords',
      call('POST', base, { target: { candidateId: '1' } }),
    );
    expect(asked).toMatchObject({
      requestedBy: 'admin:ops-1',
      completedAt: null,
      deletedHere: { candidates: 1, candidate_matches: 1, retrieval_people: 2 },
    });
    await settle();
    const path = `${base}/${String(asked['id'])}`;
    const receipt = await answerOf('getErasure', call('GET', path));
    expect(receipt).toMatchObject({ atLinkedIn: { candidates: { deleted: 1 } } });
    expect(receipt['completedAt']).not.toBeNull();
    expect(await answerOf('listErasures', call('GET', `${base}?limit=5`))).toEqual({
      items: [receipt],
    });
    const earlier = `${base}?before=${String(receipt['requestedAt'])}`;
    expect(await answerOf('listErasures', call('GET', earlier))).toEqual({ items: [] });
    await answerOf('restoreErasure', call('POST', `${path}/restore`));
    await settle();
    expect(test().sandbox.state.candidates.get(organization, '1')).not.toBeNull();
    const { body } = await call('GET', '/customers/acme/audit?limit=2');
    const entries = body['items'] as unknown as { action: string; actor: string }[];
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['records_restored', 'admin:ops-1'],
      ['records_erased', 'admin:ops-1'],
    ]);
  });

  it('compare, and show what was found', async () => {
    const base = '/customers/acme/reconciliations';
    test().sandbox.state.candidates.delete(organization, '2');
    const asked = await answerOf('reconcile', call('POST', base, { mode: 'full', repair: false }));
    await settle();
    const path = `${base}/${String(asked['id'])}`;
    const report = await answerOf('getReconciliation', call('GET', path));
    expect(report).toMatchObject({
      mode: 'full',
      counts: { candidates: { compared: 3, drift: { missing: 1 }, repaired: 0 } },
      examples: [{ ref: { resource: 'candidates', id: '2' }, drift: 'missing' }],
    });
    const list = await answerOf('listReconciliations', call('GET', base));
    expect(list).toEqual({ items: [report] });
  });

  it('tell who a candidate is', async () => {
    const base = '/customers/acme/candidates';
    const known = await answerOf('getMatch', call('GET', `${base}/a%2Fb/match`));
    expect(known).toMatchObject({ match: { candidateId: 'a/b', kind: 'none' } });
    const unknown = await answerOf('getMatch', call('GET', `${base}/nobody/match`));
    expect(unknown).toEqual({ match: null });
  });

  it.each([
    ['POST', '/customers/acme/erasures', { target: {} }, 400, 'input_invalid'],
    ['POST', '/customers/acme/erasures', { target: { refs: [] } }, 400, 'input_invalid'],
    [
      'POST',
      '/customers/nobody/erasures',
      { target: { candidateId: '1' } },
      404,
      'customer_unknown',
    ],
    [
      'POST',
      '/customers/acme/erasures',
      { target: { candidateId: '1' }, integrationContext: 'urn:li:organization:1' },
      400,
      'integration_context_unknown',
    ],
    ['GET', '/customers/acme/erasures?limit=0', undefined, 400, 'input_invalid'],
    ['GET', '/customers/acme/erasures/none', undefined, 404, 'sync_unknown'],
    ['POST', '/customers/acme/erasures/none/restore', undefined, 404, 'sync_unknown'],
    ['POST', '/customers/acme/reconciliations', { mode: 'some' }, 400, 'input_invalid'],
    ['GET', '/customers/acme/reconciliations/none', undefined, 404, 'sync_unknown'],
  ])('%s %s refuses %j', async (method, path, body, status, code) => {
    const answer = await call(method, path, body);
    expect([answer.status, errorView.parse(answer.body).error.code]).toEqual([status, code]);
  });
});

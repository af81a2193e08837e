/** A customer leaves: everything goes, here and at LinkedIn, once, and only its own. */
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostOrigin, origin } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import * as tables from '../store/tables/index.ts';
import {
  acme,
  candidateRecord,
  foreignContract,
  foreignOrganization,
  globex,
  organization,
  requestedBy,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import type { PurgeStep } from './purge-step.ts';

const notes = { left: 3 };
const noteStep: PurgeStep = {
  kind: 'notes',
  run: async () => {
    if (notes.left === 0) return null;
    notes.left -= 1;
    return { counts: { notes: 1 } };
  },
};
const test = useKit({ purgeSteps: [noteStep] });
let clientId: string;
let callback: string;

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create({ ...acme, domains: [hostOrigin] });
  await kit.customers.create(globex);
  clientId = await test().clientIdOf('acme');
  const other = await test().clientIdOf('globex');
  const keys = requestedBy(foreignOrganization, foreignContract);
  test().request(clientId);
  test().request(other, keys);
  await kit.integrations.requested('acme', requestedBy());
  await kit.integrations.requested('globex', keys);
  callback = test().callbackOf(clientId);
  for (const id of [clientId, other]) test().switch(id, true);
  for (const id of ['acme', 'globex']) {
    await kit.integrations.refresh(id);
    const records = Array.from({ length: 230 }, (_, index) =>
      candidateRecord(`c-${String(index)}`),
    );
    await kit.candidates.sync(id, records);
  }
  await test().push(clientId, { type: 'EXPORT_CANDIDATE_PROFILE', id: 'r-1' });
  await kit.customers.disable('acme');
  await kit.candidates.sync('acme', [candidateRecord('queued')]);
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
  test().writesLeft = Number.POSITIVE_INFINITY;
});

const countsOf = async (tenantId: string): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const table of Object.values(tables)) {
    if (!is(table, PgTable) || !('tenantId' in table)) continue;
    const name = getTableName(table);
    const { connection } = internalsOf(test().store);
    const rows = await rowsOf(
      connection,
      `select 1 from rsc.${name} where tenant_id = '${tenantId}'`,
    );
    if (rows.length > 0) found[name] = rows.length;
  }
  return found;
};
const atLinkedIn = (context: string): number => test().sandbox.state.candidates.of(context).length;

describe('customers.leave', () => {
  it('refuses a customer there is not', async () => {
    await expect(test().kit.customers.leave('nobody')).rejects.toMatchObject({
      code: 'customer_unknown',
    });
  });

  it('stops everything at once, and stops where LinkedIn fails', async () => {
    let deletes = 0;
    test().fault = ({ method, path }) =>
      method === 'DELETE' && path.startsWith('/v2/atsCandidates') && deletes++ > 1 ? 'down' : null;
    await expect(test().kit.customers.leave('acme')).rejects.toMatchObject({
      code: 'linkedin_unavailable',
      step: 'purge',
    });
    const left = atLinkedIn(organization);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(230);
    expect((await test().kit.customers.find('acme'))?.status).toBe('disabled');
    await expect(test().kit.customers.enable('acme')).rejects.toMatchObject({
      code: 'customer_left',
    });
    expect(await test().kit.customers.receipts('acme')).toMatchObject([{ completedAt: null }]);
    await test().kit.workers.runUntilIdle();
    expect(test().sandbox.state.candidates.get(organization, 'queued')).toBeNull();
  });

  it('goes on after a crash of ours in the middle', async () => {
    test().writesLeft = 3;
    await expect(test().kit.customers.leave('acme')).rejects.toMatchObject({
      code: 'store_unreachable',
    });
    expect((await test().kit.customers.receipts('acme'))[0]?.completedAt).toBeNull();
  });

  it('completes, with a receipt of what was deleted, and nothing is left', async () => {
    const globexBefore = await countsOf('globex');
    const receipt = await test().kit.customers.leave('acme');
    expect(receipt).toMatchObject({
      tenantId: 'acme',
      deletedHere: { candidates: 230, integrations: 4, push_events: 1, sync_queue: 1 },
      deletedAtLinkedIn: { configurations: 3, notes: 3 },
    });
    expect(receipt.completedAt).not.toBeNull();
    const { candidates = 0, candidates_absent: absent = 0 } = receipt.deletedAtLinkedIn;
    expect(candidates + absent).toBe(230);
    expect(atLinkedIn(organization)).toBe(0);
    for (const one of test().sandbox.state.integrations.of(clientId)) {
      expect(one.configurations).toEqual({});
    }
    expect(test().sandbox.state.applications.get(clientId)?.validJsSdkDomains).toEqual([]);
    expect(Object.keys(await countsOf('acme')).sort()).toEqual([
      'audit_log',
      'purge_receipts',
      'tenant_names',
    ]);

    expect(atLinkedIn(foreignOrganization)).toBe(230);
    expect(await countsOf('globex')).toEqual(globexBefore);
    const again = await test().kit.customers.leave('acme');
    expect(again).toEqual(receipt);
  });

  it('leaves nothing that could be called, and the id to nobody', async () => {
    const { kit } = test();
    expect((await kit.fetch(new Request(callback, { method: 'POST', body: '{}' }))).status).toBe(
      404,
    );
    const frame = `${origin}/rsc/frame/profile-widget?p=acme&o=${hostOrigin}&i=instance-1`;
    const headers = { 'sec-fetch-dest': 'iframe' };
    expect((await kit.fetch(new Request(frame, { headers }))).status).toBe(403);
    await expect(kit.candidates.sync('acme', [candidateRecord('1')])).rejects.toMatchObject({
      code: 'tenant_unknown',
    });
    await expect(kit.customers.update('acme', { name: 'x' })).rejects.toMatchObject({
      code: 'customer_left',
    });
    const rows = await rowsOf(
      internalsOf(test().store).connection,
      "select name, unique_foreign_id from rsc.tenants where id = 'acme'",
    );
    expect(JSON.stringify(rows)).not.toMatch(/Acme|instance-1/);
    await expect(kit.customers.create({ ...acme })).rejects.toMatchObject({
      problems: [{ field: 'id' }],
    });
  });

  it('lets the customer come back under a new id, with the application LinkedIn still has', async () => {
    const input = { ...acme, domains: [hostOrigin], id: 'acme-again' };
    const { customer } = await test().kit.customers.create(input);
    expect(customer).toMatchObject({ status: 'active', application: { clientId } });
    expect(test().sandbox.state.applications.get(clientId)?.validJsSdkDomains).toContain(
      hostOrigin,
    );
  });

  it('deletes at LinkedIn what was sent, also after the customer has switched off', async () => {
    const { kit } = test();
    const input = { ...globex, id: 'off', name: 'off', uniqueForeignId: 'off' };
    await kit.customers.create(input);
    const offId = await test().clientIdOf('off');
    const keys = requestedBy('urn:li:organization:7900', 'urn:li:contract:7900');
    test().request(offId, keys);
    await kit.integrations.requested('off', keys);
    test().switch(offId, true);
    await kit.integrations.refresh('off');
    await kit.candidates.sync('off', [candidateRecord('1'), candidateRecord('2')]);
    test().fault = () => null;
    test().switch(offId, false);
    const receipt = await kit.customers.leave('off');
    expect(receipt.completedAt).not.toBeNull();
    expect(receipt.deletedAtLinkedIn).toMatchObject({ candidates: 2, configurations: 3 });
    expect(receipt.deletedAtLinkedIn).not.toHaveProperty('candidates_left');
  });

  it('can be done without LinkedIn, and says what is left there', async () => {
    test().fault = () => 'down';
    const receipt = await test().kit.customers.leave('globex', { withoutLinkedIn: true });
    expect(receipt.deletedAtLinkedIn).toEqual({ candidates_left: 230 });
    expect(receipt.deletedHere).toMatchObject({ candidates: 230 });
  });
});

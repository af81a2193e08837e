/**
 * Two customers of one backend: whatever one of them holds (tokens, contexts of LinkedIn, ids,
 * callback addresses, secrets) opens nothing of the other's, by any route, call or piece of work.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { hostOrigin, type FrameOptions } from '../../src/backend/backend.test-support.ts';
import { createPushEvents } from '../../src/backend/push/push-events.ts';
import type { PrivateKey } from '../../src/backend/onboarding/signing-keys.ts';
import { backings } from '../../src/backend/store/store.test-support.ts';
import {
  acme,
  candidateRecord,
  contract,
  foreignContract,
  foreignOrganization,
  frameOf,
  globex,
  organization,
  requestedBy,
  settingsFrame,
  sign,
  useKit,
} from '../support/onboarding-kit.ts';

describe.each(backings())('tenant isolation on $name', (backing) => {
  const test = useKit({}, backing);
  const keys = new Map<string, PrivateKey>();
  const clients = new Map<string, string>();
  const victim = 'globex';
  const attacker = 'acme';
  const clientOf = (id: string): string => clients.get(id) ?? '';
  const secretOf = (id: string): string =>
    test().sandbox.state.applications.get(clientOf(id))?.clientSecret ?? '';
  const frame = (options: FrameOptions) => {
    const key = keys.get(attacker);
    if (key === undefined) throw new Error('no key');
    return frameOf(test(), attacker, key, options);
  };

  /** Everything of the victim, here and at LinkedIn, as text. */
  const stateOfVictim = async (): Promise<string> => {
    const { kit, sandbox } = test();
    const { updatedAt: _, revision: __, ...customer } = (await kit.customers.find(victim)) ?? {};
    return JSON.stringify([
      customer,
      await kit.integrations.list(victim),
      await kit.integrations.configurations(victim),
      await kit.integrations.lastEventId(victim),
      await createPushEvents(test().store).backlog(victim),
      sandbox.state.integrations.of(clientOf(victim)),
      sandbox.state.candidates.of(foreignOrganization),
    ]);
  };

  beforeAll(async () => {
    const { kit } = test();
    for (const [input, org, own] of [
      [acme, organization, contract],
      [globex, foreignOrganization, foreignContract],
    ] as const) {
      const { customer, privateKey } = await kit.customers.create({
        ...input,
        domains: [hostOrigin],
      });
      if (privateKey !== null) keys.set(customer.id, privateKey);
      clients.set(customer.id, await test().clientIdOf(customer.id));
      test().request(clientOf(customer.id), requestedBy(org, own));
      await kit.integrations.requested(customer.id, requestedBy(org, own));
      test().switch(clientOf(customer.id), true);
      await kit.integrations.refresh(customer.id);
      await kit.candidates.sync(customer.id, [candidateRecord('42')]);
    }
    await kit.workers.runUntilIdle();
  }, 60_000);

  describe('a customer with everything of its own', () => {
    const contexts = [foreignOrganization, foreignContract];
    const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
      [
        'reads candidates of the other by its context',
        async () => {
          const profile: FrameOptions = { obj: 'candidate:42' };
          for (const context of contexts) {
            const headers = { 'rsc-integration-context': context };
            const response = await (await frame(profile)).call('/rsc/candidates/42', { headers });
            expect(response.status).toBe(400);
          }
        },
      ],
      [
        'links a candidate of the other',
        async () => {
          const response = await (
            await frame({ obj: 'candidate:42' })
          ).call('/rsc/candidates/42/match', {
            method: 'POST',
            body: { action: 'linked', member: 'urn:li:person:x' },
            headers: { 'rsc-integration-context': foreignOrganization },
          });
          expect(response.status).toBe(400);
        },
      ],
      [
        'asks for statuses of the other',
        async () => {
          const board: FrameOptions = {
            widget: 'in-ats-indicator',
            obj: 'candidates',
            scopes: ['status:read'],
          };
          const response = await (
            await frame(board)
          ).call('/rsc/candidates/statuses', {
            method: 'POST',
            body: { ids: ['42'] },
            headers: { 'rsc-integration-context': foreignOrganization },
          });
          expect(response.status).toBe(400);
        },
      ],
      [
        'claims the organization and contract of the other',
        async () => {
          for (const payload of [
            requestedBy(foreignOrganization, foreignContract),
            [...requestedBy(), ...requestedBy(organization, foreignContract)],
          ]) {
            const response = await (
              await frame(settingsFrame)
            ).call('/rsc/integrations', { method: 'POST', body: { payload } });
            expect(response.status).toBe(400);
          }
        },
      ],
      [
        'names the other in paths, queries and bodies of its settings',
        async () => {
          const own = await frame(settingsFrame);
          const list = await own.call(`/rsc/integrations?p=${victim}&tenant=${victim}`);
          expect(await list.text()).not.toMatch(/7002|8003/);
          const body = { viewers: 'acls', tenant: victim, id: victim };
          const chosen = await own.call('/rsc/integrations/settings', { method: 'POST', body });
          expect(await chosen.text()).not.toMatch(/7002|8003/);
          const stream = await own.call(`/rsc/integrations/events?since=0&p=${victim}`);
          const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
          await reader?.read();
          expect((await reader?.read())?.value).not.toMatch(/7002|8003/);
          await reader?.cancel();
        },
      ],
      [
        'signs contexts in the name of the other',
        async () => {
          const key = keys.get(attacker);
          if (key === undefined) throw new Error('no key');
          await expect(frameOf(test(), victim, key)).rejects.toThrow(/ctx_/);
        },
      ],
      [
        'pushes to the other with its own secret',
        async () => {
          const body = JSON.stringify({ type: 'INTEGRATION_STATUS_CHANGE', id: 'x' });
          const headers = sign(body, secretOf(attacker));
          expect((await test().push(clientOf(victim), body, headers)).status).toBe(401);
        },
      ],
      [
        'pushes ids of the other to its own address',
        async () => {
          const id = test().switch(clientOf(victim), false);
          test().switch(clientOf(victim), true);
          const body = { type: 'INTEGRATION_STATUS_CHANGE', id };
          expect((await test().push(clientOf(attacker), body)).status).toBe(200);
        },
      ],
      [
        'sends, removes and asks for candidates of the other',
        async () => {
          const { candidates } = test().kit;
          for (const integrationContext of contexts) {
            const choice = { integrationContext };
            for (const call of [
              () => candidates.sync(attacker, [candidateRecord('42')], choice),
              () => candidates.remove(attacker, ['42'], choice),
              () => candidates.statuses(attacker, ['42'], choice),
            ]) {
              await expect(call()).rejects.toMatchObject({ code: 'integration_context_unknown' });
            }
          }
        },
      ],
      [
        'removes a configuration of the other',
        async () => {
          const key = {
            context: foreignOrganization,
            type: 'ONE_CLICK_EXPORT',
            tenantType: 'RECRUITER',
          };
          await expect(
            test().kit.integrations.removeConfiguration(attacker, key, 'CALLBACK_URL'),
          ).rejects.toMatchObject({ code: 'integration_unknown' });
        },
      ],
      [
        'takes the id, client id or foreign id of the other',
        async () => {
          const { customers } = test().kit;
          const own = { ...acme, name: 'Mallory', uniqueForeignId: 'mallory' };
          for (const change of [
            { id: victim },
            { id: clientOf(victim) },
            { id: 'mallory', uniqueForeignId: globex.uniqueForeignId },
          ]) {
            await expect(customers.create({ ...own, ...change })).rejects.toThrow();
          }
        },
      ],
      [
        'waits in the queue with records of the same ids, and leaves for good',
        async () => {
          const { kit } = test();
          await kit.customers.disable(attacker);
          await kit.candidates.sync(attacker, [candidateRecord('42')]);
          await kit.candidates.remove(attacker, ['42']);
          await kit.workers.runUntilIdle();
          await kit.customers.leave(attacker);
        },
      ],
    ];

    it.each(attempts)('%s: nothing of the other changes', async (_, attempt) => {
      test().clock.advance(60);
      const before = await stateOfVictim();
      await attempt();
      await test().kit.workers.runUntilIdle();
      const after = await stateOfVictim();
      // LinkedIn itself switched the victim off and on in one of the attempts; that is its own doing.
      const settled = (text: string): string =>
        text.replaceAll(/"changedAtMs":\d+|"checkedAt":"[^"]*"/g, '');
      expect(settled(after)).toBe(settled(before));
    });
  });

  it('nobody operates a backend that was given no tokens of operators', async () => {
    for (const path of ['/customers', '/openapi.json']) {
      const url = `https://partner.example/rsc/admin/v1${path}`;
      expect((await test().kit.fetch(new Request(url))).status).toBe(404);
    }
  });
});

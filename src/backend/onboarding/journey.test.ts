/** The checklist follows the facts, and says who has to act. */
import { describe, expect, it } from 'vitest';
import { internalsOf } from '../store/internals.ts';
import { backings, rowsOf } from '../store/store.test-support.ts';
import {
  acme,
  candidateRecord,
  requestedBy,
  useKit,
} from '../../../test/support/onboarding-kit.ts';

describe.each(backings())('journeys on $name', (backing) => {
  const test = useKit({}, backing);
  const current = async () => {
    const { current: step, steps } = await test().kit.journeys.of('acme');
    return [step, steps.find(({ done }) => !done)?.waitingFor];
  };

  describe('of a customer and of the partner', () => {
    it('takes a customer from a failed provisioning to its first candidate', async () => {
      const { kit } = test();
      test().fault = () => 'down';
      await expect(kit.customers.create(acme)).rejects.toThrow();
      expect(await current()).toEqual(['application_provisioned', 'partner']);
      test().fault = () => null;
      await kit.customers.create(acme);
      expect(await current()).toEqual(['integrations_requested', 'customer_admin']);

      const clientId = await test().clientIdOf('acme');
      test().request(clientId);
      test().fault = ({ method }) => (method === 'GET' ? null : 'down');
      await kit.integrations.requested('acme', requestedBy());
      expect(await current()).toEqual(['integrations_named', 'partner']);
      test().fault = ({ method }) => (method === 'PUT' ? 'down' : null);
      await expect(kit.integrations.configure('acme')).rejects.toThrow();
      await kit.integrations.refresh('acme');
      expect(await current()).toEqual(['integrations_configured', 'partner']);
      test().fault = () => null;
      await kit.integrations.configure('acme');
      expect(await current()).toEqual(['callback_validated', 'linkedin']);

      const code = '3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77';
      await kit.fetch(new Request(`${test().callbackOf(clientId)}?challengeCode=${code}`));
      expect(await current()).toEqual(['enabled_in_recruiter', 'recruiter_admin']);
      test().switch(clientId, true);
      await kit.integrations.refresh('acme');
      expect(await current()).toEqual(['first_candidate_synced', 'partner']);
      await kit.candidates.sync('acme', [candidateRecord('1')]);
      const { done, steps, current: end } = await kit.journeys.of('acme');
      expect([done, end]).toEqual([steps.length, null]);
      expect(steps.every(({ next, waitingFor }) => next === '' && waitingFor === 'nobody')).toBe(
        true,
      );
    });

    it('falls back when an administrator switches off', async () => {
      test().switch(await test().clientIdOf('acme'), false);
      test().clock.advance(1);
      await test().kit.integrations.refresh('acme');
      expect(await current()).toEqual(['enabled_in_recruiter', 'recruiter_admin']);
    });

    it('says which rules the partner can show', async () => {
      const { rules, customers } = await test().kit.journeys.partner();
      expect(customers).toEqual({ active: 1 });
      expect(rules.filter(({ done }) => !done).map(({ rule }) => rule)).toEqual([
        'RSC-101',
        'RSC-103',
      ]);
    });

    it('finds who shows a rule, however many come before, and counts nobody who has left', async () => {
      test().clock.advance(1);
      test().switch(await test().clientIdOf('acme'), true);
      await test().kit.integrations.refresh('acme');
      const { connection } = internalsOf(test().store);
      const insert = (status: string, letter: string) =>
        rowsOf(
          connection,
          `insert into rsc.tenants (id, name, unique_foreign_id, environment, status)
           select '0-${letter}' || n, 'x', '0-${letter}' || n, 'production', '${status}'
           from generate_series(1, 40) n`,
        );
      const openRules = async () =>
        (await test().kit.journeys.partner()).rules.flatMap(({ rule, done }) =>
          done ? [] : [rule],
        );
      await insert('purged', 'p');
      expect(await openRules()).toEqual(['RSC-103']);
      await insert('active', 'a');
      expect(await openRules()).toEqual([]);
      await rowsOf(connection, "delete from rsc.tenants where id like '0-%'");
      await rowsOf(
        connection,
        `insert into rsc.tenant_contexts (tenant_id, urn, kind)
         values ('acme', 'urn:li:contract:8002', 'contract')`,
      );
      expect(await openRules()).toEqual([]);
    });

    it('knows customers only', async () => {
      await expect(test().kit.journeys.of('nobody')).rejects.toMatchObject({
        code: 'customer_unknown',
      });
    });
  });
});

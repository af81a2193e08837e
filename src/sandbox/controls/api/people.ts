/** What members and administrators do in LinkedIn: close an account, switch integrations. */
import * as z from 'zod';
import { integrationType } from '../../../linkedin/records/integration.ts';
import type { Integration } from '../../state/integrations.ts';
import type { SandboxState } from '../../state/store.ts';
import { findCustomer, type ControlledCustomer } from '../customers.ts';
import { ControlError, endpoint, type Endpoint } from './endpoint.ts';

const order = z.strictObject({
  customer: z
    .string()
    .min(1)
    .optional()
    .describe('Foreign id, client id, organization or contract; absent for the first customer.'),
  integrationType: integrationType.optional().describe('Absent for all the customer has.'),
  integrationContext: z
    .string()
    .min(1)
    .optional()
    .describe('Organization or contract URN; absent for all.'),
  status: z
    .enum(['ENABLED', 'DISABLED'])
    .describe('As the administrator switches; the application is notified.'),
});

export const peopleEndpoints = (state: SandboxState): Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/sandbox/members/{urn}/close',
    about: 'A member closes the account, as urn:li:person:… names it.',
    handle({ params: { urn = '' } }) {
      if (!state.members.has(urn)) {
        throw new ControlError(404, `urn: there is no member ${urn} with an open account`, {
          field: 'urn',
          fix: 'Name a person URN, for example one of matchedMembers of a candidate.',
        });
      }
      state.closeMember(urn);
      state.commit();
      return { closed: urn, members: state.members.size };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sandbox/integrations/status',
    about: 'Switches integrations on or off, as the administrator would in Recruiter.',
    body: order,
    example: { integrationType: 'CSA_API', status: 'DISABLED' },
    handle({ body: { customer: wanted, status, ...which } }) {
      const customer = findCustomer(state, wanted);
      const chosen = choose(state, customer, which);
      const requestId = state.integrations.switch(chosen, status === 'ENABLED', state.now());
      state.commit();
      return {
        /** By which the application fetches what has changed; null if nothing has. */
        requestId,
        integrations: choose(state, customer, which),
      };
    },
  }),
];

interface Which {
  readonly integrationType?: string | undefined;
  readonly integrationContext?: string | undefined;
}

/** @throws ControlError 404 */
function choose(
  state: SandboxState,
  { clientId }: ControlledCustomer,
  which: Which,
): readonly Integration[] {
  const all = state.integrations.of(clientId);
  const chosen = all.filter(
    (integration) =>
      (which.integrationType ?? integration.integrationType) === integration.integrationType &&
      (which.integrationContext ?? integration.integrationContext) ===
        integration.integrationContext,
  );
  if (chosen.length > 0) return chosen;
  const there = all.map((one) => `${one.integrationType} with ${one.integrationContext}`);
  throw new ControlError(404, 'integrationType: the customer has no such integration', {
    field: 'integrationType',
    fix: `It has ${there.join(', ') || 'none'}.`,
  });
}

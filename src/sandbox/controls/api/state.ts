/** `/sandbox/state`: what is stored. */
import * as z from 'zod';
import type { SandboxState } from '../../state/store.ts';
import { customersOf, findCustomer } from '../customers.ts';
import { countAll, dump, dumpNames } from '../dump.ts';
import { ControlError, endpoint, numberInQuery, type Endpoint } from './endpoint.ts';

const mostAtOnce = 10_000;

const page = z.strictObject({
  context: z
    .string()
    .min(1)
    .optional()
    .describe('Organization or contract URN; absent for the first customer’s.'),
  start: numberInQuery(Number.MAX_SAFE_INTEGER).default(0),
  count: numberInQuery(mostAtOnce)
    .default(100)
    .describe(`At most ${String(mostAtOnce)}.`),
});

export const stateEndpoints = (state: SandboxState): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/sandbox/state',
    about: 'How many records of each kind each customer has.',
    handle: () => ({
      members: state.members.size,
      notifications: state.notifications.all.size,
      customers: customersOf(state).map((customer) => ({
        ...customer,
        counts: countAll(state, [...customer.organizations, ...customer.contracts]),
      })),
    }),
  }),
  endpoint({
    method: 'GET',
    path: '/sandbox/state/{resource}',
    about:
      'Stored records in canonical form: fields by name, records by key, so that equal stores give ' +
      `equal bytes. Resources: ${dumpNames.join(', ')}.`,
    query: page,
    example: '?start=0&count=100',
    handle({ params: { resource = '' }, query: { context, start, count } }) {
      if (!dumpNames.includes(resource)) {
        throw new ControlError(404, `resource: there is no ${resource}`, {
          field: 'resource',
          fix: `Name one of ${dumpNames.join(', ')}.`,
        });
      }
      const found = contextFor(state, resource, context);
      const all = dump(state, resource, found);
      return {
        resource,
        context: found,
        elements: all.slice(start, start + count),
        paging: { start, count, total: all.length },
      };
    },
  }),
];

const ofContracts = ['seats', 'conversationEvents', 'prospectNotes', 'mailStubs'];

function contextFor(state: SandboxState, resource: string, context: string | undefined): string {
  if (context === undefined) {
    const { organizations, contracts } = findCustomer(state, undefined);
    return (ofContracts.includes(resource) ? contracts[0] : organizations[0]) ?? '';
  }
  if (state.organizations.organizationOf(context) !== null) return context;
  throw new ControlError(404, `context: there is no ${context}`, {
    field: 'context',
    fix: 'GET /sandbox/state names the organizations and contracts there are.',
  });
}

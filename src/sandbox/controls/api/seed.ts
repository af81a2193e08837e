/** `/sandbox/reset` and `/sandbox/seed`. */
import * as z from 'zod';
import { atsKinds, fill, recruiterKinds, type FillCounts, type FillKind } from '../../seed/fill.ts';
import type { SandboxState } from '../../state/store.ts';
import { findCustomer } from '../customers.ts';
import { countAll } from '../dump.ts';
import { ControlError, endpoint, timeInput, type Endpoint } from './endpoint.ts';

const mostOfAKind = 200_000;
const dayMs = 86_400_000;
const kinds = [...atsKinds, ...recruiterKinds];

const count = z.int().min(0).max(mostOfAKind).optional();
const counts = Object.fromEntries(kinds.map((kind) => [kind, count])) as Record<
  FillKind,
  typeof count
>;

const order = z.strictObject({
  customer: z
    .string()
    .min(1)
    .optional()
    .describe('Foreign id, client id, organization or contract; absent for the first customer.'),
  seed: z.int().min(0).default(1).describe('The same seed gives the same records.'),
  ...counts,
  until: timeInput
    .optional()
    .describe('InMail, notes, stubs and exports come before this; the sandbox’s now if absent.'),
  days: z.number().gt(0).max(10_000).default(30).describe('Over so many days before it.'),
});

/** @param forget lets go of what is remembered elsewhere: limits used, sign-ins */
export const seedEndpoints = (state: SandboxState, forget: () => void): Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/sandbox/reset',
    about:
      'Forgets everything that was sent and done, and starts again with the same customers, ids and ' +
      'secrets. Faults, the clock, limits and the journal stay as they are; what was used of limits is forgotten.',
    handle() {
      state.reset();
      forget();
      state.commit();
      return { members: state.members.size };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sandbox/seed',
    about:
      'Fills a customer. Records of the ATS go by ids made of seed and number, so that the same ' +
      'call replaces them; what comes about in Recruiter is added each time.',
    body: order,
    example: {
      candidates: 20,
      jobs: 4,
      applications: 20,
      stages: 40,
      conversationEvents: 40,
      prospectNotes: 10,
    },
    handle({ body: { customer: wanted, seed, until, days, ...asked } }) {
      const customer = findCustomer(state, wanted);
      const [organization = ''] = customer.organizations;
      const untilMs = until ?? state.now();
      const fromMs = Math.max(0, untilMs - days * dayMs);
      try {
        const wantedCounts = asked as FillCounts;
        fill(state, { ...customer, organization }, { counts: wantedCounts, seed, fromMs, untilMs });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new ControlError(409, `customer: ${error.message}`, { field: 'customer' });
      }
      state.commit();
      const contexts = [...customer.organizations, ...customer.contracts];
      return { customer, counts: countAll(state, contexts) };
    },
  }),
];

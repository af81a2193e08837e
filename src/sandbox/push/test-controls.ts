/** Controls that send what LinkedIn would not. */
import * as z from 'zod';
import { ControlError, endpoint, type Endpoint } from '../controls/api/endpoint.ts';
import { eventShapes } from './event-body.ts';
import { callbackOf } from './lookups.ts';
import type { Push } from './push.ts';
import type { Reply } from './send.ts';
import {
  addForeignExport,
  makeTestEvent,
  testEventKinds,
  type TestEventKind,
} from './test-events.ts';

const kinds = Object.keys(testEventKinds) as TestEventKind[];
/** How many of a flood are under way at a time. */
const atATime = 16;

export const testEndpoints = (push: Push): Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/sandbox/push/callbacks/{application}/send',
    about: `Sends an event that is not as it should be, once and now. ${kinds
      .map((kind) => `${kind}: ${testEventKinds[kind]}`)
      .join('; ')}.`,
    body: z.strictObject({
      kind: z.enum(kinds),
      type: z.string().min(1).max(300).default('EXPORT_CANDIDATE_PROFILE'),
      requestId: z.string().max(2_000).optional().describe('Absent for one that fits the kind.'),
      shape: z.enum(eventShapes).default('documented'),
      count: z.int().min(1).max(10_000).default(1).describe('A flood of them, each another.'),
    }),
    example: { kind: 'forged' },
    async handle({ params: { application: clientId = '' }, body: { count, ...wanted } }) {
      const { url } = callbackOf(push, clientId);
      const outcomes = new Map<string, number>();
      let left = count;
      const sendSome = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const event = makeTestEvent(push.state, { clientId, ...wanted });
          if (event === null) throw nothingForeign();
          const { body, signature, cutAfterBytes } = event;
          const { reply } = await push.dispatcher.post(url, body, signature, cutAfterBytes);
          const outcome = nameOf(reply);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: Math.min(atATime, count) }, sendSome));
      return { sent: count, answers: Object.fromEntries(outcomes) };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sandbox/push/callbacks/{application}/foreign-export',
    about:
      "Exports somebody so that what is fetched carries another customer's integrationContext, " +
      'and pushes that as usual.',
    handle({ params: { application: clientId = '' } }) {
      callbackOf(push, clientId);
      return { requestId: addForeignExport(push.state, clientId) };
    },
  }),
];

/** A status, or why there is none. */
const nameOf = (reply: Reply): string =>
  reply.kind === 'answered' ? String(reply.status) : reply.kind;

const nothingForeign = (): ControlError =>
  new ControlError(409, 'kind: no other application has been told of an export', {
    field: 'kind',
    fix: 'Export somebody for another customer first, or name a requestId.',
  });

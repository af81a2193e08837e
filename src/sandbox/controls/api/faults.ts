/** `/sandbox/faults`. */
import * as z from 'zod';
import type { FaultEffect, FaultRule, Faults } from '../faults/rules.ts';
import { ControlError, endpoint, type Endpoint } from './endpoint.ts';

const hourMs = 3_600_000;

const target = {
  route: z
    .string()
    .min(1)
    .optional()
    .describe('Path of the requests it is for, * for anything: /v2/atsCandidates, /v2/*.'),
  method: z
    .enum(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])
    .optional()
    .describe('Absent for all.'),
  application: z.string().min(1).optional().describe('Client id; absent for all.'),
  after: z.int().min(0).default(0).describe('So many of these requests pass first.'),
  times: z.int().min(1).nullable().default(null).describe('So many are hit; null for all.'),
  probability: z.number().gt(0).max(1).default(1).describe('Share of the requests that are hit.'),
  seed: z.int().min(0).default(1).describe('The same seed hits the same requests of a row.'),
};
const status = (min: number) => z.int().min(min).max(599);
const applied = z
  .boolean()
  .default(false)
  .describe('Whether the request is carried out before it is answered so.');

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    ...target,
    kind: z.literal('status').describe("An error in LinkedIn's envelope."),
    status: status(400),
    message: z.string().max(1_000).optional(),
    retryAfterSeconds: z.int().min(0).max(86_400).optional().describe('Adds Retry-After.'),
    applied,
  }),
  z.strictObject({
    ...target,
    kind: z.literal('delay').describe('Waits, then goes on; later faults may hit it as well.'),
    ms: z.number().min(0).max(hourMs).describe('Real milliseconds.'),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('cut').describe('The connection breaks.'),
    when: z
      .enum(['before', 'middle'])
      .default('before')
      .describe('before the request is carried out, or in the middle of its answer'),
  }),
  z.strictObject({
    ...target,
    kind: z
      .literal('lost')
      .describe('The request is carried out; the connection breaks before the answer.'),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('malformed').describe('A complete answer with a body that cannot be meant.'),
    as: z.enum(['syntax', 'shape', 'empty']).default('syntax'),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('truncated').describe('A complete answer whose body ends early.'),
    share: z.number().min(0).max(1).default(0.5).describe('Share of the body that is left.'),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('slow').describe('The body of the answer comes in drops.'),
    bytesPerSecond: z.number().min(1).max(1e9).default(100),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('html').describe('A page for people, as load balancers send it.'),
    status: status(200).default(502),
    applied,
  }),
]);

const targetNames = ['route', 'method', 'application', 'after', 'times', 'probability', 'seed'];

function ruleOf(input: z.output<typeof fault>): FaultRule {
  const { route, method, application, after, times, probability, seed } = input;
  const effect = Object.fromEntries(
    Object.entries(input).filter(([name]) => !targetNames.includes(name)),
  ) as FaultEffect;
  return { route, method, application, after, times, probability, seed, effect };
}

export const faultEndpoints = (faults: Faults): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/sandbox/faults',
    about: 'The faults there are, with how many requests each was meant for and has hit.',
    handle: () => ({ faults: faults.list() }),
  }),
  endpoint({
    method: 'POST',
    path: '/sandbox/faults',
    about:
      'Adds a fault. The first that hits a request decides; faults do not touch /sandbox itself.',
    body: fault,
    example: { kind: 'lost', route: '/v2/atsCandidates', method: 'PUT', times: 1 },
    handle: ({ body }) => faults.add(ruleOf(body)),
  }),
  endpoint({
    method: 'DELETE',
    path: '/sandbox/faults',
    about: 'Removes all faults.',
    handle() {
      const removed = faults.size;
      faults.clear();
      return { removed };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/sandbox/faults/{id}',
    about: 'Removes one fault.',
    handle({ params: { id = '' } }) {
      if (faults.remove(id)) return { removed: 1 };
      throw new ControlError(404, `id: there is no fault ${id}`, {
        field: 'id',
        fix: 'GET /sandbox/faults lists them.',
      });
    },
  }),
];

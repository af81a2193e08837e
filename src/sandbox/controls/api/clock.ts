/** `/sandbox/clock`. */
import * as z from 'zod';
import { highestFactor, type SandboxClock } from '../clock.ts';
import { ControlError, endpoint, timeInput, type Endpoint } from './endpoint.ts';

const change = z.strictObject({
  now: timeInput
    .optional()
    .describe('Time to set: milliseconds since 1970, or ISO 8601. The clock runs on from there.'),
  advanceMs: z.number().optional().describe('Milliseconds to move the clock by; may be negative.'),
  factor: z
    .number()
    .min(0)
    .max(highestFactor)
    .optional()
    .describe('Sandbox seconds per real second: 1 as usual, 60 for an hour a minute, 0 to freeze.'),
  real: z.literal(true).optional().describe('Back to real time; goes with nothing else.'),
});

export const clockEndpoints = (clock: SandboxClock): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/sandbox/clock',
    about: 'The time in the sandbox, and how it runs.',
    handle: () => clock.view(),
  }),
  endpoint({
    method: 'PUT',
    path: '/sandbox/clock',
    about: 'Sets, advances, accelerates or freezes the clock. The parts are applied in this order.',
    body: change,
    example: { now: '2026-11-03T10:00:00Z', factor: 60 },
    handle({ body: { now, advanceMs, factor, real } }) {
      if (real === true) {
        if ([now, advanceMs, factor].some((value) => value !== undefined)) {
          throw new ControlError(400, 'real: goes with nothing else', {
            field: 'real',
            fix: 'Send {"real":true} alone.',
          });
        }
        clock.reset();
      }
      if (now !== undefined) clock.set(now);
      if (advanceMs !== undefined) clock.advance(advanceMs);
      if (factor !== undefined) clock.run(factor);
      return clock.view();
    },
  }),
];

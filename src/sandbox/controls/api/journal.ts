/** `/sandbox/journal`. */
import * as z from 'zod';
import { maxBodyBytes, type Journal } from '../journal/journal.ts';
import { endpoint, numberInQuery, timeInput, type Endpoint } from './endpoint.ts';

const filter = z.strictObject({
  since: timeInput
    .optional()
    .describe("On the sandbox's clock: milliseconds since 1970, or ISO 8601; inclusive."),
  after: numberInQuery(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Entries with a larger seq only; `next` of the last look.'),
  route: z.string().min(1).optional().describe('Path, * for anything.'),
  method: z.string().min(1).optional(),
  application: z.string().min(1).optional().describe('Client id.'),
  status: z
    .string()
    .regex(/^(?:\d{3}|\dxx|0)$/i, 'must be a status such as 429, or a class such as 4xx')
    .optional()
    .describe('429 or 4xx; 0 for connections that were cut.'),
  limit: numberInQuery(1_000_000).optional().describe('At most so many, the oldest first.'),
});

const settings = z.strictObject({
  capacity: z.int().min(1).max(1_000_000).optional().describe('Entries.'),
  maxBytes: z.int().min(10_000).max(1e9).optional().describe('Of all entries together, roughly.'),
  bodies: z
    .boolean()
    .optional()
    .describe(`Whether JSON bodies up to ${String(maxBodyBytes)} bytes are kept, secrets hidden.`),
});

export const journalEndpoints = (journal: Journal): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/sandbox/journal',
    about: 'What was asked and answered, oldest first; never with a token or secret.',
    query: filter,
    example: '?route=/v2/*&status=4xx&limit=100',
    handle: ({ query: { since, ...rest } }) => ({
      settings: journal.settings,
      ...journal.view({ ...rest, sinceMs: since }),
    }),
  }),
  endpoint({
    method: 'PUT',
    path: '/sandbox/journal',
    about: 'How much is kept, and whether bodies are.',
    body: settings,
    example: { bodies: true },
    handle({ body }) {
      journal.configure(
        Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
      );
      return { settings: journal.settings };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/sandbox/journal',
    about: 'Forgets all entries; numbers go on.',
    handle() {
      journal.clear();
      return { settings: journal.settings };
    },
  }),
];

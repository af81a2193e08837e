import { describe, expect, it } from 'vitest';
import { contextRequest } from './context.ts';
import { atsId, webOrigin } from './ids.ts';
import { hostMessage } from './messages.ts';
import { sessionRequest } from './routes.ts';

describe('Something that pretends to have a length', () => {
  const pretender: unknown = JSON.parse('{"length":{"toString":1,"valueOf":1}}');

  it.each([
    ['an id', atsId, pretender],
    ['an origin', webOrigin, pretender],
    ['a ticket', sessionRequest, { ticket: pretender }],
    ['ids of a message', hostMessage, { t: 'want', ids: pretender }],
    ['one id of a message', hostMessage, { t: 'want', ids: [pretender] }],
    ['requests for contexts', contextRequest, pretender],
  ])('is refused like anything else: as %s', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});

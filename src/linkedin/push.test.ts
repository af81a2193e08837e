import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerChallenge, parsePushEvent, verifySignature } from './push.ts';

const secret = 'child-secret';
const code = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
const utf8 = new TextEncoder();
const bytes = (text: string): Uint8Array => utf8.encode(text);
/** As the documentation says it, by Node's own HMAC. */
const sign = (body: string | Uint8Array, key = secret): string =>
  createHmac('sha256', key).update('hmacsha256=').update(body).digest('hex');

const official = '{"id":"r-1","type":"EXPORT_CANDIDATE_PROFILE"}';

describe('answerChallenge', () => {
  // Computed with `printf … | openssl dgst -sha256 -hmac child-secret`.
  const challengeResponse = 'a7272af2960ead74cddf0ab49e9c2780ebd6f67d719070d7c3716b48c7e71d13';

  it('answers with the code and its HMAC in lower-case hexadecimal', async () => {
    const answer = { ok: true, body: { challengeCode: code, challengeResponse } };
    const url = `https://ats.example/push/x?challengeCode=${code}&applicationId=21000001`;
    expect(await answerChallenge(url, secret)).toEqual(answer);
    expect(await answerChallenge(new URL(url), secret)).toEqual(answer);
    expect(await answerChallenge(`/push/x?challengeCode=${code}`, secret)).toEqual(answer);
    expect(await answerChallenge({ challengeCode: code }, secret)).toEqual(answer);
  });

  it.each([
    ['https://ats.example/push', 'missing'],
    ['https://ats.example/push?challengeCode=', 'missing'],
    ['https://[', 'missing'],
    [`https://ats.example/push?challengeCode=${code}&challengeCode=${code}`, 'malformed'],
    ['https://ats.example/push?challengeCode=abc', 'malformed'],
    [`https://ats.example/push?challengeCode=${code}%0A`, 'malformed'],
  ])('refuses %s', async (url, reason) => {
    expect(await answerChallenge(url, secret)).toEqual({ ok: false, reason });
  });

  it('signs no event of a stranger', async () => {
    const answer = await answerChallenge({ challengeCode: `hmacsha256=${official}` }, secret);
    expect(answer).toEqual({ ok: false, reason: 'malformed' });
  });

  it('has no answer to anything but a UUID', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (challengeCode) => {
        const answer = await answerChallenge({ challengeCode }, secret);
        expect(answer).toEqual({ ok: false, reason: 'malformed' });
      }),
    );
  });

  it('throws without a secret', async () => {
    await expect(answerChallenge({ challengeCode: code }, '')).rejects.toThrow(TypeError);
  });
});

describe('verifySignature', () => {
  it('accepts the documented signature, in either case', async () => {
    // Computed with `printf 'hmacsha256=%s' … | openssl dgst -sha256 -hmac child-secret`.
    const header = '67ca754dff1c5bfa63111fbc1a592507ffeb868fc43c9115255c1d324e4e7e07';
    expect(await verifySignature(bytes(official), header, secret)).toEqual({ ok: true });
    const upper = header.toUpperCase();
    expect(await verifySignature(bytes(official), upper, secret)).toEqual({ ok: true });
  });

  it.each([
    [null, 'missing'],
    [undefined, 'missing'],
    ['', 'missing'],
    ['x', 'malformed'],
    [`hmacsha256=${sign(official)}`, 'malformed'],
    [sign(official).slice(0, 63), 'malformed'],
    [`${sign(official)}0`, 'malformed'],
    [`${sign(official)}, ${sign(official)}`, 'malformed'],
    [sign(official, 'another-secret'), 'mismatch'],
    [createHmac('sha256', secret).update(official).digest('hex'), 'mismatch'],
  ])('refuses %s', async (header, reason) => {
    const check = await verifySignature(bytes(official), header, secret);
    expect(check).toEqual({ ok: false, reason });
  });

  it('is over the raw bytes, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ minLength: 1, maxLength: 80 }),
        async (body, key) => {
          expect(await verifySignature(body, sign(body, key), key)).toEqual({ ok: true });
        },
      ),
    );
  });

  it('notices each changed byte', async () => {
    const body = bytes(official);
    const header = sign(body);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(body.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = body.map((byte, index) => (index === at ? byte ^ mask : byte));
          const check = await verifySignature(changed, header, secret);
          expect(check).toEqual({ ok: false, reason: 'mismatch' });
        },
      ),
    );
  });

  it('reads a view of a larger buffer', async () => {
    const buffer = bytes(`xx${official}xx`);
    const view = buffer.subarray(2, -2);
    expect(await verifySignature(view, sign(official), secret)).toEqual({ ok: true });
  });

  it('throws without a secret', async () => {
    const header = sign(official);
    await expect(verifySignature(bytes(official), header, '')).rejects.toThrow(TypeError);
  });
});

const read = (body: unknown): unknown => {
  const parsed = parsePushEvent(body);
  if (!parsed.ok) return parsed.reason;
  const { kind, requestId, notificationId } = parsed.event;
  return [kind, requestId, notificationId];
};

describe('parsePushEvent', () => {
  const type = 'EXPORT_CANDIDATE_PROFILE';

  it('reads the official form, from bytes, text or an object', () => {
    const expected = {
      ok: true,
      event: {
        kind: 'export',
        type,
        requestId: 'r-1',
        notificationId: undefined,
        further: [],
        raw: { id: 'r-1', type },
      },
    };
    expect(parsePushEvent(official)).toEqual(expected);
    expect(parsePushEvent(bytes(official))).toEqual(expected);
    expect(parsePushEvent({ id: 'r-1', type })).toEqual(expected);
  });

  it.each([
    ['other names', { eventType: type, requestId: 'r' }, ['export', 'r', undefined]],
    ['a number', { type, id: 7 }, ['export', '7', undefined]],
    ['below data', { data: { type, id: 'r' } }, ['export', 'r', undefined]],
    ['below event', { event: { eventType: type, id: 'r' } }, ['export', 'r', undefined]],
    ['below payload', { type, payload: { requestId: 'r' } }, ['export', 'r', undefined]],
    ['a list', { events: [{ type, id: 'r' }] }, ['export', 'r', undefined]],
    ['a notification id', { type, id: 'r', notificationId: 'n' }, ['export', 'r', 'n']],
    ['an id beside a request id', { type, id: 'n', requestId: 'r' }, ['export', 'r', 'n']],
    ['an id above a request id', { id: 'n', type, data: { requestId: 'r' } }, ['export', 'r', 'n']],
    [
      'a status',
      { type: 'INTEGRATION_STATUS_CHANGE', id: 'r' },
      ['integration_status', 'r', undefined],
    ],
    ['an evaluation', { type: 'SOME_EVALUATION_READY', id: 'r' }, ['evaluation', 'r', undefined]],
    ['an unknown type', { type: 'NEW', id: 'r' }, ['unknown', 'r', undefined]],
    [
      'an unknown type without id',
      { type: 'JOB_POSTING_STATUS' },
      ['unknown', undefined, undefined],
    ],
  ])('reads %s', (_what, body, expected) => {
    expect(read(body)).toEqual(expected);
    expect(read(JSON.stringify(body))).toEqual(expected);
  });

  it('keeps what else is in a body of several events', () => {
    const parsed = parsePushEvent({ events: [{ type, id: 'a' }, { type, id: 'b' }, null] });
    expect(parsed).toMatchObject({ event: { requestId: 'a', further: [{ type, id: 'b' }, null] } });
  });

  it.each([
    ['', 'not_json'],
    ['{"type":"EXPORT', 'not_json'],
    [undefined, 'not_json'],
    [new Uint8Array([0x22, 0xff, 0x22]), 'not_json'],
    ['[]', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['null', 'not_an_object'],
    ['7', 'not_an_object'],
    ['{}', 'no_type'],
    [{ type: '', id: 'r' }, 'no_type'],
    [{ type: { a: 1 }, id: 'r' }, 'no_type'],
    [{ type: 'T'.repeat(201), id: 'r' }, 'no_type'],
    [{ data: { data: { type, id: 'r' } } }, 'no_type'],
    [{ type }, 'no_request_id'],
    [{ type, id: null }, 'no_request_id'],
    [{ type, id: ['r'] }, 'no_request_id'],
    [{ type, id: 'r'.repeat(1_001) }, 'no_request_id'],
    [{ type: 'SOME_EVALUATION' }, 'no_request_id'],
  ])('refuses %j with a reason', (body, reason) => {
    expect(read(body)).toBe(reason);
  });

  it('finds type and id wherever the name and place are known', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const place = fc.constantFrom('top', 'data', 'event', 'payload', 'events');
    const noise = fc.dictionary(
      fc.string().filter((key) => !/type|id|data|event|payload|notification/i.test(key)),
      fc.jsonValue(),
    );
    const at = (where: string, fields: object): object => {
      if (where === 'top') return fields;
      return { [where]: where === 'events' ? [fields] : fields };
    };
    fc.assert(
      fc.property(
        name,
        name,
        place,
        fc.constantFrom('type', 'eventType'),
        fc.constantFrom('id', 'requestId'),
        noise,
        (eventType, requestId, where, typeName, idName, rest) => {
          const fields = at(where, { [typeName]: eventType, [idName]: requestId });
          const parsed = parsePushEvent(bytes(JSON.stringify({ ...rest, ...fields })));
          expect(parsed).toMatchObject({ ok: true, event: { type: eventType, requestId } });
        },
      ),
    );
  });

  it('throws at nothing', () => {
    const anything = fc.oneof(fc.anything(), fc.json(), fc.uint8Array());
    fc.assert(
      fc.property(anything, (body) => {
        expect(typeof parsePushEvent(body).ok).toBe('boolean');
      }),
    );
    expect(read('['.repeat(200_000))).toBe('not_json');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityForm } from './form.ts';
import { entityResources } from './forms.ts';
import { encodeValue, type CompoundKey } from './restli.ts';
import { readTold } from './told.ts';

const answerOf = (body: unknown) => ({
  status: 200,
  body: JSON.parse(JSON.stringify(body)) as unknown,
  garbled: false,
  retryAfterMs: undefined,
  requestId: undefined,
  createdId: undefined,
});
const forms: readonly (readonly [string, EntityForm])[] = [
  ['v2', entityResources.candidates.forms.v2],
  ['rest', entityResources.candidates.forms.rest],
];
const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
  fc.constantFrom('%20', ' ', 'a&b=c', '50%', '(x,y:z)', '__proto__', 'constructor', '7', '候補'),
);
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 12 });

describe.each(forms)('the answer to a batch over %s', (_generation, form) => {
  const isList = form.style.protocolVersion !== undefined;
  const keyOf = (one: string): CompoundKey =>
    Object.fromEntries(
      form.key.map(([name, field]) => [
        name,
        field === 'id' ? one : field === '=' ? 'ATS' : 'urn:li:organization:5001',
      ]),
    );
  const told = (some: readonly string[], body: unknown) => {
    const keys = some.map(keyOf);
    return readTold(
      form,
      answerOf(body),
      keys.map((key) => form.style.entity(key)),
      () => keys,
    );
  };
  /** A key as another server might write it. */
  const write = (key: CompoundKey, { isReversed = false, isRaw = false, isEncoded = false }) => {
    const encode = isRaw ? (text: string) => text : isEncoded ? encodeURIComponent : encodeValue;
    const parts = Object.entries(key).map(
      ([name, value]) => `${name}${isList ? ':' : '='}${encode(value)}`,
    );
    if (isReversed) parts.reverse();
    return isList ? `(${parts.join(',')})` : parts.join('&');
  };

  it('is read for each record, in their order, whatever its ids are called', () => {
    fc.assert(
      fc.property(ids, (some) => {
        const keys = some.map((one) => form.style.entity(keyOf(one)));
        const results = Object.fromEntries(keys.map((key, at) => [key, { status: 200, at }]));
        const read = told(some, { results, errors: {} });
        expect(read.map(({ result }) => (result as { at: number }).at)).toEqual(
          keys.map((_, at) => at),
        );
      }),
    );
  });

  it.each([
    ['in another order', { isReversed: true }],
    ['percent-encoded throughout', { isEncoded: true }],
    ['raw', { isRaw: true }],
    ['raw and in another order', { isRaw: true, isReversed: true }],
  ])('is read when it writes keys %s', (_how, how) => {
    fc.assert(
      fc.property(ids, (some) => {
        // A raw id that looks like a part of a key cannot be told from one.
        fc.pre(!some.some((one) => /[&,](?:ats|external|data|integration)|\)$/.test(one)));
        const entries = some.map(
          (one, at) => [write(keyOf(one), how), { status: 200, at }] as const,
        );
        fc.pre(new Set(entries.map(([key]) => key)).size === some.length);
        const read = told(some, { results: Object.fromEntries(entries) });
        expect(read.map(({ result }) => (result as { at: number }).at)).toEqual(
          some.map((_, at) => at),
        );
      }),
    );
  });

  it('may say what is wrong in three places', () => {
    const [good, absent, wrong, gone] = ['good', 'absent', 'wrong', 'gone'].map((one) =>
      form.style.entity(keyOf(one)),
    ) as [string, string, string, string];
    const read = told(['good', 'absent', 'wrong', 'gone', 'forgotten'], {
      results: { [good]: { status: 201 }, [wrong]: { status: '422', message: 'phone: bad' } },
      errors: { [absent]: { status: 404, message: 'no such', serviceErrorCode: 100 } },
      statuses: { [good]: 201, [gone]: 410 },
    });
    expect(read[0]).toMatchObject({ status: 201, error: undefined });
    expect(read[1]).toMatchObject({ status: 404, error: { message: 'no such', code: '100' } });
    expect(read[2]).toMatchObject({ status: 422, error: { message: 'phone: bad' } });
    expect(read[3]).toMatchObject({ status: 410, result: undefined, error: {} });
    expect(read[4]).toEqual({ status: undefined, result: undefined, error: undefined });
  });

  it('is refused when it is none, so that silence is not taken for an answer', () => {
    for (const body of [null, [], 'ok', {}, { results: [] }, { elements: [] }]) {
      expect(() => told(['a'], body)).toThrow(
        expect.objectContaining({ code: 'bad_answer' }) as Error,
      );
    }
  });

  it('is read however odd its errors are', () => {
    const key = form.style.entity(keyOf('a'));
    for (const error of [null, 'no', 7, [], { status: {}, message: 5 }, { status: '400' }]) {
      const [read] = told(['a'], { errors: { [key]: error } });
      expect(read?.error).toBeDefined();
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { atsId, integrationContext, localeTag, tenantId } from '../protocol/ids.ts';
import { exportStates } from '../protocol/exports.ts';
import { contextReasons, frameMessage, helloMessage } from '../protocol/messages.ts';
import { sessionRequest } from '../protocol/routes.ts';
import { elementStates } from '../protocol/states.ts';
import { profileEvent } from './guards-profile.ts';
import { settingsEvent } from './guards-settings.ts';
import { size } from './guards-size.ts';
import { exportEvent } from './guards-exports.ts';
import { addEvent, openEvent } from './guards-rediscovered.ts';
import { statusMessages } from './guards-status.ts';
import {
  createParser,
  isAtsId,
  isIntegrationContext,
  isLocaleTag,
  isTenantId,
  isTicket,
  parseHello,
} from './guards.ts';

/** Frames of different elements fire different events; the schema knows all of them. */
const parsers = [profileEvent, settingsEvent, exportEvent, addEvent].map((event) =>
  createParser({ size, event, open: openEvent, ...statusMessages }),
);
const parseAny = (data: unknown) =>
  parsers.map((parse) => parse(data)).find((message) => message !== null) ?? null;

const word = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'ABCXYZabcxyz0189_-'),
    minLength: length,
    maxLength: length,
  });
const id = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);
/** Nine of ten times the one that should be accepted. */
const mostly = <T>(good: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: other });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const code = fc.oneof(fc.constantFrom('signer_busy', 'offline'), fc.string({ maxLength: 70 }));
const bytes = fc.oneof(fc.integer({ min: -3, max: 90_000_000 }), fc.double(), fc.maxSafeInteger());

const status = fc.record({
  candidateId: id,
  synced: fc.boolean(),
  syncedAtMs: optional(bytes),
  match: fc.constantFrom('none', 'automatic', 'manual', 'other'),
  observedAtMs: bytes,
});
const hello = fc.record({
  rsc: mostly(fc.constant('hello'), fc.constant('port')),
  v: mostly(
    fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 8 }),
    fc.array(fc.oneof(fc.integer(), fc.double()), { maxLength: 10 }),
  ),
  inst: mostly(fc.integer({ min: 8, max: 64 }), fc.constantFrom(7, 65)).chain(word),
  fn: mostly(fc.constant(22), fc.constantFrom(21, 23)).chain(word),
  jkt: mostly(fc.constant(43), fc.constantFrom(42, 44)).chain(word),
});
const frameMessages = fc.oneof(
  fc.record({
    t: fc.constant('need-context'),
    id: bytes,
    reason: fc.constantFrom(...contextReasons, 'x'),
  }),
  fc.record({
    t: fc.constant('state'),
    state: fc.constantFrom(...elementStates, 'x'),
    code: optional(code),
  }),
  fc.record({ t: fc.constant('size'), height: bytes, user: optional(fc.boolean()) }),
  fc.record({
    t: fc.constant('event'),
    name: fc.constantFrom('rsc-link', 'rsc-unlink', 'rsc-ready'),
    detail: fc.record({
      member: fc.constantFrom('urn:li:person:a_B-9', 'urn:li:person:', 'urn:li:member:1', ''),
    }),
  }),
  fc.record({
    t: fc.constant('event'),
    name: fc.constant('rsc-integrate'),
    detail: fc.record({
      integrations: fc.array(
        fc.record({
          integrationContext: fc.constantFrom(
            'urn:li:organization:1',
            'urn:li:contract:2',
            'urn:li:person:3',
          ),
          integrationType: fc.constantFrom('CSA_API', 'NEW_TYPE_2', 'csa', ''),
          tenantType: fc.constantFrom('RECRUITER', 'JOBS', 'A'.repeat(101)),
          dataProvider: fc.constantFrom('ATS', 'A T S'),
        }),
        { maxLength: 4 },
      ),
    }),
  }),
  fc.record({
    t: fc.constant('open'),
    name: fc.constantFrom('rsc-open', 'rsc-opened'),
    detail: fc.record({ candidateId: id }),
  }),
  fc.record({
    t: fc.constant('event'),
    name: fc.constant('rsc-export'),
    detail: fc.record({
      exportId: mostly(fc.constant(32), fc.constantFrom(31, 33)).chain(word),
      state: fc.constantFrom(...exportStates, 'x'),
      candidateId: optional(id),
      jobId: optional(id),
      applicationId: optional(id),
    }),
  }),
  fc.record({
    t: fc.constant('event'),
    name: fc.constant('rsc-add'),
    detail: fc.record({ candidateId: id, jobId: id, applicationId: optional(id) }),
  }),
  fc.record({ t: fc.constantFrom('ping', 'pong'), id: bytes }),
  fc.record({ t: fc.constant('statuses'), items: fc.array(status, { maxLength: 3 }) }),
  fc.record({
    t: fc.constant('statuses-error'),
    ids: fc.array(id, { maxLength: 4 }),
    code,
    retryAfterMs: optional(bytes),
  }),
);
/** The value, or the value with one field somewhere in it replaced, removed, or added. */
function spoiled(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.anything(),
    fc.constantFrom(null, undefined, NaN, -0, '__proto__', [], {}),
  );
  const mutated = fc
    .tuple(arbitrary, fc.nat(), anything, fc.constantFrom('replace', 'remove', 'add'))
    .map(([value, position, other, how]) => {
      const places: { holder: Record<string, unknown>; key: string }[] = [];
      const walk = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        for (const key of Object.keys(node)) {
          places.push({ holder: node as Record<string, unknown>, key });
          walk((node as Record<string, unknown>)[key]);
        }
      };
      const copy: unknown = structuredClone(value);
      walk(copy);
      const place = places[position % Math.max(places.length, 1)];
      if (place === undefined) return copy;
      if (how === 'remove') delete place.holder[place.key];
      else place.holder[how === 'add' ? 'extra' : place.key] = other;
      return copy;
    });
  return fc.oneof(arbitrary, mutated, anything);
}

/** The guard accepts just what the schema accepts, and hands on just what the schema hands on. */
function expectSame(
  guard: (data: unknown) => unknown,
  schema: z.ZodMiniType,
  arbitrary: fc.Arbitrary<unknown>,
): void {
  let accepted = 0;
  fc.assert(
    fc.property(spoiled(arbitrary), (data) => {
      const parsed = schema.safeParse(data);
      const guarded = guard(data);
      if (parsed.success) accepted += 1;
      expect(guarded !== null).toBe(parsed.success);
      if (parsed.success) expect(plain(guarded)).toEqual(plain(parsed.data));
    }),
    { numRuns: 4_000 },
  );
  expect(accepted).toBeGreaterThan(100);
}

/** The same data with plain prototypes and without fields that hold nothing. */
const plain = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? value.map(plain)
      : Object.fromEntries(
          Object.entries(value)
            .filter(([, field]) => field !== undefined)
            .map(([key, field]) => [key, plain(field)]),
        );

describe('guards of the shell', () => {
  it('agree with the schema of hello', () => {
    expectSame(parseHello, helloMessage, hello);
  });

  it('agree with the schema of frame messages', () => {
    expectSame(parseAny, frameMessage, frameMessages);
  });

  it('agree on the largest allowed lists', () => {
    for (const length of [100, 101]) {
      const items = Array.from({ length }, (_, i) => ({
        candidateId: `c-${String(i)}`,
        synced: true,
        match: 'none',
        observedAtMs: 1,
      }));
      const message = { t: 'statuses', items };
      expect(parseAny(message) !== null).toBe(length === 100);
      expect(frameMessage.safeParse(message).success).toBe(length === 100);
    }
  });

  it.each([
    ['isAtsId', isAtsId, atsId, fc.oneof(id, fc.constantFrom('.', '..', '...', '.a'))],
    [
      'isTicket',
      isTicket,
      sessionRequest.shape.ticket,
      fc.oneof(
        id,
        fc.constantFrom(8_192, 8_193).map((length) => 'x'.repeat(length)),
      ),
    ],
    [
      'isIntegrationContext',
      isIntegrationContext,
      integrationContext,
      fc
        .tuple(fc.constantFrom('urn:li:organization:', 'urn:li:contract:', 'urn:li:org:'), id)
        .map(([prefix, rest]) => prefix + rest.slice(0, 3)),
    ],
    [
      'isLocaleTag',
      isLocaleTag,
      localeTag,
      fc.oneof(id, fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/)),
    ],
    ['isTenantId', isTenantId, tenantId, fc.oneof(id, fc.stringMatching(/^[a-z0-9._-]{1,66}$/))],
  ] as const)('%s agrees with its schema', (_, guard, schema, arbitrary) => {
    fc.assert(
      fc.property(fc.oneof(arbitrary, fc.anything()), (value) => {
        expect(guard(value)).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 2_000 },
    );
  });

  it('do not read fields a page has put on Object.prototype', () => {
    const polluted = Object.prototype as Record<string, unknown>;
    polluted['user'] = true;
    try {
      expect(parseAny({ t: 'size', height: 1 })?.t).toBe('size');
      const size = parseAny({ t: 'size', height: 1 });
      expect(size?.t === 'size' && size.user).toBeUndefined();
      expect(parseAny(Object.create({ t: 'ping', id: 1 }))).toBeNull();
    } finally {
      delete polluted['user'];
    }
  });
});

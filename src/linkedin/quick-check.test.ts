import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { entityNames, entityResources } from './forms.ts';
import { quickCheckOf } from './quick-check.ts';
import { jobPostingRecord } from './records/job-posting.ts';

const schemas = [
  ...entityNames.map((name) => [name, entityResources[name].schema] as const),
  ['jobPostings', jobPostingRecord] as const,
];

/** Values that are near to being right: each field right, wrong at its edge, absent, or anything. */
const urls = fc.constantFrom(
  'https://ats.example/c/1?x=[1]#%',
  'http://localhost:5000/jobs',
  'https://ats.example:99999/',
  'https://1.2.3.4.5/',
  'https://xn--/',
  'HTTPS://ÄTS.example',
  ' https://ats.example ',
  'ftp://ats.example',
  'https://',
  'https://a b.example',
);
const texts = fc.oneof(
  urls,
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.constantFrom('', 'JOB_POSTING', 'LISTED', 'RESUME', 'Not Available', 'a@b.c', '\ud800', 'de'),
  fc.constantFrom('urn:li:person:abc', 'urn:li:organization:1', 'application/pdf', 'x'.repeat(256)),
);
const numbers = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.double(), fc.constant(2 ** 53));
const anything = fc.oneof(
  texts,
  numbers,
  fc.boolean(),
  fc.anything(),
  fc.constant(null),
  fc.constant(undefined),
  fc.array(texts, { maxLength: 3 }),
  fc.array(fc.record({ number: texts, extension: texts }, { requiredKeys: ['number'] })),
  fc.array(fc.record({ attribute: texts, result: texts })),
  fc.record({ firstName: texts, lastName: texts }, { requiredKeys: [] }),
);
const right: Readonly<Record<string, unknown>> = {
  id: 'x-1',
  candidateId: 'c-1',
  applicationId: 'a-1',
  jobRequisitionId: 'r-1',
  aclId: 'group',
  entityType: 'JOB_POSTING',
  entityId: 'job-1',
  assignee: 'urn:li:person:abc',
  firstName: 'Ada',
  phoneNumbers: [{ number: '1' }],
  addresses: [{ city: 'Berlin' }],
  atsCreatedAt: 1,
  atsLastModifiedAt: 2,
  jobPostingId: 'j-1',
  jobPostingName: 'Engineer',
  stage: 'Offer',
  note: 'Good',
  feedback: 'Good',
  type: 'RESUME',
  fileName: 'cv.pdf',
  mediaType: 'application/pdf',
  downloadUrl: 'https://ats.example/cv.pdf',
  integrationContext: 'urn:li:organization:1',
  title: 'Engineer',
  description: 'Text',
  location: 'Berlin, DE',
  state: 'LISTED',
  companyApplyUrl: 'https://ats.example/apply',
};
const valueFor = (schema: z.ZodObject) => {
  const fields = Object.keys(schema.shape).map((name) => {
    const good = Object.hasOwn(right, name) ? fc.constant(right[name]) : fc.constant(undefined);
    return [
      name,
      fc.oneof({ arbitrary: good, weight: 8 }, { arbitrary: anything, weight: 1 }),
    ] as const;
  });
  return fc.oneof(
    { arbitrary: fc.record(Object.fromEntries(fields)), weight: 9 },
    { arbitrary: anything, weight: 1 },
  );
};

describe.each(schemas)('the quick check of %s', (_name, schema) => {
  const isPlainlyGood = quickCheckOf(schema);

  it('says yes to a record that is right', () => {
    const record = Object.fromEntries(
      Object.keys(schema.shape)
        .filter((name) => Object.hasOwn(right, name))
        .map((name) => [name, right[name]]),
    );
    expect(schema.safeParse(record).success).toBe(true);
    expect(isPlainlyGood(record)).toBe(true);
  });

  it('never says yes to what the schema refuses or changes', () => {
    fc.assert(
      fc.property(valueFor(schema), (value) => {
        if (!isPlainlyGood(value)) return;
        const parsed = schema.safeParse(value);
        expect(parsed.success).toBe(true);
        expect(JSON.stringify(sorted(parsed.data))).toBe(JSON.stringify(sorted(value)));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a quick check', () => {
  it.each([
    ['an own way of being written', { toJSON: () => 'other' }],
    [
      'fields of its prototype',
      Object.create({
        name: 'x',
        get more() {
          return 1;
        },
      }) as object,
    ],
    ['a field nobody knows', { name: 'x', other: 1 }],
  ])('leaves an object with %s to the schema', (_what, value) => {
    expect(quickCheckOf(z.strictObject({ name: z.string() }))(value)).toBe(false);
  });

  it.each([
    ['a transformation', z.string().transform(Number)],
    ['a format of its own', z.email()],
    ['a union', z.union([z.string(), z.number()])],
    ['an object that takes more', z.looseObject({})],
    ['an asynchronous check', z.string().refine(async () => true)],
    ['a check that changes', z.string().trim()],
  ])('does not say yes to what it does not know: %s', (_what, schema) => {
    expect(quickCheckOf(schema)('a@b.example')).toBe(false);
    expect(quickCheckOf(schema)({})).toBe(false);
  });
});

/** The same order of names everywhere: schemas have one of their own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

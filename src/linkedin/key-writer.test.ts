import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, type EntityForm } from './form.ts';
import { configurationForms, entityNames, entityResources, integrationForms } from './forms.ts';
import { keyWriter } from './key-writer.ts';

const forms: readonly (readonly [string, EntityForm])[] = [
  ...entityNames.flatMap((name) => {
    const { v2, rest } = entityResources[name].forms as Record<'v2' | 'rest', EntityForm | null>;
    return [
      ...(v2 === null ? [] : [[`${name} over v2`, v2] as const]),
      ...(rest === null ? [] : [[`${name} over rest`, rest] as const]),
    ];
  }),
  ['integrations over v2', integrationForms.v2],
  ['configurations over rest', configurationForms.rest],
];

describe('the quick writer of keys', () => {
  it.each(forms)('writes those of %s as their style does', (_name, form) => {
    const fields = [...new Set(form.key.map(([, field]) => field))];
    const values = fc.record(
      Object.fromEntries(fields.map((field) => [field, fc.string({ unit: 'grapheme' })])),
    );
    fc.assert(
      fc.property(values, fc.string(), fc.nat(120), (some, context, index) => {
        const writer = keyWriter(form);
        const key = keyOf(form, context, some);
        expect(writer.queryPart(context, some, index)).toBe(form.style.queryPart(key, index));
        expect(writer.entity(context, some)).toBe(form.style.entity(key));
      }),
    );
  });
});

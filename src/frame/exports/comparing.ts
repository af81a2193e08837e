/** An exported profile field by field, and beside a candidate of the ATS. */
import type { ExistingCandidate, ExportedPerson } from '../../protocol/exports.ts';
import { isVisible } from './looks.ts';

const fields = [
  'name',
  'title',
  'company',
  'headline',
  'location',
  'emailAddresses',
  'phoneNumbers',
  'profileUrl',
] as const;
const ofProfiles = [...fields, 'skills', 'summary'] as const;
export type Field = (typeof ofProfiles)[number];

export interface Compared {
  readonly name: Field;
  readonly exported: readonly string[];
  readonly existing: readonly string[];
  /** `new`: only the export has it; `other`: both have it, and not the same. */
  readonly difference: 'none' | 'new' | 'other';
}

/** What there is of a profile. */
export const profileOf = (
  person: ExportedPerson,
): { readonly name: Field; readonly texts: readonly string[] }[] =>
  ofProfiles
    .map((name) => ({ name, texts: textsOf(person[name]) }))
    .filter(({ texts }) => texts.length > 0);

/** Fields that either of them has. */
export const compare = (person: ExportedPerson, candidate: ExistingCandidate): Compared[] =>
  fields
    .map((name) => {
      const exported = textsOf(person[name]);
      const existing = textsOf(candidate[name]);
      return { name, exported, existing, difference: differenceOf(name, exported, existing) };
    })
    .filter(({ exported, existing }) => exported.length + existing.length > 0);

const textsOf = (value: string | readonly string[] | null): readonly string[] =>
  (typeof value === 'string' ? [value] : (value ?? [])).filter(isVisible);

function differenceOf(
  name: Field,
  exported: readonly string[],
  existing: readonly string[],
): Compared['difference'] {
  if (exported.length === 0) return 'none';
  if (existing.length === 0) return 'new';
  const known = new Set(existing.map((text) => keyOf(name, text)));
  return exported.every((text) => known.has(keyOf(name, text))) ? 'none' : 'other';
}

/** Ways of writing the same are no difference; letters that only look the same are one. */
function keyOf(name: Field, text: string): string {
  const key = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  if (name === 'phoneNumbers') return key.replaceAll(/[^\d+]/g, '');
  if (name === 'profileUrl') return key.replace(/^https?:\/\/(www\.)?/, '').replace(/\/+$/, '');
  return key;
}

/**
 * What a resource that is kept by key looks like on the wire in one generation of the API, and how
 * its records are written there. Which resources there are is in `forms.ts`.
 */
import type * as z from 'zod';
import type { IntegrationType } from './records/integration.ts';
import { keyStyles, type CompoundKey, type KeyStyle } from './restli.ts';

/** Unversioned `/v2`, or versioned `/rest`. */
export type Generation = 'v2' | 'rest';
export const generations = ['v2', 'rest'] as const satisfies readonly Generation[];

/**
 * How keys and lists are written. Nothing we could read says how `/rest` wants them; that it has
 * moved to protocol 2.0 is our guess [unknown], and to correct here.
 */
export const styles: Readonly<Record<Generation, KeyStyle>> = {
  v2: keyStyles['1.0'],
  rest: keyStyles['2.0'],
};

/**
 * A part of a compound key: its name on the wire and the field of ours it comes from, or the fixed
 * `dataProvider`.
 */
export type KeyPart = readonly [wireName: string, field: string];
export interface EntityForm {
  /** Path of the collection; of the parent's, for a sub-resource. */
  readonly path: string;
  /** Name of the sub-resource below a parent's key. */
  readonly sub?: string;
  readonly style: KeyStyle;
  /** The compound key, in the order of the documentation; the parent's, for a sub-resource. */
  readonly key: readonly KeyPart[];
  /** Wire names of fields that are called differently there. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Fields this generation does not have. */
  readonly absent?: readonly string[];
}

export interface EntityResource<Schema extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** Integration that must be enabled for it. */
  readonly integration: IntegrationType;
  readonly schema: Schema;
  /** Fields of the record that make its key, its own id last; the context comes beside the record. */
  readonly keyFields: readonly string[];
  readonly forms: { readonly v2: EntityForm | null; readonly rest: EntityForm | null };
}

/** The compound key of a record in a form; the parent's, for a sub-resource. */
export function keyOf(
  form: EntityForm,
  integrationContext: string,
  record: Readonly<Record<string, unknown>>,
): CompoundKey {
  const key: Record<string, string> = {};
  for (const [wireName, field] of form.key) {
    key[wireName] =
      field === '='
        ? 'ATS'
        : field === 'integrationContext'
          ? integrationContext
          : (record[field] as string);
  }
  return key;
}

/** What a record looks like in a body: without its key, under this generation's names. */
export function toEntity(
  { keyFields }: EntityResource,
  { renamed, absent }: EntityForm,
  record: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entity: Record<string, unknown> = {};
  for (const field in record) {
    if (keyFields.includes(field) || absent?.includes(field) === true) continue;
    entity[renamed[field] ?? field] = record[field];
  }
  return entity;
}

/**
 * `toEntity` for JSON: names that are not to be there are undefined, which JSON leaves out. A copy and
 * a few changes are quicker than field by field, and most records leave by the hundred.
 */
export function toJsonEntity(
  { keyFields }: EntityResource,
  { renamed, absent = [] }: EntityForm,
  record: Readonly<Record<string, unknown>>,
): object {
  const entity: Record<string, unknown> = { ...record };
  for (const field of keyFields) entity[field] = undefined;
  for (const field of absent) entity[field] = undefined;
  for (const field in renamed) {
    const theirs = renamed[field];
    if (theirs === undefined || entity[field] === undefined) continue;
    entity[theirs] = entity[field];
    entity[field] = undefined;
  }
  return entity;
}

const originals = new WeakMap<EntityForm, ReadonlyMap<string, string>>();

/** An entity under our names again. Fields we do not know keep theirs. */
export function fromEntity(
  form: EntityForm,
  entity: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let names = originals.get(form);
  if (names === undefined) {
    names = new Map(Object.entries(form.renamed).map(([ours, theirs]) => [theirs, ours]));
    originals.set(form, names);
  }
  const record: Record<string, unknown> = {};
  for (const name in entity) record[names.get(name) ?? name] = entity[name];
  return record;
}

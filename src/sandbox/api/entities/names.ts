/**
 * What the fields of a resource are called in one generation of the API. Under `/rest` new names are
 * documented for candidates and their notes only; for the others both the new name we expect and
 * the old one are taken [unknown], and answers have the new one.
 */
import type { EntityForm, EntityResource, Generation } from '../../../linkedin/form.ts';
import { entityNames, entityResources, type EntityName } from '../../../linkedin/forms.ts';

export interface Names {
  readonly name: EntityName;
  readonly generation: Generation;
  readonly resource: EntityResource;
  readonly form: EntityForm;
  /** Our field behind a name of an entity. */
  readonly fields: ReadonlyMap<string, string>;
  /** Our field behind a name of a compound key; `=` for the data provider. */
  readonly keyParts: ReadonlyMap<string, string>;
  /** What this generation calls a field of ours. */
  wireName(field: string): string;
}

const documentedInRest: ReadonlySet<EntityName> = new Set(['candidates', 'candidateNotes']);

function namesOf(name: EntityName, generation: Generation): Names | null {
  const resource: EntityResource = entityResources[name];
  const form = resource.forms[generation];
  if (form === null) return null;
  const older = generation === 'rest' && !documentedInRest.has(name) ? resource.forms.v2 : null;
  const wireNames = new Map<string, string>(form.key.map(([wire, field]) => [field, wire]));
  const fields = new Map<string, string>();
  for (const field of Object.keys(resource.schema.shape)) {
    if (resource.keyFields.includes(field) || form.absent?.includes(field) === true) continue;
    wireNames.set(field, form.renamed[field] ?? field);
    fields.set(form.renamed[field] ?? field, field);
    if (older !== null) fields.set(older.renamed[field] ?? field, field);
  }
  const keyParts = new Map<string, string>();
  for (const [wire, field] of older?.key ?? []) if (field !== '=') keyParts.set(wire, field);
  for (const [wire, field] of form.key) keyParts.set(wire, field);
  const wireName = (field: string): string =>
    wireNames.get(field) ?? (field === 'id' ? 'ids' : field);
  return { name, generation, resource, form, fields, keyParts, wireName };
}

/** Every resource that is kept by key, in each generation that has it. */
export const allNames: readonly Names[] = entityNames.flatMap((name) =>
  (['v2', 'rest'] as const).flatMap((generation) => namesOf(name, generation) ?? []),
);

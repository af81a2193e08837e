/** From entities to records and back, with LinkedIn's rules checked on the way. */
import type * as z from 'zod';
import { isObject } from '../body.ts';
import type { Names } from './names.ts';

type Fields = Readonly<Record<string, unknown>>;
export type Checked =
  | { readonly record: Fields; readonly problem: null }
  | { readonly record: null; readonly problem: string };

const wrong = (problem: string): Checked => ({ record: null, problem });

/** How many problems of a record are told at a time. */
const maxProblems = 5;

/** Fields LinkedIn tells and nobody sends. */
const readOnly: ReadonlySet<string> = new Set(['matchedMembers']);

/**
 * Reads an entity as a record of ours, without checking it: null is the same as left out, since an
 * omitted field becomes null [doc].
 * @param ids fields that come from the key
 */
export function readFields(names: Names, ids: Fields, entity: unknown): Checked {
  if (!isObject(entity)) return wrong('the entity must be an object');
  const record: Record<string, unknown> = { ...ids };
  for (const [name, value] of Object.entries(entity)) {
    if (value === null) continue;
    const field = names.fields.get(name);
    if (field === undefined) {
      // A key's own part may stand in the entity as well, if it says the same.
      const part = names.keyParts.get(name);
      if (part !== undefined && (part === '=' || ids[part] === value)) continue;
      if (part !== undefined) return wrong(`${name}: is not what the key says`);
      const why = readOnly.has(name) ? 'is read only' : 'is not known here';
      return wrong(`${name.slice(0, 100)}: ${why}`);
    }
    if (record[field] !== undefined) return wrong(`${name}: stands there under two names`);
    record[field] = value;
  }
  return { record, problem: null };
}

/** Checks a record by the rules of its resource. */
export function check(names: Names, fields: Fields): Checked {
  const parsed = names.resource.schema.safeParse(fields);
  return parsed.success
    ? { record: parsed.data, problem: null }
    : wrong(problemsOf(parsed.error, (field) => names.wireName(field)));
}

/** Says what is wrong, with fields as the caller's generation spells them. */
export function problemsOf(error: z.ZodError, wireName: (field: string) => string): string {
  const problems = error.issues.slice(0, maxProblems).map((issue) => {
    const [first, ...others] = issue.path.map(String);
    const path = first === undefined ? [] : [wireName(first), ...others];
    if (issue.code === 'unrecognized_keys') {
      const unknown = [...path, issue.keys[0]?.slice(0, 100) ?? ''].join('.');
      return `${unknown}: is not known here`;
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('undefined');
    return `${path.join('.') || 'entity'}: ${isMissing ? 'is required' : issue.message}`;
  });
  return problems.join('; ');
}

/** A record as an entity. */
export function viewOf(names: Names, record: Fields): Record<string, unknown> {
  const entity: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(record)) {
    if (names.resource.keyFields.includes(field) || value === undefined) continue;
    if (names.form.absent?.includes(field) === true) continue;
    entity[names.wireName(field)] = value;
  }
  return entity;
}

/** What can be done with one record: read, replace, change in parts, delete. */
import { isObject } from '../body.ts';
import type { Call } from '../call.ts';
import type { Names } from './names.ts';
import { check, readFields, viewOf } from './records.ts';
import { entityStores } from './stores.ts';
import type { Target } from './targets.ts';

/** How an operation ended: a status, and a message if it failed. */
export interface Outcome {
  readonly status: number;
  readonly message?: string;
}

const absent: Outcome = { status: 404, message: 'There is no such record' };
const invalid = (message: string): Outcome => ({ status: 400, message });

/** The record as an entity; null if there is none. */
export function readEntity(
  { state }: Call,
  names: Names,
  target: Target,
): Record<string, unknown> | null {
  const found = entityStores[names.name].read(state, target);
  if (found === null) return null;
  // An ACL has no fields beside its key, which is what one reads of it.
  const key = names.fields.size === 0 && typeof target.key === 'object' ? target.key : {};
  return { ...key, ...viewOf(names, found.record), ...found.told };
}

/** Creates the record or replaces it whole [doc]. */
export function putEntity(call: Call, names: Names, target: Target, entity: unknown): Outcome {
  if (entity === undefined) return invalid('The body has no entity for this key');
  const { record: fields, problem } = readFields(names, target.ids, entity);
  return fields === null ? invalid(problem) : write(call, names, target, fields);
}

/** Changes a record in parts: `{ patch: { $set, $delete } }`. */
export function patchEntity(call: Call, names: Names, target: Target, entity: unknown): Outcome {
  const patch = isObject(entity) ? entity['patch'] : undefined;
  if (!isObject(patch)) return invalid('patch: an object with $set or $delete is required');
  const { $set: set, $delete: removed, ...others } = patch;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    return invalid(`patch: ${unknown.slice(0, 100)} is not supported here`);
  if (set === undefined && removed === undefined) return invalid('patch: needs $set or $delete');
  if (removed !== undefined && !Array.isArray(removed)) {
    return invalid('patch: $delete must be a list of fields');
  }

  const { record: changes, problem } = readFields(names, {}, set ?? {});
  if (changes === null) return invalid(problem);
  const gone: string[] = [];
  for (const wireName of (removed ?? []) as readonly unknown[]) {
    const field = names.fields.get(String(wireName));
    if (field === undefined)
      return invalid(`$delete: ${String(wireName).slice(0, 100)} is not known here`);
    gone.push(field);
  }

  const found = entityStores[names.name].read(call.state, target);
  if (found === null) return absent;
  const fields = { ...found.record, ...changes, ...target.ids };
  const left = Object.fromEntries(
    Object.entries(fields).filter(([field]) => !gone.includes(field)),
  );
  const outcome = write(call, names, target, left);
  if (outcome.message !== undefined) return outcome;
  if (gone.includes('manualMatchedMember')) {
    call.state.candidates.clearManualMatch(target.context, target.ids['id'] ?? '');
  }
  return { status: 204 };
}

/** Deletes a record with what hangs on it [doc]. */
export const deleteEntity = ({ state }: Call, names: Names, target: Target): Outcome =>
  entityStores[names.name].delete(state, target) ? { status: 204 } : absent;

function write(
  { state, application }: Call,
  names: Names,
  target: Target,
  fields: Readonly<Record<string, unknown>>,
): Outcome {
  const { record, problem } = check(names, fields);
  if (record === null) return invalid(problem);
  const store = entityStores[names.name];
  const refused = store.refuse(state, target, record);
  if (refused !== null) {
    const { status, field, message } = refused;
    return { status, message: `${names.wireName(field)}: ${message}` };
  }
  const written = store.write(state, target, record, application.clientId);
  return { status: written === 'created' ? 201 : 200 };
}

/** Which records a request is about: the keys of its query or path. */
import { maxRecords } from '../../../linkedin/limits.ts';
import {
  decodeValue,
  parseQueryKeys,
  parseSegment,
  type CompoundKey,
  type Key,
  keyStyles,
  type KeyStyle,
} from '../../../linkedin/restli.ts';
import { assertEnabled, type Call } from '../call.ts';
import { malformed } from '../envelope.ts';
import { styleOf } from '../key-style.ts';
import type { Names } from './names.ts';

export interface Target {
  readonly context: string;
  /** Fields of ours that name the record within its context. */
  readonly ids: Readonly<Record<string, string>>;
  /** The key in its usual form, whatever order or encoding it came in. */
  readonly key: Key;
  /** The key as it stands in bodies. */
  readonly text: string;
}

/**
 * Reads the keys of a batch and sees that the application may go there.
 * @throws ApiRefusal 400, 403
 */
export function readTargets(call: Call, names: Names): Target[] {
  const { form } = names;
  const parent = form.sub === undefined ? null : readParent(call, names);
  const keys = parseQueryKeys(call.query);
  if (keys === null) throw malformed('ids: there are none, or they are malformed');
  if (keys.length > maxRecords) throw malformed(`ids: at most ${maxRecords} in a batch`);
  const style = styleOf(call.query);
  const permitted = new Set<string>();
  const seen = new Set<string>();
  return keys.map((key) => {
    const target = parent === null ? compoundTarget(names, key, style) : ownTarget(parent, key);
    if (seen.has(target.text)) throw malformed('ids: a key stands there twice');
    seen.add(target.text);
    permit(call, names, target.context, permitted);
    return target;
  });
}

/**
 * Reads a single key of the path: `/{key}`, or `/{parent's key}/{sub-resource}/{id}`.
 * @throws ApiRefusal 400, 403
 */
export function readTarget(call: Call, names: Names): Target {
  const { form } = names;
  const [first = '', , own = ''] = call.segments;
  const target =
    form.sub === undefined
      ? compoundTarget(names, parseSegment(first) ?? '', keyStyles['1.0'])
      : ownTarget(readParent(call, names), decodeValue(own));
  permit(call, names, target.context, new Set());
  return target;
}

/** A compound key, apart. */
export interface KeyFields {
  readonly context: string;
  readonly ids: Readonly<Record<string, string>>;
}

function readParent({ segments: [first = ''] }: Call, names: Names): KeyFields {
  const key = parseSegment(first);
  if (key === null) throw malformed(`${names.form.key[0]?.[0] ?? 'key'}: the path has no such key`);
  return readKey(names, key);
}

function ownTarget({ context, ids }: KeyFields, key: Key): Target {
  if (typeof key !== 'string') throw malformed('ids: must be plain ids here');
  if (key === '') throw malformed('ids: an id is empty');
  return { context, ids: { ...ids, id: key }, key, text: key };
}

function compoundTarget(names: Names, key: Key, style: KeyStyle): Target {
  // A whole compound key as one value, which is how protocol 1.0 can write it too.
  const parsed = typeof key === 'string' ? parseSegment(key) : key;
  if (parsed === null) {
    throw malformed(`ids: must name ${names.form.key.map(([wire]) => wire).join(', ')}`);
  }
  const parent = readKey(names, parsed);
  const usual = usualKey(names, parent);
  return { ...parent, key: usual, text: style.entity(usual) };
}

/** A compound key put together: all parts by their usual names, in the usual order. */
export function usualKey({ form }: Names, { context, ids }: KeyFields): CompoundKey {
  const key: Record<string, string> = {};
  for (const [wire, field] of form.key) {
    key[wire] =
      field === '=' ? 'ATS' : field === 'integrationContext' ? context : (ids[field] ?? '');
  }
  return key;
}

/** Takes a compound key apart. @throws ApiRefusal 400, naming the part */
export function readKey({ form, keyParts, generation }: Names, key: CompoundKey): KeyFields {
  const ids: Record<string, string> = {};
  for (const [wire, value] of Object.entries(key)) {
    const field = keyParts.get(wire);
    if (field === undefined) {
      throw malformed(`ids: ${wire.slice(0, 100)} is no part of the key under /${generation}`);
    }
    if (ids[field] !== undefined) throw malformed(`ids: ${wire} stands there under two names`);
    ids[field] = value;
  }
  for (const [wire, field] of form.key) {
    if ((ids[field] ?? '') === '') throw malformed(`ids: ${wire} is missing`);
  }
  const { '=': dataProvider, integrationContext: context = '', ...own } = ids;
  if (dataProvider !== undefined && dataProvider !== 'ATS') {
    throw malformed('ids: dataProvider must be ATS');
  }
  if (!/^urn:li:organization:\w+$/.test(context)) {
    throw malformed('ids: integrationContext must be urn:li:organization:{id}');
  }
  return { context, ids: own };
}

function permit(call: Call, { resource }: Names, context: string, permitted: Set<string>): void {
  if (permitted.has(context)) return;
  assertEnabled(call, context, resource.integration);
  permitted.add(context);
}

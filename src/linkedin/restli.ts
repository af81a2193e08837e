/**
 * How LinkedIn writes keys: Rest.li protocol 1.0 on `/v2` and 2.0 on `/rest`.
 *
 * A compound key is a few named values. In the query of a batch, protocol 1.0 spreads it
 * (`ids[0].atsCandidateId=7&ids[0].dataProvider=ATS&…`), protocol 2.0 writes a list of records
 * (`ids=List((externalCandidateId:7,…))`). In a body or a path the same key is
 * `atsCandidateId=7&dataProvider=ATS&…` or `(externalCandidateId:7,…)`. Samples show harmless ids
 * only; ids with reserved characters are percent-encoded as Rest.li does [inferred]. Whether the
 * versioned API takes 2.0 keys is not documented on the pages we could read [unknown], so both
 * stand behind one interface.
 */

/** Names and values of a compound key, in the order of the documentation. */
export type CompoundKey = Readonly<Record<string, string>>;
/** Records of a sub-resource have a plain id below their parent's compound key. */
export type Key = CompoundKey | string;

/** How the parts of a compound key are put together. */
export interface KeySyntax {
  readonly open: string;
  /** Between name and value. */
  readonly between: string;
  readonly separator: string;
  readonly close: string;
  encode(value: string): string;
}

export interface KeyStyle {
  /** Of a key in a query, at its place among the others; before each name stands the prefix. */
  readonly querySyntax: KeySyntax;
  queryPrefix(index: number): string;
  /** Of a key in a body. */
  readonly entitySyntax: KeySyntax;
  /** Value of the `X-RestLi-Protocol-Version` header; none for 1.0, as in LinkedIn's samples. */
  readonly protocolVersion: string | undefined;
  /** What stands around the keys in a query, in bytes. */
  readonly queryBytes: number;
  /** A key in a query, at its place among the others. */
  queryPart(key: Key, index: number): string;
  /** The `ids` part of a query, of the parts of its keys. */
  query(parts: readonly string[]): string;
  /** A list of values of a finder's parameter. */
  list(name: string, values: readonly string[]): string;
  /** The key of an entity in a body. */
  entity(key: Key): string;
  /** A key as a segment of a path. */
  segment(key: CompoundKey): string;
  /** Reads a compound key of an answer; null if it is none. */
  parse(text: string): CompoundKey | null;
}

const harmless = /^[\w.-]*$/;
/** The integration context stands in every key of a batch: it is encoded once. */
let lastUrn = { raw: '', encoded: '' };

/** Percent-encodes everything that means something in URLs or Rest.li keys, `' ( )` included. */
export function encodeValue(value: string): string {
  if (harmless.test(value)) return value;
  if (value === lastUrn.raw) return lastUrn.encoded;
  const encoded = encodeURIComponent(value.toWellFormed()).replaceAll(
    /['()!*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  if (value.startsWith('urn:li:')) lastUrn = { raw: value, encoded };
  return encoded;
}

/** Decodes a value; one that is not valid percent-encoding was sent raw. */
export function decodeValue(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const reservedInBodies = /[%&=]/;

/** In a 1.0 body key only what the key's own syntax needs is encoded: samples show raw URNs. */
const encodeBodyValue = (value: string): string =>
  reservedInBodies.test(value)
    ? value.replaceAll(/[%&=]/g, (char) => encodeURIComponent(char))
    : value;

/** Writes a key's parts one after the other. */
function written(key: CompoundKey, syntax: KeySyntax, prefix = ''): string {
  const { open, between, separator, close, encode } = syntax;
  let text = open;
  for (const name in key) {
    if (text !== open) text += separator;
    text += prefix + name + between + encode(key[name] ?? '');
  }
  return text + close;
}

const pairs: KeySyntax = { open: '', between: '=', separator: '&', close: '', encode: encodeValue };
const record: KeySyntax = {
  open: '(',
  between: ':',
  separator: ',',
  close: ')',
  encode: encodeValue,
};

const protocol1: KeyStyle = {
  querySyntax: pairs,
  queryPrefix: (index) => `ids[${String(index)}].`,
  entitySyntax: { ...pairs, encode: encodeBodyValue },
  protocolVersion: undefined,
  queryBytes: 0,
  queryPart: (key, index) =>
    typeof key === 'string'
      ? `ids=${encodeValue(key)}`
      : written(key, pairs, protocol1.queryPrefix(index)),
  query: (parts) => parts.join('&'),
  list: (name, values) => values.map((value) => `${name}=${encodeValue(value)}`).join('&'),
  entity: (key) => (typeof key === 'string' ? key : written(key, protocol1.entitySyntax)),
  segment: (key) => written(key, pairs),
  parse: (text) => parsePairs(text.split('&'), '='),
};

const protocol2: KeyStyle = {
  querySyntax: record,
  queryPrefix: () => '',
  entitySyntax: record,
  protocolVersion: '2.0.0',
  queryBytes: 'ids=List()'.length,
  queryPart: (key) => (typeof key === 'string' ? encodeValue(key) : written(key, record)),
  query: (parts) => `ids=List(${parts.join(',')})`,
  list: (name, values) => `${name}=List(${values.map(encodeValue).join(',')})`,
  entity: (key) => (typeof key === 'string' ? key : written(key, record)),
  segment: (key) => written(key, record),
  parse: (text) =>
    text.startsWith('(') && text.endsWith(')')
      ? parsePairs(text.slice(1, -1).split(','), ':')
      : null,
};

/** The two ways of writing keys. */
export const keyStyles = { '1.0': protocol1, '2.0': protocol2 } as const;

/** The `ids` part of a query for a few keys. */
export const idsQuery = (style: KeyStyle, keys: readonly Key[]): string =>
  style.query(keys.map((key, index) => style.queryPart(key, index)));

function parsePairs(pairs: readonly string[], separator: string): CompoundKey | null {
  const key: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf(separator);
    if (at <= 0) return null;
    key[pair.slice(0, at)] = decodeValue(pair.slice(at + 1));
  }
  return key;
}

/** Reads a key that is a segment of a path, in either protocol; null if it is none. */
export function parseSegment(segment: string): CompoundKey | null {
  // The structure itself may be percent-encoded by a careful client.
  const text = /[=(]/.test(segment) ? segment : decodeValue(segment);
  return (text.startsWith('(') ? protocol2 : protocol1).parse(text);
}

/**
 * Reads the `ids` of a batch request, in either protocol, also as a plain list (`ids=A&ids=B` or
 * `ids=List(A,B)`, then the keys are strings).
 * @param query raw query string without `?`
 * @returns the keys in their order, or null if there are none or they are malformed
 */
export function parseQueryKeys(query: string): Key[] | null {
  const spread = new Map<number, Record<string, string>>();
  const plain: string[] = [];
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = decodeValue(at < 0 ? part : part.slice(0, at));
    const raw = at < 0 ? '' : part.slice(at + 1);
    const [, index, field] = /^ids\[(\d{1,4})\]\.(\w+)$/.exec(name) ?? [];
    if (index !== undefined && field !== undefined) {
      const key = spread.get(Number(index)) ?? {};
      key[field] = decodeValue(raw.replaceAll('+', ' '));
      spread.set(Number(index), key);
    } else if (name === 'ids' && /^List(?:\(|%28(?:%28|\())/i.test(raw)) {
      return parseList(raw);
    } else if (name === 'ids' || /^ids\[\d{1,4}\]$/.test(name)) {
      plain.push(decodeValue(raw.replaceAll('+', ' ')));
    }
  }
  const keys = [...spread].sort(([a], [b]) => a - b).map(([, key]) => key);
  if (keys.length > 0) return keys;
  return plain.length > 0 ? plain : null;
}

/**
 * `List((a:1,b:2),(a:3,b:4))`, its structure perhaps percent-encoded by a careful client. A list of
 * plain ids whose structure is encoded cannot be told from an id of protocol 1.0 with that text.
 */
function parseList(raw: string): Key[] | null {
  const text = raw.includes('(') ? raw : decodeValue(raw);
  const inner = /^List\((.*)\)$/is.exec(text)?.[1];
  if (inner === undefined) return null;
  const records = inner.match(/\([^()]*\)/g);
  if (records === null) return inner === '' ? null : inner.split(',').map(decodeValue);
  const keys = records.map((record) => protocol2.parse(record));
  return keys.every((key) => key !== null) ? keys : null;
}

/**
 * Reads a parameter of a finder that may stand there several times, in either protocol:
 * `owners=A&owners=B`, `owners[0]=A`, `owners=List(A,B)`.
 */
export function parseListParameter(query: string, name: string): string[] {
  const values: string[] = [];
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    if (at < 0 || decodeValue(part.slice(0, at)).replace(/\[\d{1,4}\]$/, '') !== name) continue;
    const raw = part.slice(at + 1);
    const text = /^List(?:\(|%28)/i.test(raw) && !raw.includes('(') ? decodeValue(raw) : raw;
    const list = /^List\((.*)\)$/is.exec(text)?.[1];
    if (list === undefined) values.push(decodeValue(raw.replaceAll('+', ' ')));
    else if (list !== '') values.push(...list.split(',').map(decodeValue));
  }
  return values;
}

/** A record parameter: `timeRange.start=1&timeRange.end=2`, or `timeRange=(start:1,end:2)`. */
export const recordParameter = (
  style: KeyStyle,
  name: string,
  fields: Readonly<Record<string, string>>,
): string =>
  style.protocolVersion === undefined
    ? written(fields, pairs, `${name}.`)
    : `${name}=${style.segment(fields)}`;

/** Reads a record parameter in either protocol. */
export function parseRecordParameter(query: string, name: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    const field = decodeValue(part.slice(0, at));
    const raw = part.slice(at + 1);
    if (field.startsWith(`${name}.`)) fields[field.slice(name.length + 1)] = decodeValue(raw);
    else if (field === name) Object.assign(fields, parseSegment(raw));
  }
  return fields;
}

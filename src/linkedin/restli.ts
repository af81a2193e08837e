/**
 * How LinkedIn writes keys: Rest.li protocol 1.0 on `/v2` and 2.0 on `/rest`.
 *
 * A compound key is a few named values. In the query of a batch, protocol 1.0 spreads it
 * (`ids[0].atsCandidateId=7&ids[0].dataProvider=ATS&…`), protocol 2.0 writes a list of records
 * (`ids=List((externalCandidateId:7,…))`). In the body the same key names an entity:
 * `atsCandidateId=7&dataProvider=ATS&…` or `(externalCandidateId:7,…)`. Samples show harmless ids
 * only; ids with reserved characters are percent-encoded as Rest.li does [inferred]. Whether the
 * versioned API takes 2.0 keys is not documented on the pages we could read [unknown], so both
 * stand behind one interface.
 */

/** Names and values of a compound key, in the order of the documentation. */
export type CompoundKey = Readonly<Record<string, string>>;

export interface KeyStyle {
  /** Value of the `X-RestLi-Protocol-Version` header; none for 1.0, as in LinkedIn's samples. */
  readonly protocolVersion: string | undefined;
  /** The `ids` part of a query. */
  query(keys: readonly CompoundKey[]): string;
  /** The key of an entity in a body. */
  entity(key: CompoundKey): string;
  /** Reads an entity key of an answer; null if it is none. */
  parse(text: string): CompoundKey | null;
}

/** Percent-encodes everything that means something in URLs or Rest.li keys, `' ( )` included. */
export const encodeValue = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replaceAll(
    /['()!*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Decodes a value; one that is not valid percent-encoding was sent raw. */
export function decodeValue(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In a 1.0 body key only what the key's own syntax needs is encoded: samples show raw URNs. */
const encodeBodyValue = (value: string): string =>
  value.toWellFormed().replaceAll(/[%&=]/g, (char) => encodeURIComponent(char));

const protocol1: KeyStyle = {
  protocolVersion: undefined,
  query: (keys) =>
    keys
      .flatMap((key, index) =>
        Object.entries(key).map(
          ([name, value]) => `ids[${String(index)}].${name}=${encodeValue(value)}`,
        ),
      )
      .join('&'),
  entity: (key) =>
    Object.entries(key)
      .map(([name, value]) => `${name}=${encodeBodyValue(value)}`)
      .join('&'),
  parse: (text) => parsePairs(text.split('&'), '='),
};

const protocol2: KeyStyle = {
  protocolVersion: '2.0.0',
  query: (keys) => `ids=List(${keys.map((key) => protocol2.entity(key)).join(',')})`,
  entity: (key) =>
    `(${Object.entries(key)
      .map(([name, value]) => `${name}:${encodeValue(value)}`)
      .join(',')})`,
  parse: (text) =>
    text.startsWith('(') && text.endsWith(')')
      ? parsePairs(text.slice(1, -1).split(','), ':')
      : null,
};

/** The two ways of writing keys. */
export const keyStyles = { '1.0': protocol1, '2.0': protocol2 } as const;

function parsePairs(pairs: readonly string[], separator: string): CompoundKey | null {
  const key: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf(separator);
    if (at <= 0) return null;
    key[pair.slice(0, at)] = decodeValue(pair.slice(at + 1));
  }
  return key;
}

/**
 * Reads the `ids` of a batch request, in either protocol, also as a plain list (`ids=A&ids=B`, then
 * the key has the one name `id`).
 * @param query raw query string without `?`
 * @returns the keys in their order, or null if there are none or they are malformed
 */
export function parseQueryKeys(query: string): CompoundKey[] | null {
  const spread = new Map<number, Record<string, string>>();
  const plain: CompoundKey[] = [];
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = decodeValue(at < 0 ? part : part.slice(0, at));
    const raw = at < 0 ? '' : part.slice(at + 1);
    const [, index, field] = /^ids\[(\d{1,4})\]\.(\w+)$/.exec(name) ?? [];
    if (index !== undefined && field !== undefined) {
      const key = spread.get(Number(index)) ?? {};
      key[field] = decodeValue(raw.replaceAll('+', ' '));
      spread.set(Number(index), key);
    } else if (name === 'ids' && /^List(?:\(|%28)/i.test(raw)) {
      return parseList(raw);
    } else if (name === 'ids') {
      plain.push({ id: decodeValue(raw.replaceAll('+', ' ')) });
    }
  }
  const keys = [...spread].sort(([a], [b]) => a - b).map(([, key]) => key);
  if (keys.length > 0) return keys;
  return plain.length > 0 ? plain : null;
}

/** `List((a:1,b:2),(a:3,b:4))`, its structure perhaps percent-encoded by a careful client. */
function parseList(raw: string): CompoundKey[] | null {
  const text = raw.includes('(') ? raw : decodeValue(raw);
  const inner = /^List\((.*)\)$/is.exec(text)?.[1];
  if (inner === undefined) return null;
  const records = inner.match(/\([^()]*\)/g);
  if (records === null)
    return inner === '' ? null : inner.split(',').map((id) => ({ id: decodeValue(id) }));
  const keys = records.map((record) => protocol2.parse(record));
  return keys.every((key) => key !== null) ? keys : null;
}

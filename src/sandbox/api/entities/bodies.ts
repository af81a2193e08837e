/** Entities of a batch's body, and which key each of them belongs to. */
import { decodeValue, parseSegment } from '../../../linkedin/restli.ts';
import { isObject, readJson, type JsonObject } from '../body.ts';
import { malformed } from '../envelope.ts';

/** One of a batch's keys. */
export interface BodyKey {
  /** As it stands in bodies. */
  readonly text: string;
  /** Names the same record, however its key is written. */
  readonly identity: string;
}

/** Reads `{ entities: {…} }`. @throws ApiRefusal 400, 413 */
export async function readEntities(request: Request): Promise<JsonObject> {
  const { entities } = await readJson(request);
  if (isObject(entities)) return entities;
  throw malformed('entities: an object with an entity by key is required');
}

/**
 * Finds the entity of each key. Samples write raw ids into body keys, careful clients encode them:
 * both are accepted [inferred]. A key counts as it stands, then by what it decodes to.
 * @param identify what a key of the body names; null if it is none
 * @returns entities in the order of the keys; undefined where there is none
 * @throws ApiRefusal 400 if the body has an entity for a key that is not there
 */
export function matchEntities(
  keys: readonly BodyKey[],
  entities: JsonObject,
  identify: (text: string) => string | null,
): unknown[] {
  const found: unknown[] = keys.map(({ text }) =>
    Object.hasOwn(entities, text) ? entities[text] : undefined,
  );
  const texts = Object.keys(entities);
  const missing = found.filter((entity) => entity === undefined).length;
  if (missing === 0 && texts.length === keys.length) return found;

  const places = new Map(keys.map(({ identity }, index) => [identity, index]));
  const direct = new Set(keys.map(({ text }) => text));
  for (const text of texts) {
    if (direct.has(text)) continue;
    const place = places.get(identify(text) ?? '');
    if (place === undefined) {
      throw malformed(`entities: ${text.slice(0, 200)} is not among the ids of the query`);
    }
    if (found[place] !== undefined) throw malformed('entities: a key stands there twice');
    found[place] = entities[text];
  }
  return found;
}

/** What a plain id in a body is, if it does not stand there as it is. */
export const identifyPlain = (text: string): string => decodeValue(text);

/** What a compound key in a body is; raw ids may hold what separates the parts. */
export function identifyCompound(
  text: string,
  raw: ReadonlyMap<string, string>,
  identityOf: (key: Readonly<Record<string, string>>) => string | null,
): string | null {
  const asItStands = raw.get(text);
  if (asItStands !== undefined) return asItStands;
  const key = parseSegment(text);
  return key === null ? null : identityOf(key);
}

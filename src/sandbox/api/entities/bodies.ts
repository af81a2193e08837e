/** Entities of a batch's body, and which key each of them belongs to. */
import { maxRecords } from '../../../linkedin/limits.ts';
import { decodeValue, parseSegment } from '../../../linkedin/restli.ts';
import { isObject, readJson, type JsonObject } from '../body.ts';
import { ApiRefusal, malformed } from '../envelope.ts';
import type { BatchAnswer } from '../batch-answer.ts';

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
 * both are accepted [inferred]. A key counts as it stands, then by what it decodes to. An entity
 * whose key is not among those of the query is reported by itself.
 * @param identify what a key of the body names; null or a refusal if it is none
 * @returns entities in the order of the keys; undefined where there is none
 * @throws ApiRefusal 400
 */
export function matchEntities(
  answer: BatchAnswer,
  keys: readonly BodyKey[],
  entities: JsonObject,
  identify: (text: string) => string | null,
): unknown[] {
  const texts = Object.keys(entities);
  if (texts.length > maxRecords) throw malformed(`entities: at most ${maxRecords} in a batch`);
  const found: unknown[] = keys.map(({ text }) =>
    Object.hasOwn(entities, text) ? entities[text] : undefined,
  );
  const missing = found.filter((entity) => entity === undefined).length;
  if (missing === 0 && texts.length === keys.length) return found;

  const places = new Map(keys.map(({ identity }, index) => [identity, index]));
  const direct = new Set(keys.map(({ text }) => text));
  for (const text of texts) {
    if (direct.has(text)) continue;
    const place = places.get(identityOf(text, identify) ?? '');
    if (place === undefined) {
      answer.outcome(text, 400, 'entities: this key is not among the ids of the query');
    } else if (found[place] !== undefined) {
      throw malformed('entities: a key stands there twice');
    } else {
      found[place] = entities[text];
    }
  }
  return found;
}

function identityOf(text: string, identify: (text: string) => string | null): string | null {
  try {
    return identify(text);
  } catch (error) {
    if (error instanceof ApiRefusal) return null;
    throw error;
  }
}

/** What a plain id in a body is, if it does not stand there as it is. */
export const identifyPlain = (text: string): string => decodeValue(text);

/** What a compound key in a body is; raw ids may hold what separates the parts. */
export function identifyCompound(
  text: string,
  raw: ReadonlyMap<string, string>,
  identityOfKey: (key: Readonly<Record<string, string>>) => string,
): string | null {
  const asItStands = raw.get(text);
  if (asItStands !== undefined) return asItStands;
  const key = parseSegment(text);
  return key === null ? null : identityOfKey(key);
}

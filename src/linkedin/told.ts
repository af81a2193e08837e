/**
 * What a batch answer says of each of the keys it was asked about. An answer may write a key in
 * another order of its parts than it was sent in, percent-encoded where it was raw, or raw where it
 * was percent-encoded: which, is decided for the answer as a whole.
 */
import {
  readBatchAnswer,
  readEntityError,
  statusOf,
  type BatchAnswer,
  type EntityError,
} from './answers/batch.ts';
import { isRaw } from './answers/tolerant.ts';
import { LinkedInError } from './errors.ts';
import type { EntityForm } from './form.ts';
import type { HttpAnswer } from './http.ts';
import { decodeValue, type Key } from './restli.ts';

/** What an answer says of one entity; nothing at all, if it leaves it out. */
export interface Told {
  readonly status: number | undefined;
  readonly result: unknown;
  readonly error: EntityError | undefined;
}

/** Nothing is said of an entity. */
export const silence: Told = { status: undefined, result: undefined, error: undefined };

/**
 * @param texts how the keys were written in the request
 * @param keysOf the keys, for answers that write them otherwise
 * @param isWrite whether the request was to change something
 * @returns what is said of each key, in their order
 * @throws LinkedInError `bad_answer`
 */
export function readTold(
  form: EntityForm,
  { body, status, requestId }: HttpAnswer,
  texts: readonly string[],
  keysOf: () => readonly Key[],
  isWrite = false,
): Told[] {
  // Nothing more to say than that all went well; to a question it would be no answer.
  if (status === 204 && isWrite) return texts.map(() => ({ ...silence, status }));
  const answer = readBatchAnswer(body);
  if (answer === null) {
    const facts = { status, requestId };
    throw new LinkedInError('bad_answer', 'the answer cannot be read: results', facts);
  }
  return (
    inOrder(answer, texts) ??
    written(form, answer, texts, keysOf).map((text) => toldOf(answer, text))
  );
}

/** The usual answer: one result for each key, as they were sent. Or null, if this is another one. */
function inOrder(
  { results, errors, statuses }: BatchAnswer,
  texts: readonly string[],
): Told[] | null {
  const told: Told[] = [];
  for (const text in results) {
    if (text !== texts[told.length]) return null;
    told.push(toldOfResult(results[text], undefined));
  }
  const others = Object.keys(errors).length + Object.keys(statuses).length;
  return told.length === texts.length && others === 0 ? told : null;
}

function toldOf({ results, errors, statuses }: BatchAnswer, text: string): Told {
  if (Object.hasOwn(errors, text)) {
    const error = readEntityError(errors[text]);
    return { status: error.status ?? statusOf(own(statuses, text)), result: undefined, error };
  }
  return toldOfResult(own(results, text), own(statuses, text));
}

function toldOfResult(result: unknown, listed: unknown): Told {
  const inResult = isRaw(result) ? statusOf(result['status']) : undefined;
  const status = statusOf(listed) ?? inResult;
  // Some answers put errors among the results.
  const failed = status !== undefined && status >= 400;
  return failed
    ? { status, result: undefined, error: readEntityError(result) }
    : { status, result: result ?? undefined, error: undefined };
}

const own = (entries: Readonly<Record<string, unknown>>, text: string): unknown =>
  Object.hasOwn(entries, text) ? entries[text] : undefined;

/** How the answer writes each key; one it does not know stays as it was sent. */
function written(
  form: EntityForm,
  { results, errors, statuses }: BatchAnswer,
  texts: readonly string[],
  keysOf: () => readonly Key[],
): readonly string[] {
  const isKnown = (text: string): boolean =>
    Object.hasOwn(results, text) || Object.hasOwn(statuses, text) || Object.hasOwn(errors, text);
  if (texts.every(isKnown)) return texts;

  const keys = keysOf();
  const names = [statuses, results, errors].flatMap((entries) => Object.keys(entries));
  const split = splitter(form);
  const parsed = names.map((name) => [name, split(name)] as const);
  const among = (read: (value: string) => string): (string | undefined)[] => {
    const found = new Map(parsed.map(([name, parts]) => [canonical(parts, read), name]));
    return keys.map((key) => found.get(canonical(key, (value) => value)));
  };
  const ways = [
    texts.map((text) => (isKnown(text) ? text : undefined)),
    among(decodeValue),
    among((value) => value),
  ];
  const hits = ways.map((way) => way.filter((name) => name !== undefined).length);
  const best = ways[hits.indexOf(Math.max(...hits))] ?? [];
  return texts.map((text, index) => best[index] ?? text);
}

function canonical(key: Key, read: (value: string) => string): string {
  if (typeof key === 'string') return read(key);
  const parts = Object.entries(key).map(([name, value]) => [name, read(value)]);
  return JSON.stringify(parts.sort());
}

/** Takes the keys of an answer apart at the names they must have: raw values may hold separators. */
function splitter({ key, style, sub }: EntityForm): (text: string) => Key {
  if (sub !== undefined) return (text) => text;
  const names = key.map(([name]) => name).join('|');
  const isList = style.protocolVersion !== undefined;
  const start = new RegExp(isList ? `(?:^\\(|,)(${names}):` : `(?:^|&)(${names})=`);
  return (text) => {
    const parts = (isList ? text.replace(/\)$/, '') : text).split(start);
    const pairs: [string, string][] = [];
    for (let at = 1; at + 1 < parts.length; at += 2) {
      pairs.push([parts[at] ?? '', parts[at + 1] ?? '']);
    }
    return Object.fromEntries(pairs);
  };
}

/**
 * Push, as its receiver sees it. LinkedIn makes sure now and then that an address is the
 * application's own (a challenge), and posts events there: a type, and the id of a request by which
 * the application fetches what happened [doc].
 *
 * Whether any of this is done for the CALLBACK_URL of Recruiter System Connect is not documented
 * [unknown]; these are the rules LinkedIn's webhooks share. Nothing may rest on a signature alone:
 * an event holds no data, and the `integrationContext` of what is fetched tells whose it is [doc].
 *
 * Web Crypto only, so it runs wherever `fetch` handlers do.
 */
import { isRaw, pick, textOf, type Raw } from './answers/tolerant.ts';

export type ChallengeAnswer =
  | {
      readonly ok: true;
      /** To be answered as JSON, with status 200, within three seconds [doc]. */
      readonly body: { readonly challengeCode: string; readonly challengeResponse: string };
    }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' };

/**
 * A challenge is a UUID [doc], and nothing else is answered: challenges and events are signed with
 * the same key, so whoever got an answer for `hmacsha256={"type":…` would hold the signature of an
 * event of their own making.
 */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Answers LinkedIn's `GET {callback}?challengeCode=…`.
 * @param challenge address that was called, or the code from it
 * @param clientSecret of the customer's (child) application; with several at one address, of the
 * one that the parameter `applicationId` names
 * @returns what to answer, or why not to: answer that with 400
 * @throws TypeError if the secret is empty
 */
export async function answerChallenge(
  challenge: string | URL | { readonly challengeCode: string },
  clientSecret: string,
): Promise<ChallengeAnswer> {
  const codes = codesOf(challenge);
  const [challengeCode] = codes;
  if (challengeCode === undefined) return { ok: false, reason: 'missing' };
  if (codes.length > 1 || !uuid.test(challengeCode)) return { ok: false, reason: 'malformed' };
  const key = await keyOf(clientSecret, 'sign');
  const mac = await crypto.subtle.sign('HMAC', key, utf8.encode(challengeCode));
  return { ok: true, body: { challengeCode, challengeResponse: hexOf(new Uint8Array(mac)) } };
}

/** `missing` and `malformed` concern the header, `mismatch` what it says of the body. */
export type SignatureCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' | 'mismatch' };

/** Belongs to what is signed, and not to the header [doc]. */
const signedPrefix = 'hmacsha256=';

/**
 * Checks the header `X-LI-Signature` of an event.
 * @param rawBody bytes as they came, before anything has parsed them
 * @param header as it came; null or undefined if there was none
 * @param clientSecret of the customer's (child) application
 * @throws TypeError if the secret is empty
 */
export async function verifySignature(
  rawBody: Uint8Array,
  header: string | null | undefined,
  clientSecret: string,
): Promise<SignatureCheck> {
  if (header === null || header === undefined || header === '') {
    return { ok: false, reason: 'missing' };
  }
  const signature = bytesOf(header);
  if (signature === null) return { ok: false, reason: 'malformed' };
  const prefix = utf8.encode(signedPrefix);
  const signed = new Uint8Array(prefix.length + rawBody.length);
  signed.set(prefix);
  signed.set(rawBody, prefix.length);
  const key = await keyOf(clientSecret, 'verify');
  // In constant time: implementations compare MACs so, and no other way of ours could.
  const isValid = await crypto.subtle.verify('HMAC', key, signature, signed);
  return isValid ? { ok: true } : { ok: false, reason: 'mismatch' };
}

/** - `unknown`: of a type that is not known yet; keep it and tell somebody, do not drop it */
export type PushKind = 'export' | 'integration_status' | 'evaluation' | 'unknown';

export interface PushEvent {
  readonly kind: PushKind;
  /** As LinkedIn wrote it. */
  readonly type: string;
  /** Fetch what happened with it; only events of unknown kind may have none. */
  readonly requestId: string | undefined;
  /** Names the notification itself, where it has a name: the same if it is sent again. */
  readonly notificationId: string | undefined;
  /** Events beside this one, should a body ever hold several; parse each in turn. */
  readonly further: readonly unknown[];
  /** The whole body. */
  readonly raw: Raw;
}

export type ParsedPush =
  | { readonly ok: true; readonly event: PushEvent }
  | {
      readonly ok: false;
      readonly reason: 'not_json' | 'not_an_object' | 'no_type' | 'no_request_id';
    };

/**
 * Reads an event. The form of its body is below the cut of the documentation [unknown]: type and
 * request id are taken under each name and at each place they have been seen [3p].
 * @param body bytes or text as they came, or what JSON made of them
 */
export function parsePushEvent(body: unknown): ParsedPush {
  const value = valueOf(body);
  if (value === undefined) return { ok: false, reason: 'not_json' };
  if (!isRaw(value)) return { ok: false, reason: 'not_an_object' };
  const { layers, further } = layersOf(value);
  const type = find(layers, maxTypeLength, 'type', 'eventType');
  if (type === undefined) return { ok: false, reason: 'no_type' };
  const kind = kindOf(type);
  const named = find(layers, maxIdLength, 'requestId');
  const id = find(layers, maxIdLength, 'id');
  const requestId = named ?? id;
  if (requestId === undefined && kind !== 'unknown') return { ok: false, reason: 'no_request_id' };
  const notificationId =
    find(layers, maxIdLength, 'notificationId', 'notification.id', 'eventId') ??
    (named === undefined ? undefined : id);
  return { ok: true, event: { kind, type, requestId, notificationId, further, raw: value } };
}

/** What is longer is no name of anything, and would only fill somebody's index. */
const maxTypeLength = 200;
const maxIdLength = 1_000;

function kindOf(type: string): PushKind {
  if (type === 'EXPORT_CANDIDATE_PROFILE') return 'export';
  if (type === 'INTEGRATION_STATUS_CHANGE') return 'integration_status';
  // The documentation tells of the event and not its name [unknown].
  return /EVALUATION/i.test(type) ? 'evaluation' : 'unknown';
}

/** The body, and what may be one level below it. */
function layersOf(body: Raw): { layers: readonly Raw[]; further: readonly unknown[] } {
  const { data, event, payload, events } = body;
  const [first, ...further] = Array.isArray(events) ? (events as readonly unknown[]) : [];
  return { layers: [body, data, event, payload, first].filter(isRaw), further };
}

/** The first text under one of the names, the outermost first. */
function find(
  layers: readonly Raw[],
  maxLength: number,
  ...names: readonly string[]
): string | undefined {
  for (const layer of layers) {
    for (const name of names) {
      const text = textOf(pick(layer, name));
      if (text !== undefined && text.length <= maxLength) return text;
    }
  }
  return undefined;
}

function valueOf(body: unknown): unknown {
  try {
    const text = body instanceof Uint8Array ? strictUtf8.decode(body) : body;
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    return undefined;
  }
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

async function keyOf(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  // A customer who is not set up yet must not have a key that everybody knows.
  if (secret === '') throw new TypeError('the client secret is empty');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, [use]);
}

function codesOf(challenge: string | URL | { readonly challengeCode: string }): readonly string[] {
  if (typeof challenge === 'object' && !(challenge instanceof URL)) {
    return challenge.challengeCode === '' ? [] : [challenge.challengeCode];
  }
  // Frameworks hand over a path at times.
  const base = 'http://localhost';
  if (!URL.canParse(String(challenge), base)) return [];
  const { searchParams } = new URL(challenge, base);
  return searchParams.getAll('challengeCode').filter((code) => code !== '');
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** 32 bytes from 64 hexadecimal digits, of either case; or null. */
function bytesOf(hex: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return null;
  return Uint8Array.from({ length: 32 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/**
 * What the shell accepts from outside: hand-written, because zod would cost a host page more bytes
 * than all of the shell. A property test keeps each of these equal to its schema in `protocol/`.
 *
 * Values are copied field by field onto objects without a prototype: a page that adds things to
 * `Object.prototype` must not be able to add fields to a message.
 */
import type { ContextAnswer } from '../protocol/context.ts';
import type { FrameMessage, HelloMessage } from '../protocol/messages.ts';

/** Answer of a check to a value it refuses. */
const no = Symbol();
export type Check = (value: unknown) => unknown;

const is =
  (test: (value: unknown) => boolean): Check =>
  (value) =>
    test(value) ? value : no;

export const text = (pattern: RegExp, max: number): Check =>
  is((value) => typeof value === 'string' && value.length <= max && pattern.test(value));

export const int = (min: number, max = Number.MAX_SAFE_INTEGER): Check =>
  is(
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
  );

export const oneOf = (words: string): Check => {
  const known = words.split(' ');
  return is((value) => known.includes(value as string));
};

export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined ? value : check(value);

export const list =
  (check: Check, min: number, max: number): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return no;
    const items: unknown[] = [];
    for (const item of value as unknown[]) {
      const checked = check(item);
      if (checked === no) return no;
      items.push(checked);
    }
    return items;
  };

export const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || !value || Array.isArray(value)) return no;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(fields)) {
      const own = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
      const field = fields[key]?.(own);
      if (field === no) return no;
      if (field !== undefined) copy[key] = field;
    }
    return copy;
  };

export const bool = is((value) => typeof value === 'boolean');
export const retryAfterMs = maybe(int(0, 86_400_000));
export const code = text(/^[a-z0-9_]+$/, 64);
const inst = text(/^[\w-]{8,}$/, 64);
const ticket = text(/^[^]/, 8192);
// eslint-disable-next-line no-control-regex -- control characters are just what is refused here
export const atsId = text(/^[^\u0000-\u001f\u007f-\u009f]+$/, 255);
const integrationContext = text(/^urn:li:(organization|contract):[\w-]+$/, 200);
const localeTag = text(/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i, 35);
const tenantId = text(/^[a-z0-9][\w.-]*$/i, 64);

const hello = shape({
  rsc: oneOf('hello'),
  v: list(int(Number.MIN_SAFE_INTEGER), 1, 8),
  inst,
  fn: text(/^[\w-]{22}$/, 22),
  jkt: text(/^[\w-]{43}$/, 43),
});

const requestId = shape({ id: int(0) });

/** Messages of every frame; each element adds those of its own kind. */
const commonMessages: Readonly<Record<string, Check>> = {
  'need-context': shape({ id: int(0), reason: oneOf('boot renew revoked nonce object') }),
  state: shape({
    state: oneOf(
      'idle loading authorizing ready stale signed_out not_allowed revoked offline blocked_csp ' +
        'blocked_client frame_refused no_response backend_429 backend_5xx ctx_rejected ' +
        'incompatible misconfigured error',
    ),
    code: maybe(code),
  }),
  ping: requestId,
  pong: requestId,
};

const answer = list(
  (item) => {
    const granted = shape({ inst, ticket })(item);
    return granted === no ? shape({ inst, status: int(400, 599) })(item) : granted;
  },
  0,
  50,
);

const orNull = <T>(value: unknown): T | null => (value === no ? null : (value as T));

/** A frame's greeting, or null if `data` is none. */
export const parseHello = (data: unknown): HelloMessage | null => orNull(hello(data));

/**
 * A message of a frame over its port, or null if `data` is none that we know.
 * @param more messages of one kind of element: what `t` says, and a check of the other fields
 */
export function parseFrameMessage(
  data: unknown,
  more: Readonly<Record<string, Check>>,
): FrameMessage | null {
  const t = shape({ t: is((value) => typeof value === 'string') })(data) as { t: string } | symbol;
  if (typeof t === 'symbol') return null;
  const known = [commonMessages, more].find((messages) => Object.hasOwn(messages, t.t));
  const fields = known?.[t.t]?.(data) ?? no;
  return fields === no ? null : (Object.assign(t, fields) as unknown as FrameMessage);
}

/** The signer's answer, or null if `data` is none. */
export const parseContextAnswer = (data: unknown): ContextAnswer | null => orNull(answer(data));

const accepts =
  (check: Check) =>
  (value: unknown): value is string =>
    check(value) !== no;

export const isAtsId = accepts(atsId);
export const isIntegrationContext = accepts(integrationContext);
export const isLocaleTag = accepts(localeTag);
export const isTenantId = accepts(tenantId);

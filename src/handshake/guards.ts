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
type Check = (value: unknown) => unknown;

const is =
  (test: (value: unknown) => boolean): Check =>
  (value) =>
    test(value) ? value : no;

const text = (pattern: RegExp, max: number): Check =>
  is((value) => typeof value === 'string' && value.length <= max && pattern.test(value));

const int = (min: number, max = Number.MAX_SAFE_INTEGER): Check =>
  is(
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
  );

const oneOf = (words: string): Check => {
  const known = words.split(' ');
  return is((value) => known.includes(value as string));
};

const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined ? value : check(value);

const list =
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

const shape =
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

const bool = is((value) => typeof value === 'boolean');
const retryAfterMs = maybe(int(0, 86_400_000));
const code = text(/^[a-z0-9_]+$/, 64);
const inst = text(/^[\w-]{8,}$/, 64);
const ticket = text(/^[^]/, 8192);
// eslint-disable-next-line no-control-regex -- control characters are just what is refused here
const atsId = text(/^[^\u0000-\u001f\u007f-\u009f]+$/, 255);
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

const requestId = int(0);
const candidateStatus = shape({
  candidateId: atsId,
  synced: bool,
  syncedAtMs: maybe(int(0)),
  match: oneOf('none automatic manual'),
  observedAtMs: int(0),
});

const states =
  'idle loading authorizing ready stale signed_out not_allowed revoked offline blocked_csp ' +
  'blocked_client frame_refused no_response backend_429 backend_5xx ctx_rejected incompatible ' +
  'misconfigured error';

const frameMessages = new Map<unknown, Check>(
  Object.entries({
    'need-context': { id: requestId, reason: oneOf('boot renew revoked nonce object') },
    state: { state: oneOf(states), code: maybe(code) },
    size: { height: int(0), user: maybe(bool) },
    event: {
      name: oneOf('rsc-link rsc-unlink'),
      detail: shape({ member: text(/^urn:li:person:[\w-]+$/, 200) }),
    },
    ping: { id: requestId },
    pong: { id: requestId },
    statuses: { items: list(candidateStatus, 0, 100) },
    'statuses-error': { ids: list(atsId, 0, 100), code, retryAfterMs },
  }).map(([t, fields]) => [t, shape({ t: oneOf(t), ...fields })]),
);

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

/** A message of a frame over its port, or null if `data` is none that we know. */
export function parseFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || !data || !Object.hasOwn(data, 't')) return null;
  return orNull(frameMessages.get((data as { t: unknown }).t)?.(data) ?? no);
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

/**
 * What the shell accepts from outside: hand-written, because zod would cost a host page more bytes
 * than all of the shell. A property test keeps each of these equal to its schema in `protocol/`.
 *
 * Values are copied field by field onto objects without a prototype: a page that adds things to
 * `Object.prototype` must not be able to add fields to a message.
 */
import type { ContextAnswer } from '../protocol/context.ts';
import type { FrameMessage, HelloMessage } from '../protocol/messages.ts';

/**
 * What a value has to be: text of a pattern, a whole number from 0 to a limit (any whole number if
 * the limit is 0), true or false, a list of something with least and most entries, or an object
 * with such fields, where `?` marks those that may be left out.
 */
export type Rule =
  | RegExp
  | number
  | boolean
  | readonly [rule: Rule, min: number, max: number]
  | { readonly [field: string]: Rule };

export const wholeNumber = Number.MAX_SAFE_INTEGER;

/** Answer to a value that is refused. */
const no = Symbol();

function check(rule: Rule, value: unknown): unknown {
  if (rule instanceof RegExp) return typeof value === 'string' && rule.test(value) ? value : no;
  if (typeof rule === 'boolean') return typeof value === 'boolean' ? value : no;
  if (typeof rule === 'number') {
    const isWhole = Number.isSafeInteger(value);
    return isWhole && (!rule || ((value as number) >= 0 && (value as number) <= rule)) ? value : no;
  }
  const isArray = Array.isArray(value);
  if (Array.isArray(rule)) {
    const [item, min, max] = rule as readonly [Rule, number, number];
    if (!isArray || value.length < min || value.length > max) return no;
    const items: unknown[] = [];
    for (const one of value as unknown[]) items.push(check(item, one));
    return items.includes(no) ? no : items;
  }
  if (typeof value !== 'object' || !value || isArray) return no;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [field, inner] of Object.entries(rule)) {
    const name = field.replace('?', '');
    const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (own === undefined && name !== field) continue;
    copy[name] = check(inner, own);
    if (copy[name] === no) return no;
  }
  return copy;
}

export const code = /^[a-z0-9_]{1,64}$/;

export const atsId = /^[^\u0000-\u001f\u007f-\u009f]{1,255}$/;
const inst = /^[\w-]{8,64}$/;
const id = { id: wholeNumber };

const hello: Rule = {
  rsc: /^hello$/,
  v: [0, 1, 8],
  inst,
  fn: /^[\w-]{22}$/,
  jkt: /^[\w-]{43}$/,
};

/** Messages of every frame; each element adds those of its own kind. */
const commonMessages: Readonly<Record<string, Rule>> = {
  'need-context': { ...id, reason: /^(boot|renew|revoked|nonce|object)$/ },
  state: {
    state:
      /^(idle|loading|authorizing|ready|stale|signed_out|not_allowed|revoked|offline|blocked_csp|blocked_client|frame_refused|no_response|backend_429|backend_5xx|ctx_rejected|incompatible|misconfigured|error)$/,
    'code?': code,
  },
  ping: id,
  pong: id,
};

const orNull = <T>(value: unknown): T | null => (value === no ? null : (value as T));

/** A frame's greeting, or null if `data` is none. */
export const parseHello = (data: unknown): HelloMessage | null => orNull(check(hello, data));

/**
 * Makes a parser of what a frame says over its port: the message, or null if it is none we know.
 * @param more messages of one kind of element: what `t` says, and the other fields
 */
export function createParser(
  more: Readonly<Record<string, Rule>>,
): (data: unknown) => FrameMessage | null {
  const rules = Object.assign(Object.create(null), commonMessages, more) as Record<string, object>;
  const t = /./;
  return (data) => {
    const type = check({ t }, data);
    const rule = type !== no && rules[(type as { t: string }).t];
    return rule ? orNull(check({ t, ...rule }, data)) : null;
  };
}

/** The signer's answer, or null if `data` is none: for each frame a ticket, or why there is none. */
export function parseContextAnswer(data: unknown): ContextAnswer | null {
  if (!Array.isArray(data) || data.length > 50) return null;
  const items: unknown[] = [];
  for (const one of data as unknown[]) {
    const granted = check({ inst, ticket: /^[^]{1,8192}$/ }, one);
    items.push(granted === no ? check({ inst, status: 599 }, one) : granted);
  }
  const isWrong = (item: unknown): boolean =>
    item === no || Number((item as { status?: number }).status) < 400;
  return items.some(isWrong) ? null : (items as unknown as ContextAnswer);
}

const matches =
  (pattern: RegExp) =>
  (value: unknown): value is string =>
    check(pattern, value) !== no;

export const isAtsId = matches(atsId);
export const isIntegrationContext = matches(/^(?!.{201})urn:li:(organization|contract):[\w-]+$/);
export const isLocaleTag = matches(/^(?!.{36})[a-z]{2,8}(-[a-z0-9]{1,8})*$/i);
export const isTenantId = matches(/^[a-z0-9][\w.-]{0,63}$/i);

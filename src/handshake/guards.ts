/**
 * What the shell accepts from outside: hand-written, because zod would cost a host page more bytes
 * than all of the shell. A property test keeps each of these equal to its schema in `protocol/`.
 *
 * Values are copied field by field onto objects without a prototype: a page that adds things to
 * `Object.prototype` must not be able to add fields to a message.
 */
import type { FrameMessage, HelloMessage } from '../protocol/messages.ts';

/**
 * What a value has to be: text of a pattern, something that a function says yes to, a list of
 * something with least and most entries, or an object with such fields, where `?` marks those that
 * may be left out.
 */
export type Rule =
  | RegExp
  | ((value: unknown) => boolean)
  | readonly [rule: Rule, min: number, max: number]
  | { readonly [field: string]: Rule };

/** A copy without a prototype, which nothing a page adds to `Object.prototype` can reach. */
export const bare = <T extends object>(value: T): T =>
  Object.assign(Object.create(null) as T, value);

export const isFlag = (value: unknown): boolean => typeof value === 'boolean';
/** From 0. */
export const isWhole = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Answer to a value that is refused. */
const no = Symbol();

function check(rule: Rule, value: unknown): unknown {
  if (rule instanceof RegExp) return typeof value === 'string' && rule.test(value) ? value : no;
  if (typeof rule === 'function') return rule(value) ? value : no;
  const isArray = Array.isArray(value);
  if (Array.isArray(rule)) {
    const [item, min, max] = rule as readonly [Rule, number, number];
    if (!isArray || value.length < min || value.length > max) return no;
    const items: unknown[] = [];
    for (const one of value as unknown[]) items.push(check(item, one));
    return items.includes(no) ? no : items;
  }
  if (typeof value !== 'object' || !value || isArray) return no;
  const copy = bare<Record<string, unknown>>({});
  for (const [field, inner] of Object.entries(rule as Readonly<Record<string, Rule>>)) {
    const name = field.replace('?', '');
    const own = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (own === undefined && name !== field) continue;
    copy[name] = check(inner, own);
    if (copy[name] === no) return no;
  }
  return copy;
}

export const code = /^[a-z0-9_]{1,64}$/;

/** Not `.` or `..`, which no path of a URL can carry. */
export const atsId = /^(?!\.\.?$)[^\u0000-\u001f\u007f-\u009f]{1,255}$/;
const inst = /^[\w-]{8,64}$/;
const id = { id: isWhole };

const hello: Rule = {
  rsc: /^hello$/,
  v: [isWhole, 1, 8],
  inst,
  fn: /^[\w-]{22}$/,
  jkt: /^[\w-]{43}$/,
};

/** Messages of every frame; each element adds those of its own kind. */
const commonMessages: Readonly<Record<string, Rule>> = {
  'need-context': { ...id, reason: /^(boot|renew|revoked|nonce|object)$/ },
  state: { state: code, 'code?': code },
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
  const rules = bare({ ...commonMessages, ...more }) as Readonly<Record<string, object>>;
  const t = /./;
  return (data) => {
    const type = check({ t }, data);
    const rule = type !== no && rules[(type as { t: string }).t];
    return rule ? orNull(check({ t, ...rule }, data)) : null;
  };
}

const matches =
  (pattern: RegExp) =>
  (value: unknown): value is string =>
    check(pattern, value) !== no;

/** A signed context, as far as a page can judge it. */
export const isTicket = matches(/^[^]{1,8192}$/);
export const isAtsId = matches(atsId);
export const isIntegrationContext = matches(/^(?!.{201})urn:li:(organization|contract):[\w-]+$/);
export const isLocaleTag = matches(/^(?!.{36})[a-z]{2,8}(-[a-z0-9]{1,8})*$/i);
export const isTenantId = matches(/^[a-z0-9][\w.-]{0,63}$/i);

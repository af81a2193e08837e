/**
 * A quick yes to records. Most are right, and for those a schema's whole parse, which copies a value
 * and can say what is wrong with it, costs more than sending does. So a schema is turned into a
 * function once, which says yes where the schema would give the value back as it is, and else says
 * nothing: then the schema itself is asked. What it does not know, it never says yes to.
 */
import type * as z from 'zod';

/** True: the schema accepts the value as it is. False: ask the schema. */
export type QuickCheck = (value: unknown) => boolean;

type Schema = z.core.$ZodType;
type Check = z.core.$ZodCheck<never>;

const unknown: QuickCheck = () => false;

const made = new WeakMap<Schema, QuickCheck>();

/** The quick check of a schema. */
export function quickCheckOf(schema: Schema): QuickCheck {
  const check = made.get(schema) ?? make(schema);
  made.set(schema, check);
  return check;
}

/** Reads definitions as zod documents them for libraries. */
function make(schema: Schema): QuickCheck {
  const { _zod } = schema as z.core.$ZodTypes;
  const { def } = _zod;
  const { lengths, others } = split((def as z.core.$ZodTypeDef).checks ?? []);
  const rest = allOf(others);
  if (rest === null) return unknown;
  const checks: QuickCheck =
    lengths === null
      ? (rest ?? yes)
      : (value) => isWithin(lengths, value as string | unknown[]) && (rest ?? yes)(value);
  switch (def.type) {
    case 'string':
      // A format that is the schema's own (`z.url()`) is in no list of checks.
      return 'format' in def ? unknown : stringCheck(lengths ?? anyLength, rest);
    case 'number':
      return 'format' in def && def.format === 'safeint'
        ? (value) => Number.isSafeInteger(value) && checks(value)
        : unknown;
    case 'boolean':
      return (value) => typeof value === 'boolean' && checks(value);
    case 'literal':
      return oneOf(def.values, checks);
    case 'enum':
      return oneOf(Object.values(def.entries), checks);
    case 'optional': {
      const inner = quickCheckOf(def.innerType);
      return (value) => value === undefined || inner(value);
    }
    case 'default':
      // Where the default would come in, the value does not stay as it is.
      return notUndefined(quickCheckOf(def.innerType));
    case 'array':
      return arrayCheck(quickCheckOf(def.element), checks);
    case 'object':
      return def.catchall?._zod.def.type === 'never' ? objectCheck(def.shape, checks) : unknown;
    default:
      return unknown;
  }
}

const oneOf = (values: readonly unknown[], checks: QuickCheck): QuickCheck => {
  const known = new Set(values);
  return (value) => known.has(value) && checks(value);
};

const notUndefined =
  (inner: QuickCheck): QuickCheck =>
  (value) =>
    value !== undefined && inner(value);

function arrayCheck(element: QuickCheck, checks: QuickCheck): QuickCheck {
  return (value) => {
    if (!Array.isArray(value) || 'toJSON' in value) return false;
    for (const item of value) if (!element(item)) return false;
    return checks(value);
  };
}

function objectCheck(shape: Readonly<Record<string, Schema>>, checks: QuickCheck): QuickCheck {
  const fields = new Map(
    Object.entries(shape).map(([name, schema]) => {
      const accepts = quickCheckOf(schema);
      return [name, { accepts, isRequired: !accepts(undefined) }] as const;
    }),
  );
  const required = [...fields.values()].filter(({ isRequired }) => isRequired).length;
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    // Others may hide fields, or be written to JSON in a way of their own.
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    let seen = 0;
    for (const name in value) {
      const field = fields.get(name);
      if (!field?.accepts((value as Record<string, unknown>)[name])) return false;
      if (field.isRequired) seen += 1;
    }
    return seen === required && checks(value);
  };
}

interface Lengths {
  readonly least: number;
  readonly most: number;
}
const anyLength: Lengths = { least: 0, most: Number.POSITIVE_INFINITY };
const yes: QuickCheck = () => true;

const isWithin = ({ least, most }: Lengths, { length }: string | unknown[]): boolean =>
  length >= least && length <= most;

/** Most fields are texts with no more than bounds: one function each. */
function stringCheck({ least, most }: Lengths, rest: QuickCheck | undefined): QuickCheck {
  if (rest === undefined) {
    return (value) => typeof value === 'string' && value.length >= least && value.length <= most;
  }
  return (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most && rest(value);
}

/** Bounds of a length, apart from the other checks. */
function split(checks: readonly Check[]): {
  readonly lengths: Lengths | null;
  readonly others: readonly Check[];
} {
  let lengths: Lengths | null = null;
  const others = checks.filter(({ _zod }) => {
    const { def } = _zod as z.core.$ZodChecks['_zod'];
    const { least, most } = lengths ?? anyLength;
    if (def.check === 'min_length') lengths = { least: Math.max(least, def.minimum), most };
    else if (def.check === 'max_length') lengths = { least, most: Math.min(most, def.maximum) };
    else return true;
    return false;
  });
  return { lengths, others };
}

/** All checks in one; undefined if there are none, null if one of them is not known here. */
function allOf(checks: readonly Check[]): QuickCheck | undefined | null {
  const all: QuickCheck[] = [];
  for (const check of checks) {
    const one = checkOf(check);
    if (one === null) return null;
    all.push(one);
  }
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first;
  return (value) => first(value) && others.every((check) => check(value));
}

function checkOf({ _zod }: Check): QuickCheck | null {
  const { def } = _zod as z.core.$ZodChecks['_zod'];
  switch (def.check) {
    case 'greater_than':
      return def.value === 0 && !def.inclusive ? (value) => (value as number) > 0 : null;
    case 'string_format': {
      const { pattern } = def;
      return pattern === undefined || def.format !== 'regex'
        ? null
        : (value) => pattern.test(value as string);
    }
    default:
      return customCheck(def);
  }
}

function customCheck({
  fn,
  when,
}: {
  readonly fn?: unknown;
  readonly when?: unknown;
}): QuickCheck | null {
  // One that is made under conditions is not for a quick yes.
  if (typeof fn !== 'function' || when !== undefined) return null;
  // Exactly true: a promise would be truthy.
  return (value) => (fn as (value: unknown) => unknown)(value) === true;
}

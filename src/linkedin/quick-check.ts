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
  const checks = checksOf((def as z.core.$ZodTypeDef).checks ?? []);
  if (checks === null) return unknown;
  switch (def.type) {
    case 'string':
      // A format that is the schema's own (`z.url()`) is in no list of checks.
      return 'format' in def ? unknown : (value) => typeof value === 'string' && checks(value);
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

/** All checks of a schema in one, or null if one of them is not known here. */
function checksOf(checks: readonly Check[]): QuickCheck | null {
  const all: QuickCheck[] = [];
  for (const check of checks) {
    const one = checkOf(check);
    if (one === null) return null;
    all.push(one);
  }
  const [first, second, ...others] = all;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (value) => first(value) && second(value) && others.every((check) => check(value));
}

function checkOf({ _zod }: Check): QuickCheck | null {
  const { def } = _zod as z.core.$ZodChecks['_zod'];
  switch (def.check) {
    case 'min_length':
      return (value) => (value as string | unknown[]).length >= def.minimum;
    case 'max_length':
      return (value) => (value as string | unknown[]).length <= def.maximum;
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

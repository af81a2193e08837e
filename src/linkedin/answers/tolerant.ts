/**
 * Reading answers whose documentation is cut: several names for one thing, numbers as texts, single
 * values as lists. What cannot be read is left out rather than refused, and the raw element is kept,
 * so that nothing is lost until the names are known.
 */

export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of the names that has a value; `a.b` reaches into `a`. */
export function pick(raw: Raw, ...names: readonly string[]): unknown {
  for (const name of names) {
    let value: unknown = raw;
    for (const part of name.split('.')) value = isRaw(value) ? value[part] : undefined;
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** A text, or a number as one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** Milliseconds since 1970, from a number, digits, or `{ time }`. */
export function msOf(value: unknown): number | undefined {
  if (isRaw(value)) return msOf(pick(value, 'time', 'timestamp'));
  const ms = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof ms === 'number' && Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}

/** A URN, or an id as one of the given kind. */
export function urnOf(kind: string, value: unknown): string | undefined {
  const text = textOf(isRaw(value) ? pick(value, 'urn', 'entityUrn', 'id', 'member') : value);
  if (text === undefined || text.startsWith('urn:')) return text;
  return `urn:li:${kind}:${text}`;
}

/** A list of texts, from a list or a single one. */
export function textsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => textOf(item) ?? []);
}

export const booleanOf = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

/** Leaves out what has no value, so that absent stays absent. */
export function present<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

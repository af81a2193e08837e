/**
 * How long a text or a list may be. zod's own checks look at whatever has a `length`, even after the
 * type has been refused, and throw at `{"length":{"toString":1,"valueOf":1}}`: what should be a
 * refusal of one field would become a failure of ours. These look at texts and lists only.
 */
import * as z from 'zod/mini';

const isTextOrList = ({ value }: { readonly value: unknown }): boolean =>
  typeof value === 'string' || Array.isArray(value);

/** Characters (code points) or entries, at least. */
export function minLength(least: number): ReturnType<typeof z.minLength> {
  const check = z.minLength(least);
  check._zod.def.when = isTextOrList;
  return check;
}

/** Characters (code points) or entries, at most. */
export function maxLength(most: number): ReturnType<typeof z.maxLength> {
  const check = z.maxLength(most);
  check._zod.def.when = isTextOrList;
  return check;
}

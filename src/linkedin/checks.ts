/** Checking before sending: what breaks a documented rule is reported by field, never with its value. */
import * as z from 'zod';
import { LinkedInError } from './errors.ts';

/**
 * Every field that breaks a rule, with the rule.
 * @param whole what the value as a whole, or the list it is in, is called
 */
export const problemsOf = (error: z.ZodError, whole = 'record'): string =>
  error.issues
    .map(({ path, message }) => {
      const place = path.length === 0 || typeof path[0] === 'number' ? [whole, ...path] : path;
      return `${place.join('.')}: ${message}`;
    })
    .join('; ');

/**
 * Checks what a call was given.
 * @param what its name, where the schema is of a single value
 * @throws LinkedInError `invalid` that names the fields
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new LinkedInError('invalid', problemsOf(parsed.error, what));
}

/** Ids LinkedIn gave us, such as those of requests and tasks. */
export const givenId = z.string().min(1).max(1_000);

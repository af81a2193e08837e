/** What the backend wrote into the document. */
import type * as z from 'zod/mini';
import { RscError } from '../protocol/errors.ts';

/**
 * Reads and validates the JSON in `<meta name="…">`.
 *
 * @throws RscError `backend_bad_answer` when it is missing or not what the schema says
 */
export function readMeta<T extends z.ZodMiniType>(
  schema: T,
  name: string,
  root: ParentNode = document,
): z.infer<T> {
  const content = root.querySelector(`meta[name="${name}"]`)?.getAttribute('content');
  const parsed = schema.safeParse(parseJson(content ?? ''));
  if (parsed.success) return parsed.data;
  throw new RscError('backend_bad_answer', `the document has no valid ${name}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type * as z from 'zod';

/** One line for each fault, `tenants[0].origins[1]: must be …`. Never holds a value. */
export function explainIssues(error: z.ZodError): string {
  return error.issues
    .map(
      ({ path, message }) => `- ${path.length === 0 ? 'top level' : formatPath(path)}: ${message}`,
    )
    .join('\n');
}

const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${String(part)}]` : (index === 0 ? '' : '.') + String(part),
    )
    .join('');

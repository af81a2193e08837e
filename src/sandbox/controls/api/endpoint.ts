/** An endpoint of the controls: what it takes, what it does, and how it describes itself. */
import * as z from 'zod';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{names}` for what varies. */
  readonly path: string;
  readonly about: string;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** A body, or a query, that works on a fresh sandbox. */
  readonly example?: unknown;
  readonly handle: (input: {
    readonly params: Readonly<Record<string, string>>;
    readonly query: unknown;
    readonly body: unknown;
  }) => unknown;
}

/** A request that cannot be met: what is wrong with which field, and how to put it right. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;
  readonly field: string | undefined;
  readonly fix: string | undefined;

  constructor(
    status: number,
    message: string,
    { field, fix }: { readonly field?: string; readonly fix?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.field = field;
    this.fix = fix;
  }
}

/** Gives the handler its inputs typed by their schemas. */
export function endpoint<Query extends z.ZodType, Body extends z.ZodType>(
  definition: Omit<Endpoint, 'query' | 'body' | 'handle'> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (input: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
    }) => unknown;
  },
): Endpoint {
  // Whoever calls a handler parses its inputs with these schemas first.
  return definition as Endpoint;
}

/**
 * @param what `body` or `query`
 * @throws ControlError 400
 */
export function parseInput(
  { method, path, example }: Endpoint,
  what: string,
  schema: z.ZodType,
  value: unknown,
): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, message } = firstIssue(parsed.error, what);
  const shown = typeof example === 'string' ? example : JSON.stringify(example);
  throw new ControlError(400, `${field}: ${message}`, {
    field,
    fix:
      example === undefined
        ? 'GET /sandbox describes each field.'
        : `For example ${method} ${path} with ${shown}. GET /sandbox describes each field.`,
  });
}

function firstIssue(error: z.ZodError, what: string): { field: string; message: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { field: what, message: 'is not valid' };
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return { field: at === '' ? key : `${at}.${key}`, message: 'there is no such field' };
  }
  return { field: at === '' ? what : at, message: issue.message };
}

/** What an endpoint says of itself in the index. */
export function describe({ method, path, about, query, body, example }: Endpoint): object {
  return {
    method,
    path,
    about,
    ...(query === undefined ? {} : { query: schemaOf(query) }),
    ...(body === undefined ? {} : { body: schemaOf(body) }),
    ...(example === undefined ? {} : { example }),
  };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return rest;
}

/** A time as people and programs write it: milliseconds since 1970, or ISO 8601. */
export const timeInput = z
  .union([
    z.number(),
    z.string().refine((text) => /^\d+$/.test(text) || !Number.isNaN(Date.parse(text)), {
      error: 'must be milliseconds since 1970 or a time such as 2026-11-03T10:00:00Z',
    }),
  ])
  .transform((value) =>
    typeof value === 'number' || /^\d+$/.test(value) ? Number(value) : Date.parse(value),
  )
  .refine((ms) => Number.isInteger(ms) && ms >= 0 && ms <= Date.UTC(9_999, 0), {
    error: 'must be a time between 1970 and 9999',
  });

/** A whole number in a query. */
export const numberInQuery = (max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value <= max, { error: `must be at most ${String(max)}` });

/**
 * The OpenAPI 3.1 document, from the table of operations. OpenAPI 3.1 takes JSON Schema as it is, and
 * zod itself writes that, so that no library of its own is needed to have one source for both.
 */
import * as z from 'zod';
import type { AdminOperation } from './operations.ts';
import { errorView } from './schemas.ts';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<
      Record<string, { readonly schema: unknown; readonly example: unknown }>
    >;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

const errors: Readonly<Record<string, string>> = {
  400: 'Something is not valid; `fields` says what.',
  401: 'No token, or one that does not count.',
  404: 'There is no such customer, key or integration.',
  409: 'What is there does not allow it.',
  410: 'The customer has left.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  502: 'LinkedIn refuses.',
  503: 'LinkedIn or the store do not answer; run it again later.',
};

/** @param version of the package */
export function openApiOf(
  operations: readonly AdminOperation[],
  origin: string,
  version: string,
): OpenApiDocument {
  const schemas = new Map<string, unknown>();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of operations) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method.toLowerCase()] = operationOf(operation, schemas);
  }
  schemas.set('Error', schemaOf(errorView, 'output'));
  return {
    openapi: '3.1.0',
    info: {
      title: 'RSC Embed admin API',
      version,
      description: 'For the partner’s operators: customers, their integrations, and checks.',
    },
    servers: [{ url: `${origin}/rsc/admin/v1` }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operationOf(
  { id, path, summary, query, body, example, status, answer }: AdminOperation,
  schemas: Map<string, unknown>,
): OpenApiOperation {
  const ref = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
    const name = z.globalRegistry.get(schema)?.id;
    if (name === undefined) return schemaOf(schema, io);
    schemas.set(name, schemaOf(schema, io));
    return { $ref: `#/components/schemas/${name}` };
  };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'output'),
  }));
  const parameters = [...inPath, ...inQuery];
  return {
    operationId: id,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref(body, 'input'), example } },
          },
        }),
    responses: {
      [status]:
        answer === undefined
          ? { description: 'Done.' }
          : {
              description: 'Done.',
              content: { 'application/json': { schema: ref(answer, 'output') } },
            },
      ...Object.fromEntries(
        Object.entries(errors).map(([code, description]) => [
          code,
          {
            description,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        ]),
      ),
    },
  };
}

/** Schemas are written out: what has an id is a component, and stands in it whole. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const {
    $schema: _,
    $defs: __,
    id: ___,
    ...written
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    metadata: z.registry(),
  }) as Record<string, unknown>;
  return written;
}

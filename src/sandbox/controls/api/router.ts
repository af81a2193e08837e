/** `/sandbox/…`: finds the endpoint, reads what it takes, answers in JSON. */
import * as z from 'zod';
import { pathOf } from '../resources.ts';
import { ControlError, describe, endpoint, parseInput, type Endpoint } from './endpoint.ts';

export type ControlRouter = (request: Request) => Promise<Response>;

interface Route {
  readonly endpoint: Endpoint;
  readonly path: RegExp;
  readonly names: readonly string[];
}

/** What the sandbox says of itself besides its endpoints. */
export type About = () => object;

export function createControlRouter(endpoints: readonly Endpoint[], about: About): ControlRouter {
  const index: Endpoint = endpoint({
    method: 'GET',
    path: '/sandbox',
    about: 'This description.',
    handle: () => ({ ...about(), endpoints: [index, ...endpoints].map(describe) }),
  });
  const routes = [index, ...endpoints].map(routeOf);

  return async (request) => {
    try {
      return json(200, await answer(routes, request));
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      const { status, message, field, fix } = error;
      return json(status, { status, message, field, fix });
    }
  };
}

async function answer(routes: readonly Route[], request: Request): Promise<unknown> {
  const path = pathOf(request.url).replace(/(?<=.)\/+$/, '');
  const here = routes.filter((route) => route.path.test(path));
  const found = here.find((route) => route.endpoint.method === request.method);
  if (found === undefined) {
    const methods = here.map((route) => route.endpoint.method).join(', ');
    throw here.length === 0
      ? new ControlError(404, `There is no control at ${path}`, { fix: 'GET /sandbox lists all.' })
      : new ControlError(405, `${request.method} does nothing at ${path}`, {
          fix: `Use ${methods}.`,
        });
  }
  const { endpoint: wanted } = found;
  return (
    (await wanted.handle({
      params: paramsOf(found, path),
      query: parseInput(wanted, 'query', wanted.query ?? noQuery, queryOf(request.url)),
      body: wanted.body === undefined ? undefined : await bodyOf(wanted, wanted.body, request),
    })) ?? {}
  );
}

const noQuery = z.strictObject({});

function routeOf(one: Endpoint): Route {
  const names = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const path = new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  return { endpoint: one, path, names };
}

function paramsOf({ path: pattern, names }: Route, path: string): Record<string, string> {
  const [, ...values] = pattern.exec(path) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decoded(values[index] ?? '')]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function queryOf(url: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (query.has(name)) {
      throw new ControlError(400, `${name}: stands there twice`, {
        field: name,
        fix: 'Send it once.',
      });
    }
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

/** Whatever the content type: `curl -d` sends another unless it is told. */
async function bodyOf(wanted: Endpoint, schema: z.ZodType, request: Request): Promise<unknown> {
  const text = await request.text();
  let value: unknown = {};
  try {
    if (text.trim() !== '') value = JSON.parse(text);
  } catch {
    throw new ControlError(400, 'body: is not JSON', {
      field: 'body',
      fix: `Send JSON, for example ${JSON.stringify(wanted.example)}.`,
    });
  }
  return parseInput(wanted, 'body', schema, value);
}

const json = (status: number, value: unknown): Response =>
  new Response(`${JSON.stringify(value)}\n`, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });

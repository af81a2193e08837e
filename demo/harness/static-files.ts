/** Files the harness serves: its own scripts and styles, and what fixtures borrow from packages. */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

const here = new URL('.', import.meta.url);
const packages = new URL('../../node_modules/', here);

type Load = () => Promise<string>;

const text = (url: URL): Promise<string> => readFile(url, 'utf8');
const own = (path: string): URL => new URL(`client/${path}`, here);

const script =
  (name: string): Load =>
  async () =>
    stripTypes(await text(own(`${name}.ts`)));
const lit =
  (path: string): Load =>
  () =>
    text(new URL(`lit-html/${path}`, packages));

const scripts: Readonly<Record<string, Load>> = {
  '/client/log.js': script('log'),
  '/client/preview.js': script('preview'),
  '/client/fixture.js': script('fixture'),
  '/client/workbench.js': script('workbench'),
  // Under the names that the modules import each other by.
  '/client/model.ts': script('model'),
  '/client/violations.ts': script('violations'),
  '/vendor/lit-html/lit-html.js': lit('lit-html.js'),
  '/vendor/lit-html/directive.js': lit('directive.js'),
  '/vendor/lit-html/directive-helpers.js': lit('directive-helpers.js'),
  '/vendor/lit-html/directives/repeat.js': lit('directives/repeat.js'),
};

const sheets: Readonly<Record<string, Load>> = {
  '/client/workbench.css': () => text(own('workbench.css')),
  '/vendor/bootstrap.css': () => text(new URL('bootstrap/dist/css/bootstrap.min.css', packages)),
  '/vendor/tailwind-preflight.css': () => compiledPreflight(),
};

const cache = new Map<string, Promise<string>>();

/** The file at a path of the harness's site, or null. */
export async function staticFile(path: string): Promise<Response | null> {
  const load = Object.hasOwn(scripts, path) ? scripts[path] : sheets[path];
  if (load === undefined) return null;
  const body = cache.get(path) ?? load();
  cache.set(path, body);
  const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
  return new Response(await body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Node announces on each start that this function is young; that is not news for our readers. */
function stripTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Tailwind ships its reset with functions that only its compiler understands. */
async function compiledPreflight(): Promise<string> {
  const { compile } = await import('tailwindcss');
  const source = await text(new URL('tailwindcss/preflight.css', packages));
  return (await compile(source)).build([]);
}

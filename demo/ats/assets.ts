/** The ATS's own style sheets and scripts, as they lie in `client`. */
import { readFile } from 'node:fs/promises';

const types: Readonly<Record<string, string>> = {
  'base.css': 'text/css; charset=utf-8',
  'parts.css': 'text/css; charset=utf-8',
  'pages.css': 'text/css; charset=utf-8',
  'list.css': 'text/css; charset=utf-8',
  'candidate.css': 'text/css; charset=utf-8',
  'sync.css': 'text/css; charset=utf-8',
  'positions.css': 'text/css; charset=utf-8',
  'integrations.css': 'text/css; charset=utf-8',
  'candidates.mjs': 'text/javascript; charset=utf-8',
  'candidate.mjs': 'text/javascript; charset=utf-8',
  'sync.mjs': 'text/javascript; charset=utf-8',
  'positions.mjs': 'text/javascript; charset=utf-8',
  'integrations.mjs': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

const read = new Map<string, Promise<string>>();

/** The file of this name, or null. */
export async function assetResponse(name: string): Promise<Response | null> {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) return null;
  const body = read.get(name) ?? readFile(new URL(`client/${name}`, import.meta.url), 'utf8');
  read.set(name, body);
  return new Response(await body, {
    headers: {
      'content-type': type,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    },
  });
}

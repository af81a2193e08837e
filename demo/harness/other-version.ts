/**
 * A copy of the browser bundle under another version number and on the harness's own site: what a
 * page gets that hosts one release itself and includes another one by accident.
 */
import type { HarnessOptions } from './options.ts';

const prefix = '/other-version';
const otherVersionNumber = '0.0.1-copy';

/** Answers paths below `/other-version`. */
export function createOtherVersion({
  origins,
  backendFetch,
}: HarnessOptions): (path: string) => Promise<Response> {
  return async (path) => {
    const file = path.slice(prefix.length);
    if (!/^\/rsc\/(?:embed\.js|assets\/[\w./-]+\.js)$/.test(file) || file.includes('..')) {
      return new Response(null, { status: 404 });
    }
    const { version } = await import('rsc-embed/package.json', { with: { type: 'json' } }).then(
      (module) => module.default as { version: string },
    );
    const answer = await backendFetch(new Request(origins.backend + file));
    const text = await answer.text();
    return new Response(text.replaceAll(version, otherVersionNumber), {
      status: answer.status,
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  };
}

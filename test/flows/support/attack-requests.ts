/** What a thief does outside the browser: requests with any header, and keys of his own. */
import type { BrowserContext, Request } from 'playwright-core';
import { createFrameKey, createProof, type FrameKey } from '../../../src/handshake/keys.ts';
import { ask, type Question } from './ask.ts';
import { backend, harness } from './hostile.ts';

/** Headers by which the backend takes a request for one of its own frame's. */
export const asFrame = {
  origin: backend,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
} as const;

/** A nonce of the backend's, as anybody gets one who asks for a frame. */
export async function freshNonce(tenant = 'harness', origin = harness): Promise<string> {
  const address = `${backend}/rsc/frame/profile-widget?p=${tenant}&o=${encodeURIComponent(origin)}`;
  const { text } = await ask(`${address}&i=CCCCCCCCCCCCCCCCCCCCCC&v=1`, {
    headers: { 'sec-fetch-dest': 'iframe' },
  });
  const boot = /name="rsc-boot" content="([^"]+)"/.exec(text)?.[1]?.replaceAll('&quot;', '"');
  if (boot === undefined) throw new Error('The backend gave no frame.');
  return (JSON.parse(boot) as { sn: string }).sn;
}

export const thiefKey = (): Promise<FrameKey> => createFrameKey();

/** A proof of the thief's own, right in everything but the key. */
export async function forgedProof(
  key: FrameKey,
  method: string,
  address: string,
  options: { tenant?: string; origin?: string; accessToken?: string } = {},
): Promise<string> {
  return createProof(key, {
    htm: method,
    htu: address,
    nonce: await freshNonce(options.tenant, options.origin),
    iat: Math.floor(Date.now() / 1000),
    accessToken: options.accessToken,
  });
}

/** Everything the browser has sent to a path, with what came back. */
export interface Loot {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: string;
}

/** Reads along, as an extension or a proxy of the person's would. */
export function readAlong(context: BrowserContext, path: RegExp): Loot[] {
  const loot: Loot[] = [];
  const note = async (request: Request): Promise<void> => {
    const response = await request.response();
    const answer = (await response?.text().catch(() => '')) ?? '';
    const { url, method, body } = {
      url: request.url(),
      method: request.method(),
      body: request.postData() ?? '',
    };
    loot.push({ url, method, headers: await request.allHeaders(), body, answer });
  };
  context.on('requestfinished', (request) => {
    if (path.test(new URL(request.url()).pathname)) void note(request);
  });
  return loot;
}

/** Of a request that was overheard, what its sender decided about. */
export const replayed = ({ method, headers, body }: Loot): Question => ({
  method,
  body,
  headers: Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(:|host$|content-length|connection)/.test(name)),
  ),
});

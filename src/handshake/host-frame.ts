/** Frame elements, and what can be found out about the server they come from. */
import type { Widget } from '../protocol/context.ts';

export interface FrameAddress {
  /** Where the partner backend lives, for example `https://partner.example/rsc`. */
  readonly endpoint: string;
  readonly tenant: string;
  readonly widget: Widget;
}

/**
 * Makes a frame element; nothing is loaded until it is put into the page. Its address says which
 * customer and which site, and nothing about people.
 * @param inst id of this frame in this page view
 * @param title accessible name
 * @param isIsolated whether the page shows only frames that declare themselves fit for it; a frame
 *   that does so without need could not show LinkedIn's frame, which declares nothing
 */
export function createFrame(
  { endpoint, tenant, widget }: FrameAddress,
  inst: string,
  title: string,
  isIsolated: boolean,
): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = title;
  // With an origin of its own: without `allow-same-origin` it would be "null", and messages to it
  // could only be addressed to anybody.
  frame.setAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
  );
  frame.allow = 'clipboard-write';
  frame.referrerPolicy = 'strict-origin';
  const origin = encodeURIComponent(location.origin);
  frame.src = `${endpoint}/frame/${widget}?p=${tenant}&o=${origin}&i=${inst}&v=1${isIsolated ? '' : '&c=0'}`;
  return frame;
}

const reachMs = 3_000;

/**
 * Tells a backend that is down from one that refuses to be framed; settles within `reachMs`. A
 * module import, because a page that only allows the loader and `connect-src 'self'` allows
 * nothing else.
 */
export function reach(endpoint: string): Promise<boolean> {
  const url = `${endpoint}/reach.js?n=${String(Math.random())}`;
  return new Promise((resolve) => {
    setTimeout(resolve, reachMs, false);
    import(/* @vite-ignore */ url).then(
      () => {
        resolve(true);
      },
      () => {
        resolve(false);
      },
    );
  });
}

/** 128 random bits in base64url; `keys.ts` has this too, but brings the schemas along. */
export const nonce = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22);

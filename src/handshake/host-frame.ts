/** Frame elements. */
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
 * @param isIsolated whether the page shows only frames that declare themselves fit for it; a frame
 *   that does so without need could not show LinkedIn's frame, which declares nothing
 */
export function createFrame(
  { endpoint, tenant, widget }: FrameAddress,
  inst: string,
  isIsolated: boolean,
): HTMLIFrameElement {
  const frame = document.createElement('iframe');
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

/** 128 random bits in base64url; `keys.ts` has this too, but brings the schemas along. */
export const nonce = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22);

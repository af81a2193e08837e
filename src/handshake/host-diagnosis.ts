/**
 * Why no frame greets, as far as a page can find out. A chunk of its own: pages whose frames come up
 * do not load it, and where it cannot be loaded the backend is what is wrong.
 */
import type { FrameAddress } from './host-frame.ts';
import type { LinkProblem } from './host.ts';

/** What `/rsc/reach.js` exports: why the backend would refuse a frame to this page, or nothing. */
interface Reach {
  readonly refusal?: string;
}

/**
 * Tells a backend that does not answer from one that refuses to be framed, and both from a browser
 * that keeps the frame away. A module import, because a page that only allows the loader and
 * `connect-src 'self'` allows nothing else.
 *
 * What it cannot tell: a blocker that keeps us from everything looks like a backend that is down.
 *
 * @param hasLoaded whether the browser says that the frame shows something, which may be its own
 *   error page
 */
export async function causeOf(
  { endpoint, tenant }: FrameAddress,
  hasLoaded: boolean,
): Promise<LinkProblem> {
  const url = `${endpoint}/reach.js?p=${tenant}&n=${String(Math.random())}`;
  const { refusal = 'frame_refused' } = (await import(/* @vite-ignore */ url)) as Reach;
  if (!hasLoaded) return { code: 'no_response' };
  if (refusal) return { code: 'frame_refused', detail: refusal };
  // The backend would show it, and so would the browser, were there no other page around this one.
  return globalThis.top === globalThis.self
    ? { code: 'blocked_client' }
    : { code: 'frame_refused', detail: 'another page is around this one' };
}

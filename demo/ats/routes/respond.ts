/** Pages as responses. */
import type { AtsContext } from '../environment.ts';
import { page, type Markup, type PageKind } from '../pages/layout.ts';
import { pageHeaders } from '../page-headers.ts';

export interface ResponseParts {
  readonly title: string;
  readonly kind: PageKind;
  readonly body: Markup;
  readonly head?: Markup;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 502;
  /** Origins that the page frames. */
  readonly frames?: readonly string[];
  /** For pages that look the same for everybody. */
  readonly withoutSession?: boolean;
}

/** Answers with a page under its policy. */
export function respond(c: AtsContext, parts: ResponseParts): Response | Promise<Response> {
  const { nonce } = c.var;
  const url = new URL(c.req.url);
  const markup = page({
    title: parts.title,
    kind: parts.kind,
    nonce,
    session: parts.withoutSession === true ? null : c.var.session,
    path: url.pathname + url.search,
    head: parts.head,
    body: parts.body,
  });
  return c.html(markup, parts.status ?? 200, {
    ...pageHeaders({ nonce, frames: parts.frames ?? [] }),
  });
}

/**
 * A path of this site to go on to, out of what a browser sent; anything else leads to the list.
 * `//host` and `/\host` are addresses of other sites.
 */
export function safePath(text: unknown): string {
  const isPath = typeof text === 'string' && /^\/(?![/\\])[\x20-\x7e]{0,500}$/.test(text);
  return isPath && !text.includes('\\') ? text : '/candidates';
}

/**
 * The page's configuration, and what all elements of a page share because of it. Comes from the
 * script tag or from `init`, before or after the elements.
 */
import { isTenantId } from '../handshake/guards.ts';
import {
  bare,
  createContextQueue,
  type ContextQueue,
  fetchFrom,
  type FetchContext,
} from '../handshake/host-contexts.ts';
import type { Appearance } from '../protocol/messages.ts';
import type { Problem } from './problems.ts';

export interface EmbedConfig {
  /** Customer id that the partner gave this site, or the customer's LinkedIn application id. */
  readonly tenant?: string | undefined;
  /** Where the partner backend lives; by default where the script came from. */
  readonly endpoint?: string | undefined;
  /** The site's own signer; by default `/rsc/context`. */
  readonly contextUrl?: string | undefined;
  /** Instead of `contextUrl`: gets signed contexts over a transport of the site's own. */
  readonly fetchContext?: FetchContext | undefined;
  /** BCP 47 tag for all elements that name none; by default the language of the page. */
  readonly locale?: string | undefined;
  readonly appearance?: Appearance | undefined;
  /** Milliseconds until an element that hears nothing says so; 15,000 by default. */
  readonly deadlineMs?: number | undefined;
}

export interface Page extends EmbedConfig {
  readonly tenant: string;
  readonly endpoint: string;
  readonly contexts: ContextQueue;
}

/** How long elements wait for a configuration before they say that there is none. */
const graceMs = 1_000;

let given: EmbedConfig | null = null;
let page: Page | Problem | null = null;
let grace: ReturnType<typeof setTimeout> | undefined;

/** Sets or changes the configuration; values left out stay as they were. */
export function configure(config: EmbedConfig): void {
  if (config === given) return;
  given = config;
  page = read(config);
  refreshAll();
}

/** The configuration, what is wrong with it, or null while it may still come. */
export function currentPage(): Page | Problem | null {
  if (!page) {
    grace ??= setTimeout(() => {
      page ??= { code: 'config_missing' };
      refreshAll();
    }, graceMs);
  }
  return page;
}

/** Elements that hear when the configuration, or the look or language of the page, has changed. */
export const watchers = new Set<{ requestUpdate(): void }>();

/** Lets all elements look again. */
export function refreshAll(): void {
  for (const watcher of watchers) watcher.requestUpdate();
}

let isWatching = false;

/** Notices when the page changes its language, direction or theme. */
export function watchPage(): void {
  if (isWatching) return;
  isWatching = true;
  new MutationObserver(refreshAll).observe(document.documentElement, bare({ attributes: true }));
}

function read(config: EmbedConfig): Page | Problem {
  const { tenant, endpoint, contextUrl = '/rsc/context', fetchContext } = config;
  if (!tenant || !endpoint) return { code: 'config_missing', detail: 'tenant or endpoint' };
  if (!isTenantId(tenant)) return { code: 'attribute_invalid', detail: 'tenant' };
  if (!URL.canParse(endpoint)) return { code: 'attribute_invalid', detail: 'endpoint' };
  const { origin, pathname } = new URL(endpoint);
  // Both would be "null" in files and sandboxes, which no backend can register.
  const isHttp = (text: string): boolean => /^https?:/.test(text);
  if (!isHttp(location.origin)) return { code: 'unsupported_host_origin' };
  if (!isHttp(origin)) return { code: 'attribute_invalid', detail: 'endpoint' };
  if (origin === location.origin) return { code: 'same_origin_frame', detail: origin };
  return {
    ...config,
    tenant,
    endpoint: origin + pathname.replace(/\/$/, ''),
    contexts: createContextQueue(fetchContext ?? fetchFrom(contextUrl)),
  };
}

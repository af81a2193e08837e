/**
 * The page's configuration, and what all elements of a page share because of it. Comes from the
 * script tag or from `init`, before or after the elements.
 */
import { bare, isTenantId } from '../handshake/guards.ts';
import {
  createContextQueue,
  type ContextQueue,
  fetchFrom,
  type FetchContext,
} from '../handshake/host-contexts.ts';
import type { Appearance } from '../protocol/messages.ts';
import type { RscElement } from './element.ts';
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
  // Without a tenant it may be another script that has more to say.
  if (config === given || !config.tenant) return;
  given = config;
  page = read(config);
  if (page) refreshAll();
  else void explain(config);
}

/** What is wrong with a configuration is found out when something is. */
async function explain(config: EmbedConfig | null): Promise<void> {
  const problem = await import('./problem-facts.ts').then(
    ({ problemOf }) => problemOf(config ?? {}, isTenantId),
    () => ({ code: 'config_missing' }),
  );
  if (config !== given) return;
  page = problem;
  refreshAll();
}

/** The configuration, what is wrong with it, or null while it may still come. */
export function currentPage(): Page | Problem | null {
  if (!page) {
    grace ??= setTimeout(() => {
      if (!given) void explain(given);
    }, graceMs);
  }
  return page;
}

/** All elements on the page, in the order in which they came. */
export const watchers = new Set<RscElement>();

/** Lets all elements look again. */
export function refreshAll(): void {
  for (const watcher of watchers) watcher.requestUpdate();
}

/** The page of a usable configuration, or null. */
function read(config: EmbedConfig): Page | null {
  const own = bare(config);
  const { tenant, endpoint = '', contextUrl = '/rsc/context', fetchContext } = own;
  if (!isTenantId(tenant) || !URL.canParse(endpoint)) return null;
  const { origin, pathname } = new URL(endpoint);
  const isOurs = origin === location.origin || !/^http.*http/.test(origin + location.origin);
  // A sandboxed page keeps its address; what browsers go by says "null".
  return isOurs || self.origin === 'null'
    ? null
    : bare({
        ...own,
        tenant,
        endpoint: origin + pathname.replace(/\/$/, ''),
        contexts: createContextQueue(fetchContext ?? fetchFrom(contextUrl)),
      });
}

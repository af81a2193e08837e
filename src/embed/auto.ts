/**
 * The script tag. Looks for elements of ours and loads what they need once the first of a kind
 * comes near the viewport; a page without any loads nothing but this.
 *
 * Runs in pages that forbid nearly everything: chunks come by `import()`, which takes over the
 * nonce of this script, and nothing is asked of the page's style or Trusted Types policies.
 */
import type { EmbedConfig } from '../elements/page.ts';

/**
 * What each chunk imports, as names of files without their ending, with a space before each; put in by
 * the build. They need not wait until the chunk is there and asks for them.
 */
declare const __RSC_CHUNKS__: Readonly<Record<Kind, string>>;
/** Where they are, relative to this script. */
declare const __RSC_FOLDER__: string;
declare const __RSC_VERSION__: string;

type Kind =
  | 'profile-widget'
  | 'in-ats-indicator'
  | 'integration-settings'
  | 'export-panel'
  | 'activity'
  | 'rediscovered-candidates'
  | typeof tags;

/** What each chunk exports. */
interface Chunk {
  configure?(config: EmbedConfig): void;
  resumeAll?(): void;
  apiKeyIn?(text: string): string | undefined;
}

/** `window.RSC`. */
export interface Rsc {
  readonly version: string;
  /** Sets what the script tag does not say, or changes it. */
  init(config: EmbedConfig): void;
  /** Says that the person is signed in again, or that another obstacle is gone. */
  resume(): void;
}

const tags = 'in-tags';

/** Where it is taken from the package instead of by a script tag the bundler deals with chunks. */
const sources =
  typeof __RSC_CHUNKS__ === 'undefined'
    ? ({
        'profile-widget': () => import('../elements/profile-widget/register.ts'),
        'in-ats-indicator': () => import('../elements/in-ats-indicator/register.ts'),
        'integration-settings': () => import('../elements/integration-settings/register.ts'),
        'export-panel': () => import('../elements/export-panel/register.ts'),
        activity: () => import('../elements/activity/register.ts'),
        'rediscovered-candidates': () => import('../elements/rediscovered-candidates/register.ts'),
        'in-tags': () => import('./in-tags.ts'),
      } satisfies Record<Kind, () => Promise<object>>)
    : __RSC_CHUNKS__;
const kinds = Object.keys(sources) as readonly Kind[];
const margin = '500px';

/**
 * The room elements will take, so that nothing moves when their chunks arrive. Indicators far from
 * sight have no style of their own even then; what the page says about them comes first.
 */
const reserved =
  kinds
    .map(
      (kind) =>
        `:where(rsc-${kind}:not(:defined,[hidden])){display:block;height:var(--rsc-${kind}-height,560px)}`,
    )
    .join('') +
  ':where(rsc-in-ats-indicator:not([hidden])){display:inline-block;width:24px;height:24px;vertical-align:middle}' +
  ':where(rsc-in-ats-indicator[variant=expanded]){width:156px}';

/** A copy without a prototype: pages add to `Object.prototype`, and browsers would read that. */
const bare = <T extends object>(value: T): T => Object.assign(Object.create(null) as T, value);

/** A symbol, because an element can take any name on `window` and `document`. */
const mark = Symbol.for('rsc-embed');
/** Undefined on servers, where importing this has no effect. */
const marked = globalThis.document as unknown as Record<symbol, string | undefined> | undefined;
const version = typeof __RSC_VERSION__ === 'string' ? __RSC_VERSION__ : 'package';

if (marked?.[mark]) {
  const { src } = (document.currentScript ?? {}) as Partial<HTMLScriptElement>;
  warn('duplicate_embed', `${marked[mark]} stays, not ${version}`, src);
} else if (marked) {
  marked[mark] = version;
  start();
}

/** @param source address of a script of ours, beside which the backend has its page of errors */
function warn(code: string, detail: string, source = ''): void {
  const docs = source.replace(/[^/]*$/, `errors#${code.replace('_', '-')}`);
  console.warn(`[rsc-embed] ${code}: ${detail} (${docs})`);
}

function start(): void {
  const { currentScript } = document;
  // Module scripts have no `currentScript`, and markup can put something else in its place.
  const script =
    currentScript instanceof HTMLScriptElement
      ? currentScript
      : document.querySelector<HTMLScriptElement>('script[src*="/embed.js"],script[src*="/in.js"]');
  let config = script ? configOf(script) : bare<EmbedConfig>({});
  const chunks = new Map<Kind, Chunk | null>();
  let retryMs = 2_000;

  /** Chunks that have a configuration already take no notice of the same one. */
  function configure(changes?: EmbedConfig): void {
    if (changes) config = bare({ ...config, ...changes });
    for (const chunk of chunks.values()) chunk?.configure?.(config);
  }

  async function load(kind: Kind): Promise<void> {
    if (chunks.has(kind)) return;
    chunks.set(kind, null);
    try {
      const chunk = await importChunk(kind, script);
      chunks.set(kind, chunk);
      const tenant = !config.tenant && script ? chunk.apiKeyIn?.(script.text) : undefined;
      configure(tenant ? { tenant } : undefined);
    } catch {
      warn('backend_unreachable', `cannot load ${kind}`, script?.src);
      chunks.delete(kind);
      setTimeout(scan, retryMs);
      retryMs *= 2;
    }
  }

  const observers = kinds.map((kind) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void load(kind);
      },
      bare({ rootMargin: margin, scrollMargin: margin }),
    );
    return [kind, observer] as const;
  });

  function scan(): void {
    for (const [kind, observer] of observers) {
      if (chunks.has(kind)) continue;
      const selector = kind === tags ? 'script[type^="IN/"]' : `rsc-${kind}`;
      for (const element of document.querySelectorAll(selector)) {
        // Scripts have no box; what holds them has.
        observer.observe((kind === tags ? element.parentElement : null) ?? element);
      }
    }
  }

  // The observer answers a frame later or two. Where the first of a kind is in sight its chunk can
  // come meanwhile; we look once, and before anything of ours changes the layout.
  let isComing = false;
  for (const kind of kinds) {
    const box = document.querySelector(`rsc-${kind}`)?.getClientRects()[0];
    if (box && box.top < innerHeight) {
      isComing = true;
      void load(kind);
    }
  }

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reserved);
  const reserve = (): unknown => document.adoptedStyleSheets.push(sheet);
  // What has been painted without it can wait a moment for a chunk that comes at once: to lay out a
  // long list in between takes a third of the time until it is drawn.
  const isPainted = document.readyState !== 'loading' && performance.getEntriesByType('paint')[0];
  if (isComing && isPainted) setTimeout(reserve, 50);
  else reserve();
  new MutationObserver(scan).observe(document, bare({ childList: true, subtree: true }));
  addEventListener('online', scan);
  scan();
  // The text of LinkedIn's own tag names the customer.
  if (!config.tenant && script?.text.trim()) void load(tags);
  // For elements inside shadow roots, which no selector finds.
  script
    ?.getAttribute('data-load')
    ?.split(' ')
    .forEach((kind) => void load(kind as Kind));

  const rsc: Rsc = Object.freeze({
    version,
    init: configure,
    resume() {
      for (const chunk of chunks.values()) chunk?.resumeAll?.();
    },
  });
  // Where the page has a global of that name, elements work by what the script tag says.
  Reflect.defineProperty(window, 'RSC', bare({ value: rsc }));
}

function configOf({ src, dataset }: HTMLScriptElement): EmbedConfig {
  // Even a `DOMStringMap` has what the page adds to `Object.prototype`, an endpoint for example.
  const { tenant, endpoint, contextUrl, locale, appearance } = bare(dataset);
  return bare({
    tenant,
    endpoint: endpoint ?? new URL('.', src).href,
    contextUrl,
    locale,
    appearance: appearance as EmbedConfig['appearance'],
  });
}

async function importChunk(kind: Kind, script: HTMLScriptElement | null): Promise<Chunk> {
  const source: unknown = sources[kind];
  if (typeof __RSC_CHUNKS__ === 'undefined') return (source as () => Promise<Chunk>)();
  const [chunk = {}] = await Promise.all(
    (kind + (source as string))
      .split(' ')
      .map(
        (file) =>
          import(
            /* @vite-ignore */ new URL(`${__RSC_FOLDER__}${file}.js`, script?.src).href
          ) as Promise<Chunk>,
      ),
  );
  return chunk;
}

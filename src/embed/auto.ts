/**
 * The script tag. Looks for elements of ours and loads what they need once the first of a kind
 * comes near the viewport; a page without any loads nothing but this.
 *
 * Runs in pages that forbid nearly everything: chunks come by `import()`, which takes over the
 * nonce of this script, and nothing is asked of the page's style or Trusted Types policies.
 */
import type { EmbedConfig } from '../elements/page.ts';
import { apiKeyIn } from './tag-body.ts';

/**
 * Files of each chunk, relative to this script; put in by the build. The chunk itself comes first,
 * then what it imports, which need not wait until the chunk is there and asks for it.
 */
declare const __RSC_CHUNKS__: Readonly<Record<Kind, readonly string[]>>;
declare const __RSC_VERSION__: string;

type Kind = (typeof kinds)[number];

/** What each chunk exports. */
interface Chunk {
  configure?(config: EmbedConfig): void;
  resumeAll?(): void;
}

/** `window.RSC`. */
export interface Rsc {
  readonly version: string;
  /** Sets what the script tag does not say, or changes it. */
  init(config: EmbedConfig): void;
  /** Says that the person is signed in again, or that another obstacle is gone. */
  resume(): void;
}

const kinds = ['profile-widget', 'in-ats-indicator', 'in-tags'] as const;
const tags = 'in-tags';
const marginPx = 500;

/** The room elements will take, so that nothing moves when their chunks arrive. */
const reserved =
  'rsc-profile-widget:not(:defined){display:block;height:var(--rsc-profile-widget-height,560px)}' +
  'rsc-in-ats-indicator:not(:defined){display:inline-block;width:24px;height:24px;vertical-align:middle}';

/** A copy without a prototype: pages add to `Object.prototype`, and browsers would read that. */
const bare = <T extends object>(value: T): T => Object.assign(Object.create(null) as T, value);

/** A symbol, because an element can take any name on `window` and `document`. */
const mark = Symbol.for('rsc-embed');
/** Undefined on servers, where importing this has no effect. */
const marked = globalThis.document as unknown as Record<symbol, string | undefined> | undefined;
const version = typeof __RSC_VERSION__ === 'string' ? __RSC_VERSION__ : 'package';

if (marked?.[mark]) warn('duplicate_embed', `${marked[mark]} stays, not ${version}`);
else if (marked) {
  marked[mark] = version;
  start();
}

function warn(code: string, detail: string): void {
  const docs = `https://rsc-embed.dev/errors#${code.replace('_', '-')}`;
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

  async function load(kind: Kind): Promise<void> {
    if (chunks.has(kind)) return;
    chunks.set(kind, null);
    try {
      const chunk = await importChunk(kind, script);
      chunks.set(kind, chunk);
      chunk.configure?.(config);
    } catch {
      warn('backend_unreachable', `cannot load ${kind}`);
      chunks.delete(kind);
      setTimeout(scan, retryMs);
      retryMs *= 2;
    }
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        const kind = watched.get(target);
        if (kind) void load(kind);
      }
    },
    bare({ rootMargin: `${marginPx}px`, scrollMargin: `${marginPx}px` }),
  );
  const watched = new WeakMap<Element, Kind>();

  function scan(): void {
    for (const kind of kinds) {
      if (chunks.has(kind)) continue;
      const selector = kind === tags ? 'script[type="IN/HcmWidget"]' : `rsc-${kind}`;
      for (const element of document.querySelectorAll(selector)) {
        // Scripts have no box; what holds them has.
        const box = kind === tags ? element.parentElement : element;
        if (!box) continue;
        watched.set(box, kind);
        observer.observe(box);
      }
    }
  }

  // The observer answers a frame later or two. Where the first of a kind is in sight its chunk can
  // come meanwhile; we look once, and before anything of ours changes the layout.
  for (const kind of kinds) if (isInSight(document.querySelector(`rsc-${kind}`))) void load(kind);

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reserved);
  document.adoptedStyleSheets.push(sheet);
  new MutationObserver(scan).observe(document, bare({ childList: true, subtree: true }));
  addEventListener('online', scan);
  scan();
  // For elements inside shadow roots, which no selector finds.
  script
    ?.getAttribute('data-load')
    ?.split(' ')
    .forEach((kind) => void load(kind as Kind));

  const rsc: Rsc = Object.freeze({
    version,
    init(changes: EmbedConfig) {
      config = bare({ ...config, ...changes });
      for (const chunk of chunks.values()) chunk?.configure?.(config);
    },
    resume() {
      for (const chunk of chunks.values()) chunk?.resumeAll?.();
    },
  });
  try {
    Object.defineProperty(window, 'RSC', bare({ value: rsc }));
  } catch {
    // The page has a global of that name: elements work, by what the script tag says.
  }
}

/** Elements that are not displayed have no box. */
function isInSight(element: Element | null): boolean {
  const [box] = element?.getClientRects() ?? [];
  return !!box && box.top < innerHeight + marginPx && box.bottom > -marginPx;
}

function configOf({ src, dataset, text }: HTMLScriptElement): EmbedConfig {
  // Even a `DOMStringMap` has what the page adds to `Object.prototype`, an endpoint for example.
  const { tenant, endpoint, contextUrl, locale, appearance } = bare(dataset);
  return bare({
    tenant: tenant ?? apiKeyIn(text),
    endpoint: endpoint ?? new URL('.', src).href,
    contextUrl,
    locale,
    appearance: appearance as EmbedConfig['appearance'],
  });
}

async function importChunk(kind: Kind, script: HTMLScriptElement | null): Promise<Chunk> {
  if (typeof __RSC_CHUNKS__ === 'undefined') {
    // Taken from the package instead of by a script tag: the bundler deals with the chunks.
    const sources: Readonly<Record<Kind, () => Promise<object>>> = {
      'profile-widget': () => import('../elements/profile-widget/register.ts'),
      'in-ats-indicator': () => import('../elements/in-ats-indicator/register.ts'),
      'in-tags': () => import('./in-tags.ts'),
    };
    return sources[kind]();
  }
  const [chunk] = await Promise.all(
    __RSC_CHUNKS__[kind].map(
      (file) => import(/* @vite-ignore */ new URL(file, script?.src).href) as Promise<Chunk>,
    ),
  );
  return chunk as Chunk;
}

/**
 * What elements of ours have in common: attributes as properties, a `state` with events, language,
 * look and direction, and updates gathered per turn so that the last of many changes wins.
 */
import { bare, isAtsId, isIntegrationContext, isLocaleTag } from '../handshake/guards.ts';
import type { RscEventMap } from '../protocol/events.ts';
import type { ElementState } from '../protocol/states.ts';
import { unwatchNear, watchNear, type NearAware } from './near.ts';
import { currentPage, watchers, type Page } from './page.ts';
import { report, type Problem } from './problems.ts';
import type { ErrorCode } from '../protocol/errors.ts';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way to add members
  interface HTMLElementEventMap extends RscEventMap {}
}

/** Importing this where there is no DOM (on a server) must have no effect. */
const Base = globalThis.HTMLElement ?? class {};

/** What `rsc-error` has told of. A cause that elements share is one object, and told once. */
const told = new WeakSet<Problem>();

export abstract class RscElement extends Base implements NearAware {
  /** Attributes, each with a property of the same name in camel case; first what it is about. */
  declare static readonly observedAttributes: readonly string[];

  /** @internal Whether it may soon be seen. */
  isNear: boolean | undefined;
  #state: ElementState | undefined;
  #code: string | undefined;
  #isQueued: boolean | undefined;

  /** What the element is doing, or why it cannot go on. */
  get state(): ElementState {
    return this.#state ?? 'idle';
  }

  connectedCallback(): void {
    adoptProperties(this);
    watchers.add(this);
    watchNear(this);
  }

  /** Present so that `moveBefore` moves the element without disconnecting it. */
  connectedMoveCallback(): void {
    // Nothing to do: frame and connection survive.
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      // Frameworks move elements by taking them out and putting them back in the same turn.
      if (this.isConnected) return;
      unwatchNear(this);
      watchers.delete(this);
      this.isNear = false;
      this.release?.();
      this.setState('idle');
    });
  }

  attributeChangedCallback(): void {
    this.requestUpdate();
  }

  onNear(isNear: boolean): void {
    this.isNear = isNear;
    this.requestUpdate();
  }

  /** Starts over after a failure. */
  abstract retry(): void;
  /** Renders the attributes and the page's configuration as they are now. */
  protected abstract update(): void;
  /** The element has left the page for good. */
  protected release?(): void;

  /** Has the element rendered once this turn is over, if it is near the viewport. */
  requestUpdate(): void {
    if (this.#isQueued || !this.isNear) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      if (this.isNear) this.update();
    });
  }

  /** @internal An attribute's value; undefined where it is absent or empty. */
  text(attribute: string): string | undefined {
    // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing -- empty is absent
    return this.getAttribute(attribute) || undefined;
  }

  /** The configuration, or why there is nothing to show; null while that is still open. */
  protected get page(): Page | Problem | null {
    const [name = ''] = (this.constructor as typeof RscElement).observedAttributes;
    const id = this.text(name);
    const context = this.text('integration-context');
    const detail = !isAtsId(id)
      ? name
      : context && !isIntegrationContext(context)
        ? 'integration-context'
        : '';
    return detail ? { code: `attribute_${id ? 'invalid' : 'missing'}`, detail } : currentPage();
  }

  protected setState(state: ElementState, problem?: Problem): void {
    const code = problem?.code;
    if (state === this.#state && code === this.#code) return;
    this.#state = state;
    this.#code = code;
    this.fire('rsc-state', code ? { state, code: code as ErrorCode } : { state });
    if (state === 'ready') this.fire('rsc-ready', {});
    if (!problem || told.has(problem)) return;
    told.add(problem);
    void report(problem).then((detail) => {
      this.fire('rsc-error', detail);
    });
  }

  protected fire<K extends keyof RscEventMap>(name: K, detail: RscEventMap[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, bare({ detail, bubbles: true, composed: true })));
  }

  /** @internal Language of the element's words, as a tag that `Intl` may still refuse. */
  get language(): string {
    const page = currentPage();
    return (
      [
        this.text('locale'),
        page && 'tenant' in page && page.locale,
        this.closest('[lang]')?.getAttribute('lang'),
        navigator.language,
      ].find(isLocaleTag) ?? 'en'
    );
  }
}

/**
 * Defines an element and its properties: those that show or confirm are flags, the others text.
 * @returns false if the name is taken, by another version of ours or by somebody else's element
 */
export function define(tag: string, element: typeof RscElement & (new () => RscElement)): boolean {
  // On a server there is no registry.
  if (!globalThis.customElements || customElements.get(tag)) return false;
  for (const attribute of element.observedAttributes) {
    const name = attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const isFlag = /^(show|confirm)/.test(name);
    const accessor = {
      configurable: true,
      get(this: HTMLElement) {
        const value = this.getAttribute(attribute);
        return isFlag ? value !== null && value !== 'false' : value;
      },
      set(this: HTMLElement, value: unknown) {
        if (value || (value === '' && !isFlag)) {
          this.setAttribute(attribute, isFlag ? '' : (value as string));
        } else this.removeAttribute(attribute);
      },
    };
    Object.defineProperty(element.prototype, name, bare(accessor));
  }
  customElements.define(tag, element);
  return true;
}

/** Frameworks set properties before an element is defined; those hide the real ones. */
export function adoptProperties(element: RscElement): void {
  for (const [name, value] of Object.entries(element as object as Record<string, unknown>)) {
    if (!(name in element.constructor.prototype)) continue;
    Reflect.deleteProperty(element, name);
    Object.assign(element, { [name]: value });
  }
}

/** Makes a shadow root with that style, which a page's `style-src` has no say in. */
export function shadowOf(element: Element, css: string): ShadowRoot {
  const root = element.attachShadow(bare({ mode: 'open' } as const));
  root.adoptedStyleSheets = [sheetOf(css)];
  return root;
}

const sheets = new Map<string, CSSStyleSheet>();

/** One sheet for all that have the same style. */
export function sheetOf(css: string): CSSStyleSheet {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  return sheet;
}

/** Makes an element with attributes and adds it to `parent`. */
export function add<K extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: K,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.appendChild(element);
  return element;
}

/**
 * LinkedIn's own markup: each `<script type="IN/HcmWidget">` gets an `<rsc-profile-widget>` after
 * it, and `IN/ATSIntegrationWidget` an `<rsc-integration-settings>`, whenever the tag comes. Callbacks are given as names of global functions and looked up when
 * they are called, because pages define them late.
 */
import type { ErrorCode } from '../protocol/errors.ts';

export { apiKeyIn } from './tag-body.ts';

/** What becomes of one kind of LinkedIn's tags. */
interface TagKind {
  readonly element: 'rsc-profile-widget' | 'rsc-integration-settings';
  /** Attribute of ours for each of LinkedIn's. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes that name global functions, the events they are called at, and with what of them. */
  readonly callbacks: Readonly<
    Record<string, readonly ['rsc-link' | 'rsc-unlink' | 'rsc-integrate', string]>
  >;
  /** Says what the markup lacks. */
  readonly check?: (tag: Element) => void;
}

/** By LinkedIn's `type`, without `IN/`. */
const kinds: Readonly<Record<string, TagKind>> = {
  HcmWidget: {
    element: 'rsc-profile-widget',
    attributes: {
      'data-ats-candidate-id': 'candidate-id',
      'data-integration-context': 'integration-context',
      'data-show-unlink-url': 'show-unlink',
      'data-confirm-unlink': 'confirm-unlink',
      'data-width': 'width',
    },
    callbacks: {
      'data-onlink': ['rsc-link', 'member'],
      'data-onunlink': ['rsc-unlink', 'member'],
    },
    check(tag) {
      if (tag.getAttribute('data-widget-type')?.toUpperCase() !== 'ATS') {
        warn('attribute_invalid', 'data-widget-type must be "ATS"');
      }
      if (!tag.getAttribute('data-ats-candidate-id')) {
        warn('attribute_missing', 'data-ats-candidate-id');
      }
    },
  },
  ATSIntegrationWidget: {
    element: 'rsc-integration-settings',
    attributes: {
      'data-supported-bundled-integration-types': 'integration-types',
      'data-width': 'width',
    },
    callbacks: { 'data-onintegrate': ['rsc-integrate', 'integrations'] },
  },
};

/** Warns in the words of the markup that the developer wrote; the element tells the person. */
function warn(code: ErrorCode, detail: string): void {
  void import('../elements/problem-facts.ts').then(
    (facts) => facts.warn({ code, detail }),
    () => undefined, // the backend is gone; the element says so
  );
}

const done = new WeakSet<Element>();

/** Places the elements of all tags that have none yet. */
export function placeWidgets(root: ParentNode = document): void {
  for (const [name, kind] of Object.entries(kinds)) {
    for (const tag of root.querySelectorAll(`script[type="IN/${name}"]`)) {
      if (done.has(tag)) continue;
      done.add(tag);
      // A copy of tag and element together brings its element along, without its listeners.
      const next = tag.nextElementSibling;
      if (next?.matches(`${kind.element}[data-in-tag]`)) next.remove();
      tag.after(widgetOf(tag, kind));
    }
  }
}

function widgetOf(tag: Element, { element, attributes, callbacks, check }: TagKind): Element {
  check?.(tag);
  const widget = document.createElement(element);
  widget.setAttribute('data-in-tag', '');
  for (const [name, ours] of Object.entries(attributes)) {
    const value = tag.getAttribute(name);
    if (value !== null) widget.setAttribute(ours, value.trim());
  }
  for (const [attribute, [event, field]] of Object.entries(callbacks)) {
    widget.addEventListener(event, ({ detail }) => {
      const value = (detail as unknown as Readonly<Record<string, unknown>>)[field];
      callBack(attribute, tag.getAttribute(attribute)?.trim(), value);
    });
  }
  return widget;
}

/** Calls the global function of that name, which may be a path such as `app.onLink`. */
function callBack(attribute: string, name: string | undefined, argument: unknown): void {
  if (!name) return;
  let owner: unknown;
  let value: unknown = window;
  for (const key of name.split('.')) {
    owner = value;
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  if (typeof value === 'function') value.call(owner, argument);
  else warn('attribute_invalid', `${attribute}: no function of that name`);
}

placeWidgets();
new MutationObserver(() => {
  placeWidgets();
}).observe(
  document,
  Object.assign(Object.create(null) as object, { childList: true, subtree: true }),
);

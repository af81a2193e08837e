/**
 * LinkedIn's own markup: each `<script type="IN/HcmWidget">` gets an `<rsc-profile-widget>` after
 * it, whenever the tag comes. Callbacks are given as names of global functions and looked up when
 * they are called, because pages define them late.
 */
import type { ErrorCode } from '../protocol/errors.ts';

export { apiKeyIn } from './tag-body.ts';

/** Attribute of ours for each of LinkedIn's. */
const attributes: Readonly<Record<string, string>> = {
  'data-ats-candidate-id': 'candidate-id',
  'data-integration-context': 'integration-context',
  'data-show-unlink-url': 'show-unlink',
  'data-confirm-unlink': 'confirm-unlink',
  'data-width': 'width',
};

/** Warns in the words of the markup that the developer wrote; the element tells the person. */
function warn(code: ErrorCode, detail: string): void {
  void import('../elements/problem-facts.ts').then(
    (facts) => facts.warn({ code, detail }),
    () => undefined, // the backend is gone; the element says so
  );
}

const done = new WeakSet<Element>();

/** Places the widgets of all tags that have none yet. */
export function placeWidgets(root: ParentNode = document): void {
  for (const tag of root.querySelectorAll('script[type="IN/HcmWidget"]')) {
    if (done.has(tag)) continue;
    done.add(tag);
    // A copy of tag and widget together brings its widget along, without its listeners.
    const next = tag.nextElementSibling;
    if (next?.matches('rsc-profile-widget[data-in-tag]')) next.remove();
    tag.after(widgetOf(tag));
  }
}

function widgetOf(tag: Element): Element {
  const type = tag.getAttribute('data-widget-type');
  if (type?.toUpperCase() !== 'ATS') {
    warn('attribute_invalid', 'data-widget-type must be "ATS"');
  }
  if (!tag.getAttribute('data-ats-candidate-id')) {
    warn('attribute_missing', 'data-ats-candidate-id');
  }
  const widget = document.createElement('rsc-profile-widget');
  widget.setAttribute('data-in-tag', '');
  for (const name of Object.keys(attributes)) {
    const value = tag.getAttribute(name);
    if (value !== null) widget.setAttribute(attributes[name] ?? name, value.trim());
  }
  for (const name of ['link', 'unlink'] as const) {
    widget.addEventListener(`rsc-${name}`, ({ detail }) => {
      callBack(`data-on${name}`, tag.getAttribute(`data-on${name}`)?.trim(), detail.member);
    });
  }
  return widget;
}

/** Calls the global function of that name, which may be a path such as `app.onLink`. */
function callBack(attribute: string, name: string | undefined, member: string): void {
  if (!name) return;
  let owner: unknown;
  let value: unknown = window;
  for (const key of name.split('.')) {
    owner = value;
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  if (typeof value === 'function') value.call(owner, member);
  else warn('attribute_invalid', `${attribute}: no function of that name`);
}

placeWidgets();
new MutationObserver(() => {
  placeWidgets();
}).observe(
  document,
  Object.assign(Object.create(null) as object, { childList: true, subtree: true }),
);

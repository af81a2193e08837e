/** Shows developers what the partner's elements tell the page, and keeps the page's facts true. */

const strip = /** @type {HTMLDetailsElement} */ (document.getElementById('events'));
const list = /** @type {HTMLElement} */ (document.getElementById('event-list'));
const counter = /** @type {HTMLElement} */ (document.getElementById('event-count'));
const linked = /** @type {HTMLElement} */ (document.getElementById('linked'));

const names = ['rsc-ready', 'rsc-state', 'rsc-error', 'rsc-link', 'rsc-unlink'];
const maxLines = 200;
let count = 0;

strip.hidden = false;

/** @param {Event} event */
function onEvent(event) {
  const { type, target, detail } = /** @type {CustomEvent<unknown>} */ (event);
  const line = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Date().toISOString().slice(11, 23);
  const name = document.createElement('strong');
  name.textContent = type;
  const from = document.createElement('span');
  from.textContent = target instanceof Element ? target.localName : '';
  const code = document.createElement('code');
  code.textContent = JSON.stringify(detail ?? {});
  line.append(time, ' ', name, ' ', from, ' ', code);
  list.prepend(line);
  while (list.childElementCount > maxLines) list.lastElementChild?.remove();
  count += 1;
  counter.textContent = String(count);

  if (type === 'rsc-link') linked.textContent = 'Yes, just now';
  if (type === 'rsc-unlink') linked.textContent = 'No';
}

for (const name of names) document.addEventListener(name, onEvent);

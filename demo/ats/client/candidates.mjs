/**
 * Narrows the list while somebody types. The server does the same when the form is sent, so this
 * only spares a page load. What is typed stays with the entry of the browser's history, for reloads
 * and for going back, and not in its address: people type names.
 */

const input = /** @type {HTMLInputElement} */ (document.getElementById('q'));
const form = /** @type {HTMLFormElement} */ (document.getElementById('search'));
const count = /** @type {HTMLElement} */ (document.getElementById('count'));
const nobody = /** @type {HTMLElement} */ (document.getElementById('nobody-here'));
const rows = Array.from(
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#list [data-words]')),
);

/** What the server has already narrowed the list to cannot be widened here. */
const served = input.value.trim();
const total = new URLSearchParams(location.search).size === 0 ? rows.length : null;
const waitMs = 120;
let timer = 0;

/** Small letters without accents, as the server has written the words. */
const folded = (/** @type {string} */ text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function narrow() {
  const words = folded(input.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const own = row.dataset.words ?? '';
    const fits = words.every((word) => own.includes(word));
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  nobody.hidden = shown > 0 || rows.length === 0;
  const text = shown.toLocaleString('en');
  count.textContent =
    shown === rows.length && total !== null
      ? `${text} people`
      : `${text} of ${rows.length.toLocaleString('en')} people`;

  history.replaceState({ words: input.value }, '');
}

input.addEventListener('input', () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (folded(input.value).startsWith(folded(served))) narrow();
    else form.requestSubmit();
  }, waitMs);
});

for (const select of form.querySelectorAll('select')) {
  select.addEventListener('change', () => {
    form.requestSubmit();
  });
}

/** @type {unknown} */
const kept = history.state;
if (kept && typeof kept === 'object' && 'words' in kept && typeof kept.words === 'string')
  input.value = kept.words;
// A form that comes back out of the browser's memory still holds the words of last time, too.
if (input.value.trim() !== served) narrow();

/** Copies the code of a page to the clipboard, and says so to those who see and those who listen. */

const button = /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-copy]'));
const said = /** @type {HTMLElement | null} */ (document.querySelector('[data-copied]'));
const source = /** @type {HTMLTextAreaElement | null} */ (
  document.getElementById(button?.dataset.copy ?? '')
);
const saidMs = 4_000;
let timer = 0;

/** Browsers without a clipboard, or that do not let us, still copy what is selected. */
async function copy(/** @type {HTMLTextAreaElement} */ field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}

/** @param {boolean} isCopied */
function say(isCopied) {
  if (said === null) return;
  said.textContent = isCopied ? 'Copied' : 'Select the code and copy it yourself';
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    said.textContent = '';
  }, saidMs);
}

if (button !== null && said !== null && source !== null) {
  button.hidden = false;
  button.addEventListener('click', () => {
    // Emptied first, so that the same word is news again.
    said.textContent = '';
    void copy(source).then(say);
  });
}

/** Keeps the figures of the sync page true without moving what somebody reads or does. */

const everyMs = 2_000;
const root = /** @type {HTMLElement} */ (document.getElementById('sync'));
const progress = /** @type {HTMLProgressElement | null} */ (root.querySelector('[data-progress]'));
const changed = /** @type {HTMLElement | null} */ (root.querySelector('[data-changed]'));
const backfill = root.querySelector('[data-backfill]')?.getAttribute('data-backfill') ?? null;
const chartHeight = 60;

/**
 * @typedef {object} SyncState
 * @property {Record<string, string>} texts
 * @property {number[]} bars
 * @property {number} putAside
 * @property {string | null} backfill
 * @property {number} scanned
 */

async function refresh() {
  const response = await fetch(root.dataset['state'] ?? '');
  if (!response.ok) return;
  /** @type {unknown} */
  const answer = await response.json();
  show(/** @type {SyncState} */ (answer));
}

/** @param {SyncState} state */
function show(state) {
  for (const place of document.querySelectorAll('[data-live]')) {
    const text = state.texts[place.getAttribute('data-live') ?? ''];
    if (text !== undefined && place.textContent !== text) place.textContent = text;
  }
  const most = Math.max(1, ...state.bars);
  root.querySelectorAll('[data-bar]').forEach((bar, index) => {
    const count = state.bars[index] ?? 0;
    const height = count === 0 ? 0 : Math.max(2, (count / most) * chartHeight);
    bar.setAttribute('y', String(chartHeight - height));
    bar.setAttribute('height', String(height));
  });
  if (progress) progress.value = state.scanned;
  // Lists and buttons stay until somebody asks for them anew.
  const isOther =
    String(state.putAside) !== root.dataset['putAside'] || state.backfill !== backfill;
  if (changed) changed.hidden = !isOther;
}

async function follow() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    if (document.visibilityState === 'visible') await refresh().catch(() => undefined);
  }
}

void follow();

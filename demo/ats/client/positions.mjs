/** Opens candidates that the partner's elements name, and keeps the list of applicants true. */

const list = document.getElementById('applicant-list');
const counter = document.getElementById('count');

document.addEventListener('rsc-open', (event) => {
  const { candidateId } = /** @type {CustomEvent<{ candidateId: string }>} */ (event).detail;
  location.assign(`/candidates/${encodeURIComponent(candidateId)}`);
});

for (const name of ['rsc-export', 'rsc-add']) {
  document.addEventListener(name, () => void refresh());
}

/**
 * @typedef {{ id: string, name: string, line: string, initials: string, tint: number,
 *   stage: string, stageName: string }} Row
 */

/** Asks who has applied by now; what is there already stays as it is. */
async function refresh() {
  const position = list?.dataset['position'];
  if (!list || position === undefined) return;
  const response = await fetch(`/positions/${encodeURIComponent(position)}/applicants`);
  if (!response.ok) return;
  /** @type {unknown} */
  const answer = await response.json();
  const rows = /** @type {Row[]} */ (answer);
  const known = new Map(
    [...list.children].map((item) => [item.querySelector('a')?.getAttribute('href') ?? '', item]),
  );
  const hrefs = rows.map(({ id }) => `/candidates/${id}`);
  for (const [href, item] of known) if (!hrefs.includes(href)) item.remove();
  for (const row of rows.toReversed()) {
    if (!known.has(`/candidates/${row.id}`)) list.prepend(itemOf(row));
  }
  if (counter) counter.textContent = String(rows.length);
}

/** @param {Row} row */
function itemOf({ id, name, line, initials, tint, stage, stageName }) {
  const item = document.createElement('li');
  item.className = 'new';
  const avatar = document.createElement('span');
  avatar.className = `avatar small tint-${String(tint)}`;
  avatar.ariaHidden = 'true';
  avatar.textContent = initials;
  const lines = document.createElement('span');
  lines.className = 'lines';
  const link = document.createElement('a');
  link.href = `/candidates/${id}`;
  const isolated = document.createElement('bdi');
  isolated.textContent = name;
  link.append(isolated);
  const job = document.createElement('span');
  job.className = 'quiet';
  job.textContent = line;
  lines.append(link, job);
  const pill = document.createElement('span');
  pill.className = `pill ${stage}`;
  pill.textContent = stageName;
  item.append(avatar, lines, pill);
  return item;
}

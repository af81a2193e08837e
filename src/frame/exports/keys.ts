/** What keys do in the inbox. */

/** The same control of the row that a key leads to, or what stands for it there. */
export function rowAfter(
  key: string,
  row: HTMLElement,
  rows: readonly HTMLElement[],
  target: HTMLElement,
): HTMLElement | undefined {
  const next = rows[placeAfter(key, rows.indexOf(row), rows.length)];
  const { ask } = target.dataset;
  const same = ask === undefined ? null : next?.querySelector<HTMLElement>(`[data-ask="${ask}"]`);
  // A row without anything to press can be read, and is passed through.
  return same ?? next?.querySelector<HTMLElement>('button') ?? next;
}

function placeAfter(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}

/** The button of a row that a letter presses, if it is there now. */
export function buttonFor(key: string, row: HTMLElement): HTMLElement | null {
  if (!/^[a-z]$/i.test(key)) return null;
  const letter = key.toUpperCase();
  const detail = row.querySelector('rsc-export-detail');
  // What is compared already is merged.
  const inside = detail?.shadowRoot?.querySelector<HTMLElement>(`[aria-keyshortcuts="${letter}"]`);
  return inside ?? row.querySelector<HTMLElement>(`[aria-keyshortcuts="${letter}"]`);
}

/** What a preview's address says: element, state, and how to look. */
import { elementIds, type ElementId } from './elements.ts';
import { states } from './states.ts';

export const appearances = ['light', 'dark', 'auto'] as const;
export const directions = ['ltr', 'rtl'] as const;
export const locales = ['en', 'de', 'ar', 'ja'] as const;
/** CSS pixels for phone, larger phone and panel, or all there is. */
export const widths = ['320', '390', '480', 'full'] as const;

export type Locale = (typeof locales)[number];

export interface PreviewSelection {
  readonly element: ElementId;
  readonly state: string;
  readonly appearance: (typeof appearances)[number];
  readonly dir: (typeof directions)[number];
  readonly locale: Locale;
  readonly width: (typeof widths)[number];
}

export const defaultSelection: PreviewSelection = {
  element: 'profile-widget',
  state: 'matched',
  appearance: 'light',
  dir: 'ltr',
  locale: 'en',
  width: 'full',
};

const allowed: Readonly<Record<keyof PreviewSelection, readonly string[]>> = {
  element: elementIds,
  state: states.map(({ id }) => id),
  appearance: appearances,
  dir: directions,
  locale: locales,
  width: widths,
};

/**
 * Reads the query of a preview's address. What is left out takes its default (the direction
 * follows the locale); a value that does not exist is told, not replaced.
 */
export function parseSelection(
  query: URLSearchParams,
): { selection: PreviewSelection } | { unknown: keyof PreviewSelection } {
  const read: Record<string, string> = { ...defaultSelection };
  if (!query.has('dir') && query.get('locale') === 'ar') read['dir'] = 'rtl';
  for (const name of Object.keys(allowed) as (keyof PreviewSelection)[]) {
    const value = query.get(name);
    if (value === null) continue;
    if (!allowed[name].includes(value)) return { unknown: name };
    read[name] = value;
  }
  return { selection: read as unknown as PreviewSelection };
}

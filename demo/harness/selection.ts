/** What a preview's address says: element, state, and how to look. */
import { elementIds, elements, type ElementId } from './elements.ts';
import { hasState, needState, states } from './states.ts';

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

/** What an element is shown in where nobody says. */
const defaultStates = {
  'profile-widget': 'matched',
  'in-ats-indicator': 'matched',
  'integration-settings': 'enabled',
  'rediscovered-candidates': 'rediscovered',
  'export-panel': 'exported',
  activity: 'activities',
} as const;

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
 * follows the locale, the state the element); a value that does not exist is told, not replaced.
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
  const selection = read as unknown as PreviewSelection;
  const { widget } = elements[selection.element];
  const state = query.has('state') ? selection.state : defaultStates[widget];
  return hasState(widget, needState(state))
    ? { selection: { ...selection, state } }
    : { unknown: 'state' };
}

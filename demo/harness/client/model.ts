/** What the workbench shows: the choice made, and what each preview has told so far. No DOM. */
import type { WorkbenchData } from '../pages.ts';

export type Choice = 'element' | 'state' | 'appearance' | 'dir' | 'locale' | 'width';

/** Value of `element` and `state` that stands for each of them. */
export const all = 'all';

export interface Preview {
  readonly key: string;
  readonly element: WorkbenchData['elements'][number];
  readonly state: WorkbenchData['states'][number];
  /** Counts reloads, so that a frame can be had anew. */
  generation: number;
  heightPx: number;
  /** State the element was last said to be in. */
  shown: string;
  entries: readonly HarnessEntry[];
}

export type PreviewMessage =
  { t: 'event'; entry: HarnessEntry } | { t: 'height'; px: number } | { t: 'violation' };

const maxEntries = 100;
const minHeightPx = 160;
const maxHeightPx = 4000;

export class WorkbenchModel {
  readonly data: WorkbenchData;
  readonly chosen: Record<Choice, string>;
  readonly #onChange: () => void;
  #previews = new Map<string, Preview>();

  /**
   * @param search query of the workbench's address
   * @param onChange called after each change of what is to be seen
   */
  constructor(data: WorkbenchData, search: string, onChange: () => void) {
    this.data = data;
    this.#onChange = onChange;
    this.chosen = { ...data.initial, state: all, ...readChoices(data, search) };
    this.#arrange();
  }

  /** Previews chosen, in the order of the states. */
  get previews(): readonly Preview[] {
    return [...this.#previews.values()];
  }

  /** States that the chosen elements have. */
  get states(): WorkbenchData['states'] {
    const { elements, states } = this.data;
    const chosen = elements.filter(({ id }) => [all, id].includes(this.chosen.element));
    return states.filter(({ expected }) =>
      chosen.some(({ widget }) => expected[widget] !== undefined),
    );
  }

  /** The choice as a query; the constructor reads it. */
  get search(): string {
    return `?${new URLSearchParams(this.chosen).toString()}`;
  }

  select(name: Choice, value: string): void {
    this.chosen[name] = value;
    // Whoever picks Arabic wants to see it run the right way; the direction can be turned back.
    if (name === 'locale') this.chosen.dir = value === 'ar' ? 'rtl' : 'ltr';
    // Not every element has every state.
    if (name === 'element' && !this.states.some(({ id }) => id === this.chosen.state)) {
      this.chosen.state = all;
    }
    // Another look is another page, of which nothing is known yet.
    if (name !== 'state' && name !== 'element') this.#previews.clear();
    this.#arrange();
    this.#onChange();
  }

  addressOf({ element, state }: Preview): string {
    const { appearance, dir, locale, width } = this.chosen;
    const query = { element: element.id, state: state.id, appearance, dir, locale, width };
    return `/preview?${new URLSearchParams(query).toString()}`;
  }

  snippetOf({ element, state }: Preview): string {
    return this.data.snippets[element.id]?.[state.id] ?? '';
  }

  reload(preview: Preview): void {
    preview.generation += 1;
    preview.shown = 'idle';
    preview.entries = [];
    this.#onChange();
  }

  take(preview: Preview, message: PreviewMessage): void {
    if (message.t === 'height') {
      preview.heightPx = Math.min(Math.max(message.px, minHeightPx), maxHeightPx);
    }
    if (message.t === 'event') {
      const { name, detail } = message.entry;
      preview.entries = [...preview.entries, message.entry].slice(-maxEntries);
      if (name === 'rsc-state') preview.shown = String((detail as { state?: unknown }).state);
    }
    this.#onChange();
  }

  #arrange(): void {
    const { elements, states } = this.data;
    const kept = this.#previews;
    this.#previews = new Map();
    for (const state of states) {
      if (![all, state.id].includes(this.chosen.state)) continue;
      for (const element of elements) {
        if (![all, element.id].includes(this.chosen.element)) continue;
        if (state.expected[element.widget] === undefined) continue;
        const key = `${element.id}/${state.id}`;
        this.#previews.set(key, kept.get(key) ?? createPreview(key, element, state));
      }
    }
  }
}

const createPreview = (
  key: string,
  element: Preview['element'],
  state: Preview['state'],
): Preview => ({
  key,
  element,
  state,
  generation: 0,
  heightPx: element.previewHeightPx,
  shown: 'idle',
  entries: [],
});

/** Whether an element is where its preview wants to have it. */
export function toneOf({ element, state, shown }: Preview): 'good' | 'waiting' | 'bad' {
  const expected: readonly string[] = state.expected[element.widget] ?? [];
  if (expected.includes(shown)) return 'good';
  return ['idle', 'loading', 'authorizing', 'ready'].includes(shown) ? 'waiting' : 'bad';
}

function readChoices(data: WorkbenchData, search: string): Partial<Record<Choice, string>> {
  const query = new URLSearchParams(search);
  const allowed: Record<Choice, readonly string[]> = {
    element: [all, ...data.elements.map(({ id }) => id)],
    state: [all, ...data.states.map(({ id }) => id)],
    ...data.choices,
  };
  if (!query.has('dir') && query.get('locale') === 'ar') query.set('dir', 'rtl');
  return Object.fromEntries(
    [...query].filter(
      ([name, value]) => Object.hasOwn(allowed, name) && allowed[name as Choice].includes(value),
    ),
  );
}

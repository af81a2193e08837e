/** The line above a timeline that says which part of it is wanted. */
import { html, type TemplateResult } from 'lit';
import { icon } from '../../ui/icons.ts';
import { RscTimelineEvent } from './asking.ts';
import { groupNames, type Group } from './groups.ts';
import type { TimelineState } from './state.ts';
import type { ActivityWords } from './words/words.ts';

const searchAfterMs = 300;

/** Waits until somebody who types has paused, or is done. */
export class Typing {
  readonly #onWords: (words: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onWords: (words: string) => void) {
    this.#onWords = onWords;
  }

  took(words: string, isDone: boolean): void {
    clearTimeout(this.#timer);
    // At once: it may be a click on something else that ends the typing, and what that does comes last.
    if (isDone) this.#onWords(words);
    else {
      this.#timer = setTimeout(() => {
        this.#onWords(words);
      }, searchAfterMs);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function onFilter({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLSelectElement)) return;
  const group = currentTarget.value as Group;
  currentTarget.dispatchEvent(new RscTimelineEvent({ ask: 'filter', group }));
}

const onWords =
  (typing: Typing, isDone: boolean) =>
  ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLInputElement) typing.took(currentTarget.value, isDone);
  };

export const filterBar = (
  { group: chosen, words: searched }: TimelineState,
  words: ActivityWords,
  typing: Typing,
): TemplateResult =>
  html`<div class="bar" role="search">
    <select aria-label=${words.groupLabel} .value=${chosen} @change=${onFilter}>
      ${groupNames.map(
        (group) =>
          html`<option value=${group} ?selected=${group === chosen}>
            ${words.groups[group]}
          </option>`,
      )}
    </select>
    <label class="search">
      ${icon('search')}
      <input
        type="search"
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        dir="auto"
        aria-label=${words.searchLabel}
        placeholder=${words.searchLabel}
        .value=${searched}
        @input=${onWords(typing, false)}
        @change=${onWords(typing, true)}
      />
    </label>
  </div>`;

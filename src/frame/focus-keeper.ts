import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus inside a view when an update takes away the element that had it. Browsers put it
 * on the body without a word, and whoever works by keyboard starts again at the top of the page.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #fallback: () => void;
  #had = false;

  /** @param fallback puts the focus where a person would look for it next */
  constructor(host: ReactiveControllerHost & HTMLElement, fallback: () => void) {
    this.#host = host;
    this.#fallback = fallback;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#had = (this.#host.shadowRoot?.activeElement ?? null) !== null;
  }

  hostUpdated(): void {
    if (!this.#had || this.#host.shadowRoot?.activeElement !== null) return;
    // Only what we took away ourselves; the person may have gone elsewhere meanwhile.
    const { activeElement } = this.#host.ownerDocument;
    const nowhere = activeElement === null || activeElement === this.#host.ownerDocument.body;
    if (nowhere) this.#fallback();
  }
}

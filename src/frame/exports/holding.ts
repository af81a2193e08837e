import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A moment's absence of the pointer, as between two taps, does not count. */
const awayMs = 1_500;

/**
 * Finds out whether somebody is at a view: pointer over it, focus in it, or its beginning scrolled out of
 * sight. What is added on top meanwhile would move what they look at.
 */
export class Holding implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onChange: (isHeld: boolean) => void;
  readonly #top: () => Element | null;
  #isPointed = false;
  #isFocused = false;
  #isTopSeen = true;
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #observer: IntersectionObserver | undefined;
  #observed: Element | null = null;

  /** @param top what is at the beginning of the view, once it is there */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    top: () => Element | null,
    onChange: (isHeld: boolean) => void,
  ) {
    this.#host = host;
    this.#top = top;
    this.#onChange = onChange;
    host.addController(this);
    host.addEventListener('pointerenter', () => {
      this.#isPointed = true;
      this.#weigh();
    });
    host.addEventListener('pointerleave', () => {
      this.#isPointed = false;
      this.#weigh();
    });
    host.addEventListener('focusin', () => {
      this.#isFocused = true;
      this.#weigh();
    });
    host.addEventListener('focusout', () => {
      this.#isFocused = false;
      this.#weigh();
    });
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => {
      this.#isTopSeen = entries.at(-1)?.isIntersecting ?? true;
      this.#weigh();
    });
  }

  hostUpdated(): void {
    const top = this.#top();
    if (top === this.#observed) return;
    this.#observer?.disconnect();
    this.#isTopSeen = true;
    this.#observed = top;
    if (top !== null) this.#observer?.observe(top);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#observer?.disconnect();
    this.#observed = null;
  }

  #weigh(): void {
    clearTimeout(this.#timer);
    if (this.#isPointed || this.#isFocused || !this.#isTopSeen) {
      this.#set(true);
      return;
    }
    this.#timer = setTimeout(() => {
      const isInside = (this.#host.shadowRoot?.activeElement ?? null) !== null;
      if (!isInside || !document.hasFocus()) this.#set(false);
    }, awayMs);
  }

  #set(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#onChange(isHeld);
  }
}

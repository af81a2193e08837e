/**
 * An element that shows a frame of the partner: reserves its height, connects with it, and says in
 * words why a frame did not come. What the frame is about is for each element to say.
 */
import { bare, type Rule } from '../../handshake/guards.ts';
import { size } from '../../handshake/guards-size.ts';
import { createLink, type Link } from '../../handshake/host.ts';
import { createSizeGate } from '../../handshake/host-sizes.ts';
import type { Widget } from '../../protocol/context.ts';
import type { Appearance, FrameMessage, FrameSettings } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import { add, RscElement, shadowOf } from '../element.ts';
import { createWords } from '../locale.ts';
import { refreshAll, type Page } from '../page.ts';
import { report, type Problem } from '../problems.ts';
import { stylesOf } from './panel.styles.ts';
import { en, type PanelStrings } from './panel.strings.ts';

/** What each kind of panel has of its own. */
export interface PanelKind {
  readonly widget: Exclude<Widget, 'in-ats-indicator'>;
  /** Name of its frame in English. */
  readonly title: string;
  /** What its frame says to have the element fire events. */
  readonly messages: Readonly<Record<string, Rule>>;
  /** What signed contexts are asked for. */
  readonly obj: () => string;
  /** What the frame is told besides looks; absent values are sent as such. */
  readonly own: FrameSettings;
}

const words = createWords(en, () => import('./panel.strings.more.ts'));

/** Until the person is told that it takes longer than usual. */
const slowMs = 3_000;

let isWatching = false;

/** Notices when the page changes its language, direction or theme. */
function watchPage(): void {
  if (isWatching) return;
  isWatching = true;
  new MutationObserver(refreshAll).observe(document.documentElement, bare({ attributes: true }));
}

export abstract class RscPanelElement extends RscElement {
  declare width: string | null;
  declare locale: string | null;
  declare appearance: string | null;

  /** What kind of panel it is, and what it is about now. */
  protected abstract readonly kind: PanelKind;

  #box: HTMLElement | undefined;
  /** Says that it takes longer than usual. */
  #note!: HTMLElement;
  #panel!: HTMLElement;
  #message!: HTMLElement;
  #code!: HTMLElement;
  #button!: HTMLElement;
  #link: Link | undefined;
  #page: Page | undefined;
  #problem: Problem | undefined;
  #sent = '';
  #slow: ReturnType<typeof setTimeout> | undefined;
  /** Heights in CSS pixels: of all content as last reported, and of what was granted. */
  #contentPx = 0;
  #grantedPx = 0;
  readonly #onSize = createSizeGate((heightPx, byPerson) => {
    this.#grow(heightPx, byPerson);
  });

  override connectedCallback(): void {
    if (!this.#box) this.#build();
    watchPage();
    super.connectedCallback();
    // Still linked: moved within one turn, which has reloaded the frame.
    this.#link?.moved();
    addEventListener('beforeprint', this.#onPrint);
    addEventListener('afterprint', this.#onPrint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeprint', this.#onPrint);
    removeEventListener('afterprint', this.#onPrint);
  }

  /** Loads the frame again. */
  override retry(): void {
    if (this.#link) this.#link.retry();
    else this.update();
  }

  protected override release(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  protected override update(): void {
    const { page } = this;
    this.#applyLook();
    if (!page) return;
    if ('code' in page) {
      this.release();
      this.#onState('misconfigured', page, false);
      return;
    }
    if (page !== this.#page) this.release();
    this.#page = page;
    if (this.#link) this.#send();
    else this.#open(page);
    this.#render();
  }

  #applyLook(): void {
    const box = this.#box;
    if (!box) return;
    const { appearance, dir, locale } = this.#look;
    box.dir = dir;
    box.lang = locale;
    const width = this.text('width') ?? '100%';
    const [, number, unit = 'px'] = /^\s*(\d{1,5})(px|%)?\s*$/.exec(width) ?? [];
    if (!number) void report({ code: 'attribute_invalid', detail: 'width' });
    box.style.inlineSize = number ? number + unit : '';
    box.style.colorScheme = appearance === 'auto' ? 'light dark' : appearance;
  }

  /** Language, direction and colours, as the element says or its surroundings have them. */
  get #look(): {
    readonly locale: string;
    readonly dir: 'ltr' | 'rtl';
    readonly appearance: Appearance;
  } {
    const { direction, colorScheme } = getComputedStyle(this);
    const locale = this.language;
    const said = this.text('appearance') ?? this.#page?.appearance;
    // A page that has committed itself to one scheme means us, too.
    const [scheme = 'auto'] =
      /^(light|dark|auto)$/.exec(said ?? '') ?? /^(light|dark)$/.exec(colorScheme) ?? [];
    return {
      locale,
      dir: direction === 'rtl' || /^(ar|fa|he|ur)\b/.test(locale) ? 'rtl' : 'ltr',
      appearance: scheme as Appearance,
    };
  }

  #open(page: Page): void {
    const { kind } = this;
    this.#problem = undefined;
    this.#link = createLink({
      ...page,
      ...kind,
      messages: { size, ...kind.messages },
      title: () => this.#words[kind.widget] ?? kind.title,
      place: (frame) => {
        frame.setAttribute('part', 'frame');
        this.#box?.prepend(frame);
      },
      settings: () => this.#settings(),
      onState: (state, problem, isLinked) => {
        this.#onState(state, problem, isLinked);
      },
      onMessage: (message) => {
        this.#onMessage(message);
      },
    });
  }

  get #words(): PanelStrings {
    return words(this.language);
  }

  #settings(): FrameSettings {
    // Absent values are sent as such: they take back what was set before.
    return {
      ...this.kind.own,
      ...this.#look,
      heightPx: this.#grantedPx || this.#box?.offsetHeight,
      deadlineMs: this.#page?.deadlineMs,
    };
  }

  #send(): void {
    const settings = JSON.stringify(this.#settings());
    if (settings !== this.#sent) this.#link?.update();
    this.#sent = settings;
  }

  #onMessage(message: FrameMessage): void {
    if (message.t === 'size') this.#onSize(message.height, !!message.user);
    else if ('detail' in message) this.fire(message.name, message.detail);
  }

  /** Grows at once where nothing visible would move, or where somebody asked for it. */
  #grow(heightPx: number, byPerson: boolean): void {
    const box = this.#box;
    if (!box) return;
    this.#contentPx = heightPx;
    const { bottom, height } = box.getBoundingClientRect();
    const isFree = byPerson || height === 0 || bottom >= innerHeight;
    if (isFree && (byPerson || heightPx > height)) this.#setHeight(heightPx);
    this.#grantedPx = box.offsetHeight || heightPx;
    this.#send();
  }

  #setHeight(heightPx: number): void {
    if (this.#box && heightPx) this.#box.style.blockSize = `max(var(--h),${String(heightPx)}px)`;
  }

  readonly #onPrint = ({ type }: Event): void => {
    const on = type === 'beforeprint';
    this.#link?.send({ t: 'print', on });
    this.#setHeight(on ? this.#contentPx : this.#grantedPx);
  };

  #onState(state: ElementState, problem: Problem | undefined, isLinked: boolean): void {
    this.#box?.classList.toggle('on', isLinked);
    // The button has done its work; the person goes on in what it has brought back.
    // Not if it is there already: focusing a frame again takes the focus from what has it inside.
    if (isLinked && this.shadowRoot?.activeElement === this.#button)
      this.#box?.querySelector('iframe')?.focus();
    // What goes wrong inside the frame the frame says itself. Trying again keeps the panel, and
    // with it the focus, until there is an outcome.
    if (isLinked) this.#problem = undefined;
    else if (problem) {
      this.#problem = problem;
      this.#message.textContent = ''; // said again, even if it is the same
    }
    clearTimeout(this.#slow);
    this.#note.textContent = '';
    if (state === 'loading' && !isLinked) {
      this.#slow = setTimeout(
        () => {
          this.#note.textContent = this.#words.slow;
        },
        this.#problem ? 0 : slowMs,
      );
    }
    this.#render();
    this.setState(state, problem);
  }

  #render(): void {
    const { code } = this.#problem ?? {};
    const { blocked, noResponse, offline, retry, site } = this.#words;
    this.#panel.hidden = !code;
    if (!code) return;
    const text = /^(no_r|backend)/.test(code)
      ? noResponse
      : code === 'offline'
        ? offline
        : code === 'blocked_client'
          ? blocked
          : site;
    // Only what differs, so that the live region does not speak twice.
    if (this.#message.textContent !== text) this.#message.textContent = text;
    this.#code.textContent = code;
    this.#button.textContent = retry;
    this.#button.hidden = !this.#link;
  }

  #build(): void {
    const root = shadowOf(this, stylesOf(this.kind.widget));
    const box = add(root, 'div', { class: 'box', part: 'box' });
    this.#note = add(box, 'p', { class: 'note', role: 'status' });
    const live = add(box, 'div', { role: 'alert' });
    const panel = add(live, 'div', { class: 'panel', part: 'panel', hidden: '' });
    this.#message = add(panel, 'p', {});
    this.#code = add(panel, 'code', {});
    this.#button = add(panel, 'button', { part: 'retry' });
    this.#button.onclick = () => {
      this.retry();
    };
    add(panel, 'slot', {});
    this.#panel = panel;
    this.#box = box;
  }
}

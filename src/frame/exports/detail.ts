import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExistingCandidate, ExportView } from '../../protocol/exports.ts';
import { baseStyles, buttonStyles } from '../../ui/base.styles.ts';
import { RscContentResizeEvent } from '../../ui/fold/fold.ts';
import { fallbackLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { format } from '../../ui/i18n/messages.ts';
import { icon } from '../../ui/icons.ts';
import { FocusKeeper } from '../focus-keeper.ts';
import { RscFocusGoneEvent, RscRowEvent, type RowAsk } from './asking.ts';
import { compare, profileOf, type Compared, type Field } from './comparing.ts';
import { detailStyles } from './detail.styles.ts';
import { errorText, isolated, isVisible, sentence } from './looks.ts';
import type { Opened } from './state.ts';
import { en } from './words/en.ts';
import type { ExportsWords } from './words/words.ts';

/** Text longer than this is folded. */
const foldAfterChars = 280;
const foldAfterTexts = 8;

/**
 * An export in detail: the profile, or where a person has to say who it is, the profile side by side with
 * each candidate it may be.
 *
 * @fires rsc-row
 * @fires rsc-focus-gone
 * @fires rsc-content-resize
 */
@customElement('rsc-export-detail')
export class RscExportDetail extends LitElement {
  static override styles = [baseStyles, buttonStyles, detailStyles];

  @property({ attribute: false }) row: ExportView | null = null;
  @property({ attribute: false }) opened: Opened | null = null;
  @property({ attribute: false }) words: ExportsWords = en;
  @property({ attribute: false }) localization: Localization = fallbackLocalization;
  @property({ attribute: false }) mayDecide = false;
  /** A decision is under way. */
  @property({ attribute: false }) isBusy = false;

  /** Fields that are shown at their full length. */
  @state() private unfolded: ReadonlySet<string> = new Set();

  constructor() {
    super();
    new FocusKeeper(this, () => this.dispatchEvent(new RscFocusGoneEvent()));
  }

  override render(): TemplateResult | typeof nothing {
    const { row, opened, words } = this;
    if (row === null || opened === null) return nothing;
    const isCompared = row.state === 'review' && row.suggestions.length > 0;
    if (!isCompared) return this.#renderProfile(row);
    if (opened.code !== null) return this.#renderFailure(opened.code);
    const { candidates } = opened;
    if (candidates === null) return html`<p class="muted" role="status">${words.comparing}</p>`;
    if (candidates.length === 0) {
      return html`<p>${words.suggestionsGone}</p>
        ${this.#renderProfile(row)}`;
    }
    return html`${candidates.map((candidate, index) =>
      this.#renderCandidate(row, candidate, index === 0),
    )}`;
  }

  #renderFailure(code: NonNullable<Opened['code']>): TemplateResult {
    const { words, localization } = this;
    const { title, text } = errorText(code, words, localization.messages);
    return html`<p class="failed">${icon('warning')}<span>${title}. ${text}</span></p>
      <div class="buttons">
        <button type="button" @click=${() => this.#ask({ kind: 'compare-again' })}>
          ${icon('refresh')}${localization.messages.retry}
        </button>
      </div>`;
  }

  #renderProfile({ person }: ExportView): TemplateResult | typeof nothing {
    if (person === null) return nothing;
    const { words } = this;
    return html`<dl>
      ${profileOf(person).map(
        ({ name, texts }) =>
          html`<div>
            <dt>${words.fields[name]}</dt>
            <dd>${this.#renderTexts(name, texts, name)}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #renderCandidate(
    { id, person, suggestions }: ExportView,
    candidate: ExistingCandidate,
    isFirst: boolean,
  ): TemplateResult | typeof nothing {
    if (person === null) return nothing;
    const { words, mayDecide, isBusy } = this;
    const reason = suggestions.find(({ candidateId }) => candidateId === candidate.id)?.reason;
    const shownName = isVisible(candidate.name) ? candidate.name : candidate.id;
    const name = isolated(shownName);
    return html`<section>
      <table>
        <caption>
          <strong>${sentence(words.comparison, { name: shownName })}</strong>
          <span class="muted"
            >${reason === undefined ? nothing : html`${words.reasons[reason]} · `}${
              words.members[candidate.member]
            }</span
          >
        </caption>
        <thead>
          <tr>
            <th scope="col"><span class="heard">${words.field}</span></th>
            <th scope="col">${words.exported}</th>
            <th scope="col">${words.existing}</th>
          </tr>
        </thead>
        <tbody>
          ${compare(person, candidate).map((row) => this.#renderRow(row, candidate.id))}
        </tbody>
      </table>
      <div class="buttons">
        ${
          mayDecide
            ? html`<button
                type="button"
                class="main"
                data-ask="merge"
                aria-keyshortcuts=${isFirst ? 'M' : nothing}
                aria-disabled=${isBusy ? 'true' : 'false'}
                @click=${
                  isBusy
                    ? nothing
                    : () =>
                        this.#ask({
                          kind: 'decide',
                          decision: { action: 'merge', candidateId: candidate.id },
                        })
                }
              >
                ${icon('link')}<span
                  >${isBusy ? words.doing.merge : format(words.mergeInto, { name })}</span
                >
              </button>`
            : nothing
        }
        <button
          type="button"
          @click=${() => this.#ask({ kind: 'open', candidateId: candidate.id })}
          data-export=${id}
        >
          ${icon('search')}<span>${format(words.openExisting, { name })}</span>
        </button>
      </div>
    </section>`;
  }

  #renderRow({ name, exported, existing, difference }: Compared, key: string): TemplateResult {
    const { words } = this;
    const mark =
      difference === 'none'
        ? nothing
        : html`<span class="mark"
            >${icon(difference === 'new' ? 'plus' : 'info')}${
              difference === 'new' ? words.isNew : words.differs
            }</span
          >`;
    return html`<tr class=${difference}>
      <th scope="row">${words.fields[name]}${mark}</th>
      <td>${this.#renderTexts(name, exported, `${key} a ${name}`)}</td>
      <td>${this.#renderTexts(name, existing, `${key} b ${name}`)}</td>
    </tr>`;
  }

  /** @param key by which it is told from others that can be unfolded */
  #renderTexts(
    name: Field,
    texts: readonly string[],
    key: string,
  ): TemplateResult | typeof nothing {
    const { words, unfolded } = this;
    if (texts.length === 0) return html`<span class="muted">${words.nothing}</span>`;
    if (name === 'profileUrl') return html`${texts.map((url) => this.#renderLink(url))}`;
    const isLong =
      texts.length > foldAfterTexts || texts.some((text) => text.length > foldAfterChars);
    const isFolded = isLong && !unfolded.has(key);
    const shown = isFolded ? texts.slice(0, foldAfterTexts).map(folded) : texts;
    return html`<span class="texts"
        >${shown.map((text) => html`<span class="text" dir="auto">${text}</span>`)}</span
      >${
        isLong
          ? html`<button
              type="button"
              class="quiet"
              aria-expanded=${isFolded ? 'false' : 'true'}
              @click=${() => {
                this.#unfold(key, isFolded);
              }}
            >
              ${isFolded ? words.showAll : words.showLess}
            </button>`
          : nothing
      }`;
  }

  /** The schema lets only http and https through; whoever renders it does not rely on that. */
  #renderLink(url: string): TemplateResult {
    if (!/^https?:\/\//i.test(url)) return html`<bdi>${url}</bdi>`;
    return html`<a href=${url} target="_blank" rel="noopener noreferrer"
      ><bdi class="url">${folded(url)}</bdi></a
    >`;
  }

  #unfold(key: string, isToUnfold: boolean): void {
    const next = new Set(this.unfolded);
    if (isToUnfold) next.add(key);
    else next.delete(key);
    this.unfolded = next;
  }

  protected override updated(): void {
    this.dispatchEvent(new RscContentResizeEvent());
  }

  #ask(ask: RowAsk): void {
    if (this.row !== null) this.dispatchEvent(new RscRowEvent(this.row.id, ask));
  }
}

/** By code points, so that no character is cut in two. */
const folded = (text: string): string =>
  text.length <= foldAfterChars
    ? text
    : `${[...text.slice(0, foldAfterChars * 2)].slice(0, foldAfterChars).join('')}…`;

declare global {
  interface HTMLElementTagNameMap {
    'rsc-export-detail': RscExportDetail;
  }
}

/**
 * What 1,000 indicators are held against: served in place of our script tag's target, so that the
 * page is the same in all else. A custom element with a shadow root and an adopted style sheet that
 * prints a constant.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync(':host{display:inline-block;inline-size:24px;block-size:24px}');

customElements.define(
  'rsc-in-ats-indicator',
  class extends HTMLElement {
    connectedCallback(): void {
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.append('•');
    }
  },
);

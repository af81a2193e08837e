/** Frugal look of a fixture: as little as possible, so that the page's peculiarity stands alone. */
(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :where(body) { margin: 16px; font: 15px/1.5 system-ui, sans-serif; }
    :where(h1) { font-size: 20px; }
    .spacer { block-size: 9000px; }
    .no-width { inline-size: 0; overflow: hidden; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
})();

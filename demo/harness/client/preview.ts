/**
 * The host page's own script in a preview. It runs before the embed script, styles the page (whose
 * policy allows no style sheet but constructed ones) and arranges what a state needs of the browser.
 * A classic script, so that nothing overtakes it.
 */
(() => {
  const styles = `
    :root { color-scheme: light; --page: #f5f6f8; --card: #fff; --text: #1d2530; --soft: #566070;
      --line: #dfe3e9; --brand: #24554a; --tag: #e4efe9; --tag-text: #1f4d40; }
    :root[data-appearance='dark'] { color-scheme: dark; --page: #14171b; --card: #1d2126;
      --text: #eceff3; --soft: #a4aebb; --line: #343b44; --brand: #0f2b25; --tag: #24413a;
      --tag-text: #c4e6da; }
    @media (prefers-color-scheme: dark) { :root[data-appearance='auto'] { color-scheme: dark;
      --page: #14171b; --card: #1d2126; --text: #eceff3; --soft: #a4aebb; --line: #343b44;
      --brand: #0f2b25; --tag: #24413a; --tag-text: #c4e6da; } }
    * { box-sizing: border-box; }
    html { background: var(--page); }
    body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); }
    .bar { display: flex; gap: 16px; align-items: baseline; padding: 10px 16px; color: #fff;
      background: var(--brand); font-size: 14px; }
    .product { font-weight: 650; }
    .crumb { color: #dcebe5; }
    .stage { display: grid; gap: 16px; padding: 16px; }
    :root[data-width='320'] .stage { inline-size: 320px; }
    :root[data-width='390'] .stage { inline-size: 390px; }
    :root[data-width='480'] .stage { inline-size: 480px; }
    .stage { max-inline-size: 100%; grid-template-columns: minmax(0, 1fr); }
    h1 { margin: 0; font-size: 20px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
    h2 { margin: 0 0 12px; font-size: 14px; line-height: 1.4; font-weight: 600; color: var(--soft); }
    p { margin: 0; }
    .person { display: grid; gap: 4px; justify-items: start; }
    .role, .file { color: var(--soft); font-size: 14px; }
    .tag { margin-block-start: 4px; padding: 1px 10px; border-radius: 999px; font-size: 13px;
      background: var(--tag); color: var(--tag-text); }
    .card { padding: 16px; background: var(--card); border: 1px solid var(--line);
      border-radius: 10px; }
    table.card { border-collapse: separate; border-spacing: 0; padding: 0; inline-size: 100%; }
    th, td { padding: 10px 14px; text-align: start; vertical-align: top; font-size: 14px; }
    thead th { color: var(--soft); font-weight: 500; font-size: 13px;
      border-block-end: 1px solid var(--line); }
    tbody th { font-weight: 600; overflow-wrap: anywhere; }
    :root[data-width='390'] :is(th, td) { padding-inline: 8px; }
    :root[data-width='320'] :is(th, td) { padding-inline: 6px; font-size: 13px; }
    :root[data-width='320'] .stage { padding: 12px; }
    @media (width <= 400px) { th, td { padding-inline: 8px; } }
    @media (width <= 340px) { th, td { padding-inline: 6px; font-size: 13px; }
      .stage { padding: 12px; } }
  `;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  interface Settings {
    offlineUntil: string | null;
    deadlineMs: number | null;
    revokeUrl: string | null;
  }
  const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as Settings;

  /** What the embed script puts on a page, as far as this script uses it. */
  interface Embed {
    init(options: { endpoint?: string; deadlineMs?: number }): void;
    resume(): void;
  }
  const embed = (): Embed | undefined => (window as { RSC?: Embed }).RSC;

  let offline = settings.offlineUntil !== null;
  if (offline) {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !offline });
  }

  window.goOnline = () => {
    offline = false;
    // What could not be reached while there was no network can be reached now.
    if (settings.offlineUntil !== null) embed()?.init({ endpoint: settings.offlineUntil });
    window.dispatchEvent(new Event('online'));
  };

  window.harness.listen(({ name }) => {
    if (name !== 'rsc-ready' || settings.revokeUrl === null) return;
    const url = settings.revokeUrl;
    settings.revokeUrl = null;
    void revoke(url);
  });

  async function revoke(url: string): Promise<void> {
    const { ok } = await fetch(url, { method: 'POST', headers: { 'x-harness': '1' } });
    window.harness.record('harness-revoked', { ok });
    embed()?.resume();
  }

  // Runs between the embed script and the first element it starts.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement) || !target.src.includes('/rsc/')) return;
      if (settings.deadlineMs !== null) embed()?.init({ deadlineMs: settings.deadlineMs });
    },
    true,
  );

  document.addEventListener('DOMContentLoaded', () => {
    const tellHeight = (): void => {
      window.harness.tell({
        t: 'height',
        px: Math.ceil(document.body.getBoundingClientRect().height),
      });
    };
    new ResizeObserver(tellHeight).observe(document.body);
    tellHeight();
  });
})();

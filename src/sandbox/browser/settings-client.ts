/**
 * What runs in the configuration plugin's document beside what every plugin has: it sends what was
 * chosen and tells the page what has been requested. It is sent as its own source, so nothing outside
 * the function's body is used.
 */
import type {} from './plugin-client.ts';

function settingsClient(): void {
  const plugin = window.sandboxPlugin;
  if (plugin === undefined) return;
  const { main, post, refresh, run, tell, tellHeight } = plugin;
  const parameters = new URLSearchParams(location.search);

  const complain = (text: string): void => {
    const place = main.querySelector('.problem');
    if (place !== null) place.textContent = text;
    tellHeight();
  };

  main.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (form === null) return;
    const chosen = (name: string): string[] =>
      new FormData(form).getAll(name).filter((value) => typeof value === 'string');
    const types = chosen('type');
    const contracts = chosen('contract');
    if (types.length === 0 || contracts.length === 0) {
      complain('Choose at least one contract and one integration.');
      form.querySelector<HTMLElement>('input:not(:checked)')?.focus();
      return;
    }
    void run(form.querySelector('button'), async () => {
      const response = await post('/rsc/plugin/settings/request', {
        api_key: parameters.get('api_key') ?? '',
        embedder: parameters.get('embedder') ?? '',
        types,
        contracts,
      });
      const { integrations } = (await response.json()) as { integrations: unknown };
      await refresh();
      const said = main.querySelector('[data-said]');
      if (said !== null) said.textContent = 'Your request has been sent.';
      tellHeight();
      tell({ li: 'integrated', integrations });
      // The ATS has to name and configure them, which takes it a moment.
      setTimeout(renew, 2_000);
    });
  });

  /** Says how things stand now and leaves what somebody is choosing as it is. */
  function renew(): void {
    void fetch(location.href, { headers: { accept: 'text/html' } })
      .then((response) => response.text())
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, 'text/html');
        for (const about of fresh.querySelectorAll('[id$="-about"]')) {
          document.getElementById(about.id)?.replaceChildren(...about.childNodes);
        }
        tellHeight();
      })
      .catch(() => undefined); // what stands there stays
  }

  // Whoever comes back may have switched something on in Recruiter.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') renew();
  });
}

/** Text of `/assets/settings.js`. */
export const settingsClientScript = `(${settingsClient.toString()})();\n`;

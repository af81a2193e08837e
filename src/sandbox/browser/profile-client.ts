/**
 * What runs in the profile plugin's document beside what every plugin has: it carries out what the
 * buttons say. It is sent as its own source, so nothing outside the function's body is used.
 */
import type {} from './plugin-client.ts';

function profileClient(): void {
  const plugin = window.sandboxPlugin;
  if (plugin === undefined) return;
  const { main, post, refresh, run, tell, tellHeight } = plugin;
  const parameters = new URLSearchParams(location.search);
  const subject = {
    api_key: parameters.get('api_key') ?? '',
    candidate: parameters.get('candidate') ?? '',
    context: parameters.get('context') ?? '',
  };

  const change = async (action: 'link' | 'unlink', member?: string): Promise<void> => {
    const response = await post(`/rsc/plugin/profile/${action}`, { ...subject, member });
    const answer = (await response.json()) as { member: string };
    await refresh();
    tell({ li: action === 'link' ? 'linked' : 'unlinked', member: answer.member });
  };

  const ask = (open: boolean): void => {
    const question = main.querySelector<HTMLElement>('.question');
    const button = main.querySelector<HTMLElement>('[data-action="ask-unlink"]');
    if (question === null || button === null) return;
    question.hidden = !open;
    button.hidden = open;
    (open ? question.querySelector<HTMLElement>('[data-action="keep"]') : button)?.focus();
    tellHeight();
  };

  main.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('button') : null;
    switch (target?.dataset['action']) {
      case 'link':
        void run(target, () => change('link', target.dataset['member']));
        break;
      case 'unlink':
        void run(target, () => change('unlink'));
        break;
      case 'ask-unlink':
        ask(true);
        break;
      case 'keep':
        ask(false);
        break;
      default:
    }
  });

  main.addEventListener('keydown', (event) => {
    const inQuestion =
      event.target instanceof Element && event.target.closest('.question') !== null;
    if (event.key === 'Escape' && inQuestion) ask(false);
  });

  main.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    const text = form?.querySelector('input')?.value ?? '';
    void run(form?.querySelector('button') ?? null, async () => {
      const response = await post('/rsc/plugin/profile/search', { ...subject, text });
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      main.querySelector('[data-results]')?.replaceChildren(...fresh.body.childNodes);
      const count = main.querySelectorAll('[data-results] li').length;
      const status = main.querySelector('[data-result-count]');
      if (status !== null) {
        status.textContent = count === 1 ? '1 person found' : `${String(count)} people found`;
      }
      tellHeight();
    });
  });
}

/** Text of `/assets/profile.js`. */
export const profileClientScript = `(${profileClient.toString()})();\n`;

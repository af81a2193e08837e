/**
 * What runs in the profile plugin's document: it tells its height, and carries out what the buttons
 * say. It is sent as its own source, so nothing outside the function's body is used.
 */
function profileClient(): void {
  const embedder = document.querySelector<HTMLMetaElement>('main')?.dataset['embedder'] ?? '';
  const main = document.querySelector('main');
  if (main === null) return;
  const parameters = new URLSearchParams(location.search);
  const subject = {
    api_key: parameters.get('api_key') ?? '',
    candidate: parameters.get('candidate') ?? '',
    context: parameters.get('context') ?? '',
  };
  let popup: Window | null = null;
  let lastHeight = 0;

  const tell = (message: object): void => {
    if (embedder !== '') parent.postMessage(message, embedder);
  };
  const tellHeight = (): void => {
    const height = Math.ceil(main.getBoundingClientRect().height);
    if (height === lastHeight) return;
    lastHeight = height;
    tell({ li: 'size', height });
  };

  const post = async (path: string, body: object): Promise<Response> => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(String(response.status));
    return response;
  };

  const complain = (text: string): void => {
    const place = main.querySelector('.problem');
    if (place !== null) place.textContent = text;
    tellHeight();
  };

  /** Shows the state as it is now, in place; focus goes to its heading. */
  const refresh = async (): Promise<void> => {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    const text = await response.text();
    const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    if (fresh === null) throw new Error('no main');
    main.replaceChildren(...fresh.childNodes);
    main.querySelector('h1')?.focus();
    tellHeight();
  };

  /** One piece of work at a time. A button that is disabled meanwhile would lose the focus. */
  const run = async (
    button: HTMLButtonElement | null,
    work: () => Promise<void>,
  ): Promise<void> => {
    if (button?.ariaDisabled === 'true') return;
    if (button !== null) button.ariaDisabled = 'true';
    complain('');
    try {
      await work();
    } catch {
      complain('That did not work. Check your connection and try again.');
    } finally {
      if (button !== null) button.ariaDisabled = null;
    }
  };

  const signIn = (): void => {
    popup = window.open('/uas/login?popup=1', 'li-sign-in', 'popup,width=480,height=640');
    if (popup === null) {
      complain(
        'Your browser blocked the sign-in window. Allow pop-ups for this page and try again.',
      );
    }
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
      case 'sign-in':
        signIn();
        break;
      case 'sign-out':
        void run(target, async () => {
          await post('/uas/logout', {});
          await refresh();
        });
        break;
      case 'reload':
        void run(target, refresh);
        break;
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

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin || event.source !== popup || popup === null) return;
    const code = (event.data as { handover?: unknown } | null)?.handover;
    if (typeof code !== 'string') return;
    popup = null;
    void run(null, async () => {
      await post('/uas/handover', { code });
      await refresh();
    });
  });

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== embedder || event.source !== parent) return;
    const message = event.data as { li?: unknown; scheme?: unknown } | null;
    if (message?.li !== 'scheme' || typeof message.scheme !== 'string') return;
    document.documentElement.dataset['scheme'] = message.scheme;
  });

  document.addEventListener('toggle', tellHeight, true);
  new ResizeObserver(tellHeight).observe(main);
  window.addEventListener('load', tellHeight);
  tellHeight();
}

/** What runs in the popup after a sign-in: hands the session to the frame that opened it. */
function handoverClient(): void {
  const code = document.querySelector<HTMLElement>('[data-handover]')?.dataset['handover'];
  const opener = window.opener as Window | null;
  if (code === undefined || opener === null) return;
  opener.postMessage({ handover: code }, location.origin);
  window.close();
}

/** Text of `/assets/profile.js`. */
export const profileClientScript = `(${profileClient.toString()})();\n`;
/** Text of `/assets/handover.js`. */
export const handoverClientScript = `(${handoverClient.toString()})();\n`;

/**
 * What runs in every plugin's document: it tells its height, follows the colours of the page around
 * it, and signs people in and out. It is sent as its own source, so nothing outside the function's
 * body is used; what a plugin adds gets at it by `sandboxPlugin`.
 */

export interface PluginClient {
  readonly main: HTMLElement;
  /** Posts JSON. @throws Error with the status, if it is not 2xx */
  post(path: string, body: object): Promise<Response>;
  /** Shows the state as it is now, in place; focus goes to its heading. */
  refresh(): Promise<void>;
  /** One piece of work at a time. A button that is disabled meanwhile would lose the focus. */
  run(button: HTMLButtonElement | null, work: () => Promise<void>): Promise<void>;
  /** Tells the page around. */
  tell(message: object): void;
  tellHeight(): void;
}

declare global {
  interface Window {
    sandboxPlugin?: PluginClient;
  }
}

function pluginClient(): void {
  const main = document.querySelector('main');
  if (main === null) return;
  const embedder = main.dataset['embedder'] ?? '';
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
      default:
    }
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

  window.sandboxPlugin = { main, post, refresh, run, tell, tellHeight };
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

/** Text of `/assets/plugin.js`. */
export const pluginClientScript = `(${pluginClient.toString()})();\n`;
/** Text of `/assets/handover.js`. */
export const handoverClientScript = `(${handoverClient.toString()})();\n`;

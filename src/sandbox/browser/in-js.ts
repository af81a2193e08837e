/**
 * Stand-ins for the two scripts a page loads from LinkedIn: `in.js`, which reads its settings from
 * its own tag's text and loads extensions, and the extensions, which draw the plugins.
 *
 * They are functions here so that they are checked and linted, and are sent as their own source.
 * So each must stand by itself: nothing outside its body, no syntax that needs a helper. They run
 * in strangers' pages under any CSP that lets the script and the frame in: DOM calls only.
 */

declare global {
  interface Window {
    IN?: SandboxIn;
  }
}

interface SandboxIn {
  readonly apiKey: string;
  readonly lang: string;
  readonly extensions: Readonly<Record<string, string>>;
}

function loader(): void {
  const own = document.currentScript;
  if (!(own instanceof HTMLScriptElement)) return;
  const settings: Record<string, string> = {};
  for (const line of own.text.split(/[\r\n]+/)) {
    const found = /^\s*["']?([A-Za-z_]+)["']?\s*:\s*(.*?)[\s,;]*$/.exec(line);
    if (found?.[1] === undefined) continue;
    settings[found[1].toLowerCase()] = (found[2] ?? '').replace(/^(["'])(.*)\1$/, '$2').trim();
  }
  const apiKey = settings['api_key'] ?? '';
  if (apiKey === '') {
    console.error('Error trying to initialize the widget: in.js has no api_key');
    return;
  }
  const extensions: Record<string, string> = {};
  for (const part of (settings['extensions'] ?? '').split(',')) {
    const found = /^\s*["']?(\w+)\s*@\s*(\S+?)["']?\s*$/.exec(part);
    if (found?.[1] !== undefined && found[2] !== undefined) extensions[found[1]] = found[2];
  }
  window.IN = { apiKey, lang: settings['lang'] ?? '', extensions };
  for (const url of Object.values(extensions)) {
    const script = document.createElement('script');
    script.src = url;
    script.async = true;
    // Where scripts are let in by nonce, ours hands on its own.
    if (own.nonce !== '') script.nonce = own.nonce;
    document.head.append(script);
  }
}

/** What tells the extensions of two plugins apart. */
interface PluginFrame {
  /** `type` of the tag that the plugin's frame is put behind. */
  readonly type: string;
  readonly path: string;
  readonly title: string;
  readonly id: string;
  /** Attributes that must have just this value. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly required: readonly string[];
  /** Which attribute goes into which parameter of the frame's address. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Messages of the frame: the attribute that names a global function, and what it is called with. */
  readonly callbacks: Readonly<Record<string, readonly [attribute: string, field: string]>>;
}

function extension(plugin: PluginFrame): void {
  const own = document.currentScript;
  const api = window.IN;
  if (!(own instanceof HTMLScriptElement) || api === undefined) return;
  const origin = new URL(own.src).origin;
  const drawn = new WeakSet<Element>();
  let frames = 0;

  const fail = (why: string): void => {
    console.error(`Error trying to initialize the widget: ${why}`);
  };

  const callGlobal = (name: string | null, value: unknown): void => {
    if (name === null || name === '') return;
    const callback = (window as unknown as Record<string, unknown>)[name];
    if (typeof callback === 'function') (callback as (value: unknown) => void)(value);
    else fail(`there is no global function of the name given in a callback attribute`);
  };

  /**
   * What the frame cannot see by itself: inside it, `prefers-color-scheme` is the system's. A page
   * that says nothing is light; one that can be both goes by the system.
   */
  const schemeOfPage = (): string => {
    const { colorScheme } = getComputedStyle(document.documentElement);
    const [dark, light] = [/\bdark\b/, /\blight\b/].map((one) => one.test(colorScheme));
    if (dark === true) return light === true ? 'auto' : 'dark';
    return 'light';
  };

  const draw = (tag: HTMLScriptElement): void => {
    if (drawn.has(tag)) return;
    drawn.add(tag);
    const attribute = (name: string): string => tag.getAttribute(name) ?? '';
    for (const [name, value] of Object.entries(plugin.fixed)) {
      if (attribute(name) === value) continue;
      fail(`${name} must be ${value}`);
      return;
    }
    for (const name of plugin.required) {
      if (attribute(name) !== '') continue;
      fail(`${name} is missing`);
      return;
    }
    frames += 1;
    const frame = document.createElement('iframe');
    let told = schemeOfPage();
    const url = new URL(plugin.path, origin);
    url.search = new URLSearchParams({
      api_key: api.apiKey,
      ...Object.fromEntries(
        Object.entries(plugin.parameters).map(([name, from]) => [name, attribute(from)]),
      ),
      embedder: location.origin,
      scheme: told,
    }).toString();
    const width = Number.parseInt(attribute('data-width'), 10);
    frame.title = plugin.title;
    frame.id = `${plugin.id}_${String(frames)}`;
    frame.style.border = '0';
    frame.style.display = 'block';
    frame.style.width = Number.isNaN(width) || width <= 0 ? '100%' : `${String(width)}px`;
    frame.style.maxWidth = '100%';
    frame.style.height = '320px';
    frame.allow = 'storage-access';
    let listening = false;
    const tellScheme = (): void => {
      const scheme = schemeOfPage();
      if (!listening || scheme === told) return;
      told = scheme;
      frame.contentWindow?.postMessage({ li: 'scheme', scheme }, origin);
    };
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      const message = event.data as Readonly<Record<string, unknown>> | null;
      listening = true;
      tellScheme();
      if (message?.['li'] === 'size' && typeof message['height'] === 'number') {
        const height = Math.min(Math.max(0, Math.ceil(message['height'])), 20000);
        frame.style.height = `${String(height)}px`;
        return;
      }
      const [name, field] = plugin.callbacks[String(message?.['li'])] ?? [];
      const value = field === undefined ? undefined : message?.[field];
      if (name !== undefined && value !== undefined) callGlobal(tag.getAttribute(name), value);
    });
    frame.src = url.href;
    tag.after(frame);
    new MutationObserver(tellScheme).observe(document.documentElement, { attributes: true });
  };

  const scan = (): void => {
    for (const tag of document.querySelectorAll<HTMLScriptElement>(
      `script[type="${plugin.type}" i]`,
    )) {
      draw(tag);
    }
  };
  new MutationObserver(scan).observe(document, { childList: true, subtree: true });
  scan();
}

const extensionScript = (plugin: PluginFrame): string =>
  `(${extension.toString()})(${JSON.stringify(plugin)});\n`;

/** Text of `/xdoor/scripts/in.js`. */
export const inScript = `(${loader.toString()})();\n`;
/** Text of the `HcmWidget` extension. */
export const profileExtensionScript = extensionScript({
  type: 'IN/HcmWidget',
  path: '/rsc/plugin/profile',
  title: 'LinkedIn profile',
  id: 'li_hcm_widget',
  fixed: { 'data-widget-type': 'ATS' },
  required: ['data-ats-candidate-id', 'data-integration-context'],
  parameters: {
    candidate: 'data-ats-candidate-id',
    context: 'data-integration-context',
    unlink: 'data-show-unlink-url',
    confirm: 'data-confirm-unlink',
  },
  callbacks: { linked: ['data-onlink', 'member'], unlinked: ['data-onunlink', 'member'] },
});
/** Text of the `ATSIntegrationWidget` extension. */
export const settingsExtensionScript = extensionScript({
  type: 'IN/ATSIntegrationWidget',
  path: '/rsc/plugin/settings',
  title: 'LinkedIn integrations',
  id: 'li_ats_integration_widget',
  fixed: {},
  required: ['data-supported-bundled-integration-types'],
  parameters: { types: 'data-supported-bundled-integration-types' },
  callbacks: { integrated: ['data-onintegrate', 'integrations'] },
});

/**
 * The document that runs LinkedIn's script.
 *
 * It lives on an origin of its own and holds no key, token or name: only what LinkedIn's tag needs.
 * It greets its parent, of which it knows the one right origin, gets a port, draws LinkedIn's
 * plugin when told to, and reports what becomes of it. LinkedIn's script runs in this realm and can
 * do whatever this document can; the frame above trusts none of what it hears from here further
 * than the schema of `pluginEvent` goes.
 */
import {
  pluginCommand,
  pluginPort,
  type PluginBoot,
  type PluginCommand,
  type PluginEvent,
} from '../../protocol/plugin-messages.ts';
import { maxFrameHeightPx } from '../../protocol/messages.ts';
import { watchHeight } from './height-watcher.ts';
import { callbackNames, createLoaderTag, createWidgetTag } from './linkedin-tags.ts';
import { integrationsOf } from './integrations.ts';
import { memberOf } from './member.ts';

export interface PluginDocumentOptions {
  readonly boot: PluginBoot;
  /** Element that holds what LinkedIn draws. */
  readonly container: HTMLElement;
  /** Starts the document over. */
  readonly reload: () => void;
  /** Time for LinkedIn to draw its frame, in milliseconds. */
  readonly deadlineMs?: number;
}

type FailureCode = Extract<PluginEvent, { t: 'failed' }>['code'];

const defaultDeadlineMs = 20_000;

/** Starts the document. */
export function startPluginDocument(options: PluginDocumentOptions): void {
  const { boot, container } = options;
  let port: MessagePort | null = null;
  let current: PluginCommand | null = null;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let shown = false;

  const send = (event: PluginEvent): void => port?.postMessage(event);

  function fail(code: FailureCode): void {
    if (shown) return;
    clearTimeout(deadline);
    send({ t: 'failed', code });
  }

  function onMember(t: 'linked' | 'unlinked', value: unknown): void {
    const member = memberOf(value);
    if (member !== null) send({ t, member });
  }

  function onIntegrated(value: unknown): void {
    const integrations = integrationsOf(value);
    if (integrations.length > 0) send({ t: 'integrated', integrations });
  }

  function applyAppearance({ appearance }: PluginCommand): void {
    document.documentElement.dataset['appearance'] = appearance ?? 'auto';
  }

  /** LinkedIn's frame has loaded something: from now on its own words are on the screen. */
  function onLoad(event: Event): void {
    if (shown || !(event.target instanceof HTMLIFrameElement)) return;
    // An empty frame loads the moment it is inserted. One of another origin has no document for us.
    if (event.target.contentDocument?.URL === 'about:blank') return;
    shown = true;
    clearTimeout(deadline);
    heights.check();
    send({ t: 'shown' });
  }

  function show(command: PluginCommand): void {
    applyAppearance(command);
    if (current !== null) {
      // LinkedIn's script has no way to take a plugin back. Only a fresh document draws another.
      if (!isSamePlugin(current, command)) options.reload();
      return;
    }
    current = command;
    Object.assign(window, {
      [callbackNames.linked]: (value: unknown) => {
        onMember('linked', value);
      },
      [callbackNames.unlinked]: (value: unknown) => {
        onMember('unlinked', value);
      },
      [callbackNames.integrated]: onIntegrated,
    });
    container.append(createWidgetTag(document, command));
    document.head.append(createLoaderTag(document, boot, command));
    deadline = setTimeout(() => {
      fail('linkedin_plugin_failed');
    }, options.deadlineMs ?? defaultDeadlineMs);
  }

  /** LinkedIn's loader, or the extension it loads, did not arrive. What else it loads may fail. */
  function onError({ target }: Event): void {
    if (!(target instanceof HTMLScriptElement)) return;
    const isNeeded = [boot.scriptUrl, boot.extensionUrl].some((url) => target.src.startsWith(url));
    if (isNeeded) fail('linkedin_script_blocked');
  }

  function onViolation(event: SecurityPolicyViolationEvent): void {
    if (event.effectiveDirective.startsWith('script-src')) fail('linkedin_script_blocked');
    else if (event.effectiveDirective === 'frame-src') fail('linkedin_plugin_failed');
  }

  function onWindowMessage(event: MessageEvent<unknown>): void {
    if (event.source !== window.parent || event.origin !== boot.frameOrigin) return;
    const received = event.ports[0];
    if (received === undefined || !pluginPort.safeParse(event.data).success) return;
    window.removeEventListener('message', onWindowMessage);
    port = received;
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const parsed = pluginCommand.safeParse(data);
      if (parsed.success) show(parsed.data);
    });
    port.start();
    heights.check();
  }

  const heights = watchHeight(container, (height) => {
    send({ t: 'size', height: Math.min(height, maxFrameHeightPx) });
  });
  // Load and error events do not bubble, but they can be caught on the way down.
  container.addEventListener('load', onLoad, true);
  document.addEventListener('error', onError, true);
  document.addEventListener('securitypolicyviolation', onViolation);
  window.addEventListener('message', onWindowMessage);
  window.parent.postMessage({ rsc: 'plugin-hello', v: 1 }, boot.frameOrigin);
}

/** Whether LinkedIn's tag would be the same. Width and appearance change nothing in it by themselves. */
function isSamePlugin(a: PluginCommand, b: PluginCommand): boolean {
  const tagOf = (command: PluginCommand): string =>
    JSON.stringify({ ...command, widthPx: 0, appearance: undefined });
  return tagOf(a) === tagOf(b);
}

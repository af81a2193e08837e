/**
 * The frame's end of the connection to the plugin document.
 *
 * Each greeting of the document in our own child frame, from the one origin it may have, gets a
 * port of its own: the document starts over to draw another plugin, and the port of the last one is
 * dropped. What comes over the port has passed through a realm that LinkedIn's script shares, so
 * nothing of it is used that the schema does not know.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import {
  pluginEvent,
  pluginHello,
  type PluginCommand,
  type PluginEvent,
} from '../../protocol/plugin-messages.ts';

export interface PluginLinkOptions {
  readonly iframe: HTMLIFrameElement;
  /** Address of the plugin document; its origin is the only one listened to. */
  readonly url: string;
  readonly command: PluginCommand;
  readonly onEvent: (event: PluginEvent) => void;
  /** The document did not even say hello. */
  readonly onSilence: (code: ErrorCode) => void;
  readonly deadlineMs?: number;
}

export interface PluginLink {
  /** Tells the document what to show now. */
  show(command: PluginCommand): void;
  close(): void;
}

const defaultDeadlineMs = 15_000;

export function createPluginLink(options: PluginLinkOptions): PluginLink {
  const { iframe } = options;
  const { origin } = new URL(options.url);
  let command = options.command;
  let port: MessagePort | null = null;

  const deadline = setTimeout(() => {
    options.onSilence('linkedin_plugin_failed');
  }, options.deadlineMs ?? defaultDeadlineMs);

  function onPortMessage({ data }: MessageEvent<unknown>): void {
    const parsed = pluginEvent.safeParse(data);
    if (parsed.success) options.onEvent(parsed.data);
  }

  function onWindowMessage(event: MessageEvent<unknown>): void {
    const target = iframe.contentWindow;
    if (target === null || event.source !== target || event.origin !== origin) return;
    if (!pluginHello.safeParse(event.data).success) return;
    clearTimeout(deadline);
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.addEventListener('message', onPortMessage);
    port.start();
    target.postMessage({ rsc: 'plugin-port', v: 1 }, origin, [channel.port2]);
    port.postMessage(command);
  }

  window.addEventListener('message', onWindowMessage);

  return {
    show(next) {
      command = next;
      port?.postMessage(next);
    },
    close() {
      clearTimeout(deadline);
      port?.close();
      window.removeEventListener('message', onWindowMessage);
    },
  };
}

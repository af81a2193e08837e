/**
 * Plays the frame of an element in a test page: greets as a frame of the partner's origin would and
 * talks over the port. No second server is needed, because the real frame never loads: its address
 * is refused by the test's own configuration, and events can be made with any origin and source.
 */
import type { FrameMessage, HostMessage } from '../protocol/messages.ts';
import { configure } from './page.ts';

export const endpoint = 'http://127.0.0.1:9/rsc';
const { origin } = new URL(endpoint);

/** Configures the page so that frames go nowhere and contexts come from here. */
export function configureTestPage(overrides: Partial<Parameters<typeof configure>[0]> = {}): void {
  configure({
    tenant: 'acme',
    endpoint,
    fetchContext: (entries) =>
      Promise.resolve(entries.map(({ inst, obj }) => ({ inst, ticket: `ticket-${obj}` }))),
    ...overrides,
  });
}

export interface FrameDouble {
  readonly received: HostMessage[];
  /** The first message of that kind, once it has come. */
  heard<T extends HostMessage['t']>(t: T): Promise<Extract<HostMessage, { t: T }>>;
  send(message: FrameMessage): void;
  /** Sends what no frame of ours would. */
  sendRaw(message: unknown): void;
}

/** Greets the host in the name of `frame`; resolves when the host has answered with a port. */
export function greetAs(
  frame: HTMLIFrameElement,
  change: { readonly origin?: string; readonly source?: Window; readonly hello?: object } = {},
): FrameDouble {
  const inst = new URL(frame.src).searchParams.get('i');
  const hello = { rsc: 'hello', v: [1], inst, fn: 'f'.repeat(22), jkt: 'k'.repeat(43) };
  const received: HostMessage[] = [];
  const RealChannel = globalThis.MessageChannel;
  let port: MessagePort | undefined;
  // The port goes to a window that never loaded; keep the end that the frame would get.
  globalThis.MessageChannel = class {
    readonly port1: MessagePort;
    readonly port2 = new RealChannel().port2;
    constructor() {
      const channel = new RealChannel();
      this.port1 = channel.port1;
      port = channel.port2;
    }
  };
  try {
    dispatchEvent(
      new MessageEvent('message', {
        data: { ...hello, ...change.hello },
        origin: change.origin ?? origin,
        source: change.source ?? frame.contentWindow,
      }),
    );
  } finally {
    globalThis.MessageChannel = RealChannel;
  }
  if (port) {
    port.onmessage = ({ data }: MessageEvent<HostMessage>) => received.push(data);
  }
  const sendRaw = (message: unknown): void => {
    if (!port) throw new Error('the host has not answered');
    port.postMessage(message);
  };
  return {
    received,
    send: sendRaw,
    sendRaw,
    async heard(t) {
      for (let i = 0; i < 200; i += 1) {
        const found = received.find((message) => message.t === t);
        if (found) return found as Extract<HostMessage, { t: typeof t }>;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`the host said no ${t}, only ${received.map((m) => m.t).join()}`);
    },
  };
}

/** The frame inside an element, once it is there. */
export async function frameOf(root: ParentNode | null | undefined): Promise<HTMLIFrameElement> {
  for (let i = 0; i < 200; i += 1) {
    const frame = root?.querySelector('iframe');
    if (frame) return frame;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('no frame came');
}

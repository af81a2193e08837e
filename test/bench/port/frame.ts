/** Frame of the port benchmark: round trips to the host over our session's port, over a bare one
 * that the host echoes on, and through Penpal. */
import { connect, WindowMessenger } from 'penpal';
import { createFrameSession } from '../../../src/handshake/frame.ts';
import { frameBoot } from '../../../src/protocol/routes.ts';

type RoundTrip = (id: number) => Promise<void>;
type Name = 'ours' | 'bare' | 'penpal';

declare global {
  interface Window {
    /** Round trips a second over one way of talking; sequential, or so many in flight. */
    measure?: (name: Name, count: number, inFlight: number) => Promise<number>;
  }
}

const boot = frameBoot.parse(
  JSON.parse(document.querySelector<HTMLMetaElement>('meta[name=rsc-boot]')?.content ?? ''),
);
const hostOrigin = boot.allow[0] ?? '';

function pending(): { wait: RoundTrip; settle: (id: number) => void } {
  const waiting = new Map<number, () => void>();
  return {
    wait: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    settle: (id) => {
      waiting.get(id)?.();
      waiting.delete(id);
    },
  };
}

async function ours(): Promise<RoundTrip> {
  const { wait, settle } = pending();
  const session = createFrameSession({
    boot,
    onSettings: () => undefined,
    onWipe: () => undefined,
    onState: () => undefined,
    onMessage: (message) => {
      if (message.t === 'pong') settle(message.id);
    },
  });
  await session.start();
  return (id) => {
    const answered = wait(id);
    session.send({ t: 'ping', id });
    return answered;
  };
}

/** Asks the host for something and waits until it says that it is there. */
function ask(question: string, answer: string): Promise<MessagePort | undefined> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      if (event.origin !== hostOrigin || event.data !== answer) return;
      removeEventListener('message', onMessage);
      resolve(event.ports[0]);
    };
    addEventListener('message', onMessage);
    parent.postMessage(question, hostOrigin);
  });
}

async function bare(): Promise<RoundTrip> {
  const port = await ask('want-echo', 'echo');
  const { wait, settle } = pending();
  if (!port) throw new Error('The host sent no port.');
  port.onmessage = ({ data }: MessageEvent<number>) => settle(data);
  return (id) => {
    const answered = wait(id);
    port.postMessage(id);
    return answered;
  };
}

async function penpal(): Promise<RoundTrip> {
  await ask('want-penpal', 'penpal');
  const remote = await connect<{ ping(id: number): number }>({
    messenger: new WindowMessenger({ remoteWindow: parent, allowedOrigins: [hostOrigin] }),
  }).promise;
  return async (id) => {
    await remote.ping(id);
  };
}

const ways: Record<Name, RoundTrip> = {
  ours: await ours(),
  bare: await bare(),
  penpal: await penpal(),
};

let id = 0;
window.measure = async (name, count, inFlight) => {
  const way = ways[name];
  const end = id + count;
  const worker = async (): Promise<void> => {
    while (id < end) await way((id += 1));
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count / (performance.now() - startedAt)) * 1000;
};

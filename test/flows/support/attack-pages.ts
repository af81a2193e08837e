/** Pages of attackers, and pages that do our shell's part by hand and wrongly. */
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { backend, harness, serve, visit, type HostPage } from './hostile.ts';

/** A site nobody has registered anywhere. Its pages exist in the browser only. */
export const evil = 'http://evil.localhost';

/** A message as a window got it. */
export interface Received {
  readonly origin: string;
  readonly data: unknown;
  readonly ports: number;
}

declare global {
  interface Window {
    /** Every message that has reached this window. */
    received?: Received[];
    /** What was delivered over the ports that `joinByHand` and attackers hold. */
    overPort?: unknown[];
    port?: MessagePort;
    greeting?: Greeting;
    pwned?: unknown;
  }
}

/** What a frame greets with. */
export interface Greeting {
  readonly rsc: 'hello';
  readonly inst: string;
  readonly fn: string;
  readonly jkt: string;
}

/** Notes what reaches each window of a context, from the beginning. */
export const hearMessages = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const received: Received[] = [];
    window.received = received;
    addEventListener('message', ({ origin, data, ports }: MessageEvent<unknown>) => {
      received.push({ origin, data, ports: ports.length });
    });
  });

export const receivedBy = (where: Page | Frame): Promise<Received[]> =>
  where.evaluate(() => window.received ?? []);

/** Serves and opens a page of an attacker, or of a host that an attacker controls. */
export async function openAt(context: BrowserContext, address: string, page: HostPage) {
  await serve(context, address, page);
  return visit(context, address);
}

export interface FrameAddressParts {
  readonly widget?: string;
  readonly tenant?: string;
  readonly origin?: string;
  readonly inst?: string;
}

/** Address of a frame document, as the shell makes it. */
export const frameAddress = ({
  widget = 'profile-widget',
  tenant = 'harness',
  origin = harness,
  inst = 'AAAAAAAAAAAAAAAAAAAAAA',
}: FrameAddressParts = {}): string =>
  `${backend}/rsc/frame/${widget}?p=${tenant}&o=${encodeURIComponent(origin)}&i=${inst}&v=1&c=0`;

/** Where LinkedIn's script runs. */
export const plugin = backend.replace('//', '//plugin.');

export const pluginAddress = (origin: string): string =>
  `${plugin}/rsc/plugin/profile?p=harness&o=${encodeURIComponent(origin)}&c=0`;

/** A frame element; with `id`, so that tests can tell several apart. */
export const iframe = (src: string, id = 'victim', attributes = ''): string =>
  `<iframe id="${id}" title="${id}" width="600" height="500" ${attributes}
    src="${src.replaceAll('&', '&amp;')}"></iframe>`;

/** The frame of an `<iframe>` by its id. */
export async function frameOf(page: Page | Frame, id = 'victim'): Promise<Frame> {
  const element = await page.waitForSelector(`iframe#${id}`, { state: 'attached' });
  const frame = await element.contentFrame();
  if (frame === null) throw new Error(`#${id} has no frame.`);
  return frame;
}

/** Browsers put a document of their own in the place of one that may not be framed. */
export async function expectRefused(page: Page | Frame, id = 'victim'): Promise<void> {
  const frame = await frameOf(page, id);
  await expect.poll(() => frame.url()).toMatch(/^chrome-error:/);
}

/** The greeting that a frame has sent to the page around it. */
export async function greetingOn(page: Page, count = 1): Promise<Greeting[]> {
  const greetings = async () =>
    (await receivedBy(page))
      .map(({ data }) => data as Greeting)
      .filter(({ rsc }) => rsc === 'hello');
  await expect.poll(async () => (await greetings()).length).toBe(count);
  return greetings();
}

/** Changes of the one message that connects a frame. */
export interface PortChanges {
  readonly v?: number;
  readonly inst?: string;
  readonly fn?: string;
  readonly ports?: number;
}

export const hostNonce = 'BBBBBBBBBBBBBBBBBBBBBB';

/**
 * Does the shell's part from the window it runs in: hands a port to a frame. What comes back over
 * it is in `window.overPort`. Runs in a page: everything it needs comes as an argument.
 */
export function handPort(options: {
  /** Way to a window: names and numbers of frames, `parent`, `opener`, `self`. */
  readonly target: string;
  readonly origin: string;
  readonly message: unknown;
  readonly ports: number;
}): void {
  const { target, origin, message, ports } = options;
  const find = (path: string): Window => {
    let found: Window = window;
    for (const step of path.split('.')) {
      const next: unknown = Reflect.get(found, step);
      found = next as Window;
    }
    return found;
  };
  const overPort: unknown[] = [];
  window.overPort = overPort;
  const channels = Array.from({ length: ports }, () => new MessageChannel());
  for (const { port1 } of channels) {
    port1.onmessage = ({ data }: MessageEvent<unknown>) => overPort.push(data);
    window.port = port1;
  }
  const transfer = channels.map(({ port2 }) => port2);
  find(target).postMessage(message, origin, transfer);
}

export const portMessage = ({ inst, fn }: Greeting, changes: PortChanges = {}) => ({
  rsc: 'port',
  v: changes.v ?? 1,
  inst: changes.inst ?? inst,
  fn: changes.fn ?? fn,
  hn: hostNonce,
});

/** Hands a port to the frame `#victim` of the page, as its shell would. */
export const joinByHand = (
  page: Page,
  greeting: Greeting,
  changes: PortChanges = {},
): Promise<void> =>
  page.evaluate(handPort, {
    target: '0',
    origin: backend,
    message: portMessage(greeting, changes),
    ports: changes.ports ?? 1,
  });

/** Says something over the port that was handed out last. */
export const say = (where: Page | Frame, message: unknown): Promise<void> =>
  where.evaluate((data) => window.port?.postMessage(data), message);

export const overPort = (where: Page | Frame): Promise<{ t: string; [field: string]: unknown }[]> =>
  where.evaluate(() => (window.overPort ?? []) as { t: string }[]);

/** Messages of one kind over the port, once there is one. */
export async function saidOverPort(where: Page | Frame, t: string) {
  const said = async () => (await overPort(where)).filter((message) => message.t === t);
  await expect.poll(async () => (await said()).length).toBeGreaterThan(0);
  return said();
}

/**
 * A registered page without our shell, where the test does its part, with a page of evil's beside
 * the frame. Ends when the frame has greeted.
 */
export async function handMadeHost(
  context: BrowserContext,
  parts: FrameAddressParts = {},
): Promise<{ page: Page; greeting: Greeting }> {
  await serve(context, `${evil}/beside`, { body: 'beside' });
  const { page } = await openAt(context, `${harness}/flows/by-hand`, {
    body: iframe(frameAddress(parts)) + iframe(`${evil}/beside`, 'beside'),
  });
  const [greeting] = await greetingOn(page);
  if (greeting === undefined) throw new Error('The frame did not greet.');
  return { page, greeting };
}

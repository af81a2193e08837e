/**
 * Everything that gets about while people work with the demo: what its servers get and answer, what
 * they log, and in browsers addresses, consoles, errors, messages, documents and what they keep.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, CDPSession, Frame, Page } from 'playwright-core';
import { startDemo, type DemoInfo, type DemoProcess } from '../../support/demo-process.ts';
import type { WireEntry } from './record-wire.ts';

/** A text and where it was seen: a place such as `address` or `log`, a site, and what there. */
export interface Piece {
  readonly label: string;
  readonly text: string;
}

declare global {
  interface Window {
    rscCapture?: (place: string, text: string) => Promise<void>;
  }
}

const recordFile = fileURLToPath(new URL('../../../.cache/privacy-wire.jsonl', import.meta.url));

/** Starts a demo of its own, all of whose traffic is written down. */
export const startRecordedDemo = (): Promise<DemoProcess> =>
  startDemo('privacy-demo', {
    imports: [new URL('record-wire.ts', import.meta.url)],
    env: { RSC_WIRE_RECORD: recordFile },
  });

export const readWire = (): WireEntry[] =>
  readFileSync(recordFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WireEntry);

/** Says whose an address is: `ats`, `partner`, `plugin`, `linkedin`, `harness`, or `elsewhere`. */
export type SiteOf = (address: string) => string;

export function sitesOf(info: DemoInfo): SiteOf {
  const ports = new Map([
    [new URL(info.ats).port, 'ats'],
    [new URL(info.backend).port, 'partner'],
    [new URL(info.sandbox.origin).port, 'linkedin'],
    [new URL(info.harness).port, 'harness'],
  ]);
  return (address) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    const site = ports.get(url?.port ?? '') ?? 'elsewhere';
    if (url === null) return site;
    // Servers on this machine call each other by number.
    if (url.hostname === '127.0.0.1') return `${site}-server`;
    return url.hostname.startsWith('plugin.') ? 'plugin' : site;
  };
}

/** What a record of traffic says, piece by piece. */
export function wirePieces(entries: readonly WireEntry[], siteOf: SiteOf): Piece[] {
  return entries.flatMap((entry) => {
    const url = new URL(entry.target, `http://${entry.host}`);
    const route = `${siteOf(url.href)} ${entry.method} ${url.pathname}`;
    const headers = (place: string, list: WireEntry['headers']): Piece[] =>
      list.map(([name, value]) => ({ label: `${place} ${name} ${route}`, text: value }));
    return [
      { label: `address ${route}`, text: entry.target },
      ...headers('header', entry.headers),
      { label: `body ${route}`, text: entry.body },
      ...headers('answer-header', entry.answerHeaders),
      { label: `answer ${route}`, text: entry.answer },
    ];
  });
}

export const logPieces = (file: string): Piece[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text) => ({ label: 'log', text }));

export interface Watch {
  readonly pieces: Piece[];
  /** Notes what the documents of a page hold and keep at this moment. */
  look(page: Page): Promise<void>;
}

/** Notes from now on what happens in a browser. */
export async function watch(context: BrowserContext, siteOf: SiteOf): Promise<Watch> {
  const pieces: Piece[] = [];
  const note = (label: string, text: string): void => {
    pieces.push({ label, text });
  };
  const at = (address: string): string =>
    `${siteOf(address)} ${URL.canParse(address) ? new URL(address).pathname : ''}`;

  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    note(`address ${siteOf(request.url())} ${request.method()} ${pathname}`, request.url());
  });
  context.on('console', (message) => {
    const { url } = message.location();
    note(`console ${at(url)}`, `${message.text()} ${url}`);
  });
  context.on('weberror', (error) => {
    const { message, stack = '' } = error.error();
    note('error uncaught', `${message} ${stack}`);
  });
  context.on('dialog', (dialog) => {
    note('error dialog', dialog.message());
  });
  await context.exposeBinding('rscCapture', ({ frame }, place: string, text: string) => {
    note(`${place} ${at(frame.url())}`, text);
  });
  await context.addInitScript(hear);

  return {
    pieces,
    async look(page) {
      for (const frame of page.frames()) {
        const kept = await frame.evaluate(whatIsKept).catch(() => null);
        for (const [place, text] of Object.entries(kept ?? {})) {
          note(`${place} ${at(frame.url())}`, text);
        }
      }
      const sessions = await Promise.all(
        [page, ...page.frames().slice(1)].map((one) => sessionOf(context, one)),
      );
      for (const session of sessions) {
        if (session === null) continue;
        const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
        readDocument(root, at, note);
        await session.detach();
      }
    },
  };
}

/** Runs in each document: tells what our elements say, and what is sent from window to window. */
function hear(): void {
  const tell = window.rscCapture;
  if (tell === undefined) return;
  const say = (place: string, value: unknown): void => {
    // A document that is being left has nobody to tell.
    tell(place, JSON.stringify(value) ?? '').catch(() => undefined);
  };
  for (const name of ['rsc-ready', 'rsc-state', 'rsc-error', 'rsc-link', 'rsc-unlink']) {
    document.addEventListener(name, (event) => {
      say(`event ${name}`, event instanceof CustomEvent ? event.detail : null);
    });
  }
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    say('message', data);
  });
  const post = Reflect.get(MessagePort.prototype, 'postMessage') as (...values: unknown[]) => void;
  Reflect.set(
    MessagePort.prototype,
    'postMessage',
    function (this: MessagePort, ...values: unknown[]) {
      say('port', values[0]);
      post.apply(this, values);
    },
  );
}

/** Runs in a document: everything it keeps beyond its nodes. */
async function whatIsKept(): Promise<Record<string, string>> {
  const storages = [localStorage, sessionStorage].map((one) => Object.entries(one));
  const databases = await indexedDB.databases();
  const caches = await window.caches.keys();
  const entries = performance.getEntries().map(({ name }) => name);
  return {
    title: document.title,
    storage: [storages, databases, caches].flat(3).map(String).join('\n'),
    cookie: document.cookie,
    history: `${location.href}\n${document.referrer}`,
    'history-state': JSON.stringify(history.state),
    'window-name': window.name,
    performance: entries.join('\n'),
  };
}

/** A frame has a session if it has a process of its own. */
const sessionOf = (context: BrowserContext, one: Page | Frame): Promise<CDPSession | null> =>
  context.newCDPSession(one).catch(() => null);

interface Node {
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly documentURL?: string | undefined;
  readonly attributes?: readonly string[] | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly shadowRoots?: readonly Node[] | undefined;
  readonly contentDocument?: Node | undefined;
  readonly templateContent?: Node | undefined;
}

/** Notes all texts and attributes of a document, closed shadow trees included, and frames within. */
function readDocument(
  root: Node,
  at: (address: string) => string,
  note: (label: string, text: string) => void,
): void {
  const all: string[] = [];
  /** Of our elements, in pages of others. */
  const ours: string[] = [];

  const walk = (node: Node, isOurs: boolean): void => {
    const texts = [node.nodeValue, ...(node.attributes ?? [])];
    all.push(...texts);
    if (isOurs) ours.push(...texts);
    if (node.contentDocument !== undefined) readDocument(node.contentDocument, at, note);
    const inner = [node.children, node.shadowRoots, node.templateContent].flat();
    for (const child of inner) {
      if (child !== undefined) walk(child, isOurs || child.nodeName.startsWith('RSC-'));
    }
  };
  walk(root, false);
  const where = at(root.documentURL ?? '');
  note(`document ${where}`, all.join('\n'));
  if (ours.length > 0) note(`element ${where}`, ours.join('\n'));
}

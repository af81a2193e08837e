import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { PluginCommand } from '../../protocol/plugin-messages.ts';
import './plugin-frame.ts';
import type { RscMemberEvent, RscPluginEvent, RscPluginFrame } from './plugin-frame.ts';

/** The same server under another name is another origin. */
const otherOrigin = `http://127.0.0.1:${location.port}`;
const documentPath = '/src/frame/plugin/test-support/document.html';

interface Wanted {
  readonly script?: string;
  readonly frameOrigin?: string;
}

const urlOf = ({ script = 'in.js', frameOrigin = location.origin }: Wanted = {}): string =>
  `${otherOrigin}${documentPath}?${new URLSearchParams({ script, frameOrigin }).toString()}`;

const commandOf = (candidateId: string): PluginCommand & { readonly t: 'show' } => ({
  t: 'show',
  candidateId,
  integrationContext: 'urn:li:organization:1',
  showUnlink: true,
  confirmUnlink: true,
  widthPx: 600,
  locale: 'de-AT',
});

const render = (url = urlOf(), candidateId = 'cand-1'): Promise<RscPluginFrame> =>
  fixture<RscPluginFrame>(
    html`<rsc-plugin-frame .url=${url} .command=${commandOf(candidateId)}></rsc-plugin-frame>`,
  );
const inside = <T extends Element = HTMLElement>(
  element: RscPluginFrame,
  selector: string,
): T | null => element.shadowRoot?.querySelector<T>(selector) ?? null;

describe('<rsc-plugin-frame>', () => {
  it("shows outlines, then LinkedIn's frame in its full height, and follows it", async () => {
    const element = await render();
    expect(inside(element, 'rsc-profile-skeleton')).to.not.equal(null);
    expect(inside<HTMLIFrameElement>(element, 'iframe')?.inert).to.equal(true);
    expect(element.settled).to.equal(false);
    const event = (await oneEvent(element, 'rsc-plugin')) as unknown as RscPluginEvent;
    expect(event.code).to.equal(null);
    await element.updateComplete;
    expect(inside(element, 'rsc-profile-skeleton')).to.equal(null);
    const iframe = inside<HTMLIFrameElement>(element, 'iframe');
    expect(iframe?.inert).to.equal(false);
    await waitUntil(() => (iframe?.getBoundingClientRect().height ?? 0) >= 420, 'it grows', {
      timeout: 8_000,
    });
  });

  it('reports links and unlinks, and no more than their URN', async () => {
    const element = await render(urlOf(), 'links');
    const members: string[] = [];
    element.addEventListener('rsc-member', (event) => {
      const { action, member } = event as unknown as RscMemberEvent;
      members.push(`${action} ${member}`);
    });
    await waitUntil(() => element.settled, 'it is shown', { timeout: 8_000 });
    expect(members).to.deep.equal(['linked urn:li:person:abc', 'unlinked urn:li:person:abc']);
  });

  it('says when the script is blocked, and tries again', async () => {
    const element = await render(urlOf({ script: 'missing.js' }));
    const event = (await oneEvent(element, 'rsc-plugin')) as unknown as RscPluginEvent;
    expect(event.code).to.equal('linkedin_script_blocked');
    await element.updateComplete;
    await expect(element).to.be.accessible();
    const first = inside(element, 'iframe');
    inside(element, 'rsc-notice')
      ?.shadowRoot?.querySelector<HTMLElement>('.action button')
      ?.click();
    await element.updateComplete;
    expect(inside(element, 'rsc-notice')).to.equal(null);
    expect(inside(element, 'iframe')).to.not.equal(first);
    await oneEvent(element, 'rsc-plugin');
  });

  it('does not connect to a document that expects another frame', async () => {
    const element = await render(urlOf({ frameOrigin: 'http://elsewhere.example' }));
    let heard = 0;
    element.addEventListener('rsc-plugin', () => (heard += 1));
    const iframe = inside<HTMLIFrameElement>(element, 'iframe');
    await new Promise((resolve) => iframe?.addEventListener('load', resolve, { once: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard).to.equal(0);
  });

  it('gives no port to other windows, nor to its own frame on another origin', async () => {
    const element = await render(urlOf({ frameOrigin: 'http://elsewhere.example' }));
    const { port1, port2 } = new MessageChannel();
    let ports = 0;
    const onMessage = (event: MessageEvent): void => {
      if ((event.data as { rsc?: string }).rsc === 'plugin-port') ports += 1;
    };
    window.addEventListener('message', onMessage);
    const hello = { rsc: 'plugin-hello', v: 1 };
    window.postMessage(hello, location.origin);
    const source = inside<HTMLIFrameElement>(element, 'iframe')?.contentWindow ?? null;
    window.dispatchEvent(new MessageEvent('message', { data: hello, origin: otherOrigin }));
    window.dispatchEvent(
      new MessageEvent('message', { data: hello, origin: location.origin, source, ports: [port2] }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    window.removeEventListener('message', onMessage);
    port1.close();
    expect(ports).to.equal(0);
    expect(element.settled).to.equal(false);
  });

  it('draws another plugin by starting the document over', async () => {
    const element = await render();
    await oneEvent(element, 'rsc-plugin');
    const iframe = inside<HTMLIFrameElement>(element, 'iframe');
    const loaded = new Promise((resolve) => {
      iframe?.addEventListener('load', resolve, { once: true });
    });
    setTimeout(() => {
      element.command = { ...commandOf('links'), showUnlink: false };
    });
    await oneEvent(element, 'rsc-member');
    await loaded;
    expect(inside(element, 'iframe')).to.equal(iframe);
  });

  it('changes its appearance without starting over', async () => {
    const element = await render();
    await oneEvent(element, 'rsc-plugin');
    let loads = 0;
    inside(element, 'iframe')?.addEventListener('load', () => (loads += 1));
    element.command = { ...commandOf('cand-1'), appearance: 'dark', widthPx: 300 };
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(loads).to.equal(0);
  });
});

import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { ErrorDetail, StateDetail } from '../../protocol/events.ts';
import { configureTestPage, frameOf, greetAs } from '../frame-double.test-support.ts';
import type { RscProfileWidgetElement } from './profile-widget.ts';
import { defineProfileWidget } from './profile-widget.ts';

defineProfileWidget();
configureTestPage();

const render = (template = html`<rsc-profile-widget candidate-id="c-1"></rsc-profile-widget>`) =>
  fixture<RscProfileWidgetElement>(template);

async function linked(template?: ReturnType<typeof html>) {
  const element = await render(template);
  const iframe = await frameOf(element.shadowRoot);
  return { element, iframe, frame: greetAs(iframe) };
}

function part(element: Element, name: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`);
  if (!found) throw new Error(`the widget has no part ${name}`);
  return found;
}
const box = (element: Element): HTMLElement => part(element, 'box');
const panel = (element: Element): HTMLElement => part(element, 'panel');

describe('<rsc-profile-widget>', () => {
  it('reserves its room before anything is loaded, whatever the page resets', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { all: unset !important }');
    document.adoptedStyleSheets.push(sheet);
    try {
      const element = await render();
      expect(element.getBoundingClientRect().height).to.equal(560);
      expect(getComputedStyle(box(element)).display).to.equal('block');
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    }
  });

  it('makes a frame that says nothing about people in its address', async () => {
    const element = await render();
    const { searchParams, pathname } = new URL((await frameOf(element.shadowRoot)).src);
    expect(pathname).to.equal('/rsc/frame/profile-widget');
    expect(searchParams.get('p')).to.equal('acme');
    expect(searchParams.get('o')).to.equal(location.origin);
    expect(searchParams.get('i')).to.match(/^[\w-]{22}$/);
    expect([...searchParams.values()].join()).not.to.contain('c-1');
  });

  it('titles and sandboxes its frame', async () => {
    const frame = await frameOf((await render()).shadowRoot);
    expect(frame.title).to.equal('LinkedIn profile');
    expect(frame.getAttribute('sandbox')).to.contain('allow-same-origin');
    expect(frame.getAttribute('sandbox')).not.to.contain('allow-top-navigation');
    expect(frame.referrerPolicy).to.equal('strict-origin');
  });

  it('answers a greeting with a port, the settings, and a context', async () => {
    const { element, frame } = await linked(
      html`<rsc-profile-widget
        candidate-id="c-1"
        integration-context="urn:li:organization:5"
        show-unlink
        confirm-unlink="false"
        locale="de-AT"
        appearance="dark"
      ></rsc-profile-widget>`,
    );
    const { settings } = await frame.heard('set');
    expect(settings).to.deep.include({
      candidateId: 'c-1',
      integrationContext: 'urn:li:organization:5',
      showUnlink: true,
      confirmUnlink: false,
      locale: 'de-AT',
      appearance: 'dark',
      dir: 'ltr',
      heightPx: 560,
    });
    expect(element.state).to.equal('authorizing');
    frame.send({ t: 'need-context', id: 7, reason: 'boot' });
    expect(await frame.heard('context')).to.include({ id: 7, ticket: 'ticket-candidate:c-1' });
  });

  for (const [what, change] of [
    ['another origin', { origin: 'http://evil.example' }],
    ['another window', { source: window }],
    ['another instance', { hello: { inst: 'x'.repeat(22) } }],
    ['a key that is none', { hello: { jkt: 'short' } }],
  ] as const) {
    it(`does not answer a greeting of ${what}`, async () => {
      const element = await render();
      const frame = greetAs(await frameOf(element.shadowRoot), change);
      expect(() => {
        frame.sendRaw({});
      }).to.throw('not answered');
      expect(element.state).to.equal('loading');
    });
  }

  it('says so when frame and page share no version', async () => {
    const element = await render();
    const heard = oneEvent<CustomEvent<ErrorDetail>>(element, 'rsc-error');
    greetAs(await frameOf(element.shadowRoot), { hello: { v: [0] } });
    expect((await heard).detail.code).to.equal('upgrade_required');
    expect(element.state).to.equal('incompatible');
  });

  it('tells when it is ready, and who was linked', async () => {
    const { element, frame } = await linked();
    const ready = oneEvent(element, 'rsc-ready');
    frame.send({ t: 'state', state: 'ready' });
    await ready;
    expect(element.state).to.equal('ready');
    const link = oneEvent(element, 'rsc-link');
    frame.send({ t: 'event', name: 'rsc-link', detail: { member: 'urn:li:person:a1' } });
    const event = await link;
    expect((event as CustomEvent<{ member: string }>).detail.member).to.equal('urn:li:person:a1');
    expect(event.bubbles && event.composed).to.equal(true);
  });

  it('leaves all of the frame within reach of the pointer', async () => {
    const { element, iframe } = await linked();
    await waitUntil(() => element.state === 'authorizing');
    const { left, top, bottom, width } = iframe.getBoundingClientRect();
    for (const y of [top + 5, top + 40, Math.min(bottom, innerHeight) - 5]) {
      expect(element.shadowRoot?.elementFromPoint(left + width / 2, y)).to.equal(iframe);
    }
  });

  it('leaves it to the frame to say what went wrong inside it', async () => {
    const { element, frame } = await linked();
    const state = oneEvent<CustomEvent<ErrorDetail>>(element, 'rsc-error');
    frame.send({ t: 'state', state: 'signed_out', code: 'signer_signed_out' });
    const { detail } = await state;
    expect(detail).to.deep.include({ code: 'signer_signed_out', owner: 'viewer', retryable: true });
    expect(detail.docs).to.match(/#signer-signed-out$/);
    expect(panel(element).hidden).to.equal(true);
  });

  it('ignores messages that are malformed, unknown or too many', async () => {
    const { element, frame } = await linked();
    frame.sendRaw({ t: 'state', state: 'on fire' });
    frame.sendRaw({ t: 'event', name: 'rsc-link', detail: { member: '<b>' } });
    frame.sendRaw({ t: 'size', height: 1e9 + 0.5 });
    frame.sendRaw({ t: 'size', height: '900px' });
    for (let i = 0; i < 2_000; i += 1)
      frame.sendRaw({ t: 'state', state: 'error', code: `c${String(i)}` });
    await aTimeout(1_100);
    frame.send({ t: 'state', state: 'ready' });
    await waitUntil(() => element.state === 'ready');
    expect(box(element).offsetHeight).to.equal(560);
  });

  it('grows at once where nothing below is in view', async () => {
    const { element, frame } = await linked(
      html`<rsc-profile-widget
        candidate-id="c-1"
        style="--rsc-profile-widget-height: 150vh"
      ></rsc-profile-widget>`,
    );
    await frame.heard('set');
    const before = box(element).offsetHeight;
    frame.send({ t: 'size', height: before + 200 });
    await waitUntil(() => box(element).offsetHeight === before + 200);
  });

  it('keeps its height where growing would move what is in view, until asked to', async () => {
    const { element, frame } = await linked(
      html`<rsc-profile-widget
        candidate-id="c-1"
        style="--rsc-profile-widget-height: 100px"
      ></rsc-profile-widget>`,
    );
    await frame.heard('set');
    frame.send({ t: 'size', height: 300 });
    await aTimeout(150);
    expect(box(element).offsetHeight).to.equal(100);
    frame.send({ t: 'size', height: 300, user: true });
    await waitUntil(() => box(element).offsetHeight === 300);
    await waitUntil(() => frame.received.some((m) => m.t === 'set' && m.settings.heightPx === 300));
  });

  it('tells the frame the last of many changes, once', async () => {
    const { element, frame } = await linked();
    await frame.heard('set');
    for (let i = 0; i < 50; i += 1) element.candidateId = `c-${String(i)}`;
    await aTimeout(50);
    const sets = frame.received.filter((message) => message.t === 'set');
    expect(sets.length).to.be.at.most(3);
    expect(sets.at(-1)).to.have.nested.property('settings.candidateId', 'c-49');
  });

  it('says what is missing, and goes on when it is there', async () => {
    const element = await render(
      html`<rsc-profile-widget><a href="/x">Profile</a></rsc-profile-widget>`,
    );
    await waitUntil(() => element.state === 'misconfigured');
    expect(panel(element).hidden).to.equal(false);
    expect(panel(element).innerText).to.contain('attribute_missing');
    expect(element.shadowRoot?.querySelector('slot')?.assignedElements()).to.have.length(1);
    await expect(element).to.be.accessible();
    element.candidateId = 'c-1';
    await frameOf(element.shadowRoot);
    expect(element.state).to.equal('loading');
    expect(panel(element).hidden).to.equal(true);
  });

  it('survives a move within one turn with the same frame, and says goodbye for good', async () => {
    const { element, iframe, frame } = await linked();
    await frame.heard('set');
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    expect(await frameOf(element.shadowRoot)).to.equal(iframe);
    expect(element.state).to.equal('loading');
    const again = greetAs(iframe);
    await again.heard('set');
    other.remove();
    await aTimeout(0);
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(element.state).to.equal('idle');
  });

  it('gives each copy an instance of its own', async () => {
    const { element, iframe } = await linked();
    const copy = element.cloneNode(true) as RscProfileWidgetElement;
    element.after(copy);
    const other = await frameOf(copy.shadowRoot);
    expect(new URL(other.src).searchParams.get('i')).not.to.equal(
      new URL(iframe.src).searchParams.get('i'),
    );
    copy.remove();
  });

  it('keeps properties that were set before it was defined', async () => {
    const element = document.createElement('rsc-profile-widget');
    // What an assignment does where there is no accessor yet.
    Object.defineProperty(element, 'candidateId', {
      value: 'early',
      ...{ configurable: true, enumerable: true, writable: true },
    });
    document.body.append(element);
    expect(element.getAttribute('candidate-id')).to.equal('early');
    element.remove();
    await aTimeout(0);
  });

  it('tells its states in order', async () => {
    const states: string[] = [];
    const listen = (event: Event): void => {
      states.push((event as CustomEvent<StateDetail>).detail.state);
    };
    document.addEventListener('rsc-state', listen);
    const { frame } = await linked();
    frame.send({ t: 'state', state: 'ready' });
    await waitUntil(() => states.includes('ready'));
    document.removeEventListener('rsc-state', listen);
    expect(states).to.deep.equal(['loading', 'authorizing', 'ready']);
  });
});

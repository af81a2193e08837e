import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { RscError } from '../../protocol/errors.ts';
import type { FrameMessage } from '../../protocol/messages.ts';
import {
  createFakeSession,
  matchedCandidate,
  unsyncedCandidate,
  type FakeSession,
} from '../fake-session.test-support.ts';
import { showFatal, startProfilePage } from './page.ts';
import type { ProfileStore } from './store.ts';
import type { RscProfileView } from './view.ts';

const root = document.documentElement;
const candidateId = 'cand-1';

let session: FakeSession;
let store: ProfileStore;
let page: HTMLElement;

const sizes = (): Extract<FrameMessage, { t: 'size' }>[] =>
  session.sent.filter((message) => message.t === 'size');
const view = (): RscProfileView | null => document.querySelector('rsc-profile-view');
const shadow = (): ShadowRoot => view()!.shadowRoot!;
const more = (): HTMLElement | null =>
  shadow().querySelector('rsc-fold')?.shadowRoot?.querySelector<HTMLElement>('.more button') ??
  null;

/** A page whose body is an element of this test's own, because the runner needs the real one. */
function start(): void {
  session = createFakeSession();
  const fakeDocument = new Proxy(document, {
    get(target, key) {
      if (key === 'body') return page;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  store = startProfilePage({
    connect: session.connect,
    document: fakeDocument,
    reload: () => undefined,
  });
}

async function ready(settings: object = {}, candidate = matchedCandidate): Promise<void> {
  await session.connected();
  session.host.onSettings({ candidateId, locale: 'en', ...settings });
  await session.next().answer(candidate);
  await waitUntil(() => view() !== null, 'the view is there');
  await view()?.updateComplete;
  await aTimeout(0);
}

beforeEach(() => {
  page = document.createElement('div');
  page.innerHTML = '<p>first paint</p>';
  document.body.append(page);
  start();
});

afterEach(() => {
  store.close();
  page.remove();
  for (const name of ['lang', 'dir', 'data-appearance', 'data-scroll']) root.removeAttribute(name);
});

describe('profile page', () => {
  it('keeps the first paint until it knows the language', async () => {
    expect(page.textContent).to.equal('first paint');
    await session.connected();
    session.host.onSettings({ candidateId, locale: 'de' });
    await waitUntil(() => view() !== null, 'in time', { timeout: 8_000 });
    expect(root.lang).to.equal('de');
    expect(shadow().textContent).to.contain('wird geladen');
  });

  it('changes language, direction and appearance live; the last language wins', async () => {
    await ready();
    session.host.onSettings({ candidateId, locale: 'de' });
    session.host.onSettings({ candidateId, locale: 'ja' });
    session.host.onSettings({ candidateId, locale: 'ar', appearance: 'dark' });
    await waitUntil(() => root.lang === 'ar', 'in time', { timeout: 8_000 });
    await aTimeout(100);
    expect(root.lang).to.equal('ar');
    expect(root.dir).to.equal('rtl');
    expect(root.dataset['appearance']).to.equal('dark');
    expect(shadow().textContent).to.contain('لينكد إن');
    session.host.onSettings({ candidateId, locale: 'ar', dir: 'ltr' });
    expect(root.dir).to.equal('ltr');
    expect(session.calls, 'none of it asks for data again').to.have.length(1);
  });

  it('speaks English where the wanted language is missing', async () => {
    await ready({ locale: 'tlh' });
    expect(root.lang).to.match(/^en/);
  });

  it('tells no height of outlines, and whole pixels of what is there', async () => {
    await session.connected();
    session.host.onSettings({ candidateId, locale: 'en' });
    await waitUntil(() => view() !== null, 'in time', { timeout: 8_000 });
    await aTimeout(50);
    expect(sizes()).to.deep.equal([]);
    await session.next().answer(unsyncedCandidate);
    await waitUntil(() => sizes().length > 0, 'in time', { timeout: 8_000 });
    const height = sizes().at(-1)?.height ?? 0;
    expect(height).to.equal(Math.ceil((view()?.measure() ?? 0) + 2));
  });

  it('folds to the height the host grants, and asks for more when the person does', async () => {
    await ready({ heightPx: 250 }, unsyncedCandidate);
    await waitUntil(() => more() !== null, 'in time', { timeout: 8_000 });
    const full = Math.ceil((view()?.measure() ?? 0) + 2);
    const before = sizes().length;
    more()?.click();
    expect(sizes()).to.have.length(before + 1);
    expect(sizes().at(-1)).to.deep.equal({ t: 'size', height: full, user: true });
    session.host.onSettings({ candidateId, locale: 'en', heightPx: full });
    await waitUntil(() => more() === null, 'in time', { timeout: 8_000 });
    expect(root.hasAttribute('data-scroll')).to.equal(false);
  });

  it('lets the document scroll when the host grants nothing', async () => {
    await ready({ heightPx: 250 }, unsyncedCandidate);
    await waitUntil(() => more() !== null, 'in time', { timeout: 8_000 });
    more()?.click();
    await waitUntil(() => root.hasAttribute('data-scroll'), 'scrolls', { timeout: 8_000 });
    await waitUntil(() => more() === null, 'in time', { timeout: 8_000 });
  });

  it('unfolds for printing', async () => {
    await ready({ heightPx: 250 }, unsyncedCandidate);
    await waitUntil(() => more() !== null, 'in time', { timeout: 8_000 });
    session.host.onMessage({ t: 'print', on: true });
    await waitUntil(() => more() === null, 'in time', { timeout: 8_000 });
    session.host.onMessage({ t: 'print', on: false });
    await waitUntil(() => more() !== null, 'in time', { timeout: 8_000 });
  });

  it('goes on when the connection is back', async () => {
    await session.connected();
    session.host.onSettings({ candidateId, locale: 'en' });
    await session.next().fail(new RscError('offline', 'for a test'));
    await waitUntil(() => shadow().querySelector('rsc-notice') !== null, 'in time', {
      timeout: 8_000,
    });
    window.dispatchEvent(new Event('online'));
    await session.next().answer(unsyncedCandidate);
    await waitUntil(() => shadow().querySelector('rsc-tabs') !== null, 'in time', {
      timeout: 8_000,
    });
  });

  it('says so when it cannot even start', async () => {
    const body = document.createElement('div');
    document.body.append(body);
    showFatal({ body } as unknown as Document, 'backend_bad_answer');
    await waitUntil(() => body.querySelector('rsc-profile-view')?.shadowRoot !== null, 'in time', {
      timeout: 8_000,
    });
    const notice = body.querySelector('rsc-profile-view')?.shadowRoot?.querySelector('rsc-notice');
    expect(notice).to.have.property('code', 'backend_bad_answer');
    body.remove();
  });
});

import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { appearances, useAppearance } from '../../ui/appearance.test-support.ts';
import { loadLocalization, type Localization } from '../../ui/i18n/localization.ts';
import { matchedCandidate, unsyncedCandidate } from '../fake-session.test-support.ts';
import { skeletons } from '../skeletons.ts';
import { initialState, type ProfileState } from './state.ts';
import './view.ts';
import type { RscProfileView } from './view.ts';

/** Nothing listens there, so LinkedIn's part stays in its outlines. */
const plugin = { ...matchedCandidate.plugin, url: 'http://127.0.0.1:9/plugin' };
const settings = { candidateId: 'cand-1' };
const ready: ProfileState = {
  ...initialState,
  settings,
  phase: 'ready',
  candidate: { ...matchedCandidate, plugin },
  fetchedAtMs: Date.now(),
};
const failed = (code: NonNullable<ProfileState['code']>): ProfileState => ({
  ...initialState,
  settings,
  phase: 'error',
  code,
});

const states: Record<string, ProfileState> = {
  loading: initialState,
  'loading slowly': { ...initialState, slow: true },
  ready,
  refreshing: { ...ready, busy: true },
  'ready without activities': {
    ...ready,
    candidate: { ...matchedCandidate, plugin, activities: [] },
  },
  'linked by hand': {
    ...ready,
    candidate: {
      ...matchedCandidate,
      plugin,
      status: { ...matchedCandidate.status, match: 'manual' },
    },
  },
  'not matched': {
    ...ready,
    candidate: {
      ...matchedCandidate,
      plugin,
      status: { ...matchedCandidate.status, match: 'none' },
    },
  },
  'not synced': { ...ready, candidate: { ...unsyncedCandidate, plugin } },
  stale: { ...ready, phase: 'stale', code: 'offline' },
  unsaved: { ...ready, unsaved: { action: 'linked', code: 'backend_error' } },
  'signed out': failed('signer_signed_out'),
  'not allowed': failed('signer_not_allowed'),
  expired: failed('ctx_expired'),
  offline: failed('offline'),
  'backend down': { ...failed('backend_unreachable'), willRetry: true },
  'trying again': { ...failed('backend_unreachable'), busy: true },
  'integration unknown': failed('integration_context_unknown'),
  revoked: failed('revoked'),
};

const render = (state: ProfileState, localization?: Localization): Promise<RscProfileView> =>
  localization === undefined
    ? fixture<RscProfileView>(html`<rsc-profile-view .state=${state}></rsc-profile-view>`)
    : fixture<RscProfileView>(
        html`<rsc-profile-view .state=${state} .localization=${localization}></rsc-profile-view>`,
      );
const find = <T extends Element = HTMLElement>(view: Element, selector: string): T | null =>
  view.shadowRoot?.querySelector<T>(selector) ?? null;
const spoken = (view: RscProfileView): string =>
  find(view, '[role=status]')?.textContent.trim() ?? '';
const focusedName = (view: RscProfileView): string | undefined =>
  view.shadowRoot?.activeElement?.localName;
async function show(view: RscProfileView, state: ProfileState): Promise<void> {
  view.state = state;
  await view.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
}
const requestsOf = (view: RscProfileView): string[] => {
  const requests: string[] = [];
  view.addEventListener('rsc-request', (event) => {
    requests.push((event as unknown as { request: string }).request);
  });
  return requests;
};

describe('<rsc-profile-view>', () => {
  for (const appearance of appearances) {
    for (const [name, state] of Object.entries(states)) {
      it(`is accessible when ${name}, in ${appearance}`, async () => {
        const undress = useAppearance(appearance);
        // LinkedIn's part is another document; axe would wait for an answer from it.
        await expect(await render(state)).to.be.accessible({ ignoredTags: ['experimental'] });
        undress();
      });
    }
  }

  it('says what happens, once each', async () => {
    const view = await render(initialState);
    expect(spoken(view)).to.equal('Loading the LinkedIn profile…');
    await show(view, { ...initialState, slow: true });
    expect(spoken(view)).to.contain('Still loading');
    await show(view, ready);
    expect(spoken(view)).to.equal('The LinkedIn profile has loaded.');
    await show(view, { ...ready, busy: true });
    expect(spoken(view)).to.equal('The LinkedIn profile has loaded.');
    await show(view, { ...ready, phase: 'stale', code: 'offline' });
    expect(spoken(view)).to.contain('You are offline');
    await show(view, { ...ready, pluginCode: 'linkedin_script_blocked' });
    expect(spoken(view)).to.contain('LinkedIn could not be loaded');
  });

  it('offers to try again where that can help, and only there', async () => {
    const view = await render(failed('backend_error'));
    const requests = requestsOf(view);
    find(find(view, 'rsc-notice')!, '.action button')?.click();
    expect(requests).to.deep.equal(['retry']);
    await show(view, failed('signer_not_allowed'));
    expect(find(find(view, 'rsc-notice')!, '.action button')).to.equal(null);
  });

  it('asks for news by its refresh button, once at a time', async () => {
    const view = await render(ready);
    const requests = requestsOf(view);
    const button = (): HTMLButtonElement | null =>
      find<HTMLButtonElement>(find(view, 'rsc-profile-status')!, 'button');
    button()?.click();
    await show(view, { ...ready, busy: true });
    button()?.click();
    expect(requests).to.deep.equal(['refresh']);
    expect(button()?.getAttribute('aria-label')).to.equal('Refreshing…');
  });

  it('keeps the focus when a retry succeeds and takes its button away', async () => {
    const view = await render(failed('backend_error'));
    find<HTMLElement & { focusAction(): boolean }>(view, 'rsc-notice')?.focusAction();
    await show(view, { ...failed('backend_error'), busy: true });
    expect(focusedName(view)).to.equal('rsc-notice');
    await show(view, ready);
    expect(focusedName(view)).to.equal('rsc-tabs');
  });

  it('keeps the focus when what had it is wiped', async () => {
    const view = await render(ready);
    find(view, 'rsc-tabs')?.focus();
    await show(view, failed('signer_signed_out'));
    expect(focusedName(view)).to.equal('rsc-notice');
    await show(view, initialState);
    expect(focusedName(view)).to.equal('main');
  });

  it('takes the focus from nobody', async () => {
    const view = await render(ready);
    await show(view, failed('signer_signed_out'));
    expect(document.activeElement).to.equal(document.body);
  });

  it('keeps tab and focus over a refresh, and starts another candidate at the first tab', async () => {
    const view = await render(ready);
    find(view, 'rsc-tabs')?.focus();
    await sendKeys({ press: 'ArrowRight' });
    await show(view, { ...ready, busy: true });
    await show(view, { ...ready, fetchedAtMs: Date.now() });
    expect(find(view, 'rsc-tabs')).to.have.property('selected', 'activities');
    expect(focusedName(view)).to.equal('rsc-tabs');
    await show(view, { ...initialState, settings: { candidateId: 'cand-2' } });
    await show(view, { ...ready, settings: { candidateId: 'cand-2' } });
    expect(find(view, 'rsc-tabs')).to.have.property('selected', 'profile');
  });

  it("keeps LinkedIn's frame over a refresh, and makes another one after a wipe", async () => {
    const view = await render(ready);
    const frame = find(view, 'rsc-plugin-frame');
    await show(view, { ...ready, busy: true });
    await show(view, { ...ready, phase: 'stale', code: 'offline' });
    expect(find(view, 'rsc-plugin-frame')).to.equal(frame);
    await show(view, { ...ready, incarnation: 1 });
    expect(find(view, 'rsc-plugin-frame')).to.not.equal(frame);
  });

  it("does not load LinkedIn's script into our own origin", async () => {
    const own = { ...matchedCandidate.plugin, url: `${location.origin}/plugin` };
    const view = await render({ ...ready, candidate: { ...matchedCandidate, plugin: own } });
    const frame = find(view, 'rsc-plugin-frame')!;
    expect(find(frame, 'iframe')).to.equal(null);
    expect(find(frame, 'rsc-notice')).to.have.property('code', 'linkedin_plugin_failed');
  });

  it('leaves nothing of a candidate behind when the data is gone', async () => {
    const view = await render(ready);
    await show(view, failed('revoked'));
    const { shadowRoot } = view;
    expect(shadowRoot?.querySelector('iframe, rsc-timeline, rsc-tabs')).to.equal(null);
  });

  for (const locale of ['de', 'ar', 'ja'] as const) {
    it(`speaks ${locale}, and fits 320 pixels`, async () => {
      const localization = await loadLocalization(locale);
      for (const state of Object.values(states)) {
        const view = await render(state, localization);
        view.dir = localization.direction;
        view.style.width = '320px';
        await view.updateComplete;
        expect(view.scrollWidth).to.be.at.most(320);
      }
    });
  }

  it('takes the place of the first paint without moving anything', async () => {
    const first = await fixture<HTMLElement>(html`<div></div>`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(skeletons['profile-widget'].css);
    document.adoptedStyleSheets.push(sheet);
    first.innerHTML = skeletons['profile-widget'].html;
    const strip = first.querySelector('.strip-bones')?.getBoundingClientRect().height;
    const { height } = first.getBoundingClientRect();
    const view = await render(initialState);
    expect(view.getBoundingClientRect().height).to.equal(height);
    await show(view, { ...initialState, slow: true });
    expect(view.getBoundingClientRect().height).to.equal(height);
    await show(view, ready);
    const tabs = find(view, 'rsc-tabs')!;
    expect(find(tabs, '.strip')?.getBoundingClientRect().height).to.equal(strip);
    expect(view.measure()).to.equal(height);
    document.adoptedStyleSheets = [];
  });
});

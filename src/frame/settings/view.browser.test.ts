import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { appearances, useAppearance } from '../../ui/appearance.test-support.ts';
import { loadLocalization } from '../../ui/i18n/localization.ts';
import type { RscChooseEvent } from './choices.ts';
import { initialState, type SettingsState } from './state.ts';
import { answerOf, integrationOf } from './settings.test-support.ts';
import './view.ts';
import type { RscSettingsView } from './view.ts';
import { loadWords } from './words/load-words.ts';

const ready: SettingsState = {
  ...initialState,
  phase: 'ready',
  answer: answerOf(),
  fetchedAtMs: Date.now(),
};
const failed = (code: NonNullable<SettingsState['code']>): SettingsState => ({
  ...initialState,
  phase: 'error',
  code,
});

const states: Record<string, SettingsState> = {
  loading: initialState,
  'loading slowly': { ...initialState, slow: true },
  ready,
  'nothing requested': { ...ready, answer: answerOf({ integrations: [] }) },
  saving: { ...ready, saving: true },
  saved: { ...ready, saved: true },
  'not saved': { ...ready, unsaved: 'backend_error' },
  'told later': { ...ready, answer: answerOf({ problem: 'linkedin_unavailable' }) },
  stale: { ...ready, phase: 'stale', code: 'offline' },
  'not allowed': failed('signer_not_allowed'),
  offline: failed('offline'),
  'backend down': { ...failed('backend_unreachable'), willRetry: true },
};

const render = (state: SettingsState): Promise<RscSettingsView> =>
  fixture<RscSettingsView>(html`<rsc-settings-view .state=${state}></rsc-settings-view>`);
const all = (view: Element, selector: string): HTMLElement[] => [
  ...(view.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const spoken = (view: Element): string => all(view, '[role=status]')[0]?.textContent.trim() ?? '';
async function show(view: RscSettingsView, state: SettingsState): Promise<void> {
  view.state = state;
  await view.updateComplete;
}

describe('<rsc-settings-view>', () => {
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

  it('says how each integration stands and who does what next', async () => {
    const view = await render(ready);
    const items = all(view, 'li').map((item) => item.innerText.replaceAll(/\s+/g, ' '));
    expect(items).to.have.length(6);
    expect(items[0]).to.match(/^Profile widget Whole company/);
    expect(items[0]).to.contain('Enabled');
    expect(items[1]).to.contain('Your Recruiter administrator: switch it on in Recruiter');
    expect(items[3]).to.contain('Contract 77');
    expect(items[5]).to.contain('BRAND_NEW_TYPE');
    expect(items[5]).to.contain('The provider of this application');
  });

  it("has LinkedIn's own word on demand", async () => {
    const view = await render(ready);
    const details = all(view, 'li details').at(-1) as HTMLDetailsElement;
    expect(details.innerText).not.to.contain('ON_HOLD');
    details.querySelector('summary')?.click();
    await oneEvent(details, 'toggle');
    expect(details.innerText).to.contain('ON_HOLD');
  });

  it("opens LinkedIn's plugin for who has requested nothing, and leaves it open after that", async () => {
    const view = await render({ ...ready, answer: answerOf({ integrations: [] }) });
    const connect = (): HTMLDetailsElement => all(view, '.connect')[0] as HTMLDetailsElement;
    expect(connect().open).to.equal(true);
    expect(all(view, 'rsc-plugin-frame')).to.have.length(1);
    await show(view, ready);
    expect(connect().open).to.equal(true);
    const other = await render(ready);
    expect(all(other, 'rsc-plugin-frame')).to.have.length(0);
    all(other, '.connect summary')[0]?.click();
    await oneEvent(all(other, '.connect')[0]!, 'toggle');
    await other.updateComplete;
    expect(all(other, 'rsc-plugin-frame')).to.have.length(1);
  });

  it('says what changes, once each', async () => {
    const view = await render(initialState);
    expect(spoken(view)).to.equal('Loading the LinkedIn integrations…');
    await show(view, ready);
    expect(spoken(view)).to.equal('The LinkedIn integrations have loaded.');
    await show(view, { ...ready, news: integrationOf({ state: 'disabled' }) });
    expect(spoken(view)).to.equal('Profile widget: Switched off.');
    await show(view, { ...ready, saving: true });
    expect(spoken(view)).to.equal('Saving…');
    await show(view, { ...ready, saved: true });
    expect(spoken(view)).to.equal('Saved.');
    expect(all(view, '.titled')[0]?.innerText).to.contain('Saved.');
  });

  it('asks to save what somebody chooses', async () => {
    const view = await render(ready);
    const wanted = oneEvent(view, 'rsc-choose');
    all(view, 'input[value=PUBLIC]')[0]?.click();
    const { change } = (await wanted) as unknown as RscChooseEvent;
    expect(change).to.deep.equal({ jobAvailability: 'PUBLIC' });
  });

  it('speaks four languages, and reads from the right', async () => {
    const view = await render(ready);
    for (const [locale, text] of [
      ['de', 'Ihre Integrationen'],
      ['ja', '現在の連携'],
      ['ar', 'عمليات التكامل لديك'],
    ] as const) {
      view.localization = await loadLocalization(locale);
      view.words = await loadWords(locale);
      await view.updateComplete;
      expect(view.shadowRoot?.textContent).to.contain(text);
    }
  });
});

import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { appearances, useAppearance } from '../../ui/appearance.test-support.ts';
import { loadLocalization } from '../../ui/i18n/localization.ts';
import type { RscCardEvent, RscListEvent } from './asking.ts';
import { answerOf, candidateOf } from './rediscovered.test-support.ts';
import { initialState, type Deed, type RediscoveredState } from './state.ts';
import './view.ts';
import type { RscRediscoveredView } from './view.ts';
import { loadWords } from './words/load-words.ts';

const stateOf = (
  changes: Parameters<typeof answerOf>[0] = {},
  more: Partial<RediscoveredState> = {},
): RediscoveredState => {
  const { items, ...answer } = answerOf(changes);
  return { ...initialState, phase: 'ready', answer, items, fetchedAtMs: Date.now(), ...more };
};
const failed = (code: NonNullable<RediscoveredState['code']>): RediscoveredState => ({
  ...initialState,
  phase: 'error',
  code,
});
const deed = (action: Deed['action'], state: Deed['state'], code: Deed['code'] = null) => ({
  deeds: new Map([['cand-1', { action, state, code }]]),
  lastId: 'cand-1',
});
const ready = stateOf();

const states: Record<string, RediscoveredState> = {
  loading: initialState,
  'loading slowly': { ...initialState, slow: true },
  ready,
  'more to come': stateOf({ next: '41.Y2FuZC0y' }),
  'for reading only': stateOf({ mayDecide: false }),
  'nobody fits': stateOf({ items: [], total: 0 }),
  'still reading': stateOf({ items: [], total: 0, isComplete: false }),
  'nobody is dismissed': stateOf({ items: [], total: 0 }, { shown: 'dismissed' }),
  dismissed: stateOf({ dismissed: 2 }, { shown: 'dismissed' }),
  'the job is closed': stateOf({
    items: [],
    job: { id: 'job-1', title: 'Engineer', isOpen: false },
  }),
  adding: stateOf({}, deed('add', 'doing')),
  added: stateOf({}, deed('add', 'done')),
  'just dismissed': stateOf({}, deed('dismiss', 'done')),
  'not added': stateOf({}, deed('add', 'failed', 'addition_refused')),
  stale: stateOf({}, { phase: 'stale', code: 'offline' }),
  'not allowed': failed('signer_not_allowed'),
  'job unknown': failed('job_unknown'),
  'backend down': { ...failed('backend_unreachable'), willRetry: true },
};

const render = (state: RediscoveredState): Promise<RscRediscoveredView> =>
  fixture<RscRediscoveredView>(
    html`<rsc-rediscovered-view .state=${state}></rsc-rediscovered-view>`,
  );
const all = (view: Element, selector: string): HTMLElement[] => [
  ...(view.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const text = (element: Element | undefined): string =>
  (element as HTMLElement | undefined)?.innerText
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim() ?? '';
const spoken = (view: Element): string =>
  (all(view, '[role=status]')[0]?.textContent ?? '').replaceAll(/[\u2066-\u2069]/g, '').trim();
async function show(view: RscRediscoveredView, state: RediscoveredState): Promise<void> {
  view.state = state;
  await view.updateComplete;
}
const focused = (view: Element): HTMLElement | null =>
  view.shadowRoot?.activeElement as HTMLElement | null;
const press = (view: Element, key: string): void => {
  focused(view)?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
};

describe('<rsc-rediscovered-view>', () => {
  for (const appearance of appearances) {
    for (const [name, state] of Object.entries(states)) {
      it(`is accessible when ${name}, in ${appearance}`, async () => {
        const undress = useAppearance(appearance);
        await expect(await render(state)).to.be.accessible();
        undress();
      });
    }
  }

  it('says of each who it is, how well it fits, and why', async () => {
    const view = await render(ready);
    const [first, second] = all(view, 'li[data-id]').map((card) => text(card));
    expect(first).to.match(/^Ada Byron Software Engineer · Berlin, Germany Fit 82 of 100/);
    expect(first).to.contain('Has 3 of 4 skills: TypeScript, Go, SQL');
    expect(first).to.contain('Works as Software Engineer');
    expect(first).to.contain('Reached Final interview for Backend Engineer');
    expect(first).to.contain('Feedback so far: good (2)');
    expect(first).to.contain('Matched on LinkedIn');
    expect(second).to.contain('Not on LinkedIn yet');
    expect(all(view, 'li[data-kind=skills] .points')[0]?.textContent.trim()).to.equal(
      '26.3 of 35 points',
    );
  });

  it('has past applications and feedback on demand', async () => {
    const view = await render(ready);
    const [details] = all(view, 'details') as HTMLDetailsElement[];
    expect(text(details)).not.to.contain('Clear and curious.');
    details?.querySelector('summary')?.click();
    await oneEvent(details!, 'toggle');
    expect(text(details)).to.contain('Backend Engineer Final interview · Rejected');
    expect(text(details)).to.contain('Clear and curious.');
    expect(text(details)).to.contain('Somebody · mixed');
  });

  it('shows what people wrote as text, and lets no direction out of it', async () => {
    const hostile = '<img src=x onerror="window.hacked = 1">\u202e\u200b<script>1</script>';
    const view = await render(
      stateOf({
        job: { id: 'job-1', title: hostile, isOpen: true },
        items: [
          candidateOf({
            name: hostile,
            title: hostile,
            location: hostile,
            reasons: [
              { kind: 'skills', points: 1, of: 35, skills: [hostile], wanted: 1 },
              { kind: 'stage', points: 1, of: 15, stage: hostile, job: hostile },
            ],
            applications: [{ jobTitle: hostile, stage: hostile, outcome: 'open', appliedAtMs: 1 }],
            feedback: [{ author: hostile, rating: null, text: hostile, atMs: 1 }],
          }),
        ],
      }),
    );
    expect(all(view, 'img, script')).to.have.length(0);
    expect(text(all(view, '.name')[0])).to.equal(hostile);
    expect('hacked' in window).to.equal(false);
    const holders = all(view, 'main *').filter((element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.includes('\u202e'),
      ),
    );
    expect(holders.length).to.be.greaterThan(8);
    for (const holder of holders) {
      const isHeardOnly = holder.closest('.heard') !== null;
      expect(isHeardOnly || holder.matches('bdi, [dir=auto]'), holder.outerHTML).to.equal(true);
    }
  });

  it('asks to open, add and dismiss, and for another part or page', async () => {
    const view = await render(stateOf({ next: '41.Y2FuZC0y' }));
    for (const [selector, ask] of [
      ['.name', 'open'],
      ['[data-ask=add]', 'add'],
      ['[data-ask=dismiss]', 'dismiss'],
    ] as const) {
      const wanted = oneEvent(view, 'rsc-card');
      all(view, selector)[1]?.click();
      const event = (await wanted) as unknown as RscCardEvent;
      expect([event.candidateId, event.ask]).to.deep.equal(['cand-2', ask]);
    }
    for (const [selector, ask] of [
      ['.more button', 'more'],
      ['.parts button[aria-pressed=false]', 'dismissed'],
    ] as const) {
      const wanted = oneEvent(view, 'rsc-list');
      all(view, selector)[0]?.click();
      expect(((await wanted) as unknown as RscListEvent).ask).to.equal(ask);
    }
  });

  it('offers no decision to who may only read', async () => {
    const view = await render(stateOf({ mayDecide: false }));
    expect(all(view, '.buttons')).to.have.length(0);
  });

  it('is used by keyboard: arrows lead on, and undo has the focus after a dismissal', async () => {
    const view = await render(ready);
    all(view, '[data-ask=dismiss]')[0]?.focus();
    press(view, 'ArrowDown');
    expect(focused(view)).to.equal(all(view, '[data-ask=dismiss]')[1]);
    press(view, 'ArrowDown');
    expect(focused(view)).to.equal(all(view, '[data-ask=dismiss]')[1]);
    press(view, 'Home');
    expect(focused(view)).to.equal(all(view, '[data-ask=dismiss]')[0]);
    await show(view, stateOf({}, deed('dismiss', 'doing')));
    expect(focused(view)?.getAttribute('aria-disabled')).to.equal('true');
    await show(view, stateOf({}, deed('dismiss', 'done')));
    expect(text(focused(view)!)).to.match(/^Undo/);
    await show(view, stateOf({}, { lastId: 'cand-1' }));
    expect(focused(view)?.closest('li')).to.equal(all(view, 'li[data-id]')[0]);
  });

  it('says what happens, once each', async () => {
    const view = await render(initialState);
    expect(spoken(view)).to.equal('Looking for past applicants who fit…');
    await show(view, ready);
    expect(spoken(view)).to.equal('Past applicants who fit: 2.');
    await show(view, stateOf({}, deed('add', 'done')));
    expect(spoken(view)).to.equal('Ada Byron was added to the job.');
    await show(view, stateOf({}, deed('add', 'failed', 'addition_refused')));
    expect(spoken(view)).to.match(/^That did not work for Ada Byron\. Your application/);
    await show(view, stateOf({}, { lastId: 'cand-1' }));
    expect(spoken(view)).to.equal('Ada Byron is suggested again.');
    await show(view, states['the job is closed']!);
    expect(spoken(view)).to.equal('This job is closed');
  });

  it('speaks four languages', async () => {
    const view = await render(ready);
    for (const [locale, words] of [
      ['de', 'Zur Stelle hinzufügen'],
      ['ja', '求人に追加'],
      ['ar', 'الأسباب'],
    ] as const) {
      view.localization = await loadLocalization(locale);
      view.words = await loadWords(locale);
      await view.updateComplete;
      expect(view.shadowRoot?.querySelector('main')?.outerHTML).to.contain(words);
    }
  });
});

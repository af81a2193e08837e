import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { ExportsAnswer } from '../../protocol/exports.ts';
import { appearances, useAppearance } from '../../ui/appearance.test-support.ts';
import { loadLocalization } from '../../ui/i18n/localization.ts';
import type { RscHoldEvent, RscListEvent, RscRowEvent } from './asking.ts';
import './detail.ts';
import {
  answerOf,
  existingOf,
  exportOf,
  idOf,
  personOf,
  reviewOf,
} from './exports.test-support.ts';
import { initialState, type Deed, type ExportsState } from './state.ts';
import './view.ts';
import type { RscExportsView } from './view.ts';
import { loadWords } from './words/load-words.ts';

const stateOf = (
  changes: Partial<ExportsAnswer> = {},
  more: Partial<ExportsState> = {},
): ExportsState => {
  const { items, next, mayDecide } = answerOf(changes);
  const listing = { shown: items, waiting: [] };
  const answer = { mayDecide, next };
  return { ...initialState, phase: 'ready', answer, listing, fetchedAtMs: Date.now(), ...more };
};
const failed = (code: NonNullable<ExportsState['code']>): ExportsState => ({
  ...initialState,
  phase: 'error',
  code,
});
const deed = (
  decision: Deed['decision'],
  state: Deed['state'],
  code: Deed['code'] = null,
): Partial<ExportsState> => ({ deeds: new Map([[idOf(2), { decision, state, code }]]) });
const opened = (candidates: NonNullable<ExportsState['opened']>['candidates']) => ({
  opened: { id: idOf(2), candidates, code: null },
});
const ready = stateOf();
const compared = stateOf({}, opened([existingOf(), existingOf({ id: 'cand-8', member: 'other' })]));
const kinds = stateOf({
  items: [
    exportOf(9, { state: 'received', person: null, exporter: null, job: null, canUndo: false }),
    exportOf(8, { state: 'fetched', working: 'create', canUndo: false, candidateId: null }),
    exportOf(7, { state: 'dismissed', candidateId: null }),
    exportOf(6, { state: 'quarantined', person: null, exporter: null, canUndo: false }),
    exportOf(5, { state: 'lost', person: null, exporter: null, canUndo: false }),
    exportOf(4, { outcome: 'merged', reason: 'email', notices: ['job_closed', 'seat_limit_near'] }),
  ],
});

const states: Record<string, ExportsState> = {
  loading: initialState,
  'loading slowly': { ...initialState, slow: true },
  ready,
  'more to come': stateOf({ next: 1 }),
  'new ones wait': stateOf({}, { listing: { shown: [exportOf(1)], waiting: [exportOf(3)] } }),
  'for reading only': stateOf({ mayDecide: false }),
  empty: stateOf({ items: [] }),
  'in every state': kinds,
  comparing: stateOf({}, opened(null)),
  compared,
  'nobody is left to compare with': stateOf({}, opened([])),
  'candidates did not come': stateOf(
    {},
    { opened: { id: idOf(2), candidates: null, code: 'backend_error' } },
  ),
  merging: { ...compared, ...deed({ action: 'merge', candidateId: 'cand-7' }, 'doing') },
  'not merged': {
    ...compared,
    ...deed({ action: 'merge', candidateId: 'cand-7' }, 'failed', 'candidate_unknown'),
  },
  stale: stateOf({}, { phase: 'stale', code: 'offline' }),
  'not allowed': failed('scope_missing'),
  'backend down': { ...failed('backend_unreachable'), willRetry: true },
};

const render = (state: ExportsState): Promise<RscExportsView> =>
  fixture<RscExportsView>(html`<rsc-exports-view .state=${state}></rsc-exports-view>`);
const all = (view: Element, selector: string): HTMLElement[] => [
  ...(view.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const detailOf = async (view: RscExportsView): Promise<HTMLElement> => {
  await waitUntil(() => all(view, 'rsc-export-detail').length > 0);
  const [detail] = all(view, 'rsc-export-detail');
  await (detail as unknown as RscExportsView).updateComplete;
  return detail!;
};
const text = (element: Element | undefined): string =>
  (element as HTMLElement | undefined)?.innerText
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim() ?? '';
const spoken = (view: Element): string =>
  (all(view, '[role=status]')[0]?.textContent ?? '').replaceAll(/[\u2066-\u2069]/g, '').trim();
async function show(view: RscExportsView, state: ExportsState): Promise<void> {
  view.state = state;
  await view.updateComplete;
}
const focused = (view: Element): HTMLElement | null =>
  view.shadowRoot?.activeElement as HTMLElement | null;
const press = (view: Element, key: string): void => {
  focused(view)?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
};
async function asked(view: Element, act: () => void): Promise<RscRowEvent> {
  const wanted = oneEvent(view, 'rsc-row');
  act();
  return (await wanted) as unknown as RscRowEvent;
}

describe('<rsc-exports-view>', () => {
  for (const appearance of appearances) {
    for (const [name, state] of Object.entries(states)) {
      it(`is accessible when ${name}, in ${appearance}`, async () => {
        const undress = useAppearance(appearance);
        const view = await render(state);
        if (state.opened !== null) await detailOf(view);
        await expect(view).to.be.accessible();
        undress();
      });
    }
  }

  it('says who exported whom for what, and how it stands', async () => {
    const view = await render(ready);
    const [review, delivered] = all(view, 'li[data-id]').map((row) => text(row));
    expect(review).to.match(/^Ada Byron Needs a decision Software Engineer · Engines · Berlin/);
    expect(review).to.contain('Exported by Grace Hopper for Backend Engineer ·');
    expect(review).to.contain('Several of your candidates could be this member.');
    expect(delivered).to.contain('Added as a new candidate.');
    expect(delivered).to.contain('Linked on LinkedIn.');
  });

  it('has a sentence for each state', async () => {
    const view = await render(kinds);
    const [received, fetched, dismissed, held, lost, merged] = all(view, 'li[data-id]').map((row) =>
      text(row),
    );
    expect(received).to.match(/^New export Arriving Exported to the talent pool/);
    expect(fetched).to.contain('Creating…');
    expect(dismissed).to.contain('This export was not taken into your records.');
    expect(held).to.contain('LinkedIn says it belongs to another customer.');
    expect(lost).to.contain('It could not be fetched within 24 hours.');
    expect(merged).to.contain('Merged into an existing candidate. Same e-mail address');
    expect(merged).to.contain('The job is closed, so the candidate is in the talent pool.');
  });

  it('puts the profile beside existing candidates, with differences marked', async () => {
    const view = await render(compared);
    const detail = await detailOf(view);
    const [first, second] = all(detail, 'table');
    expect(text(first)).to.contain('Exported profile beside Ada Byron');
    expect(text(first)).to.contain('Same e-mail address · Not linked to a LinkedIn member yet');
    expect(text(second)).to.contain('Linked to another LinkedIn member');
    const marks = Object.fromEntries(
      [...first!.querySelectorAll('tbody tr')].map((row) => [
        row.querySelector('th')?.firstChild?.nextSibling?.textContent ?? '',
        row.className,
      ]),
    );
    expect(Object.values(marks)).to.deep.equal([
      'none', // name
      'none', // title
      'other', // company
      'new', // headline
      'none', // location, but for case and spaces
      'none', // e-mail, which is one of theirs
      'new', // phone
      'none', // profile, but for the way it is written
    ]);
  });

  it('shows what people wrote as text, and lets no direction out of it', async () => {
    const hostile = '<img src=x onerror="window.hacked = 1">\u202e\u200b<script>1</script>';
    const person = personOf({
      ...{ name: hostile, headline: hostile, location: hostile, company: hostile, title: hostile },
      ...{ emailAddresses: [hostile], phoneNumbers: [hostile], skills: [hostile] },
      profileUrl: 'javascript:alert(1)',
      summary: hostile,
    });
    const job = { id: 'job-1', title: hostile, state: 'open' } as const;
    const exporter = { userId: null, name: hostile };
    const row = reviewOf(2, { person, job, exporter });
    const candidates = [
      existingOf({ name: hostile, headline: hostile, profileUrl: 'javascript:alert(1)' }),
    ];
    const view = await render(stateOf({ items: [row] }, opened(candidates)));
    const detail = await detailOf(view);
    const parts = [...all(view, 'main *'), ...all(detail, '*')];
    expect(parts.filter((part) => part.matches('img, script, a'))).to.have.length(0);
    expect('hacked' in window).to.equal(false);
    const holders = parts.filter((element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.includes('\u202e'),
      ),
    );
    expect(holders.length).to.be.greaterThan(10);
    for (const holder of holders) {
      // What stands in plain text is kept to itself by characters.
      const isIsolated = /\u2068[^\u2069]*\u202e[^\u2069]*\u2069/.test(holder.textContent ?? '');
      expect(isIsolated || holder.matches('bdi, [dir=auto]'), holder.outerHTML).to.equal(true);
    }
  });

  it('folds long text, links only what leads to the web, and names who has no visible name', async () => {
    const summary = 'word '.repeat(2_000);
    const row = exportOf(2, { person: personOf({ name: '\u200b \u2063', summary }) });
    const view = await render(stateOf({ items: [row] }, opened([])));
    const detail = await detailOf(view);
    expect(text(all(view, '.name')[0])).to.equal('Profile not available');
    const link = all(detail, 'a')[0] as HTMLAnchorElement;
    expect([link.href, link.rel]).to.deep.equal([
      'https://www.linkedin.com/in/ada',
      'noopener noreferrer',
    ]);
    const [profile] = all(detail, 'dl');
    expect(text(profile).length).to.be.within(300, 1_000);
    const [more] = all(detail, 'button.quiet');
    more?.click();
    await (detail as unknown as RscExportsView).updateComplete;
    expect(text(profile).length).to.be.greaterThan(9_000);
    expect(all(detail, 'button.quiet')[0]).to.equal(more);
  });

  it('asks for decisions, details, candidates, and more of the list', async () => {
    const view = await render({ ...compared, answer: { mayDecide: true, next: 1 } });
    const detail = await detailOf(view);
    const click = (selector: string, within: Element = view) =>
      asked(view, () => all(within, selector)[0]?.click());
    expect((await click('[data-ask=create]')).ask).to.deep.equal({
      kind: 'decide',
      decision: { action: 'create' },
    });
    expect((await click('[data-ask=merge]', detail)).ask).to.deep.equal({
      kind: 'decide',
      decision: { action: 'merge', candidateId: 'cand-7' },
    });
    expect((await click('.name')).ask).to.deep.equal({ kind: 'toggle' });
    const event = await click('[data-ask=open]');
    expect([event.exportId, event.ask]).to.deep.equal([
      idOf(1),
      { kind: 'open', candidateId: 'cand-1' },
    ]);
    const wanted = oneEvent(view, 'rsc-list');
    all(view, '.more button')[0]?.click();
    expect(((await wanted) as unknown as RscListEvent).ask).to.equal('more');
  });

  it('offers no decision to who may only read', async () => {
    const view = await render({ ...compared, answer: { mayDecide: false, next: null } });
    const detail = await detailOf(view);
    const asks = [...all(view, '.buttons button'), ...all(detail, '.main')];
    expect(asks.map(({ dataset }) => dataset['ask'])).to.deep.equal(['open']);
  });

  it('shows a dismissal at once, and everything else when it has happened', async () => {
    const view = await render(stateOf({}, deed({ action: 'dismiss' }, 'doing')));
    expect(text(all(view, 'rsc-badge')[0])).to.equal('Dismissed');
    await show(view, stateOf({}, deed({ action: 'create' }, 'doing')));
    expect(text(all(view, 'rsc-badge')[0])).to.equal('Needs a decision');
    expect(text(all(view, '[data-ask=create]')[0])).to.match(/^Creating…/);
    await show(view, stateOf({}, deed({ action: 'dismiss' }, 'failed', 'backend_error')));
    expect(text(all(view, 'rsc-badge')[0])).to.equal('Needs a decision');
    const event = await asked(view, () => all(view, '[data-ask=again]')[0]?.click());
    expect(event.ask).to.deep.equal({ kind: 'decide', decision: { action: 'dismiss' } });
  });
});

describe('<rsc-exports-view> by keyboard', () => {
  it('leads from export to export, and acts on the one with the focus', async () => {
    const view = await render(compared);
    await detailOf(view);
    all(view, '.name')[0]?.focus();
    press(view, 'ArrowDown');
    expect(focused(view)).to.equal(all(view, '.name')[1]);
    press(view, 'ArrowDown');
    expect(focused(view)).to.equal(all(view, '.name')[1]);
    press(view, 'Home');
    expect(focused(view)).to.equal(all(view, '.name')[0]);
    press(view, 'End');
    expect(focused(view)).to.equal(all(view, '.name')[1]);
    expect((await asked(view, () => press(view, 'u'))).exportId).to.equal(idOf(1));
    press(view, 'Home');
    const pressed = await asked(view, () => press(view, 'd'));
    expect([pressed.exportId, pressed.ask]).to.deep.equal([
      idOf(2),
      { kind: 'decide', decision: { action: 'dismiss' } },
    ]);
    expect((await asked(view, () => press(view, 'm'))).ask).to.deep.equal({
      kind: 'decide',
      decision: { action: 'merge', candidateId: 'cand-7' },
    });
  });

  it('passes through exports that have nothing to press', async () => {
    const view = await render(kinds);
    all(view, '.name')[2]?.focus();
    for (const number of [6, 5, 4]) {
      press(view, 'ArrowDown');
      expect(focused(view)?.closest('li')?.dataset['id']).to.equal(idOf(number));
    }
  });

  it('tells of its keys, and presses nothing with others', async () => {
    const view = await render(ready);
    expect(all(view, '[aria-keyshortcuts]').map((one) => one.ariaKeyShortcuts)).to.deep.equal([
      ...['M', 'C', 'D'],
      ...['O', 'U'],
    ]);
    all(view, 'summary')[0]?.click();
    const [help] = all(view, 'rsc-export-keys');
    await waitUntil(() => all(help!, 'kbd').length === 11);
    expect(text(all(help!, 'dd')[0])).to.equal('Next or previous export');
    let asks = 0;
    view.addEventListener('rsc-row', () => (asks += 1));
    all(view, '.name')[0]?.focus();
    for (const init of [{ key: 'x' }, { key: 'c', ctrlKey: true }, { key: 'u' }]) {
      focused(view)?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true }));
    }
    expect(asks).to.equal(0);
  });

  it('keeps the focus as rows arrive, change and go', async () => {
    const view = await render(ready);
    const [create] = all(view, '[data-ask=create]');
    create?.focus();
    await show(view, stateOf({ items: [exportOf(3), reviewOf(2), exportOf(1)] }));
    expect(focused(view)).to.equal(create);
    await show(view, stateOf({}, deed({ action: 'create' }, 'doing')));
    expect(focused(view)?.getAttribute('aria-disabled')).to.equal('true');
    await show(view, stateOf({ items: [exportOf(2), exportOf(1)] }));
    expect(focused(view)?.closest('li')?.dataset['id']).to.equal(idOf(2));
    await show(view, stateOf({ items: [exportOf(1)] }));
    expect(focused(view)?.closest('li')?.dataset['id']).to.equal(idOf(1));
    await show(view, stateOf({ items: [] }));
    expect(focused(view)?.localName).to.equal('main');
  });

  it('keeps the focus in the row when the news of a merge come before its answer', async () => {
    const merging = { ...compared, ...deed({ action: 'merge', candidateId: 'cand-7' }, 'doing') };
    const view = await render(merging);
    const detail = await detailOf(view);
    all(detail, '[data-ask=merge]')[0]?.focus();
    const items = [exportOf(2), exportOf(1)];
    await show(view, { ...merging, listing: { shown: items, waiting: [] } });
    await waitUntil(() => focused(view)?.dataset['ask'] === 'open');
    expect(focused(view)?.closest('li')?.dataset['id']).to.equal(idOf(2));
  });

  it('shows new ones on demand, and goes to the first', async () => {
    const view = await render(states['new ones wait']!);
    const before = all(view, 'header')[0]?.offsetHeight;
    view.addEventListener('rsc-list', () => {
      view.state = stateOf({ items: [exportOf(3), exportOf(1)] });
    });
    all(view, '.name')[0]?.focus();
    press(view, 'n');
    await waitUntil(() => focused(view)?.closest('li')?.dataset['id'] === idOf(3));
    expect(all(view, 'header')[0]?.offsetHeight).to.equal(before);
  });

  it('tells whether somebody is at the list', async () => {
    const view = await render(ready);
    const told: boolean[] = [];
    view.addEventListener('rsc-hold', (event) => {
      told.push((event as unknown as RscHoldEvent).isHeld);
    });
    view.dispatchEvent(new PointerEvent('pointerenter'));
    view.dispatchEvent(new PointerEvent('pointerleave'));
    view.dispatchEvent(new PointerEvent('pointerenter'));
    expect(told).to.deep.equal([true]);
    view.dispatchEvent(new PointerEvent('pointerleave'));
    await aTimeout(1_700);
    expect(told).to.deep.equal([true, false]);
  });
});

describe('<rsc-exports-view> aloud and in other languages', () => {
  it('says what happens, once each', async () => {
    const view = await render(initialState);
    expect(spoken(view)).to.equal('Loading exports…');
    await show(view, ready);
    expect(spoken(view)).to.equal('Exports shown: 2.');
    await show(view, stateOf({}, { news: { kind: 'arrived', count: 2 } }));
    expect(spoken(view)).to.equal('New exports: 2.');
    await show(view, stateOf({}, deed({ action: 'create' }, 'doing')));
    expect(spoken(view)).to.equal('Creating…');
    await show(view, stateOf({}, deed({ action: 'create' }, 'failed', 'export_decided')));
    expect(spoken(view)).to.match(/^That did not work for Ada Byron\. Somebody was faster\./);
    await show(view, stateOf({}, { news: { kind: 'decided', id: idOf(2), action: 'create' } }));
    expect(spoken(view)).to.equal('Ada Byron was added as a new candidate.');
    await show(view, states['empty']!);
    expect(spoken(view)).to.equal('No exports yet');
  });

  it('speaks four languages', async () => {
    const view = await render(ready);
    for (const [locale, words] of [
      ['de', 'Entscheidung nötig'],
      ['ja', '判断が必要'],
      ['ar', 'يحتاج إلى قرار'],
    ] as const) {
      view.localization = await loadLocalization(locale);
      view.words = await loadWords(locale);
      await view.updateComplete;
      expect(view.shadowRoot?.querySelector('main')?.outerHTML).to.contain(words);
    }
  });
});

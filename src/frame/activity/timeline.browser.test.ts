import { aTimeout, expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import type { TimelineItem } from '../../protocol/timeline.ts';
import { appearances, useAppearance } from '../../ui/appearance.test-support.ts';
import { loadLocalization } from '../../ui/i18n/localization.ts';
import { itemOf as oldItemOf, itemsOf } from './activity.test-support.ts';
import type { RscTimelineEvent } from './asking.ts';
import { initialTimeline, type TimelineState } from './state.ts';
import { RscActivityTimeline } from './timeline.ts';
import { loadWords } from './words/load-words.ts';

// What is near is known only once it was drawn.
RscActivityTimeline.disableWarning?.('change-in-update');

const minuteMs = 60_000;
const startMs = Date.now();
const itemOf = (number: number, changes: Partial<TimelineItem> = {}): TimelineItem =>
  oldItemOf(number, { atMs: startMs - number * minuteMs, ...changes });

const contact: TimelineItem = itemOf(3, {
  kind: 'contact_shared',
  author: { role: 'candidate', name: null, isViewer: false },
  text: undefined,
  contact: {
    emailAddresses: ['ada@example.com'],
    phoneNumbers: ['+49 30 123'],
    consentAtMs: startMs - 5 * minuteMs,
    state: 'enriched',
    candidateId: 'cand-1',
    changes: [
      { field: 'emailAddresses', action: 'add', old: null, new: 'ada@example.com' },
      { field: 'title', action: 'differ', old: 'Engineer', new: 'Lead Engineer' },
    ],
    source: 'linkedin_inmail',
  },
});
const allKinds: readonly TimelineItem[] = [
  itemOf(1, {
    kind: 'inmail_accepted',
    author: { role: 'candidate', name: null, isViewer: false },
  }),
  itemOf(2, { isPrivate: true, author: { role: 'recruiter', name: 'Grace', isViewer: true } }),
  contact,
  itemOf(4, { kind: 'inmail_sent', text: undefined, isWithheld: true, editedAtMs: startMs }),
  itemOf(2_000, {
    kind: 'stage_changed',
    text: undefined,
    facts: [
      { name: 'from', value: 'Screening' },
      { name: 'to', value: 'Interview' },
    ],
  }),
  itemOf(9_000, { kind: 'exported', text: 'x\n'.repeat(40), subject: 'Backend Engineer' }),
];
const stateOf = (
  items: readonly TimelineItem[],
  changes: Partial<TimelineState> = {},
): TimelineState => ({
  ...initialTimeline,
  phase: 'ready',
  items,
  fetchedAtMs: startMs,
  ...changes,
});

const render = async (state: TimelineState, roomPx = 500): Promise<RscActivityTimeline> => {
  const view = await fixture<RscActivityTimeline>(
    html`<rsc-activity-timeline .state=${state} .roomPx=${roomPx}></rsc-activity-timeline>`,
  );
  await settled(view);
  return view;
};
/** What is near is known after the first drawing. */
async function settled(view: RscActivityTimeline): Promise<void> {
  await view.updateComplete;
  await nextFrame();
  await view.updateComplete;
}
const all = (view: Element, selector: string): HTMLElement[] => [
  ...(view.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const one = (view: Element, selector: string): HTMLElement => {
  const [element] = all(view, selector);
  if (element === undefined) throw new Error(`there is no ${selector}`);
  return element;
};
const text = (element: Element | undefined): string =>
  (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
const asked = async (view: Element): Promise<RscTimelineEvent['request']> =>
  ((await oneEvent(view, 'rsc-timeline-ask')) as unknown as RscTimelineEvent).request;
const press = (view: Element, key: string): void => {
  view.shadowRoot?.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
};
const focusedId = (view: Element): string | undefined =>
  view.shadowRoot?.activeElement?.closest<HTMLElement>('article')?.dataset['id'];
const topOf = (view: Element, id: string): number =>
  one(view, `article[data-id="${id}"]`).getBoundingClientRect().top;

describe('<rsc-activity-timeline>', () => {
  for (const appearance of appearances) {
    for (const locale of ['en', 'ar']) {
      it(`has no accessibility violation in ${locale}, ${appearance}`, async () => {
        const undress = useAppearance(appearance);
        const view = await render(stateOf(allKinds, { fresh: new Set([allKinds[0]?.id ?? '']) }));
        view.words = await loadWords(locale);
        view.localization = await loadLocalization(locale);
        document.documentElement.dir = view.localization.direction;
        await settled(view);
        await expect(view).to.be.accessible();
        document.documentElement.dir = 'ltr';
        undress();
      });
    }
  }

  it('says by whom, when, on which day, and what only some may see', async () => {
    const view = await render(stateOf(allKinds));
    const articles = all(view, 'article');
    expect(articles).to.have.length(6);
    expect(text(articles[0])).to.match(/InMail accepted The candidate/);
    expect(text(articles[1])).to.match(/Note You Only you can see this/);
    expect(text(articles[3])).to.match(/author only.*Edited/);
    expect(text(articles[4])).to.match(/From Screening To Interview/);
    expect(all(view, 'h3').length).to.be.greaterThan(2);
    expect(all(view, 'time')[0]?.title).to.match(/\d{4}/);
    expect(text(all(view, 'time')[0])).to.match(/1 min\. ago/);
  });

  it('shows what a member shared: each difference, where it is from, and when they agreed', async () => {
    const view = await render(stateOf([contact]));
    const rows = all(view, 'tbody tr').map(text);
    expect(rows).to.deep.equal(['Email none ada@example.com', 'Title Engineer Lead Engineer']);
    expect(text(one(view, '.contact'))).to.match(/Added to this candidate/);
    expect(text(one(view, '.contact'))).to.match(/Source: InMail on LinkedIn\. Consent given/);
  });

  it('shows hostile text as text, with what cannot be seen written out', async () => {
    const hostile =
      '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>\u202Egpj.exe\u200B javascript:alert(1)';
    const shown = hostile.replace('\u202E', '‹U+202E›').replace('\u200B', '‹U+200B›');
    const item = itemOf(1, {
      subject: hostile,
      text: hostile,
      author: { role: 'recruiter', name: hostile, isViewer: false },
      facts: [{ name: hostile.slice(0, 40), value: hostile }],
      contact: {
        ...contact.contact!,
        emailAddresses: [hostile],
        changes: [{ field: '__proto__', action: 'differ', old: hostile, new: hostile }],
      },
    });
    const view = await render(stateOf([item]));
    expect(all(view, 'img, script, a, iframe, [onerror]')).to.have.length(0);
    expect(text(one(view, '.text'))).to.equal(shown);
    expect(text(one(view, '.by'))).to.equal(shown);
    expect(view.shadowRoot?.textContent).not.to.match(/[\u202E\u200B]/);
    expect('hacked' in window).to.equal(false);
  });

  it('folds long texts, and asks for the whole of one that was cut', async () => {
    const cut = itemOf(1, { text: 'word '.repeat(400), isCut: true });
    const view = await render(stateOf([cut]));
    const folded = one(view, '.text').getBoundingClientRect().height;
    expect(folded).to.be.lessThan(150);
    const wanted = asked(view);
    one(view, '.fold').click();
    expect(await wanted).to.deep.equal({ ask: 'whole', id: cut.id });
    const whole = `${'<b>long</b> '.repeat(90_000)}END`;
    view.state = stateOf([cut], { wholes: new Map([[cut.id, { state: 'here', text: whole }]]) });
    const beganMs = performance.now();
    await settled(view);
    expect(performance.now() - beganMs).to.be.lessThan(2_000);
    expect(text(one(view, '.text p:last-child'))).to.match(/END$/);
    expect(all(view, '.text b')).to.have.length(0);
    one(view, '.fold').click();
    await settled(view);
    expect(one(view, '.text').getBoundingClientRect().height).to.be.lessThan(150);
  });

  it('has only what is near in the document, of 10,000 items, wherever the person is', async () => {
    const view = await render(stateOf(itemsOf(1, 10_000)));
    const scroller = one(view, '.scroll');
    for (const share of [0, 0.5, 1]) {
      scroller.scrollTop = scroller.scrollHeight * share;
      await aTimeout(50);
      await settled(view);
      const count = all(view, 'article').length;
      expect(count).to.be.within(10, 120);
      const { top } = scroller.getBoundingClientRect();
      const visible = all(view, 'article').filter((article) => {
        const rect = article.getBoundingClientRect();
        return rect.bottom > top && rect.top < top + scroller.clientHeight;
      });
      expect(visible.length).to.be.greaterThan(2);
      expect(visible[0]?.getAttribute('aria-setsize')).to.equal('10000');
    }
    expect(all(view, 'article').at(-1)?.getAttribute('aria-posinset')).to.equal('10000');
    expect(all(view, '*').length).to.be.lessThan(2_500);
  });

  it('leads from item to item by keys, to what was not drawn as well', async () => {
    const items = itemsOf(1, 300);
    const view = await render(stateOf(items));
    one(view, 'article[tabindex="0"]').focus();
    expect(focusedId(view)).to.equal(items[0]?.id);
    for (const [key, index] of [
      ['PageDown', 1],
      ['PageDown', 2],
      ['PageUp', 1],
      ['End', 299],
      ['PageUp', 298],
      ['Home', 0],
    ] as const) {
      press(view, key);
      await settled(view);
      expect(focusedId(view), key).to.equal(items[index]?.id);
      const rect = view.shadowRoot?.activeElement?.getBoundingClientRect();
      const frame = one(view, '.scroll').getBoundingClientRect();
      expect(rect?.top).to.be.within(frame.top - 1, frame.bottom);
    }
    expect(all(view, 'article[tabindex="0"]')).to.have.length(1);
  });

  it('moves nothing that is read when something new comes in, and leads to it', async () => {
    const items = itemsOf(10, 200);
    const view = await render(stateOf(items));
    const scroller = one(view, '.scroll');
    scroller.scrollTop = 1_500;
    await aTimeout(50);
    await settled(view);
    const read = all(view, 'article').find(
      (article) => article.getBoundingClientRect().top >= scroller.getBoundingClientRect().top,
    );
    const id = read?.dataset['id'] ?? '';
    const before = topOf(view, id);
    const news = [itemOf(1), itemOf(2, { text: 'long '.repeat(60) })];
    view.state = stateOf([...news, ...items], { fresh: new Set(news.map((item) => item.id)) });
    await settled(view);
    expect(topOf(view, id)).to.be.closeTo(before, 1.5);
    expect(text(one(view, '[role=status]'))).to.equal('New activities: 2.');
    const seen = asked(view);
    one(view, '.arrived button').click();
    expect(await seen).to.deep.equal({ ask: 'seen' });
    expect(focusedId(view)).to.equal(news[0]?.id);
  });

  it('shows at once what is new to who looks at the top', async () => {
    const items = itemsOf(10, 60);
    const view = await render(stateOf(items));
    view.state = stateOf([itemOf(1), ...items], { fresh: new Set([itemOf(1).id]) });
    await settled(view);
    const { top } = one(view, '.scroll').getBoundingClientRect();
    expect(topOf(view, itemOf(1).id)).to.be.within(top, top + 60);
  });

  it('asks for the next page near the end, but goes on with a search only when told to', async () => {
    const older = '1.recruiter.a';
    const view = await render(stateOf(itemsOf(1, 50), { older }));
    const wanted = asked(view);
    one(view, '.scroll').scrollTop = 100_000;
    expect(await wanted).to.deep.equal({ ask: 'more' });
    let count = 0;
    view.addEventListener('rsc-timeline-ask', () => (count += 1));
    view.state = stateOf([itemOf(1)], { older, isPartial: true, words: 'x' });
    await settled(view);
    await aTimeout(20);
    expect(count).to.equal(0);
    one(view, '.foot button').click();
    await aTimeout(0);
    expect(count).to.equal(1);
  });

  it('asks for a group and for words, once typing has paused', async () => {
    const view = await render(stateOf(allKinds));
    const select = one(view, 'select') as HTMLSelectElement;
    const filtered = asked(view);
    select.value = 'stages';
    select.dispatchEvent(new Event('change'));
    expect(await filtered).to.deep.equal({ ask: 'filter', group: 'stages' });
    const input = one(view, 'input') as HTMLInputElement;
    const searched = asked(view);
    for (const words of ['a', 'ad', 'ada']) {
      input.value = words;
      input.dispatchEvent(new Event('input'));
    }
    expect(await searched).to.deep.equal({ ask: 'search', words: 'ada' });
  });

  it('takes no more room than there is, and says how much it would like', async () => {
    const view = await render(stateOf(itemsOf(1, 100)), 400);
    expect(view.getBoundingClientRect().height).to.be.closeTo(400, 1);
    expect(view.wantedPx).to.be.within(640, 720);
    view.state = stateOf([itemOf(1)]);
    await settled(view);
    expect(view.wantedPx).to.be.lessThan(250);
    expect(view.getBoundingClientRect().height).to.be.closeTo(view.wantedPx, 1);
  });
});

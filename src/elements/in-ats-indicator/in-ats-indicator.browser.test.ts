import { aTimeout, expect, fixture, html, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import type { CandidateStatus } from '../../protocol/routes.ts';
import {
  configureTestPage,
  endpoint,
  frameOf,
  greetAs,
  type FrameDouble,
} from '../frame-double.test-support.ts';
import { defineInAtsIndicator, type RscInAtsIndicatorElement } from './in-ats-indicator.ts';

defineInAtsIndicator();

const statusOf = (
  candidateId: string,
  changes: Partial<CandidateStatus> = {},
): CandidateStatus => ({
  candidateId,
  synced: true,
  syncedAtMs: Date.now() - 86_400_000,
  match: 'automatic',
  observedAtMs: Date.now(),
  ...changes,
});

const holders = (): Element[] =>
  [...document.body.children].filter((child) => child.shadowRoot?.querySelector('iframe'));

/** A list of indicators of candidates nobody has asked about yet, and the broker's frame. */
async function list(count: number, variant = 'compact') {
  // Another configuration makes another board, so that tests do not share what they know.
  for (const holder of holders()) holder.remove();
  configureTestPage({ endpoint });
  const ids = Array.from({ length: count }, (_, i) => `c-${String(i)}`);
  const root = await fixture(
    html`<ul>
      ${ids.map(
        (id) =>
          html`<li>
            <rsc-in-ats-indicator candidate-id=${id} variant=${variant}></rsc-in-ats-indicator>
          </li>`,
      )}
    </ul>`,
  );
  const elements = [...root.querySelectorAll('rsc-in-ats-indicator')];
  await waitUntil(() => holders().length === 1);
  // An earlier list of the same test may have asked first.
  await waitUntil(() => elements[0]?.shadowRoot?.querySelector('button'));
  const frame = greetAs(await frameOf(holders()[0]?.shadowRoot));
  return { root, elements, frame };
}

async function answered(
  count: number,
  change: (id: string) => Partial<CandidateStatus> = () => ({}),
  variant?: string,
) {
  const rows = await list(count, variant);
  const { ids } = await rows.frame.heard('want');
  rows.frame.send({ t: 'statuses', items: ids.map((id) => statusOf(id, change(id))) });
  await waitUntil(() => rows.elements[0]?.state === 'ready');
  return rows;
}

function button(element: RscInAtsIndicatorElement | undefined): HTMLButtonElement {
  const found = element?.shadowRoot?.querySelector('button');
  if (!found) throw new Error('the indicator has no button');
  return found;
}
const card = (element: RscInAtsIndicatorElement | undefined) =>
  element?.shadowRoot?.querySelector<HTMLElement>('[role=tooltip]');
const wants = (frame: FrameDouble) => frame.received.filter(({ t }) => t === 'want');

describe('<rsc-in-ats-indicator>', () => {
  it('asks one hidden frame for a hundred candidates at once', async () => {
    const { frame } = await list(300);
    const { ids } = await frame.heard('want');
    expect(ids).to.have.length(100);
    expect(ids[0]).to.equal('c-0');
    await aTimeout(100);
    expect(wants(frame)).to.have.length(1);
    expect(holders()).to.have.length(1);
    const iframe = await frameOf(holders()[0]?.shadowRoot);
    expect(iframe.src).to.contain('/frame/in-ats-indicator?');
    expect(getComputedStyle(iframe).display).to.equal('none');
  });

  it('names what it shows', async () => {
    const { elements } = await answered(3, (id) =>
      id === 'c-1' ? { match: 'none' } : id === 'c-2' ? { synced: false, match: 'none' } : {},
    );
    expect(elements.map((element) => button(element).ariaLabel)).to.deep.equal([
      'LinkedIn status: Matched',
      'LinkedIn status: Not matched',
      'LinkedIn status: Not synced',
    ]);
    await expect(elements[0]).to.be.accessible();
  });

  it('has the same size in every state, and is large enough to be hit', async () => {
    for (const [variant, width] of [
      ['compact', 24],
      ['expanded', 156],
    ] as const) {
      const { elements, frame } = await list(1, variant);
      const sizes: string[] = [];
      const measure = () => {
        const { width: inline, height } = (elements[0] as Element).getBoundingClientRect();
        sizes.push([inline, height].join());
        const inner = button(elements[0]).getBoundingClientRect();
        expect([inner.width, inner.height]).to.deep.equal([width, 24]);
      };
      measure();
      await frame.heard('want');
      frame.send({ t: 'statuses-error', ids: ['c-0'], code: 'backend_error' });
      await waitUntil(() => elements[0]?.state === 'error');
      measure();
      frame.send({ t: 'statuses', items: [statusOf('c-0')] });
      await waitUntil(() => elements[0]?.state === 'ready');
      measure();
      expect(new Set(sizes)).to.have.length(1);
    }
  });

  it('shares what is known with elements that come later', async () => {
    const { root, frame } = await answered(2);
    const later = document.createElement('rsc-in-ats-indicator');
    later.candidateId = 'c-1';
    root.append(later);
    await waitUntil(() => later.state === 'ready');
    expect(wants(frame)).to.have.length(1);
  });

  it('asks anew when somebody links the candidate in a profile widget', async () => {
    const { elements, frame } = await answered(2, () => ({ match: 'none' }));
    const widget = document.createElement('div');
    widget.setAttribute('candidate-id', 'c-0');
    document.body.append(widget);
    widget.dispatchEvent(
      new CustomEvent('rsc-link', { bubbles: true, detail: { member: 'urn:li:person:a' } }),
    );
    widget.remove();
    await waitUntil(() => wants(frame).length === 2);
    expect(wants(frame)[1]).to.deep.include({ ids: ['c-0'] });
    frame.send({ t: 'statuses', items: [statusOf('c-0', { match: 'manual' })] });
    await waitUntil(() => button(elements[0]).ariaLabel === 'LinkedIn status: Matched');
  });

  it('announces a failure once for all rows, and that it is over', async () => {
    const { elements, frame } = await list(40);
    const live = holders()[0]?.shadowRoot?.querySelector('[role=status]');
    const spoken: (string | null)[] = [];
    const observer = new MutationObserver(() => spoken.push(live?.textContent ?? null));
    observer.observe(live as Node, { childList: true, characterData: true, subtree: true });
    const { ids } = await frame.heard('want');
    frame.send({ t: 'statuses-error', ids, code: 'backend_error' });
    await waitUntil(() => elements[9]?.state === 'error');
    elements[0]?.retry();
    await waitUntil(() => wants(frame).length === 2);
    frame.send({ t: 'statuses', items: ids.map((id) => statusOf(id)) });
    await waitUntil(() => elements[9]?.state === 'ready');
    expect(spoken[0]).to.equal('LinkedIn status: Unavailable');
    expect(spoken.at(-1)).to.equal('LinkedIn status available');
    expect(spoken.length).to.be.at.most(3);
    observer.disconnect();
  });

  it('tells why a frame cannot say it: what is missing', async () => {
    const element = await fixture<RscInAtsIndicatorElement>(
      html`<rsc-in-ats-indicator></rsc-in-ats-indicator>`,
    );
    await oneEvent(element, 'rsc-error');
    expect(element.state).to.equal('misconfigured');
    expect(button(element).ariaLabel).to.equal('LinkedIn status: Unavailable');
  });

  it('opens its card on focus, and Escape closes it', async () => {
    const { elements } = await answered(2);
    button(elements[0]).focus();
    await waitUntil(() => card(elements[0]));
    const open = card(elements[0]);
    expect(open?.matches(':popover-open')).to.equal(true);
    expect(open?.innerText).to.contain('Matched automatically.');
    expect(open?.innerText).to.contain('yesterday');
    expect(button(elements[0]).getAttribute('aria-describedby')).to.equal(open?.id);
    await expect(elements[0]).to.be.accessible();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(card(elements[0])).to.equal(null);
    expect(elements[0]?.shadowRoot?.activeElement).to.equal(button(elements[0]));
  });

  it('keeps a card that a press has opened, however long the press takes; the next one closes it', async () => {
    const { elements } = await answered(1);
    const press = () =>
      button(elements[0]).dispatchEvent(
        new PointerEvent('pointerdown', { bubbles: true, composed: true }),
      );
    press();
    button(elements[0]).focus();
    await waitUntil(() => card(elements[0]));
    await aTimeout(500);
    button(elements[0]).click();
    await nextFrame();
    expect(card(elements[0])).to.not.equal(null);
    press();
    button(elements[0]).click();
    await waitUntil(() => !card(elements[0]));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    button(elements[0]).click();
    await waitUntil(() => card(elements[0]));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    button(elements[0]).click();
    await waitUntil(() => !card(elements[0]));
    button(elements[0]).blur();
  });

  it('speaks the language of the row', async () => {
    const { elements } = await answered(1);
    const [element] = elements;
    if (element) element.locale = 'de';
    await waitUntil(() => button(element).ariaLabel === 'LinkedIn-Status: Zugeordnet');
    button(element).focus();
    await waitUntil(() => card(element));
    expect(card(element)?.innerText).to.contain('Automatisch zugeordnet.');
    expect(card(element)?.innerText).to.contain('gestern');
    expect(card(element)?.lang).to.equal('de');
    button(element).blur();
  });

  it('has at most one card open', async () => {
    const { elements } = await answered(2);
    button(elements[0]).focus();
    await waitUntil(() => card(elements[0]));
    button(elements[1]).focus();
    await waitUntil(() => card(elements[1]));
    expect(card(elements[0])).to.equal(null);
    button(elements[1]).blur();
  });

  for (const where of ['page', 'box'] as const) {
    it(`keeps its card beside it while the ${where} scrolls, until it is out of sight`, async () => {
      const { elements, root } = await answered(80);
      if (where === 'box') root.setAttribute('style', 'block-size:200px;overflow:auto');
      const scroller = where === 'box' ? root : document.documentElement;
      const [, , third] = elements;
      button(third).focus();
      await waitUntil(() => card(third));
      const gap = () =>
        (card(third)?.getBoundingClientRect().top ?? 0) -
        button(third).getBoundingClientRect().bottom;
      const before = button(third).getBoundingClientRect().top;
      scroller.scrollTop += 20;
      await oneEvent(where === 'box' ? root : window, 'scroll');
      expect(button(third).getBoundingClientRect().top).to.equal(before - 20);
      expect(gap()).to.be.closeTo(4, 1);
      scroller.scrollTop = scroller.scrollHeight;
      await waitUntil(() => !card(third));
      scroller.scrollTop = 0;
    });
  }
});

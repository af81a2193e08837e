import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import { appearances, useAppearance } from '../appearance.test-support.ts';
import './fold.ts';
import type { RscFold } from './fold.ts';

async function render(limitPx: number | null): Promise<RscFold> {
  const element = await fixture<RscFold>(html`
    <rsc-fold .limitPx=${limitPx} label="Show more">
      <button>top</button>
      <div class="tall"></div>
      <button id="below">below</button>
    </rsc-fold>
  `);
  const tall = element.querySelector<HTMLElement>('.tall');
  if (tall !== null) tall.style.height = '500px';
  element.measure();
  await element.updateComplete;
  return element;
}
const more = (element: RscFold): HTMLButtonElement | null =>
  element.shadowRoot?.querySelector('.more button') ?? null;

describe('<rsc-fold>', () => {
  for (const appearance of appearances) {
    it(`is accessible when folded in ${appearance}`, async () => {
      const undress = useAppearance(appearance);
      await expect(await render(200)).to.be.accessible();
      undress();
    });
  }

  it('shows all of what fits', async () => {
    const element = await render(2_000);
    expect(more(element)).to.equal(null);
    expect(element.getBoundingClientRect().height).to.be.greaterThan(500);
  });

  it('folds what does not fit to exactly the limit, and still knows its full height', async () => {
    const element = await render(200);
    expect(element.getBoundingClientRect().height).to.equal(200);
    expect(element.measure()).to.be.greaterThan(500);
    expect(more(element)?.textContent).to.contain('Show more');
  });

  it('asks for room and waits until there is some', async () => {
    const element = await render(200);
    setTimeout(() => more(element)?.click());
    await oneEvent(element, 'rsc-fold-expand');
    expect(element.folded).to.equal(true);
    element.limitPx = 2_000;
    await element.updateComplete;
    expect(element.folded).to.equal(false);
    expect(more(element)).to.equal(null);
  });

  it('notices content that grows', async () => {
    const element = await render(700);
    expect(element.folded).to.equal(false);
    const tall = element.querySelector<HTMLElement>('.tall');
    if (tall !== null) tall.style.height = '900px';
    await oneEvent(element, 'rsc-content-resize');
    await element.updateComplete;
    expect(element.folded).to.equal(true);
  });

  it('asks for room when the focus goes where it is folded, and only then', async () => {
    const element = await render(200);
    let asked = 0;
    element.addEventListener('rsc-fold-expand', () => (asked += 1));
    element.querySelector<HTMLElement>('button')?.focus();
    expect(asked).to.equal(0);
    element.querySelector<HTMLElement>('#below')?.focus();
    await aTimeout(0);
    expect(asked).to.equal(1);
  });
});

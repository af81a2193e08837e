import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { appearances, useAppearance } from '../appearance.test-support.ts';
import './tabs.ts';
import type { RscTabs } from './tabs.ts';

const tabs = [
  { id: 'one', label: 'One' },
  { id: 'two', label: 'Two' },
  { id: 'three', label: 'Three' },
];

const render = (): Promise<RscTabs> =>
  fixture<RscTabs>(html`
    <rsc-tabs label="Things" selected="one" .tabs=${tabs}>
      <p slot="one">First</p>
      <p slot="two">Second <button>inside</button></p>
      <p slot="three">Third</p>
    </rsc-tabs>
  `);

const tab = (element: RscTabs, id: string): HTMLElement =>
  element.shadowRoot!.querySelector(`#tab-${id}`)!;
const panel = (element: RscTabs, id: string): HTMLElement =>
  element.shadowRoot!.querySelector(`#panel-${id}`)!;
const focused = (element: RscTabs): string | undefined => element.shadowRoot?.activeElement?.id;

describe('<rsc-tabs>', () => {
  for (const appearance of appearances) {
    it(`is accessible in ${appearance}`, async () => {
      const undress = useAppearance(appearance);
      await expect(await render()).to.be.accessible();
      undress();
    });
  }

  it('shows the selected panel only, and keeps the width of the others', async () => {
    const element = await render();
    expect(getComputedStyle(panel(element, 'one')).visibility).to.equal('visible');
    expect(getComputedStyle(panel(element, 'two')).visibility).to.equal('hidden');
    expect(panel(element, 'two').offsetHeight).to.equal(0);
    expect(panel(element, 'two').offsetWidth).to.equal(panel(element, 'one').offsetWidth);
  });

  it('tells which tab a click chose', async () => {
    const element = await render();
    setTimeout(() => {
      tab(element, 'two').click();
    });
    expect(await oneEvent(element, 'rsc-tab-select')).to.have.property('tab', 'two');
    expect(tab(element, 'two').getAttribute('aria-selected')).to.equal('true');
  });

  it('moves with the arrow keys, around the ends, and with Home and End', async () => {
    const element = await render();
    element.focus();
    for (const [key, id] of [
      ['ArrowRight', 'two'],
      ['ArrowRight', 'three'],
      ['ArrowRight', 'one'],
      ['ArrowLeft', 'three'],
      ['Home', 'one'],
      ['End', 'three'],
    ] as const) {
      await sendKeys({ press: key });
      await element.updateComplete;
      expect(focused(element), key).to.equal(`tab-${id}`);
      expect(element.selected).to.equal(id);
    }
  });

  it('follows the reading direction', async () => {
    const element = await render();
    element.dir = 'rtl';
    element.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await element.updateComplete;
    expect(element.selected).to.equal('two');
  });

  it('is one stop for the Tab key, and skips what is not shown', async () => {
    const element = await render();
    element.focus();
    await sendKeys({ press: 'Tab' });
    expect(focused(element)).to.equal(undefined);
    expect(element.contains(document.activeElement)).to.equal(false);
  });
});

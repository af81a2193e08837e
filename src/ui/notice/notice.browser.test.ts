import { expect, fixture, html } from '@open-wc/testing';
import { appearances, useAppearance } from '../appearance.test-support.ts';
import './notice.ts';
import type { NoticeLayout, NoticeTone, RscNotice } from './notice.ts';

const render = (tone: NoticeTone = 'error', layout: NoticeLayout = 'panel'): Promise<RscNotice> =>
  fixture<RscNotice>(html`
    <rsc-notice
      tone=${tone}
      layout=${layout}
      heading="It did not work"
      text="Do this."
      action="Try again"
      busyAction="Trying again…"
      code="backend_error"
      .copyLabel=${'Copy error code'}
      .copiedLabel=${'Copied'}
    ></rsc-notice>
  `);
const button = (element: RscNotice, selector: string): HTMLButtonElement =>
  element.shadowRoot!.querySelector(`${selector} button`)!;

describe('<rsc-notice>', () => {
  for (const appearance of appearances) {
    for (const tone of ['neutral', 'info', 'warning', 'error'] as const) {
      for (const layout of ['panel', 'bar'] as const) {
        it(`is accessible as a ${tone} ${layout} in ${appearance}`, async () => {
          const undress = useAppearance(appearance);
          await expect(await render(tone, layout)).to.be.accessible();
          undress();
        });
      }
    }
  }

  it('asks for another try, but not while one is under way', async () => {
    const element = await render();
    let asked = 0;
    element.addEventListener('rsc-notice-action', () => (asked += 1));
    const { width } = button(element, '.action').getBoundingClientRect();
    button(element, '.action').click();
    element.busy = true;
    await element.updateComplete;
    const action = button(element, '.action');
    action.click();
    expect(asked).to.equal(1);
    expect(action.innerText.trim()).to.equal('Trying again…');
    expect(action.getBoundingClientRect().width, 'nothing moves').to.equal(width);
    expect(action.disabled, 'a disabled button would lose the focus').to.equal(false);
    expect(action.getAttribute('aria-disabled')).to.equal('true');
  });

  it('has no button where none can help', async () => {
    const element = await render();
    element.action = '';
    await element.updateComplete;
    expect(button(element, '.action')).to.equal(null);
    expect(element.focusAction()).to.equal(false);
  });

  it('copies the code, says so, and marks it where the clipboard is denied', async () => {
    const element = await render();
    const texts: string[] = [];
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = (text) => {
      texts.push(text);
      return texts.length === 1 ? Promise.resolve() : Promise.reject(new Error('denied'));
    };
    button(element, '.code').click();
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    expect(texts).to.deep.equal(['backend_error']);
    expect(element.shadowRoot?.querySelector('[role=status]')?.textContent).to.equal('Copied');
    button(element, '.code').click();
    await new Promise((resolve) => setTimeout(resolve));
    expect(getSelection()?.rangeCount).to.equal(1);
    navigator.clipboard.writeText = writeText.bind(navigator.clipboard);
  });
});

import { expect, fixture, html } from '@open-wc/testing';
import './relative-time.ts';
import type { RscRelativeTime } from './relative-time.ts';

const render = (ageMs: number, locale = 'en'): Promise<RscRelativeTime> =>
  fixture<RscRelativeTime>(html`
    <rsc-relative-time
      at-ms=${Date.now() - ageMs}
      locale=${locale}
      .message=${'Synced {when}'}
      .justNow=${'just now'}
    ></rsc-relative-time>
  `);
const time = (element: RscRelativeTime): HTMLTimeElement =>
  element.shadowRoot!.querySelector('time')!;

describe('<rsc-relative-time>', () => {
  it('says the age, with the exact time behind it', async () => {
    const element = await render(300_000);
    expect(time(element).textContent).to.equal('Synced 5 min. ago');
    expect(time(element).dateTime).to.equal(new Date(element.atMs).toISOString());
    expect(time(element).title).to.contain(String(new Date().getFullYear()));
    await expect(element).to.be.accessible();
  });

  it('has words for what has just happened', async () => {
    expect(time(await render(1_000)).textContent).to.equal('Synced just now');
  });

  it('changes its language in place', async () => {
    const element = await render(300_000);
    element.locale = 'de';
    await element.updateComplete;
    expect(time(element).textContent).to.equal('Synced vor 5 Min.');
  });

  it('keeps itself current', async () => {
    const { setInterval } = window;
    const ticks: (() => void)[] = [];
    window.setInterval = ((tick: () => void) => ticks.push(tick)) as unknown as typeof setInterval;
    const element = await render(59_900);
    window.setInterval = setInterval;
    expect(time(element).textContent).to.equal('Synced just now');
    await new Promise((resolve) => setTimeout(resolve, 150));
    for (const tick of ticks) tick();
    await element.updateComplete;
    expect(time(element).textContent).to.equal('Synced 1 min. ago');
  });
});

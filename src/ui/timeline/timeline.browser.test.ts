import { expect, fixture, html } from '@open-wc/testing';
import { appearances, useAppearance } from '../appearance.test-support.ts';
import './timeline.ts';
import type { RscTimeline, TimelineEntry } from './timeline.ts';

const hour = 3_600_000;
const noon = new Date().setHours(12, 0, 0, 0);
const entries: TimelineEntry[] = [
  { text: 'Matched', icon: 'check', tone: 'good', atMs: noon },
  { text: 'Synced', icon: 'upload', tone: 'neutral', atMs: noon - hour },
  { text: 'Linked', icon: 'link', tone: 'accent', atMs: noon - 24 * hour },
  { text: 'Unlinked', icon: 'unlink', tone: 'warn', atMs: noon - 24 * hour },
  { text: 'Created', icon: 'plus', tone: 'neutral' },
];
const render = (): Promise<RscTimeline> =>
  fixture<RscTimeline>(
    html`<rsc-timeline locale="en" .undated=${'Some day'} .entries=${entries}></rsc-timeline>`,
  );

describe('<rsc-timeline>', () => {
  for (const appearance of appearances) {
    it(`is accessible in ${appearance}`, async () => {
      const undress = useAppearance(appearance);
      await expect(await render()).to.be.accessible({ ignoredRules: ['heading-order'] });
      undress();
    });
  }

  it('groups by day, in order, and keeps what has no date', async () => {
    const { shadowRoot } = await render();
    const days = [...(shadowRoot?.querySelectorAll('section') ?? [])];
    expect(days.map((day) => day.querySelector('h3')?.textContent)).to.deep.equal([
      'Today',
      'Yesterday',
      'Some day',
    ]);
    expect(days.map((day) => day.querySelectorAll('li').length)).to.deep.equal([2, 2, 1]);
    expect(days.at(-1)?.querySelector('time')).to.equal(null);
    expect(days[0]?.querySelector('time')?.dateTime).to.equal(new Date(noon).toISOString());
  });
});

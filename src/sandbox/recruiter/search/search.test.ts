/** Searching members. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import type { PageReader } from '../../../../test/support/page-reader.ts';
import type { Person } from '../../state/people.ts';

let world: RecruiterWorld;
let rita: Visitor;
beforeEach(async () => {
  world = createRecruiterWorld();
  rita = await world.visitor('rita');
});

const search = async (fields: Readonly<Record<string, string>>): Promise<PageReader> =>
  rita.press(await rita.get('/talent/search'), 'Search', fields);
const somebody = (): Person => world.people[7]!;
const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

describe('a search', () => {
  it('finds members by words, and keeps the words out of the address', async () => {
    const { firstName, lastName } = somebody();
    const page = await search({ text: `${lastName} ${firstName}` });
    expect(page.link(nameOf(somebody()))).toBe(
      `/talent/profile/${somebody().personUrn.split(':')[3] ?? ''}`,
    );
    expect(page.url.search).toMatch(/^\?id=[0-9a-f]{20}$/);
    expect(page.section('results')).toContain(somebody().headline);
  });

  it.each([
    ['title', 'currentTitle'],
    ['company', 'currentCompany'],
    ['location', 'location'],
  ] as const)('filters by %s', async (field, property) => {
    const wanted = somebody()[property];
    const page = await search({ [field]: wanted.toUpperCase() });
    const expected = [...world.sandbox.state.members.values()].filter((person) =>
      person[property].includes(wanted),
    );
    expect(page.section('results')).toContain(
      expected.length === 1 ? '1 member found' : `${String(expected.length)} members found`,
    );
    expect(page.link(nameOf(somebody()))).not.toBeNull();
  });

  it('tells who is in the ATS, and filters by it', async () => {
    world.showToAll();
    world.sync(somebody(), 1);
    const inAts = await search({ inAts: 'in' });
    expect(inAts.section('results')).toContain('1 member found');
    expect(inAts.link(nameOf(somebody()))).not.toBeNull();
    expect(inAts.link('In ATS')).toMatch(/#in-ats$/);
    expect(inAts.text).toContain('Phone Screen: Bridge engineer');
    const out = await search({ inAts: 'out' });
    const { size } = world.sandbox.state.members;
    expect(out.section('results')).toContain(`${String(size - 1)} members found`);
    expect(out.link('In ATS')).toBeNull();
  });

  it('does not know who is in the ATS while the indicator is off', async () => {
    world.sync(somebody(), 1);
    const off = world.integration('IN_ATS_INDICATOR');
    world.sandbox.state.integrations.switch([off], false, world.clock.nowMs);
    const page = await search({ inAts: 'in' });
    expect(page.text).toContain('the In-ATS indicator is not switched on');
    expect(page.link('In ATS')).toBeNull();
  });

  it('comes in pages', async () => {
    const first = await search({});
    expect(first.section('results')).toContain('1 to 25 of');
    const second = await rita.follow(first, 'Next');
    expect(second.section('results')).toContain('26 to 50 of');
    const beyond = await rita.get(`${first.url.pathname}${first.url.search}&page=999`);
    expect(beyond.section('results')).toContain('Page 3 of 3');
  });

  it('that finds nobody says so', async () => {
    const page = await search({ text: 'nobody-of-that-name' });
    expect(page.section('results')).toContain('Nobody found');
  });

  it('is its maker’s only', async () => {
    const page = await search({ text: somebody().lastName });
    const tom = await world.visitor('tom');
    const seen = await tom.get(page.url.pathname + page.url.search);
    expect(seen.text).toContain('not remembered any more');
    expect(seen.link(nameOf(somebody()))).toBeNull();
  });

  it('offers what can be done at once', async () => {
    const { text } = { text: `${somebody().firstName} ${somebody().lastName}` };
    const page = await search({ text });
    expect(page.link(`Export ${text} to the ATS`)).not.toBeNull();
    expect(page.link(`InMail to ${text}`)).not.toBeNull();
    expect(page.link(`Note on ${text}`)).not.toBeNull();
    const off = world.integration('ONE_CLICK_EXPORT');
    world.sandbox.state.integrations.switch([off], false, world.clock.nowMs);
    expect((await search({ text })).link(/^Export /)).toBeNull();
  });
});

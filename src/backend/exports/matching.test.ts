/** By what members are recognised, and when nobody but a person can tell. */
import { describe, expect, it } from 'vitest';
import type { StubProfile } from '../../linkedin/index.ts';
import type { CandidateKey, SinkCandidate } from './ports.ts';
import { matchOf } from './matching.ts';
import { keysOf, normalProfileUrl, webUrl } from './profile-keys.ts';

const ada: StubProfile = {
  member: 'urn:li:person:ada',
  firstName: ' Ada ',
  lastName: 'Byron  King',
  headline: undefined,
  locationName: undefined,
  employerNames: ['Analytical\u00a0Engines', 'Other'],
  jobTitle: undefined,
  profileUrl: 'https://uk.linkedin.com/in/Ada-Byron/?trk=x',
  skills: [],
  summary: undefined,
  emailAddresses: ['Ada@Example.com', 'not an address'],
  phoneNumbers: [],
};

/** An ATS that finds candidates by kinds of keys. */
function atsOf(found: Partial<Record<CandidateKey['by'], readonly SinkCandidate[]>>) {
  const asked: CandidateKey[] = [];
  return {
    asked,
    async find(_tenant: string, key: CandidateKey) {
      asked.push(key);
      return found[key.by] ?? [];
    },
    candidate: async (_tenant: string, id: string) => (id === 'known' ? { id, name: 'x' } : null),
  };
}
const one = (id: string, personUrn?: string): SinkCandidate => ({ id, name: 'x', personUrn });

describe('matchOf', () => {
  it('asks key by key, in order and in comparable form', async () => {
    const ats = atsOf({});
    expect(await matchOf(ats, 'acme', ada, null)).toEqual({ found: 'nobody' });
    expect(ats.asked).toEqual([
      { by: 'person', personUrn: 'urn:li:person:ada' },
      { by: 'profile_url', profileUrl: 'https://www.linkedin.com/in/ada-byron' },
      { by: 'email', email: 'ada@example.com' },
      {
        by: 'name_company',
        firstName: 'Ada',
        lastName: 'Byron King',
        company: 'Analytical Engines',
      },
    ]);
  });

  it.each(['person', 'profile_url', 'email', 'name_company'] as const)(
    'stops at %s where that finds one',
    async (by) => {
      const ats = atsOf({
        [by]: [one('a'), one('a')],
        name_company: [one(by === 'name_company' ? 'a' : 'b')],
      });
      const match = await matchOf(ats, 'acme', ada, null);
      expect(match).toEqual({ found: 'one', candidateId: 'a', reason: by });
      expect(ats.asked.at(-1)?.by).toBe(by);
    },
  );

  it('goes by an earlier export, unless its candidate is gone', async () => {
    expect(await matchOf(atsOf({}), 'acme', ada, 'known')).toEqual({
      found: 'one',
      candidateId: 'known',
      reason: 'person',
    });
    expect(await matchOf(atsOf({}), 'acme', ada, 'gone')).toEqual({ found: 'nobody' });
  });

  it('asks a person where several fit', async () => {
    expect(await matchOf(atsOf({ email: [one('a'), one('b')] }), 'acme', ada, null)).toEqual({
      found: 'unsure',
      why: 'several_matches',
      suggestions: [
        { candidateId: 'a', reason: 'email' },
        { candidateId: 'b', reason: 'email' },
      ],
    });
  });

  it('takes nobody who is known to be another member', async () => {
    const other = one('b', 'urn:li:person:else');
    expect(await matchOf(atsOf({ name_company: [other] }), 'acme', ada, null)).toEqual({
      found: 'nobody',
    });
    expect(await matchOf(atsOf({ name_company: [other, one('a')] }), 'acme', ada, null)).toEqual({
      found: 'one',
      candidateId: 'a',
      reason: 'name_company',
    });
    // The same address and another member: one of both is wrong.
    expect(
      await matchOf(atsOf({ profile_url: [other], email: [other] }), 'acme', ada, null),
    ).toEqual({
      found: 'unsure',
      why: 'other_member',
      suggestions: [{ candidateId: 'b', reason: 'profile_url' }],
    });
  });

  it('has no key where there is too little to go by', () => {
    expect(
      keysOf({
        ...ada,
        member: undefined,
        profileUrl: 'https://example.com/in/ada',
        emailAddresses: [],
        employerNames: [],
      }),
    ).toEqual([]);
  });
});

describe('normalProfileUrl', () => {
  it.each([
    ['https://www.linkedin.com/in/ada-byron', 'ada-byron'],
    ['http://linkedin.com/in/Ada-Byron/', 'ada-byron'],
    ['de.linkedin.com/in/ada-byron/de?trk=abc#top', 'ada-byron'],
    ['  https://www.linkedin.com/in/J%C3%BCrgen  ', 'j%C3%BCrgen'],
    ['https://www.linkedin.com/in/Jürgen', 'j%C3%BCrgen'],
  ])('writes %s in one form', (text, slug) => {
    expect(normalProfileUrl(text)).toBe(`https://www.linkedin.com/in/${slug}`);
  });

  it.each([
    '',
    'ada',
    'https://linkedin.com.evil.example/in/ada',
    'https://notlinkedin.com/in/ada',
    'https://www.linkedin.com/company/ada',
    'javascript:alert(1)//linkedin.com/in/ada',
    'https://www.linkedin.com/in/%E0%A4%A',
  ])('takes %s for none', (text) => {
    expect(normalProfileUrl(text)).toBeNull();
  });
});

describe('webUrl', () => {
  it('lets addresses of the web through and no others', () => {
    expect(webUrl('HTTPS://example.com/a')).toBe('https://example.com/a');
    for (const text of ['javascript:alert(1)', 'data:text/html,x', ' https://x', 'no', undefined]) {
      expect(webUrl(text)).toBeNull();
    }
  });
});

/**
 * Nothing that is said about people, and no key to it, gets to where it does not belong: a recruiter
 * works for a day, everything that gets about is written down, and each piece of it is searched.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticPeople } from '../../src/sandbox/state/people.ts';
import type { DemoProcess } from '../support/demo-process.ts';
import {
  createCanaries,
  type Canaries,
  type CanaryPerson,
  type Secret,
} from './support/canaries.ts';
import {
  logPieces,
  readWire,
  sitesOf,
  startRecordedDemo,
  watch,
  wirePieces,
  type Piece,
  type SiteOf,
} from './support/capture.ts';
import { leaksIn, secretsIn } from './support/leaks.ts';
import { launch, newContext } from './support/recruiter.ts';
import {
  findSomebody,
  goHome,
  linkStranger,
  makeMistakes,
  meetTrouble,
  misused,
  readProfile,
  type Day,
  type Stranger,
} from './support/working-day.ts';

/** All members of LinkedIn's stand-in. The first of them are the ATS's candidates. */
const members = syntheticPeople({ count: 5_000 });
const candidates = members.slice(0, 1_000);

const users: CanaryPerson[] = [
  ['Ingrid', 'Solberg', 'ingrid'],
  ['Daniel', 'Achterberg', 'daniel'],
  ['Yusuf', 'Demir', 'yusuf'],
].map(([firstName = '', lastName = '', mailbox = '']) => ({
  firstName,
  lastName,
  emails: [`${mailbox}@kestrel.example`, `${firstName}.${lastName}@example.com`.toLowerCase()],
  phones: [],
}));

const stranger = chooseStranger();

let browser: Browser;
let demo: DemoProcess;
let siteOf: SiteOf;
let day: Day;

beforeAll(async () => {
  [browser, demo] = await Promise.all([launch(), startRecordedDemo()]);
  siteOf = sitesOf(demo.info);
  const context = await newContext(browser);
  day = { context, demo: demo.info, watch: await watch(context, siteOf) };
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
});

interface WholeDay {
  readonly pieces: readonly Piece[];
  readonly canaries: Canaries;
}

let known: WholeDay | undefined;

/** All that has got about when the day is over, and what to look for in it. */
const wholeDay = (): WholeDay => (known ??= readDay());

function readDay(): WholeDay {
  const wire = readWire();
  const pieces = [...wirePieces(wire, siteOf), ...day.watch.pieces, ...logPieces(demo.logFile)];
  const secrets = [...secretsIn(wire), ...knownOnlyToLinkedIn(stranger), ...misuses];
  return { pieces, canaries: createCanaries([...members, ...users], secrets) };
}

describe("A recruiter's day", () => {
  it('begins with a wrong password, a list and a search', () => findSomebody(day));
  it('goes on with a profile, after a sign-in to LinkedIn, and a note', () => readProfile(day));
  it('links a candidate to somebody of another name, and takes that back', () =>
    linkStranger(day, stranger));
  it('meets a page that gets its attributes wrong, and a backend that answers nonsense', () =>
    makeMistakes(day, stranger));
  it('meets everything that the harness can arrange to go wrong', () => meetTrouble(day));
  it('ends with a sign-out, which every tab hears of', () => goHome(day));

  it('has left nothing about people, and no key to it, where that does not belong', () => {
    const { pieces, canaries } = wholeDay();
    const leaks = leaksIn(pieces, canaries);
    expect([
      ...new Set(leaks.map(({ label, kind, what }) => `${kind} "${what}" in ${label}`)),
    ]).toEqual([]);
  });

  it('was searched where things are: each kind of secret was there where it belongs', () => {
    const { pieces, canaries } = wholeDay();
    const kinds = (pattern: RegExp): Set<string> =>
      new Set(
        pieces
          .filter(({ label }) => pattern.test(label))
          .flatMap(({ text }) => canaries.search(text).map(({ kind }) => kind)),
      );
    expect(kinds(/^document ats \/candidates\//)).toContain('name');
    expect(kinds(/^answer ats POST \/rsc\/context$/)).toContain('context');
    expect(kinds(/^port ats /)).toContain('context');
    expect(kinds(/^answer partner POST \/rsc\/session$/)).toContain('access token');
    expect(kinds(/^header dpop partner /)).toContain('proof');
    expect(kinds(/^document linkedin /)).toContain('LinkedIn profile');
    expect(kinds(/^body linkedin-server PUT \/v2\/atsCandidates$/)).toContain('e-mail address');
    expect(kinds(/^body linkedin-server POST \/oauth\//)).toContain('client secret');
    expect(kinds(/^answer-header set-cookie ats /)).toContain("ATS's session");
    // Places where nothing was found, and where something was to be found in.
    for (const place of ['log', 'console ats', 'event rsc-', 'element ats', 'document partner']) {
      const some = pieces.filter(({ label }) => label.startsWith(place));
      expect(
        some.some(({ text }) => text.length > 10),
        place,
      ).toBe(true);
    }
  });

  it.each<[string, (found: Secret) => string]>([
    ['as it is', ({ value }) => value],
    ['percent-encoded', ({ value }) => value.replaceAll(/./gsu, percentEncoded)],
    ['percent-encoded twice', ({ value }) => encodeURIComponent(encodeURIComponent(value))],
    ['escaped for JSON', ({ value }) => value.replaceAll(/./gs, jsonEscaped)],
    ['in HTML', ({ value }) => value.replaceAll(/./gsu, htmlEscaped)],
    ['in base64, after something else', ({ value }) => `x${btoa(`id=${utf8(value)}`)}`],
    ['in base64url, in a path', ({ value }) => `/p/${Buffer.from(value).toString('base64url')}/q`],
  ])('was searched for all spellings: %s', (_spelling, spell) => {
    const { canaries } = wholeDay();
    const somebody = candidates.find(({ lastName }) => /^\p{L}{8,}$/u.test(lastName));
    for (const [kind, value] of [
      ['name', somebody?.lastName ?? ''],
      ['e-mail address', somebody?.emails[0] ?? ''],
      ['misused name', misused.name],
    ] as const) {
      const text = `GET /some/where?x=1&y=${spell({ kind, value })} done`;
      const leaks = leaksIn([{ label: 'log', text }], canaries);
      expect(
        leaks.map((leak) => leak.kind),
        value,
      ).toContain(kind);
    }
  });
});

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const jsonEscaped = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const htmlEscaped = (character: string): string => `&#${String(character.codePointAt(0))};`;
const utf8 = (text: string): string => String.fromCharCode(...Buffer.from(text));

/** What stood where an id belongs; our own pieces must not pass it on. */
const misuses: readonly Secret[] = [{ kind: 'misused name', value: misused.name }];

/** Nobody but LinkedIn's own documents may say this: it is nowhere in the ATS. */
function knownOnlyToLinkedIn({ fullName, headline, summary }: Stranger): Secret[] {
  return [fullName, headline, summary].map((value) => ({ kind: 'LinkedIn profile', value }));
}

/** A member whose name, headline and summary no candidate has. */
function chooseStranger(): Stranger {
  const nameOf = ({ firstName, lastName }: (typeof members)[number]) => `${firstName} ${lastName}`;
  const times = new Map<string, number>();
  for (const one of members) times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + 1);
  const taken = new Set(candidates.flatMap(({ headline, summary }) => [headline, summary]));
  const found = members.find(
    (one) =>
      times.get(nameOf(one)) === 1 &&
      !taken.has(one.headline) &&
      !taken.has(one.summary) &&
      /^[\x20-\x7e]+$/.test(nameOf(one)),
  );
  if (found === undefined) throw new Error('Everybody on LinkedIn is a candidate.');
  return { fullName: nameOf(found), headline: found.headline, summary: found.summary };
}

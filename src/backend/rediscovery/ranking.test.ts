/** Ranking: what each part gives, that nothing else counts, and one order whatever comes in which. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rediscoveredReason } from '../../protocol/rediscovered.ts';
import type { PastApplicant, PastApplication } from './ports.ts';
import { rank, weights } from './ranking.ts';
import { queryOf, titleWords, vectorOf } from './terms.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const dayMs = 24 * 3_600_000;
const job = {
  title: 'Senior Software Engineer',
  skills: ['TypeScript', 'C++', 'Go', 'SQL'],
  location: 'Berlin, Germany',
};

const application = (changes: Partial<PastApplication> = {}): PastApplication => ({
  id: 'application',
  jobId: 'old-job',
  jobTitle: 'Gardener',
  stage: 'Applied',
  progress: 0,
  outcome: 'rejected',
  appliedAt: new Date(now - 400 * dayMs),
  ...changes,
});
/** Somebody whom nothing speaks for. */
const nobody = (id: string, changes: Partial<PastApplicant> = {}): PastApplicant => ({
  id,
  name: 'Ada',
  skills: [],
  applications: [application()],
  feedback: [],
  lastActivityAt: new Date(now - 5 * 365 * dayMs),
  ...changes,
});
const one = (changes: Partial<PastApplicant>, wanted: Parameters<typeof rank>[0] = job) => {
  const [ranked] = rank(wanted, [nobody('a', changes)], now);
  if (ranked === undefined) throw new Error('nobody was ranked');
  return ranked;
};

describe('rank', () => {
  it('gives nothing to whom nothing speaks for, and everything to whom everything does', () => {
    expect(one({})).toMatchObject({ score: 0, reasons: [] });
    const best = one({
      skills: ['typescript', ' C++ ', 'GO', 'sql', 'Cooking'],
      title: 'Software Engineer',
      location: 'berlin',
      applications: [
        application({ jobTitle: 'Software engineering', stage: 'Offer', progress: 1 }),
      ],
      feedback: [{ rating: 1, at: new Date(now) }],
      lastActivityAt: new Date(now),
    });
    expect(best.score).toBe(1_000);
    expect(best.reasons.map(({ kind, points, of }) => [kind, points, of])).toEqual(
      Object.entries(weights)
        .map(([kind, of]) => [kind, of, of])
        .sort(([, a], [, b]) => Number(b) - Number(a)),
    );
  });

  it.each([
    [{ skills: ['SQL', 'sql', 'C', 'Go'] }, 'skills', 17.5, { skills: ['Go', 'SQL'], wanted: 4 }],
    [{ title: 'Data engineers' }, 'title', 10, { title: 'Data engineers' }],
    [{ headline: 'Software | Engineering' }, 'title', 20, { title: 'Software | Engineering' }],
    [
      { applications: [application({ jobTitle: 'Engineer' })] },
      'past_job',
      5,
      { title: 'Engineer' },
    ],
    [
      { applications: [application({ stage: 'Interview', progress: 0.5 })] },
      'stage',
      7.5,
      { stage: 'Interview', job: 'Gardener' },
    ],
    [{ lastActivityAt: new Date(now - (3 * 365 * dayMs) / 2) }, 'recency', 4, {}],
    [
      {
        feedback: [
          { rating: 0.5, at: new Date(now) },
          { rating: 1, at: new Date(now) },
          { text: 'no rating', at: new Date(now) },
        ],
      },
      'feedback',
      5.3,
      { rating: 0.75, count: 2 },
    ],
    [{ location: 'Berlin' }, 'location', 5, { location: 'Berlin' }],
  ] as const)('%j counts as %s', (changes, kind, points, facts) => {
    const { reasons } = one(changes);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ kind, points, of: weights[kind], ...facts });
  });

  it('does not take a part of a word, or a level, for a reason', () => {
    expect(one({ title: 'Senior Gardener' }).reasons).toEqual([]);
    expect(one({ location: 'Berlingen' }).reasons).toEqual([]);
    expect(one({ skills: ['TypeScript basics', 'C'] }).reasons).toEqual([]);
  });

  it('leaves out what a job says nothing of', () => {
    const bare = { title: 'Engineer', skills: [] };
    expect(one({ title: 'Engineer' }, bare).score).toBe(
      Math.round((20 * 1_000) / (20 + 10 + 15 + 8 + 7)),
    );
  });

  it('takes whatever an ATS calls a share', () => {
    for (const progress of [Number.NaN, -3, 7, Number.POSITIVE_INFINITY]) {
      const { score, reasons } = one({
        applications: [application({ progress })],
        feedback: [{ rating: progress, at: new Date(Number.NaN) }],
        lastActivityAt: new Date(Number.NaN),
      });
      expect(score).toBeLessThanOrEqual(1_000);
      for (const reason of reasons) expect(rediscoveredReason.safeParse(reason).success).toBe(true);
    }
  });

  it('is one order, by score and then by id, whatever comes in which order', () => {
    const some = fc.subarray(['TypeScript', 'Go', 'SQL']);
    const person = fc.record({
      id: fc.string({ minLength: 1 }),
      skills: some,
      progress: fc.constantFrom(0, 0.5, 1),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(person, { selector: ({ id }) => id, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (people, random) => {
          const all = people.map(({ id, skills, progress }) =>
            nobody(id, { skills, applications: [application({ progress })] }),
          );
          const other = all
            .map((applicant) => [random.next().value, applicant] as const)
            .sort(([a], [b]) => Number(a) - Number(b))
            .map(([, applicant]) => applicant);
          const ids = rank(job, all, now).map(({ applicant }) => applicant.id);
          expect(rank(job, other, now + 1_000).map(({ applicant }) => applicant.id)).toEqual(ids);
          const scores = rank(job, all, now).map(({ score }) => score);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        },
      ),
    );
    const equal = rank(job, [nobody('b'), nobody('ä'), nobody('B'), nobody('a')], now);
    expect(equal.map(({ applicant }) => applicant.id)).toEqual(['B', 'a', 'b', 'ä']);
  });
});

describe('terms', () => {
  it('are the words of a title in any language, without those that say nothing', () => {
    expect(titleWords('Senior  Software Engineers (m/w/d)')).toEqual(['software', 'engineer']);
    expect(titleWords('Leiter der Buchhaltung')).toEqual(['leiter', 'buchhaltung']);
    expect(titleWords('看護師 リーダー')).toEqual(expect.arrayContaining(['リーダー']));
    expect(titleWords('ﾘｰﾀﾞｰ')).toEqual(['リーダー']);
  });

  it('stand quoted in what PostgreSQL reads', () => {
    const vector = vectorOf('acme', { skills: ["O'Reilly \\ & | !"], titles: [], pastTitles: [] });
    expect(vector).toBe(`'@acme' 's:o''reilly \\\\ & | !':1A`);
    expect(queryOf('acme', { title: '', skills: [' '] })).toBeNull();
    expect(queryOf('acme', { title: 'Nurse', skills: ["a'b"] })?.find).toBe(
      `'@acme' & ('s:a''b' | 't:nurse' | 'p:nurse')`,
    );
  });
});

/**
 * How well somebody fits a job, and why. A sum of seven parts, each with a weight that is documented and
 * a reason that can be said: no part is hidden, and nothing else counts. The same facts give the same
 * order anywhere; who is equal goes by id.
 */
import type { RediscoveredReason } from '../../protocol/rediscovered.ts';
import { byCodePoints } from './order.ts';
import type { PastApplicant, PastApplication, RediscoveryJob } from './ports.ts';
import { plain, skillsByKey, titleWords } from './terms.ts';

/** Most points of each part; what a job says nothing of does not count for anybody. */
export const weights = {
  skills: 35,
  title: 20,
  past_job: 10,
  stage: 15,
  recency: 8,
  feedback: 7,
  location: 5,
} as const;
type Part = keyof typeof weights;

/** After so long, activity counts for nothing. */
const oldDays = 3 * 365;
const dayMs = 24 * 3_600_000;
/** Skills that a reason names. */
const maxNamed = 50;
const maxText = 2_000;

export interface Ranked {
  readonly applicant: PastApplicant;
  /** Thousandths of what there is to reach. */
  readonly score: number;
  /** The heaviest first. */
  readonly reasons: readonly RediscoveredReason[];
}

/** A part that counts: how much of it there is, from 0 to 1, and how it is said. */
interface Found {
  readonly share: number;
  readonly facts: Facts;
}
type Facts = RediscoveredReason extends infer One
  ? One extends RediscoveredReason
    ? Omit<One, 'points' | 'of'>
    : never
  : never;

/**
 * @param atMs moment of the ranking; only its day counts
 */
export function rank(
  job: Pick<RediscoveryJob, 'title' | 'skills' | 'location'>,
  applicants: readonly PastApplicant[],
  atMs: number,
): Ranked[] {
  const skills = skillsByKey(job.skills);
  const title = titleWords(job.title);
  const location = plain(job.location ?? '');
  const asked: Readonly<Record<Part, boolean>> = {
    skills: skills.size > 0,
    title: title.length > 0,
    past_job: title.length > 0,
    stage: true,
    recency: true,
    feedback: true,
    location: location !== '',
  };
  const parts = (Object.keys(weights) as Part[]).filter((part) => asked[part]);
  const possible = parts.reduce((sum, part) => sum + weights[part], 0);

  const finders: Readonly<Record<Part, (applicant: PastApplicant) => Found | null>> = {
    skills: (applicant) => skillsOf(skills, applicant),
    title: (applicant) => titleOf(title, applicant),
    past_job: (applicant) => pastJobOf(title, applicant),
    stage: stageOf,
    recency: (applicant) => recencyOf(applicant, atMs),
    feedback: feedbackOf,
    location: (applicant) => locationOf(location, applicant),
  };

  const ranked = applicants.map((applicant): Ranked => {
    const reasons = parts.flatMap((part): RediscoveredReason[] => {
      const found = finders[part](applicant);
      const points = Math.round((found?.share ?? 0) * weights[part] * 10) / 10;
      if (found === null || points <= 0) return [];
      return [{ ...found.facts, points, of: weights[part] }];
    });
    const sum = reasons.reduce((total, { points }) => total + Math.round(points * 10), 0);
    return {
      applicant,
      score: Math.round((sum * 100) / possible),
      // Stable: parts of equal weight stay in the order of the table.
      reasons: reasons.sort((a, b) => b.points - a.points),
    };
  });
  return ranked.sort((a, b) => b.score - a.score || byCodePoints(a.applicant.id, b.applicant.id));
}

function skillsOf(wanted: ReadonlyMap<string, string>, applicant: PastApplicant): Found {
  const own = skillsByKey(applicant.skills);
  const shared = [...wanted].filter(([key]) => own.has(key)).map(([, name]) => cut(name));
  return {
    share: shared.length / wanted.size,
    facts: { kind: 'skills', skills: shared.slice(0, maxNamed), wanted: wanted.size },
  };
}

/** How many of the job's words stand in a text. */
function shareOf(words: readonly string[], text: string): number {
  const own = new Set(titleWords(text));
  return words.filter((word) => own.has(word)).length / words.length;
}

function titleOf(words: readonly string[], { title, headline }: PastApplicant): Found | null {
  const texts = [title, headline].filter((text) => text !== undefined && text !== '');
  const best = bestOf(texts as string[], (text) => shareOf(words, text));
  return best === null
    ? null
    : { share: best.share, facts: { kind: 'title', title: cut(best.one) } };
}

function pastJobOf(words: readonly string[], { applications }: PastApplicant): Found | null {
  const titles = sorted(applications).map(({ jobTitle }) => jobTitle);
  const best = bestOf(titles, (text) => shareOf(words, text));
  return best === null
    ? null
    : { share: best.share, facts: { kind: 'past_job', title: cut(best.one) } };
}

function stageOf({ applications }: PastApplicant): Found | null {
  const best = bestOf(sorted(applications), ({ progress }) => within(progress));
  if (best === null) return null;
  const { stage, jobTitle } = best.one;
  return { share: best.share, facts: { kind: 'stage', stage: cut(stage), job: cut(jobTitle) } };
}

function recencyOf({ lastActivityAt }: PastApplicant, atMs: number): Found | null {
  const lastMs = lastActivityAt.getTime();
  if (!Number.isFinite(lastMs) || lastMs < 0) return null;
  const days = Math.max(0, Math.floor(atMs / dayMs) - Math.floor(lastMs / dayMs));
  return { share: within(1 - days / oldDays), facts: { kind: 'recency', atMs: lastMs } };
}

function feedbackOf({ feedback }: PastApplicant): Found | null {
  const ratings = feedback.flatMap(({ rating }) => (rating === undefined ? [] : [within(rating)]));
  if (ratings.length === 0) return null;
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  const rating = Math.round(mean * 100) / 100;
  return { share: rating, facts: { kind: 'feedback', rating, count: ratings.length } };
}

function locationOf(wanted: string, { location = '' }: PastApplicant): Found {
  const own = plain(location);
  // “Berlin” is in “Berlin, Germany”, whichever of the two says less.
  const [short = '', long = ''] = [wanted, own].sort((a, b) => a.length - b.length);
  const is = short !== '' && ` ${words(long)} `.includes(` ${words(short)} `);
  return { share: is ? 1 : 0, facts: { kind: 'location', location: cut(location) } };
}

const words = (text: string): string => text.replaceAll(/[\s,;/()-]+/g, ' ').trim();

/** The newest first, by id where they are equal: reasons name the same one each time. */
const sorted = (applications: readonly PastApplication[]): PastApplication[] =>
  [...applications].sort(
    (a, b) => b.appliedAt.getTime() - a.appliedAt.getTime() || byCodePoints(a.id, b.id),
  );

function bestOf<T>(
  all: readonly T[],
  shareOfOne: (one: T) => number,
): { readonly one: T; readonly share: number } | null {
  let best: { readonly one: T; readonly share: number } | null = null;
  for (const one of all) {
    const share = shareOfOne(one);
    if (best === null || share > best.share) best = { one, share };
  }
  return best;
}

/** What an ATS calls a share may be anything. */
const within = (share: number): number =>
  Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;

const cut = (text: string): string => text.slice(0, maxText);

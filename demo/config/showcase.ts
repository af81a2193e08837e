/** Candidates that stand for what LinkedIn can know of one; pages and checks of the demo use them. */
import { fitOf, fullName, type Candidate } from '../ats/index.ts';

export interface Showcase {
  /** LinkedIn finds the member by itself. */
  readonly matched: Candidate;
  /** A member, but not one that LinkedIn finds without help. */
  readonly unmatched: Candidate;
  /** Never sent to LinkedIn. */
  readonly notSynced: Candidate;
  /** Found by LinkedIn as well. */
  readonly more: readonly Candidate[];
}

const moreCount = 12;

/** @param candidates in the order in which they were seeded */
export function chooseShowcase(candidates: readonly Candidate[]): Showcase {
  const shared = candidates.filter(({ sharedWithLinkedIn }) => sharedWithLinkedIn);
  const found = shared.filter((candidate) => {
    const isFound = fitOf(candidates.indexOf(candidate)) === 'same';
    // With some history, so that the page shows all it can.
    const [{ stage }] = candidate.applications;
    const { experience } = candidate.resume;
    return isFound && stage === 'interview' && experience.length > 2 && experience.length < 5;
  });
  const [matched, ...more] = found;
  // Somebody whose name can be typed on any keyboard, to be searched for.
  const unmatched = shared.find(
    (candidate) =>
      fitOf(candidates.indexOf(candidate)) === 'private' &&
      candidate.notes.length > 0 &&
      /^[A-Za-z ]+$/.test(fullName(candidate)),
  );
  const notSynced = candidates.find(({ sharedWithLinkedIn }) => !sharedWithLinkedIn);
  if (matched === undefined || unmatched === undefined || notSynced === undefined) {
    throw new TypeError('the seed has no candidate of each kind');
  }
  return { matched, unmatched, notSynced, more: more.slice(0, moreCount) };
}

/** What recruiters have written about candidates. */
import type { Application, Feedback, Note, StageId } from './candidate.ts';
import { opaqueId, opaqueNumber, type Random } from './random.ts';

const dayMs = 86_400_000;

const remarks: Readonly<Record<StageId, readonly [string, ...string[]]>> = {
  applied: [
    'Application complete. CV is clear, cover letter speaks to the role.',
    'Came in over the weekend, to be screened with the next batch.',
    'Check notice period before we plan anything.',
  ],
  screening: [
    'Called for 20 minutes. Wants to move within the quarter, salary range fits.',
    'Good questions about the team. Prefers two days a week at home.',
    'Left a voice message, will try again after lunch.',
    'Knows our older instruments from a previous job. Worth a proper interview.',
  ],
  interview: [
    'Panel of three, all positive. Calm under pressure, explains well.',
    'Strong on the practical part. Would like to hear more about leading others.',
    'Case took longer than planned, the result was thorough.',
    'Travels from outside the city: offer a remote slot for the second round.',
  ],
  final: [
    'Met the department head. Both sides want to go on.',
    'References requested, two of three have answered.',
  ],
  offer: [
    'Offer sent, answer expected by the end of next week.',
    'Asked for a later start date. Talking to the team lead.',
  ],
  hired: [
    'Signed! Start date agreed, hand-over to onboarding.',
    'Contract is back. Laptop and badge ordered.',
  ],
  rejected: [
    'Close decision; the other finalist had more field experience. Keep in touch.',
    'Withdrew: accepted an offer at home.',
    'Good profile, wrong role. Suggest the analyst position in spring.',
  ],
};

/** Up to three notes that fit the stage, the latest first. */
export function seedNotes(
  random: Random,
  seed: string,
  stage: StageId,
  authors: readonly [string, ...string[]],
  movedAtMs: number,
  applicationId: string,
): readonly Note[] {
  const count = stage === 'applied' ? random.below(2) : 1 + random.below(2);
  const pool = [...remarks[stage], ...(stage === 'applied' ? [] : remarks.screening)];
  const notes: Note[] = [];
  for (let index = 0; index < count; index += 1) {
    const [text] = pool.splice(random.below(pool.length), 1);
    if (text === undefined) break;
    notes.push({
      id: `n${opaqueNumber(`${seed}/note/${String(index)}`)}`,
      // What is said after a conversation is about the application.
      ...(index === 0 && stage !== 'applied' ? { applicationId } : {}),
      author: random.pick(authors),
      text,
      atMs: movedAtMs - index * dayMs * (1 + random.below(4)) + random.below(8) * 3_600_000,
    });
  }
  return notes.sort((one, other) => other.atMs - one.atMs);
}

const impressions = [
  'Explains decisions clearly and asks before assuming. I would work with this person.',
  'Solid on the practical exercise, a little quiet in the group. Second round recommended.',
  'Knows the field; the example from the last project was convincing in every detail.',
] as const;

/** What an interviewer has said about whoever came further than the interview. */
export function seedFeedback(
  seed: string,
  { id, stage, movedAtMs }: Application,
  authors: readonly [string, ...string[]],
): readonly Feedback[] {
  if (stage !== 'final' && stage !== 'offer' && stage !== 'hired') return [];
  const own = opaqueId(`${seed}/feedback`);
  const number = own.charCodeAt(0) + own.charCodeAt(1);
  return [
    {
      id: own,
      applicationId: id,
      author: authors[number % authors.length] ?? authors[0],
      text: impressions[number % impressions.length] ?? impressions[0],
      rating: 3 + (number % 3),
      atMs: movedAtMs - 6 * 3_600_000,
    },
  ];
}

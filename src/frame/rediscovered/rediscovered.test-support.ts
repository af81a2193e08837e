/** What the backend answers about past applicants who fit a job, for tests. */
import type { RediscoveredAnswer, RediscoveredCandidate } from '../../protocol/rediscovered.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const dayMs = 24 * 3_600_000;

export const candidateOf = (
  changes: Partial<RediscoveredCandidate> = {},
): RediscoveredCandidate => ({
  id: 'cand-1',
  name: 'Ada Byron',
  title: 'Software Engineer',
  headline: null,
  location: 'Berlin, Germany',
  fit: 82,
  reasons: [
    { kind: 'skills', points: 26.3, of: 35, skills: ['TypeScript', 'Go', 'SQL'], wanted: 4 },
    { kind: 'title', points: 20, of: 20, title: 'Software Engineer' },
    { kind: 'stage', points: 10, of: 15, stage: 'Final interview', job: 'Backend Engineer' },
    { kind: 'recency', points: 6.4, of: 8, atMs: now - 200 * dayMs },
    { kind: 'feedback', points: 5.3, of: 7, rating: 0.75, count: 2 },
    { kind: 'location', points: 5, of: 5, location: 'Berlin, Germany' },
    { kind: 'past_job', points: 5, of: 10, title: 'Backend Engineer' },
  ],
  applications: [
    {
      jobTitle: 'Backend Engineer',
      stage: 'Final interview',
      outcome: 'rejected',
      appliedAtMs: now - 300 * dayMs,
    },
  ],
  feedback: [
    { author: 'Grace', rating: 1, text: 'Clear and curious.', atMs: now - 290 * dayMs },
    { author: null, rating: 0.5, text: null, atMs: now - 280 * dayMs },
  ],
  lastActivityAtMs: now - 200 * dayMs,
  linkedIn: 'matched',
  isDismissed: false,
  ...changes,
});

export const answerOf = (changes: Partial<RediscoveredAnswer> = {}): RediscoveredAnswer => ({
  job: { id: 'job-1', title: 'Senior Software Engineer', isOpen: true },
  items: [
    candidateOf(),
    candidateOf({ id: 'cand-2', name: 'Charles Babbage', fit: 41, feedback: [], linkedIn: 'none' }),
  ],
  next: null,
  total: 2,
  dismissed: 0,
  isComplete: true,
  mayDecide: true,
  ...changes,
});

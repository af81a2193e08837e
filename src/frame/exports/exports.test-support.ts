/** What the backend answers about exports, for tests. */
import type {
  ExistingCandidate,
  ExportedPerson,
  ExportsAnswer,
  ExportView,
} from '../../protocol/exports.ts';

export const idOf = (number: number): string => `export-${String(number).padStart(25, '0')}`;

export const personOf = (changes: Partial<ExportedPerson> = {}): ExportedPerson => ({
  name: 'Ada Byron',
  headline: 'Engineer at Engines',
  location: 'Berlin, Germany',
  company: 'Engines',
  title: 'Software Engineer',
  profileUrl: 'https://www.linkedin.com/in/ada',
  emailAddresses: ['ada@example.com'],
  phoneNumbers: ['+49 30 1234'],
  skills: ['TypeScript', 'SQL'],
  summary: 'Likes engines.',
  ...changes,
});

/** Delivered as a new candidate. @param number also the cursor, unless that is given */
export const exportOf = (number: number, changes: Partial<ExportView> = {}): ExportView => ({
  id: idOf(number),
  cursor: number,
  state: 'delivered',
  receivedAtMs: Date.parse('2026-03-02T10:00:00Z'),
  person: personOf(),
  job: { id: 'job-1', title: 'Backend Engineer', state: 'open' },
  exporter: { userId: 'user-1', name: 'Grace Hopper' },
  outcome: 'created',
  reason: null,
  candidateId: `cand-${String(number)}`,
  applicationId: `app-${String(number)}`,
  hasResume: true,
  suggestions: [],
  notices: [],
  link: 'attached',
  working: null,
  decidedBy: null,
  canUndo: true,
  ...changes,
});

/** Somebody has to say who it is. */
export const reviewOf = (number: number, changes: Partial<ExportView> = {}): ExportView =>
  exportOf(number, {
    state: 'review',
    outcome: null,
    candidateId: null,
    applicationId: null,
    suggestions: [
      { candidateId: 'cand-7', reason: 'email' },
      { candidateId: 'cand-8', reason: 'name_company' },
    ],
    notices: ['several_matches'],
    link: null,
    canUndo: false,
    ...changes,
  });

export const existingOf = (changes: Partial<ExistingCandidate> = {}): ExistingCandidate => ({
  id: 'cand-7',
  name: 'Ada Byron',
  headline: null,
  location: 'Berlin,  germany',
  company: 'Looms',
  title: 'Software Engineer',
  profileUrl: 'http://linkedin.com/in/ada/',
  emailAddresses: ['ADA@example.com', 'ada@home.example'],
  phoneNumbers: [],
  member: 'unknown',
  ...changes,
});

export const answerOf = (changes: Partial<ExportsAnswer> = {}): ExportsAnswer => ({
  items: [reviewOf(2), exportOf(1)],
  cursor: 2,
  next: null,
  mayDecide: true,
  ...changes,
});

/**
 * What recruiters and members have done with the harness's candidate, one of each kind that a timeline
 * can show; for one of the harness's customers only, so that another one shows what nothing looks like.
 */
import { pageOf, type SourceItem, type TimelineSource } from 'rsc-embed/backend';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The customer that has something to show. */
const shownTo = 'harness-enabled';

const recruiter = { role: 'recruiter', name: 'Hanne Lindqvist', isViewer: false } as const;
const viewer = { role: 'recruiter', name: null, isViewer: true } as const;
const candidate = { role: 'candidate', name: 'Noor Bakker', isViewer: false } as const;

function itemsAt(nowMs: number): readonly SourceItem[] {
  const ago = (ms: number): number => nowMs - ms;
  return [
    {
      id: 'shared',
      kind: 'contact_shared',
      atMs: ago(2 * hourMs),
      author: candidate,
      contact: {
        emailAddresses: ['noor.bakker@mail.example'],
        phoneNumbers: ['+31 10 555 0148'],
        consentAtMs: ago(2 * hourMs),
        state: 'enriched',
        candidateId: 'harness-candidate',
        changes: [
          { field: 'emailAddresses', action: 'add', old: null, new: 'noor.bakker@mail.example' },
          { field: 'title', action: 'differ', old: 'Planner', new: 'Operations Analyst' },
        ],
        source: 'linkedin_inmail',
      },
    },
    {
      id: 'replied',
      kind: 'inmail_replied',
      atMs: ago(3 * hourMs),
      author: candidate,
      subject: 'A role in operations',
      isWithheld: true,
    },
    { id: 'accepted', kind: 'inmail_accepted', atMs: ago(4 * hourMs), author: candidate },
    {
      id: 'sent',
      kind: 'inmail_sent',
      atMs: ago(dayMs),
      author: viewer,
      subject: 'A role in operations',
      text: 'Hello Noor, your work on forecasts caught our eye. Would you have half an hour this week?',
    },
    {
      id: 'private',
      kind: 'note',
      atMs: ago(2 * dayMs),
      author: viewer,
      isPrivate: true,
      text: 'Ask about notice period before we plan anything.',
    },
    {
      id: 'note',
      kind: 'note',
      atMs: ago(3 * dayMs),
      author: recruiter,
      text: 'Explained the forecast she built from first principles. '.repeat(24).trim(),
    },
    {
      id: 'stage',
      kind: 'stage_changed',
      atMs: ago(9 * dayMs),
      facts: [
        { name: 'job', value: 'Operations Analyst' },
        { name: 'from', value: 'Applied' },
        { name: 'to', value: 'Phone interview' },
      ],
    },
    {
      id: 'exported',
      kind: 'exported',
      atMs: ago(12 * dayMs),
      author: recruiter,
      facts: [{ name: 'job', value: 'Operations Analyst' }],
    },
  ];
}

/** @param clock milliseconds since 1970 */
export function createHarnessActivities(clock: () => number = Date.now): TimelineSource {
  // The same times for as long as the demo runs: an item that moves would be another one.
  const items = itemsAt(clock());
  const of = (tenant: string): readonly SourceItem[] => (tenant === shownTo ? items : []);
  return {
    name: 'harness',
    kinds: [...new Set(items.map(({ kind }) => kind))],
    page: async ({ tenant }, page) => pageOf(of(tenant), page),
    item: async ({ tenant }, id) => of(tenant).find((item) => item.id === id) ?? null,
  };
}

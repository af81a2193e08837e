/** Where a customer's sync stands, in words that the page shows and its script puts in place. */
import type { SyncSummary } from '../partner-sync.ts';
import { spaced } from './partner-words.ts';

/** Kinds of records, in the order in which they are sent. */
export const kinds = [
  ['jobPostings', 'Job postings'],
  ['candidates', 'Candidates'],
  ['applications', 'Applications'],
  ['candidateNotes', 'Notes on candidates'],
  ['applicationNotes', 'Notes on applications'],
  ['stages', 'Stages'],
  ['interviewFeedback', 'Interview feedback'],
  ['attachments', 'Attachments'],
  ['entityAcls', 'Access lists'],
  ['aclAssignees', 'People on access lists'],
] as const;

export const kindName = (resource: string): string =>
  kinds.find(([name]) => name === resource)?.[1] ?? resource;

const lanes: Readonly<Record<string, string>> = {
  idle: 'Nothing is to be sent',
  working: 'Records are being sent',
  limited: 'LinkedIn’s limits are used up for now',
  later: 'What is left is tried again later',
  failing: 'LinkedIn or the ATS does not answer as it should',
  off: 'Switched off: nothing is sent',
  stalled: 'No process is working on it',
};

export const number = (value: number): string => value.toLocaleString('en');

export const counted = (count: number, one: string, many: string): string =>
  `${number(count)} ${count === 1 ? one : many}`;

/** How long something has taken or will take, in its largest unit. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
}

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Texts by the names that places on the page have for them. */
export function textsOf(status: SyncSummary, nowMs: number): Readonly<Record<string, string>> {
  const { lane, backlog, quarantined, blocked, perMinute, totals, left, backfill } = status;
  const oldest = backlog.oldestAt === null ? null : nowMs - Date.parse(backlog.oldestAt);
  const failing = lane.errorCode === null ? '' : ` (${spaced(lane.errorCode)})`;
  return {
    lane: `${lanes[lane.state] ?? lane.state}${failing}`,
    'per-minute': number(perMinute),
    waiting: number(backlog.total),
    oldest: oldest === null ? 'none' : duration(oldest),
    retrying: number(backlog.retrying),
    'put-aside': number(sumOf(quarantined)),
    blocked: number(sumOf(blocked)),
    ...Object.fromEntries(
      Object.entries(backlog.byPriority).map(([name, count]) => [`lane-${name}`, number(count)]),
    ),
    ...Object.fromEntries(
      kinds.flatMap(([resource]) => [
        [`waiting-${resource}`, number(backlog.byResource[resource] ?? 0)],
        [`sent-${resource}`, number(totals[resource]?.sent ?? 0)],
        [`deleted-${resource}`, number(totals[resource]?.deleted ?? 0)],
        [`refused-${resource}`, number(totals[resource]?.refused ?? 0)],
      ]),
    ),
    ...Object.fromEntries(
      (left ?? []).map((one) => [
        `left-${one.group}-${one.what}-${one.window}`,
        `${number(one.left)} of ${number(one.limit)}`,
      ]),
    ),
    ...(backfill === null
      ? {}
      : {
          'backfill-state': backfill.state,
          'backfill-scanned':
            backfill.expected === null
              ? number(backfill.scanned)
              : `${number(backfill.scanned)} of ${number(backfill.expected)}`,
          'backfill-waiting': number(backfill.waiting),
          'backfill-done': number(sumOf({ ...backfill.counts })),
          'backfill-rate': `${number(backfill.perMinute)} a minute`,
          'backfill-eta':
            backfill.state === 'finished' || backfill.state === 'cancelled'
              ? 'none'
              : backfill.etaMs === null
                ? 'not known yet'
                : duration(backfill.etaMs),
        }),
  };
}

const shownMinutes = 60;

/** Records sent in each of the last sixty minutes, the oldest first. */
export function barsOf({ minutes }: SyncSummary, nowMs: number): readonly number[] {
  const now = Math.floor(nowMs / 60_000);
  const counts = new Map(
    minutes.map(({ minute, sent, deleted }) => [
      Math.floor(Date.parse(minute) / 60_000),
      sent + deleted,
    ]),
  );
  return Array.from(
    { length: shownMinutes },
    (_, index) => counts.get(now - shownMinutes + 1 + index) ?? 0,
  );
}

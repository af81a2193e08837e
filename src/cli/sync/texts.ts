/** Answers of the backend as people read them in a terminal. */
import type * as z from 'zod';
import type { syncAnswers } from '../../backend/admin/sync-operations.ts';
import { refText } from '../../backend/sync/resources.ts';

type Answer<Name extends keyof typeof syncAnswers> = z.infer<(typeof syncAnswers)[Name]>;
export type Plan = Answer<'plan'>;
export type Backfill = Answer<'backfill'>;
export type Status = Answer<'status'>;
export type Explained = Answer<'explanation'>;

export const numberText = (value: number): string => value.toLocaleString('en-US');

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${String(hours)} h ${String(minutes % 60)} min`;
  return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
}

/** Columns as wide as they have to be; numbers to the right. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? numberText(cell) : cell)),
  );
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => (row[column] ?? '').length)),
  );
  return texts
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function planText(plan: Plan): string {
  const table = columns([
    ['', 'records', 'requests'],
    ...plan.resources.map((each) => [each.resource, each.records, each.requests]),
    ['together', plan.records, plan.requests],
  ]);
  const since = plan.since === null ? 'of all time' : `changed since ${plan.since.slice(0, 10)}`;
  const left = (plan.left ?? [])
    .filter(({ group, window }) => window === 'day' && (group === 'sync' || group === 'jobs'))
    .map(
      (each) =>
        `${numberText(each.left)} of ${numberText(each.limit)} ${each.what} (${each.group})`,
    );
  return [
    `Records ${since}:`,
    table,
    '',
    `About ${durationText(plan.durationMs)} at LinkedIn's limits, if it answers within ${String(plan.answerMs)} ms.`,
    ...(left.length === 0 ? [] : [`Left today: ${left.join(', ')}.`]),
    '',
  ].join('\n');
}

const barWidth = 24;

/** One line: how far a backfill is. */
export function progressText(progress: Backfill): string {
  const { expected, scanned, waiting, counts, perMinute, etaMs, errorCode, state } = progress;
  const done = Math.max(0, scanned - waiting);
  const part = expected === null || expected === 0 ? null : Math.min(1, done / expected);
  const bar =
    part === null
      ? ''
      : `[${'#'.repeat(Math.round(part * barWidth)).padEnd(barWidth, '·')}] ${String(Math.floor(part * 100))} %  `;
  const parts = [
    `${numberText(scanned)}${expected === null ? '' : ` of ${numberText(expected)}`} read`,
    `${numberText(counts.sent)} sent`,
    ...(counts.unchanged === 0 ? [] : [`${numberText(counts.unchanged)} unchanged`]),
    ...(counts.refused === 0 ? [] : [`${numberText(counts.refused)} refused`]),
    `${numberText(perMinute)} a minute`,
    ...(etaMs === null ? [] : [`about ${durationText(etaMs)} left`]),
    ...(errorCode === null ? [] : [`waits: ${errorCode}`]),
    ...(state === 'running' ? [] : [state]),
  ];
  return bar + parts.join(', ');
}

/** How a backfill has ended. */
export function reportText({ state, report }: Backfill): string {
  if (report === null) return `The backfill is ${state}.\n`;
  const shown = report.resources.filter((each) => each.inAts > 0 || each.gone > 0);
  const rejectedOf = (each: (typeof shown)[number]): number =>
    Object.values(each.rejected).reduce((sum, some) => sum + some, 0);
  const table = columns([
    ['', 'in the ATS', 'at LinkedIn', 'rejected', 'waiting', 'erased', 'adds up'],
    ...shown.map((each) => [
      each.resource,
      each.inAts,
      each.synced,
      rejectedOf(each) + each.invalid,
      each.waiting,
      each.erased,
      each.addsUp ? 'yes' : 'NO',
    ]),
  ]);
  const reasons = shown.flatMap((each) => [
    ...Object.entries(each.rejected).map(
      ([reason, some]) => `  ${each.resource}: ${numberText(some)} ${reason}`,
    ),
    ...(each.invalid === 0
      ? []
      : [`  ${each.resource}: ${numberText(each.invalid)} names that cannot be used`]),
  ]);
  const why = reasons.length === 0 ? [] : ['', 'Rejected:', ...reasons];
  return `${[table, ...why].join('\n')}\n`;
}

const laneTexts: Readonly<Record<Status['lane']['state'], string>> = {
  idle: 'Nothing waits.',
  working: 'Records are being sent.',
  limited: 'LinkedIn’s limits are used up for now.',
  later: 'What is left is tried again later.',
  failing: 'It fails',
  off: 'The customer is switched off or not set up: nothing may be sent.',
  stalled: 'Records are due, and no worker runs: start kit.workers in a process.',
};

export function statusText(status: Status, nowMs: number): string {
  const { lane, backlog, quarantined, blocked, perMinute, left, backfill } = status;
  const head =
    lane.state === 'failing'
      ? `It fails since ${lane.failingSince ?? 'a while'}: ${lane.errorCode ?? 'unknown'}.`
      : laneTexts[lane.state];
  const oldest = backlog.oldestAt;
  const ages =
    oldest === null ? '' : `, the oldest for ${durationText(nowMs - Date.parse(oldest))}`;
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, some) => total + some, 0);
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, some]) => `${numberText(some)} ${name}`)
      .join(', ');
  return [
    head,
    `Waiting: ${numberText(backlog.total)}${ages}${backlog.total === 0 ? '' : ` (${listed(backlog.byResource)})`}`,
    `Rate: ${numberText(perMinute)} a minute`,
    `Put aside: ${numberText(sum(quarantined))}${sum(quarantined) === 0 ? '' : ` (${listed(quarantined)})`}`,
    `Held back: ${numberText(sum(blocked))}${sum(blocked) === 0 ? '' : ` (${listed(blocked)})`}`,
    ...(left ?? [])
      .filter(({ group }) => group === 'sync' || group === 'jobs')
      .map(
        (each) =>
          `Left this ${each.window}: ${numberText(each.left)} of ${numberText(each.limit)} ${each.what} (${each.group})`,
      ),
    ...(backfill === null ? [] : [`Backfill: ${progressText(backfill)}`]),
    '',
  ].join('\n');
}

export function explanationText(explained: Explained): string {
  const { sentence, problems, blockedOn, attempts, firstFailedAt, lastFailedAt } = explained;
  const root = blockedOn.at(-1);
  const all = [
    ...problems.map((each) => ({ ...each, of: '' })),
    ...(root?.problems ?? []).map((each) => ({
      ...each,
      of: ` of ${refText(root?.ref ?? explained.ref)}`,
    })),
  ];
  return [
    sentence,
    ...all.map(({ field, problem, fix, of }) => `  ${field}${of}: ${problem}\n    → ${fix}`),
    ...(attempts === 0
      ? []
      : [
          `  ${numberText(attempts)} attempts, first failure ${firstFailedAt ?? 'unknown'}, last ${lastFailedAt ?? 'unknown'}`,
        ]),
    '',
  ].join('\n');
}

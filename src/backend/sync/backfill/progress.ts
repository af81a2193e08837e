/** How far a backfill is, and when it will be through. */
import * as z from 'zod';
import type { Connection } from '../../store/connections/connection.ts';
import { resourceAt } from '../resources.ts';
import type { SyncResource } from '../ports.ts';
import {
  noCounts,
  rateMs,
  rateOf,
  readMinutes,
  readTotals,
  since,
  sumOf,
  type SyncCounts,
} from '../totals.ts';
import { backfillReport, type BackfillReport } from './report.ts';
import { historyWaiting, type BackfillRow, type PartRow } from './scanning.ts';

export const backfillStates = ['running', 'paused', 'cancelled', 'finished'] as const;
export type BackfillState = (typeof backfillStates)[number];

export interface ScanProgress {
  readonly resource: SyncResource;
  /** Records there were when it began; null if the ATS does not count them. */
  readonly expected: number | null;
  /** Names read so far. */
  readonly scanned: number;
  readonly isFinished: boolean;
}

export interface BackfillProgress {
  readonly id: string;
  readonly tenantId: string;
  readonly state: BackfillState;
  /** Records changed since then; null: all. */
  readonly since: Date | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly pausedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Why the ATS's pages cannot be read at the moment; null if they can. */
  readonly errorCode: string | null;
  readonly failingSince: Date | null;
  readonly resources: readonly ScanProgress[];
  readonly expected: number | null;
  readonly scanned: number;
  /** Read and not sent yet. */
  readonly waiting: number;
  /** What became of the customer's records while it was under way, changes among them. */
  readonly counts: SyncCounts;
  /** Records a minute that were through with, over the last five minutes. */
  readonly perMinute: number;
  /** Until everything is through, at this rate; null if nobody can tell. */
  readonly etaMs: number | null;
  /** How it has ended; null before. */
  readonly report: BackfillReport | null;
}

/** Beyond that waiting records are not counted: there are never more. */
const mostWaiting = 1_000_000;
const count = z.number();
const counts = z.object({
  sent: count,
  deleted: count,
  unchanged: count,
  refused: count,
  retried: count,
} satisfies Record<keyof SyncCounts, z.ZodNumber>);

/**
 * @throws StoreError
 * @internal
 */
export async function progressOf(
  connection: Connection,
  row: BackfillRow,
  parts: readonly PartRow[],
  nowMs: number,
): Promise<BackfillProgress> {
  const { tenantId, requestedAt } = row;
  const state = z.enum(backfillStates).parse(row.state);
  const isOpen = state === 'running' || state === 'paused';
  const scans = scansOf(parts);
  const scanned = scans.reduce((sum, part) => sum + part.scanned, 0);
  const expected = scans.some((part) => part.expected === null && !part.isFinished)
    ? null
    : scans.reduce((sum, part) => sum + Math.max(part.expected ?? 0, part.scanned), 0);
  const waiting = isOpen ? await historyWaiting(connection, tenantId, mostWaiting) : 0;
  const before = counts.safeParse(row.before).data ?? noCounts;
  const after =
    counts.safeParse(row.after).data ??
    sumOf((await readTotals(connection, tenantId)).get(tenantId) ?? {});
  const minutes = isOpen ? await readMinutes(connection, tenantId, nowMs - rateMs) : [];
  const perMinute = isOpen ? Math.round(rateOf(minutes, nowMs, requestedAt.getTime())) : 0;
  const left = expected === null ? null : Math.max(0, expected - scanned) + waiting;
  return {
    id: row.id,
    tenantId,
    state,
    since: row.since,
    requestedBy: row.requestedBy,
    requestedAt,
    pausedAt: row.pausedAt,
    finishedAt: row.finishedAt,
    errorCode: row.errorCode,
    failingSince: row.failingSince,
    resources: scans,
    expected,
    scanned,
    waiting,
    counts: since(after, before),
    perMinute,
    etaMs:
      state !== 'running' || left === null || (perMinute === 0 && left > 0)
        ? null
        : Math.round((left / Math.max(perMinute, 1)) * 60_000),
    report: row.report === null ? null : backfillReport.parse(row.report),
  };
}

/** Organizations together, in the order of sending. */
function scansOf(parts: readonly PartRow[]): ScanProgress[] {
  const byResource = new Map<SyncResource, ScanProgress>();
  for (const { resource: rank, expected, scanned, finishedAt } of parts) {
    const resource = resourceAt(rank);
    const known = byResource.get(resource);
    byResource.set(resource, {
      resource,
      expected:
        known === undefined || known.expected === null || expected === null
          ? known === undefined
            ? expected
            : null
          : known.expected + expected,
      scanned: (known?.scanned ?? 0) + scanned,
      isFinished: (known?.isFinished ?? true) && finishedAt !== null,
    });
  }
  return [...byResource.values()];
}

/** Follows a backfill to its end: a line that changes in a terminal, now and then a line elsewhere. */
import { syncAnswers } from '../../backend/admin/sync-operations.ts';
import type { CommandOutput } from '../output.ts';
import type { AdminApi } from './admin-api.ts';
import { SyncCommandError } from './errors.ts';
import { progressText, type Backfill } from './texts.ts';

export interface Terminal {
  /** Whether a line can be written over. */
  readonly isLive: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  wait(ms: number): Promise<void>;
}

export interface FollowOptions {
  /** Null: nothing is written on the way. */
  readonly output: CommandOutput | null;
  readonly terminal: Terminal;
}

const liveMs = 1_000;
const plainMs = 10_000;
/** A backend that is being deployed is away for a while. */
const maxFailures = 30;
/** To the beginning of the line, and empty it. */
const clearLine = '\r\u001b[2K';

/**
 * @param id of the backfill; the newest if null
 * @returns how it has ended @throws SyncCommandError
 */
export async function follow(
  api: AdminApi,
  id: string | null,
  { output, terminal }: FollowOptions,
): Promise<Backfill> {
  const { isLive } = terminal;
  let followed = id;
  let failures = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const found = await api
      .ask('GET', '/backfills', syncAnswers.backfillList)
      .then(({ items }) => {
        failures = 0;
        return items;
      })
      .catch((error: unknown) => {
        failures += 1;
        // What the backend refuses it refuses again; silence may pass.
        const isRefusal = error instanceof SyncCommandError && error.code !== null;
        if (isRefusal || failures > maxFailures) throw error;
        return null;
      });
    if (found !== null) {
      const progress = found.find((each) => followed === null || each.id === followed);
      if (progress === undefined) throw new SyncCommandError('The backfill is not there any more.');
      followed = progress.id;
      const isOver = progress.state === 'finished' || progress.state === 'cancelled';
      if (isLive) output?.warn(clearLine + progressText(progress) + (isOver ? '\n\n' : ''));
      else if (isOver || terminal.now() - toldAt >= plainMs) {
        toldAt = terminal.now();
        output?.warn(`${progressText(progress)}\n`);
      }
      if (isOver) return progress;
    }
    await terminal.wait(isLive ? liveMs : liveMs * 2);
  }
}

/**
 * What a verifier has to remember, shared by several backend processes: ids it must not see twice,
 * and who was signed out when. Both are kept as hashes: they name sessions and people of the ATS,
 * and nothing here needs to know which. Rows go once they no longer matter, a few at a time.
 */
import { createHash } from 'node:crypto';
import { and, eq, gt, inArray, lte, max, sql } from 'drizzle-orm';
import type { ReplayStore, RevocationStore } from '../../handshake/replay.ts';
import type { Connection } from './connections/connection.ts';
import { internalsOf } from './internals.ts';
import type { Store } from './store.ts';
import { replayIds, revocations } from './tables/index.ts';

/** Between two sweeps of one process, and rows a sweep removes at the most. */
const sweepEveryMs = 10_000;
const sweepRows = 20_000;

/** How long a revocation has to be kept: longer than anything issued before it can live. */
const revocationMemoryMs = 15 * 60_000;

export interface ReplayOptions {
  /** Milliseconds since 1970; the store's clock if left out. */
  readonly clock?: () => number;
}

/** Ids that must not be seen twice, for `createBackend({ replay })`. */
export function storeReplay(store: Store, options: ReplayOptions = {}): ReplayStore {
  const { connection, clock: storeClock } = internalsOf(store);
  const { clock = storeClock } = options;
  const sweep = createSweep(connection, clock, 'replay');
  return {
    async remember(id, expiresAtMs) {
      const now = new Date(clock());
      const expiresAt = new Date(expiresAtMs);
      // One statement decides, so that of two processes that ask at once only one hears yes.
      const fresh = await connection.run((database) =>
        database
          .insert(replayIds)
          .values({ id: hashOf(id), expiresAt })
          .onConflictDoUpdate({
            target: replayIds.id,
            set: { expiresAt },
            setWhere: lte(replayIds.expiresAt, now),
          })
          .returning({ expiresAt: replayIds.expiresAt }),
      );
      sweep();
      return fresh.length > 0;
    },
    async has(id) {
      const found = await connection.run((database) =>
        database
          .select({ expiresAt: replayIds.expiresAt })
          .from(replayIds)
          .where(and(eq(replayIds.id, hashOf(id)), gt(replayIds.expiresAt, new Date(clock())))),
      );
      return found.length > 0;
    },
  };
}

/** Who was signed out when, for `createBackend({ revocations })`. */
export function storeRevocations(store: Store, options: ReplayOptions = {}): RevocationStore {
  const { connection, clock: storeClock } = internalsOf(store);
  const { clock = storeClock } = options;
  const sweep = createSweep(connection, clock, 'revocations');
  return {
    async revoke(subject, epochSeconds) {
      const forgetAt = new Date(clock() + revocationMemoryMs);
      await connection.run((database) =>
        database
          .insert(revocations)
          .values({ subject: hashOf(subject), epochSeconds, forgetAt })
          .onConflictDoUpdate({
            target: revocations.subject,
            set: {
              epochSeconds: sql`greatest(${revocations.epochSeconds}, excluded.epoch_seconds)`,
              forgetAt,
            },
          }),
      );
      sweep();
    },
    async epochOf(subjects) {
      if (subjects.length === 0) return -1;
      const [latest] = await connection.run((database) =>
        database
          .select({ epochSeconds: max(revocations.epochSeconds) })
          .from(revocations)
          .where(inArray(revocations.subject, subjects.map(hashOf))),
      );
      return latest?.epochSeconds ?? -1;
    },
  };
}

/** Removes what has run out, now and then, beside the request that comes along. */
function createSweep(
  connection: Connection,
  clock: () => number,
  what: 'replay' | 'revocations',
): () => void {
  let sweptAtMs = clock();
  return () => {
    const nowMs = clock();
    if (nowMs - sweptAtMs < sweepEveryMs) return;
    sweptAtMs = nowMs;
    const now = new Date(nowMs);
    connection
      .run((database) => {
        if (what === 'revocations') {
          return database.delete(revocations).where(lte(revocations.forgetAt, now));
        }
        const expired = database
          .select({ id: replayIds.id })
          .from(replayIds)
          .where(lte(replayIds.expiresAt, now))
          .limit(sweepRows)
          // Another process may sweep at the same time: each takes rows of its own.
          .for('update', { skipLocked: true });
        return database.delete(replayIds).where(inArray(replayIds.id, expired));
      })
      // The next sweep does it; the request that came along has its answer already.
      .catch(() => undefined);
  };
}

const hashOf = (text: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(text).digest());

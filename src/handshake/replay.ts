/**
 * What a verifier has to remember: ids it must not see twice, and who was signed out when.
 *
 * Both interfaces are small enough for a shared store behind several backend processes; what is
 * here keeps them in one process's memory, bounded in size.
 */
import { RscError } from '../protocol/errors.ts';

export interface ReplayStore {
  /**
   * Remembers `id` until `expiresAtMs` (milliseconds since 1970).
   * @returns false if it was there already.
   */
  remember(id: string, expiresAtMs: number): boolean | Promise<boolean>;
  /** Tells whether `id` is remembered. */
  has(id: string): boolean | Promise<boolean>;
}

export interface RevocationStore {
  /** Everything of `subject` issued at or before `epochSeconds` is void. */
  revoke(subject: string, epochSeconds: number): void | Promise<void>;
  /** The latest epoch of any of the subjects, or -1. */
  epochOf(subjects: readonly string[]): number | Promise<number>;
}

export interface MemoryLimits {
  /** Entries kept at the most; beyond it newcomers are refused rather than old ones forgotten. */
  readonly maxEntries?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * Replay store in memory.
 * @throws RscError `backend_busy` from `remember` when it is full: forgetting an id early would
 * open the door for a replay, so a flood is turned away instead.
 */
export function createMemoryReplayStore(limits: MemoryLimits = {}): ReplayStore {
  const { maxEntries = 1_000_000, clock = Date.now } = limits;
  const entries = new Map<string, number>();
  let sweptAtMs = 0;
  const sweep = (nowMs: number): void => {
    // A full store is swept every second at the most: a flood must not buy a full walk per call.
    if (nowMs - sweptAtMs < (entries.size < maxEntries ? 30_000 : 1_000)) return;
    sweptAtMs = nowMs;
    for (const [id, expiresAtMs] of entries) if (expiresAtMs <= nowMs) entries.delete(id);
  };
  const live = (id: string, nowMs: number): boolean => (entries.get(id) ?? 0) > nowMs;
  return {
    remember(id, expiresAtMs) {
      const nowMs = clock();
      if (live(id, nowMs)) return false;
      sweep(nowMs);
      if (entries.size >= maxEntries) {
        throw new RscError('backend_busy', 'replay store is full', { retryAfterMs: 30_000 });
      }
      entries.set(id, expiresAtMs);
      return true;
    },
    has: (id) => live(id, clock()),
  };
}

/** How long a revocation has to be kept: longer than anything issued before it can live. */
const revocationMemoryMs = 15 * 60_000;

/** Revocation store in memory. */
export function createMemoryRevocationStore(limits: MemoryLimits = {}): RevocationStore {
  const { maxEntries = 100_000, clock = Date.now } = limits;
  const epochs = new Map<string, { epochSeconds: number; forgetAtMs: number }>();
  return {
    revoke(subject, epochSeconds) {
      const nowMs = clock();
      if (epochs.size >= maxEntries) {
        for (const [key, { forgetAtMs }] of epochs) if (forgetAtMs <= nowMs) epochs.delete(key);
      }
      const before = epochs.get(subject)?.epochSeconds ?? -1;
      epochs.set(subject, {
        epochSeconds: Math.max(before, epochSeconds),
        forgetAtMs: nowMs + revocationMemoryMs,
      });
    },
    epochOf: (subjects) =>
      Math.max(-1, ...subjects.map((subject) => epochs.get(subject)?.epochSeconds ?? -1)),
  };
}

/**
 * Pushes that were refused, by customer, reason and day. They are counted in memory and written down
 * once a second, whatever comes: a flood changes a handful of rows, and never adds to them.
 */
import { asc, eq, gte, lt, and, sql } from 'drizzle-orm';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { pushRefusals } from '../store/tables/index.ts';

/**
 * - `unknown`: nobody has the address
 * - `forged`: the signature is wrong, or missing where it is required
 * - `oversized`, `malformed`: it cannot be an event
 */
export type RefusalReason = 'unknown' | 'forged' | 'oversized' | 'malformed';

export interface RefusedPushes {
  readonly reason: string;
  /** UTC day, `2026-03-02`. */
  readonly day: string;
  readonly refused: number;
  readonly lastAt: Date;
}

export interface RefusalCounts {
  /** @param tenantId null where nobody has the address */
  add(tenantId: string | null, reason: RefusalReason): void;
  /** Writes down what has been counted. @throws StoreError; nothing is lost then */
  flush(): Promise<void>;
  /** Of the last 30 days, the oldest first. @param tenantId null: at addresses nobody has */
  read(tenantId: string | null): Promise<RefusedPushes[]>;
  /** Deletes what is older than 90 days. */
  forget(): Promise<void>;
}

interface Count {
  readonly tenantId: string;
  readonly reason: RefusalReason;
  readonly day: string;
  refused: number;
  lastAt: Date;
}

const everyMs = 1_000;
const dayMs = 24 * 3_600_000;
const nobody = '';

export function createRefusalCounts(store: Store): RefusalCounts {
  const { connection, clock } = internalsOf(store);
  let counted = new Map<string, Count>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function count(tenantId: string, reason: RefusalReason, refused: number, lastAt: Date): void {
    const day = dayOf(lastAt.getTime());
    const key = JSON.stringify([tenantId, reason, day]);
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { tenantId, reason, day, refused, lastAt });
    else {
      known.refused += refused;
      known.lastAt = lastAt;
    }
  }

  async function flush(): Promise<void> {
    const taken = counted;
    if (taken.size === 0) return;
    counted = new Map();
    try {
      await connection.run((database) =>
        database
          .insert(pushRefusals)
          .values([...taken.values()])
          .onConflictDoUpdate({
            target: [pushRefusals.tenantId, pushRefusals.reason, pushRefusals.day],
            set: {
              refused: sql`${pushRefusals.refused} + excluded.refused`,
              lastAt: sql`excluded.last_at`,
            },
          }),
      );
    } catch (error) {
      for (const { tenantId, reason, refused, lastAt } of taken.values()) {
        count(tenantId, reason, refused, lastAt);
      }
      throw error;
    }
  }

  function flushSoon(): void {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      // A store that fails is told of by those who need it; the counts wait for the next second.
      flush().catch((error: unknown) => {
        if (error instanceof StoreError && error.code === 'store_closed') return;
        flushSoon();
      });
    }, everyMs);
    timer.unref();
  }

  return {
    flush,
    add(tenantId, reason) {
      count(tenantId ?? nobody, reason, 1, new Date(clock()));
      flushSoon();
    },
    async read(tenantId) {
      await flush();
      const rows = await connection.run((database) =>
        database
          .select()
          .from(pushRefusals)
          .where(
            and(
              eq(pushRefusals.tenantId, tenantId ?? nobody),
              gte(pushRefusals.day, dayOf(clock() - 30 * dayMs)),
            ),
          )
          .orderBy(asc(pushRefusals.day), asc(pushRefusals.reason)),
      );
      return rows.map(({ tenantId: _, ...row }) => row);
    },
    async forget() {
      await connection.run((database) =>
        database.delete(pushRefusals).where(lt(pushRefusals.day, dayOf(clock() - 90 * dayMs))),
      );
    },
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

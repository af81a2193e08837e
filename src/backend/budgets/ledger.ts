/**
 * What all processes have taken of the limits, in the store. Everything that has to be decided
 * together is one statement of the database.
 */
import { inArray, lt, sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import { stopOf, type Budget } from '../../linkedin/budgets.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { budgets } from '../store/tables/index.ts';
import type { Grant, Wish } from './allowance.ts';
import { windowOf } from './windows.ts';

/** What a wish came to. */
export interface Outcome {
  readonly grant: Grant;
  /** How long until there is enough, if there is not. */
  readonly retryAfterMs: number | null;
}

export interface Ledger {
  /**
   * Takes all that is wished for or nothing.
   * @returns the wishes with what they came to; if any has to wait, nothing was taken for all
   * @throws StoreError
   */
  take<Item extends { readonly wish: Wish }>(
    items: readonly Item[],
    nowMs: number,
  ): Promise<(Item & Outcome)[]>;
  /** How much of each counts as taken. @throws StoreError */
  used(of: readonly Budget[], nowMs: number): Promise<number[]>;
  /** Removes what does not count any more. @throws StoreError */
  sweep(nowMs: number): Promise<void>;
}

const taken = z.object({
  rows: z.array(
    z.object({
      number: z.int().nonnegative(),
      granted: z.int().nonnegative(),
      slice: z.coerce.number(),
      retry_ms: z.coerce.number().nullable(),
    }),
  ),
});
const counted = z.object({
  rows: z.array(z.object({ number: z.int().nonnegative(), used: z.coerce.number() })),
});

/** Kept a while longer, for clocks that differ. */
const graceMs = 60_000;
const sweptRows = 1_000;

export function createLedger(store: Store): Ledger {
  const { connection } = internalsOf(store);

  /**
   * The moment by the server's clock, which is the same for all processes wherever they run. A
   * caller whose clock is not the machine's is taken to mean it.
   */
  const momentOf = (nowMs: number): SQL =>
    connection.kind === 'pglite'
      ? sql`${Math.floor(nowMs)}::bigint`
      : sql`(extract(epoch from clock_timestamp()) * 1000)::bigint + ${Math.floor(nowMs - Date.now())}::bigint`;

  return {
    async take(items, nowMs) {
      const shares = JSON.stringify(
        items.map(({ wish: { budget, window, holdMs, needed, wanted, back } }, number) => ({
          number,
          key: budget.key,
          slice_ms: window.sliceMs,
          slices: window.slices,
          ahead: window.ahead,
          hold_ms: Math.ceil(holdMs),
          ceiling: Math.floor(stopOf(budget)),
          most: Math.floor(budget.limit),
          needed,
          wanted,
          back_slice: back.slice,
          back: back.amount,
        })),
      );
      const { rows } = taken.parse(
        await connection.run((database) =>
          database.execute(
            sql`select * from rsc.take_budgets(${shares}::jsonb, ${momentOf(nowMs)})`,
          ),
        ),
      );
      const byNumber = new Map(rows.map((row) => [row.number, row]));
      return items.map((item, number) => {
        const row = byNumber.get(number);
        if (row === undefined) throw new TypeError('the store has not answered a share');
        const { granted, slice, retry_ms: retryAfterMs } = row;
        return { ...item, grant: { granted, slice }, retryAfterMs };
      });
    },

    async used(of, nowMs) {
      const asked = JSON.stringify(
        of.map((budget, number) => {
          const { sliceMs, slices, ahead } = windowOf(budget);
          return { number, key: budget.key, slice_ms: sliceMs, size: slices + ahead };
        }),
      );
      const { rows } = counted.parse(
        await connection.run((database) =>
          database.execute(sql`
            select each.number, (
              select sum(amount) from unnest(rsc.slices_at(
                held.amounts, each.size, each.slice_ms, held.at_ms, ${momentOf(nowMs)})) as amount
            ) as used
            from jsonb_to_recordset(${asked}::jsonb)
              as each (number integer, key text, slice_ms bigint, size integer)
            join rsc.budgets as held on held.key = each.key`),
        ),
      );
      const byNumber = new Map(rows.map(({ number, used }) => [number, used]));
      return of.map((_, number) => byNumber.get(number) ?? 0);
    },

    async sweep(nowMs) {
      await connection.run((database) =>
        database.delete(budgets).where(
          inArray(
            budgets.key,
            database
              .select({ key: budgets.key })
              .from(budgets)
              .where(lt(budgets.endsMs, nowMs - graceMs))
              .limit(sweptRows)
              .for('update', { skipLocked: true }),
          ),
        ),
      );
    },
  };
}

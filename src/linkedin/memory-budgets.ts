/**
 * Budgets of a single process, in memory. Its minutes slide; its days are UTC's.
 */
import { stopOf, type Budget, type BudgetShare, type BudgetStore } from './budgets.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** A minute is counted in slices: exact counts would keep a number for each request. */
const sliceMs = 250;

interface Slice {
  readonly atMs: number;
  amount: number;
}

/** Budgets of one process, in memory. */
export function createMemoryBudgets(): BudgetStore {
  const minutes = new Map<string, { slices: Slice[]; total: number }>();
  const days = new Map<string, { day: number; total: number }>();

  const minuteOf = (key: string, nowMs: number): { slices: Slice[]; total: number } => {
    const minute = minutes.get(key) ?? { slices: [], total: 0 };
    minutes.set(key, minute);
    for (let [oldest] = minute.slices; oldest !== undefined; [oldest] = minute.slices) {
      // The end of a slice counts: what is in it may have come that late.
      if (oldest.atMs + sliceMs + minuteMs > nowMs) break;
      minute.total -= oldest.amount;
      minute.slices.shift();
    }
    return minute;
  };
  const dayOf = (key: string, nowMs: number): { day: number; total: number } => {
    const day = Math.floor(nowMs / dayMs);
    const known = days.get(key);
    if (known?.day === day) return known;
    const fresh = { day, total: 0 };
    days.set(key, fresh);
    return fresh;
  };
  const usedOf = ({ key, window }: Budget, nowMs: number): number =>
    window === 'day' ? dayOf(key, nowMs).total : minuteOf(key, nowMs).total;

  /** Until enough of what was sent in the last minute is older than one. */
  const waitFor = ({ budget, amount }: BudgetShare, nowMs: number): number => {
    if (amount > budget.limit) return Number.POSITIVE_INFINITY;
    if (budget.window === 'day') return (Math.floor(nowMs / dayMs) + 1) * dayMs - nowMs;
    const { slices, total } = minuteOf(budget.key, nowMs);
    let excess = Math.max(total + amount - budget.limit, total + 1 - stopOf(budget));
    for (const slice of slices) {
      excess -= slice.amount;
      if (excess <= 0) return Math.max(1, slice.atMs + sliceMs + minuteMs - nowMs);
    }
    return minuteMs;
  };

  return {
    reserve(shares, nowMs) {
      for (const share of shares) {
        const { budget, amount } = share;
        const used = usedOf(budget, nowMs);
        if (used + amount > budget.limit || used >= stopOf(budget)) {
          return { ok: false, budget, retryAfterMs: waitFor(share, nowMs) };
        }
      }
      for (const { budget, amount } of shares) {
        if (budget.window === 'day') {
          dayOf(budget.key, nowMs).total += amount;
          continue;
        }
        const minute = minuteOf(budget.key, nowMs);
        const atMs = Math.floor(nowMs / sliceMs) * sliceMs;
        const last = minute.slices.at(-1);
        if (last?.atMs === atMs) last.amount += amount;
        else minute.slices.push({ atMs, amount });
        minute.total += amount;
      }
      return { ok: true };
    },
    left: (budget, nowMs) => Math.max(0, stopOf(budget) - usedOf(budget, nowMs)),
  };
}

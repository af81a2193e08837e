/**
 * What an application may still send: requests a UTC day and records a minute [doc]. The counts are
 * kept behind an interface, so that many processes can share them; the one here is for a single
 * process.
 *
 * How LinkedIn counts a minute is not documented [unknown]. Ours slides, so that no sixty seconds
 * ever hold more than the limit: right whether LinkedIn's minute slides or starts with the clock's.
 */

export interface Budget {
  /** Names what is counted, unique over applications. */
  readonly key: string;
  readonly limit: number;
  /** `minute`: any sixty seconds. `day`: a UTC day. */
  readonly window: 'minute' | 'day';
}

/** One request's share of a budget. */
export interface BudgetShare {
  readonly budget: Budget;
  readonly amount: number;
}

export type BudgetReply =
  | { readonly ok: true }
  | { readonly ok: false; readonly budget: Budget; readonly retryAfterMs: number };

export interface BudgetStore {
  /**
   * Takes all shares or none, in one step.
   * @param nowMs milliseconds since 1970
   */
  reserve(shares: readonly BudgetShare[], nowMs: number): BudgetReply | Promise<BudgetReply>;
  /** How much of a budget is left now. */
  left(budget: Budget, nowMs: number): number | Promise<number>;
}

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
    if (budget.window === 'day') return (Math.floor(nowMs / dayMs) + 1) * dayMs - nowMs;
    const { slices, total } = minuteOf(budget.key, nowMs);
    let excess = total + amount - budget.limit;
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
        // More than a whole window holds could never be sent: it goes when the window is empty.
        if (used > 0 && used + amount > budget.limit) {
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
    left: (budget, nowMs) => Math.max(0, budget.limit - usedOf(budget, nowMs)),
  };
}

/** Resources that share their limits [doc]. */
export const budgetGroups = {
  /** Candidates, applications, stages, notes, feedback, ACLs. */
  sync: { requestsPerDay: 100_000, recordsPerMinute: 10_000 },
  jobs: { requestsPerDay: 100_000, recordsPerMinute: 2_000, recordsPerDay: 60_000 },
  integrations: { requestsPerDay: 5_000 },
  configurations: { requestsPerDay: 5_000 },
  exports: { requestsPerDay: 100_000 },
  evaluations: { requestsPerDay: 100_000 },
  /** Seats, InMail, notes and stubs together. */
  retrieval: { requestsPerDay: 100_000 },
  /** No limit is documented. */
  provisioning: {},
} as const satisfies Record<string, GroupLimits>;
export type BudgetGroup = keyof typeof budgetGroups;

export interface GroupLimits {
  readonly requestsPerDay?: number;
  readonly recordsPerMinute?: number;
  readonly recordsPerDay?: number;
}

/** The shares one request takes. */
export function sharesOf(
  clientId: string,
  group: BudgetGroup,
  limits: GroupLimits,
  records: number,
): BudgetShare[] {
  const shares: BudgetShare[] = [];
  const add = (
    what: string,
    limit: number | undefined,
    window: Budget['window'],
    amount: number,
  ): void => {
    if (limit === undefined || amount === 0) return;
    shares.push({ budget: { key: `${clientId}/${group}/${what}`, limit, window }, amount });
  };
  add('requests', limits.requestsPerDay, 'day', 1);
  add('records-day', limits.recordsPerDay, 'day', records);
  add('records', limits.recordsPerMinute, 'minute', records);
  return shares;
}

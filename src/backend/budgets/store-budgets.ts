/**
 * Limits that all processes of an application share. The ledger in the store says what everybody has
 * taken; a process takes ahead what it will soon use, so that of a hundred requests one asks it.
 *
 * Nothing that was granted is used after its hold, and the ledger counts it where the hold ends. So
 * no sixty seconds hold more than the limit, whoever crashes: what was taken ahead is used or lost.
 */
import {
  stopOf,
  type Budget,
  type BudgetReply,
  type BudgetShare,
  type BudgetStore,
} from '../../linkedin/budgets.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { Allowance, type Part } from './allowance.ts';
import { createLedger } from './ledger.ts';
import { longestHoldMs } from './windows.ts';

export interface StoreBudgets extends BudgetStore {
  reserve(shares: readonly BudgetShare[], nowMs: number): BudgetReply | Promise<BudgetReply>;
  /** What is left, with what this process has taken ahead; asks once for all that is asked at once. */
  left(budget: Budget, nowMs: number): Promise<number>;
  /** Gives back what was taken ahead: before a process ends, others need not wait for it. */
  release(): Promise<void>;
}

export interface StoreBudgetsOptions {
  /** That of the clients, in milliseconds since 1970; the store's if left out. */
  readonly clock?: () => number;
  /** Told of failures that nobody waits for. */
  readonly onFailure?: (error: unknown) => void;
}

/** What is taken ahead may be used for this long, if the ledger answers within a quarter of it. */
const holdMs = 100;
/** So often an answer may come too late to be used, each time with more time to come. */
const maxAttempts = 5;
const sweepEveryMs = 60_000;

/** A share of a request, what this process has of its budget, and the part it was given. */
interface Claim {
  readonly allowance: Allowance;
  readonly amount: number;
  part: Part | null;
}

export function createStoreBudgets(store: Store, options: StoreBudgetsOptions = {}): StoreBudgets {
  const { clock = internalsOf(store).clock, onFailure = () => undefined } = options;
  const ledger = createLedger(store);
  const allowances = new Map<string, Allowance>();
  let nextHoldMs = holdMs;
  let sweptAtMs: number | null = null;

  /** Each limit on the same key has its own: what one may take ahead another may not use. */
  const allowanceOf = (budget: Budget): Allowance => {
    const name = `${String(stopOf(budget))} of ${String(budget.limit)} ${budget.key}`;
    const known = allowances.get(name);
    if (known !== undefined) return known;
    const made = new Allowance(budget);
    allowances.set(name, made);
    return made;
  };

  /** Takes what this process has; all or nothing. */
  function takeHere(claims: readonly Claim[], nowMs: number): boolean {
    if (claims.some(({ allowance, amount }) => allowance.at(nowMs) < amount)) return false;
    for (const claim of claims) claim.part = claim.allowance.take(claim.amount);
    return true;
  }

  const knownRefusal = (claims: readonly Claim[], nowMs: number): BudgetReply | null => {
    for (const { allowance, amount } of claims) {
      if (allowance.at(nowMs) >= amount) continue;
      const untilMs = allowance.refusedUntil(amount, nowMs);
      if (untilMs !== null) {
        return { ok: false, budget: allowance.budget, retryAfterMs: untilMs - nowMs };
      }
    }
    return null;
  };

  async function takeAhead(claims: readonly Claim[]): Promise<BudgetReply> {
    for (const { allowance, amount } of claims) allowance.waiting += amount;
    try {
      return await takeInTime(claims);
    } finally {
      for (const { allowance, amount } of claims) allowance.waiting -= amount;
    }
  }

  async function takeInTime(claims: readonly Claim[]): Promise<BudgetReply> {
    for (let attempt = 0; attempt < maxAttempts;) {
      const nowMs = clock();
      if (takeHere(claims, nowMs)) return { ok: true };
      const refusal = knownRefusal(claims, nowMs);
      if (refusal !== null) return refusal;
      const short = claims.filter(({ allowance, amount }) => allowance.at(nowMs) < amount);
      const busy = short.find(({ allowance }) => allowance.filling !== null)?.allowance.filling;
      if (busy !== undefined && busy !== null) {
        await busy;
        continue;
      }
      const reply = await ask(claims, short, nowMs);
      if (reply !== 'late') return reply;
      attempt += 1;
    }
    throw new StoreError('store_busy', 'The limits could not be asked in time');
  }

  /** Asks the ledger for what is short; the others that want it wait. */
  async function ask(
    claims: readonly Claim[],
    short: readonly Claim[],
    nowMs: number,
  ): Promise<BudgetReply | 'late'> {
    const rest = claims.filter((claim) => !short.includes(claim));
    takeHere(rest, nowMs);
    const asking = askFor(short, nowMs);
    const filling = asking.then(() => undefined);
    // Whoever waits hears of it; this one does from `asking`.
    filling.catch(() => undefined);
    for (const { allowance } of short) allowance.filling = filling;
    let reply: BudgetReply | null = null;
    try {
      reply = await asking;
    } finally {
      if (reply?.ok !== true) putBack(rest);
    }
    if (!reply.ok) return reply;
    const answeredMs = clock();
    const isLate = claims.some(({ part }) => part !== null && answeredMs >= part.untilMs);
    // After a clock went back, too, nothing is known of when what was granted may be used.
    if (!isLate && answeredMs >= nowMs) return reply;
    putBack(claims);
    return 'late';
  }

  async function askFor(short: readonly Claim[], nowMs: number): Promise<BudgetReply> {
    const items = short.map((claim) => ({
      claim,
      wish: claim.allowance.wish(claim.amount, nowMs, nextHoldMs),
    }));
    try {
      const outcomes = await ledger.take(items, nowMs);
      nextHoldMs = Math.min(longestHoldMs, Math.max(holdMs, 4 * (clock() - nowMs)));
      let refusal: (BudgetReply & { ok: false }) | null = null;
      for (const { claim, retryAfterMs } of outcomes) {
        if (retryAfterMs === null) continue;
        const { allowance, amount } = claim;
        allowance.refuse(amount, nowMs, retryAfterMs);
        if (refusal !== null && refusal.retryAfterMs >= retryAfterMs) continue;
        refusal = { ok: false, budget: allowance.budget, retryAfterMs };
      }
      if (refusal !== null) return refusal;
      for (const { claim, wish, grant } of outcomes) {
        claim.part = claim.allowance.fill(wish, grant, nowMs);
      }
      return { ok: true };
    } finally {
      for (const { allowance } of short) allowance.filling = null;
      sweepAt(nowMs);
    }
  }

  const putBack = (claims: readonly Claim[]): void => {
    for (const claim of claims) {
      if (claim.part !== null) claim.allowance.putBack(claim.part);
      claim.part = null;
    }
  };

  /** Now and then, beside the request that comes along. */
  function sweepAt(nowMs: number): void {
    sweptAtMs ??= nowMs;
    if (Math.abs(nowMs - sweptAtMs) < sweepEveryMs) return;
    sweptAtMs = nowMs;
    for (const [name, allowance] of allowances) {
      if (allowance.isIdle(nowMs)) allowances.delete(name);
    }
    ledger.sweep(nowMs).catch(onFailure);
  }

  const usedOf = collected((of: readonly Budget[]) => ledger.used(of, clock()));

  return {
    reserve(shares, nowMs) {
      const claims = shares.map(({ budget, amount }): Claim => ({
        allowance: allowanceOf(budget),
        amount,
        part: null,
      }));
      const never = claims.find(({ allowance, amount }) => amount > allowance.budget.limit);
      if (never !== undefined) {
        const { budget } = never.allowance;
        return { ok: false, budget, retryAfterMs: Number.POSITIVE_INFINITY };
      }
      if (takeHere(claims, nowMs)) return { ok: true };
      return knownRefusal(claims, nowMs) ?? takeAhead(claims);
    },

    async left(budget, nowMs) {
      let used = await usedOf(budget);
      for (const allowance of allowances.values()) {
        if (allowance.budget.key === budget.key) used -= allowance.at(nowMs);
      }
      const most = stopOf(budget);
      return Math.min(most, Math.max(0, most - used));
    },

    async release() {
      const nowMs = clock();
      const all = [...allowances.values()].filter(({ filling }) => filling === null);
      const items = all.map((allowance) => ({ wish: allowance.wish(0, nowMs, holdMs) }));
      const given = items.filter(({ wish }) => wish.back.amount > 0);
      if (given.length > 0) await ledger.take(given, nowMs);
    },
  };
}

/** Puts what is asked for in one turn of the event loop into one question. */
function collected<Asked, Answer>(
  ask: (all: readonly Asked[]) => Promise<readonly Answer[]>,
): (one: Asked) => Promise<Answer> {
  let open: { readonly all: Asked[]; readonly answers: Promise<readonly Answer[]> } | null = null;
  return async (one) => {
    if (open === null) {
      const all: Asked[] = [];
      const answers = Promise.resolve().then(() => {
        open = null;
        return ask(all);
      });
      open = { all, answers };
    }
    const index = open.all.push(one) - 1;
    return (await open.answers)[index] as Answer;
  };
}

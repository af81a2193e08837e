/**
 * What an application may still send: requests a UTC day and records a minute [doc]. The counts are
 * kept behind an interface, so that many processes can share them; `memory-budgets.ts` is for a
 * single one.
 */

import { maxRecords } from './limits.ts';

export interface Budget {
  /** Names what is counted, unique over applications. */
  readonly key: string;
  readonly limit: number;
  /**
   * Where this caller stops, so that something is left to others: once so much is used, it gets
   * nothing. Its last request may go beyond, up to the limit; otherwise a request that does not fit
   * exactly would leave up to its own size unused.
   */
  readonly ceiling?: number;
  /**
   * `minute`: any sixty seconds. How LinkedIn counts a minute is not documented [unknown]; where no
   * sixty seconds hold more than the limit, it does not matter whether LinkedIn's minute slides or
   * starts with the clock's. `day`: a UTC day [doc].
   */
  readonly window: 'minute' | 'day';
}

/** One request's share of a budget. */
export interface BudgetShare {
  readonly budget: Budget;
  readonly amount: number;
}

export type BudgetReply =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** The one that is short. */
      readonly budget: Budget;
      /** When to ask again; Infinity if a share is more than the whole budget. */
      readonly retryAfterMs: number;
    };

export interface BudgetStore {
  /**
   * Takes all shares or none, in one step.
   * @param nowMs milliseconds since 1970
   */
  reserve(shares: readonly BudgetShare[], nowMs: number): BudgetReply | Promise<BudgetReply>;
  /** How much of a budget is left now. */
  left(budget: Budget, nowMs: number): number | Promise<number>;
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
  /**
   * Requests about one Recruiter seat. The documentation says "12 records per member per minute" of
   * InMail, which cannot be meant of records, 50 of which come at once [unknown]; so none is set.
   */
  readonly requestsPerSeatMinute?: number;
  /** The part of each limit at which this client stops; see `reservingLimits`. */
  readonly share?: number;
}

/**
 * Most records a request may carry under these limits: a larger one could never be sent. So many go
 * into a minute without a rest: of 1,960 a minute, batches of 100 would leave 60.
 */
export function maxRecordsOf(limits: GroupLimits): number {
  const { recordsPerMinute = maxRecords, recordsPerDay = maxRecords } = limits;
  const minute = Math.max(1, ceilingOf(recordsPerMinute, limits) ?? recordsPerMinute);
  const even = Math.floor(minute / Math.ceil(minute / maxRecords));
  return Math.max(1, Math.floor(Math.min(even, recordsPerDay)));
}

const ceilingOf = (limit: number, { share }: GroupLimits): number | undefined =>
  share === undefined ? undefined : Math.max(1, Math.floor(limit * share));

/** From where on a budget gives nothing to whoever has it. */
export const stopOf = ({ limit, ceiling = limit }: Budget): number => Math.min(limit, ceiling);

/** The shares one request takes. */
export function sharesOf(
  clientId: string,
  group: BudgetGroup,
  limits: GroupLimits,
  { records, seat }: { readonly records: number; readonly seat?: string | undefined },
): BudgetShare[] {
  const shares: BudgetShare[] = [];
  const add = (
    what: string,
    limit: number | undefined,
    window: Budget['window'],
    amount: number,
  ): void => {
    if (limit === undefined || amount === 0) return;
    const ceiling = ceilingOf(limit, limits);
    const budget = { key: `${clientId}/${group}/${what}`, limit, window };
    shares.push({ budget: ceiling === undefined ? budget : { ...budget, ceiling }, amount });
  };
  add('requests', limits.requestsPerDay, 'day', 1);
  add('records-day', limits.recordsPerDay, 'day', records);
  add('records', limits.recordsPerMinute, 'minute', records);
  if (seat !== undefined) add(`requests/${seat}`, limits.requestsPerSeatMinute, 'minute', 1);
  return shares;
}

/** What is left of one limit. */
export interface BudgetLeft {
  readonly group: BudgetGroup;
  readonly what: 'requests' | 'records';
  readonly window: Budget['window'];
  readonly limit: number;
  readonly left: number;
}

/** What is left of all limits of an application; those of single seats are left out. */
export async function leftOf(
  budgets: BudgetStore,
  clientId: string,
  limits: Readonly<Record<BudgetGroup, GroupLimits>>,
  nowMs: number,
): Promise<BudgetLeft[]> {
  const groups = Object.keys(limits) as BudgetGroup[];
  const all = groups.flatMap((group) =>
    sharesOf(clientId, group, limits[group], { records: 1 }).map(({ budget }) => ({
      group,
      budget,
    })),
  );
  return Promise.all(
    all.map(async ({ group, budget }) => ({
      group,
      what: budget.key.endsWith('/requests') ? ('requests' as const) : ('records' as const),
      window: budget.window,
      limit: budget.limit,
      left: await budgets.left(budget, nowMs),
    })),
  );
}

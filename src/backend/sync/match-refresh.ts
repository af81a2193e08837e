/** Asks LinkedIn who candidates are: soon after they were sent, then more and more rarely. */
import { LinkedInError, type CandidateView } from '../../linkedin/index.ts';
import type { CandidateScope } from '../candidates/store.ts';
import type { LinkedInClient } from '../../linkedin/index.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { MatchKind, MatchRow, MatchTable, MatchUpdate } from './match-rows.ts';

/** LinkedIn says something new of a candidate. */
export interface CandidateMatched {
  readonly candidateId: string;
  readonly integrationContext: string;
  readonly kind: MatchKind;
  readonly personUrn: string | null;
  readonly previous: { readonly kind: MatchKind; readonly personUrn: string | null };
}

/**
 * Told of what is new, some candidates at a time; at least once, so it has to be idempotent. If it
 * fails it is called again later. Links and unlinks in the plugin are told by `onMatch`.
 */
export type MatchedListener = (
  tenant: string,
  matches: readonly CandidateMatched[],
) => void | Promise<void>;

/** @internal */
export interface MatchRefreshOptions {
  readonly table: MatchTable;
  /** A customer's client; null if nothing of the organization may be asked now. */
  readonly client: (tenantId: string, context: string) => Promise<LinkedInClient | null>;
  /** Whether the customer's history is being sent: it comes first, as it has the same limits. */
  readonly isBusy: (tenantId: string) => Promise<boolean>;
  readonly onMatched: MatchedListener | undefined;
  /** What is remembered of these is read anew. */
  readonly forget: (scope: CandidateScope, ids: readonly string[]) => void;
  readonly onFailure: (tenantId: string, code: string) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** 0 to below 1. */
  readonly random?: () => number;
}

/** Documented limit of a batch [doc, spec sync §1]. */
const maxBatch = 100;
const leaseMs = 5 * 60_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** After the first look, two minutes after sending. */
const waits: readonly number[] = [
  10 * minuteMs,
  60 * minuteMs,
  6 * 60 * minuteMs,
  dayMs,
  3 * dayMs,
  7 * dayMs,
];
/** Counted no further: all that are later are as rare. */
const maxChecks = 100;
const rarestMs = 30 * dayMs;
const claimAgainMs = minuteMs;
/** Where something fails or has to wait. */
const restMs = 2 * minuteMs;

/**
 * @returns asks about a batch that is due; whether there was one
 * @internal
 */
export function createMatchRefresh(options: MatchRefreshOptions): () => Promise<boolean> {
  const { table, onMatched, forget, onFailure, clock, random = Math.random } = options;
  /** Customers that have to wait, and until when; of this process alone, which is all it takes. */
  const resting = new Map<string, number>();

  const rest = (tenantId: string, ms: number): void => {
    resting.set(tenantId, clock() + ms);
  };
  const restingNow = (): string[] => {
    for (const [tenantId, untilMs] of resting) if (untilMs <= clock()) resting.delete(tenantId);
    return [...resting.keys()];
  };

  async function views(
    tenantId: string,
    context: string,
    rows: readonly MatchRow[],
  ): Promise<ReadonlyMap<string, CandidateView> | null> {
    try {
      // A person's word is looked after at once, whatever else is sent.
      const urgent = rows.some(({ claimed_urn: claimed }) => claimed !== null);
      const client =
        !urgent && (await options.isBusy(tenantId))
          ? null
          : await options.client(tenantId, context);
      if (client !== null) {
        const ids = rows.map(({ candidate_id: id }) => id);
        return await client.candidates.get(context, ids);
      }
      rest(tenantId, restMs);
    } catch (error) {
      if (!(error instanceof LinkedInError || error instanceof OnboardingError)) throw error;
      const { code, retryAfterMs = 0 } = error;
      rest(tenantId, Math.max(restMs, retryAfterMs));
      if (code !== 'budget_spent') onFailure(tenantId, code);
    }
    return null;
  }

  return async () => {
    const taken = new Date(clock() + leaseMs);
    const rows = await table.take(restingNow(), maxBatch, taken);
    const [first] = rows;
    if (first === undefined) return false;
    const scope = { tenantId: first.tenant_id, context: first.context };
    const ids = rows.map(({ candidate_id: id }) => id);
    const found = await views(scope.tenantId, scope.context, rows);
    if (found === null) {
      await table.postpone(scope, ids, new Date(clock() + restMs));
      return true;
    }
    const updates = rows.map((row) => updateOf(row, found.get(row.candidate_id), clock(), random));
    const news = rows.flatMap((row, index): CandidateMatched[] => {
      const update = updates[index];
      if (update === undefined) return [];
      const { kind, personUrn } = update;
      if (kind === row.kind && personUrn === row.person_urn) return [];
      return [
        {
          candidateId: row.candidate_id,
          integrationContext: row.context,
          kind,
          personUrn,
          previous: { kind: row.kind, personUrn: row.person_urn },
        },
      ];
    });
    if (news.length > 0) {
      try {
        await onMatched?.(scope.tenantId, news);
      } catch {
        onFailure(scope.tenantId, 'listener_failed');
        await table.postpone(scope, ids, new Date(clock() + restMs));
        return true;
      }
    }
    await table.settle(scope, updates, taken);
    forget(
      { tenant: scope.tenantId, integrationContext: scope.context },
      news.map(({ candidateId }) => candidateId),
    );
    return true;
  };
}

/** @param view undefined if LinkedIn has no such candidate */
function updateOf(
  row: MatchRow,
  view: CandidateView | undefined,
  nowMs: number,
  random: () => number,
): MatchUpdate {
  const claimed = (row.claimed_until?.getTime() ?? 0) > nowMs ? row.claimed_urn : null;
  // It has been sent and is not there yet, or it is about to be sent.
  if (view === undefined) {
    return {
      candidateId: row.candidate_id,
      kind: row.kind,
      personUrn: row.person_urn,
      members: row.members,
      claimedUrn: claimed,
      claimedUntil: claimed === null ? null : row.claimed_until,
      atsCreatedMs: null,
      atsModifiedMs: null,
      checkedAt: null,
      dueAt: new Date(nowMs + waitMs(row.checks, random)),
      checks: Math.min(row.checks + 1, maxChecks),
    };
  }
  const { manualMatchedMember: manual, matchedMembers: members } = view;
  const isOpen = claimed !== null && (claimed === '' ? manual !== undefined : manual === undefined);
  const person = isOpen ? (claimed === '' ? null : claimed) : (manual ?? members[0] ?? null);
  const kind: MatchKind =
    person === null ? 'none' : isOpen || manual !== undefined ? 'manual' : 'algorithmic';
  return {
    candidateId: row.candidate_id,
    kind,
    personUrn: person,
    members,
    claimedUrn: isOpen ? claimed : null,
    claimedUntil: isOpen ? row.claimed_until : null,
    atsCreatedMs: view.atsCreatedAt,
    atsModifiedMs: view.atsLastModifiedAt,
    checkedAt: isOpen ? null : new Date(nowMs),
    dueAt: new Date(nowMs + (isOpen ? claimAgainMs : waitMs(row.checks, random))),
    checks: Math.min(row.checks + 1, maxChecks),
  };
}

/** Jitter keeps candidates that were sent together from being asked about together for ever. */
const waitMs = (checks: number, random: () => number): number =>
  Math.round((waits[checks] ?? rarestMs) * (0.8 + 0.4 * random()));

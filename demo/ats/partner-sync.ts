/** What operators ask the partner's admin API about sync, and what of its answers the page shows. */
import type { AdminCall } from './partner-admin.ts';

export interface RecordName {
  readonly resource: string;
  readonly id: string;
  readonly parentId?: string;
}

export interface Counts {
  readonly sent: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface BackfillSummary {
  readonly state: 'running' | 'paused' | 'cancelled' | 'finished';
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly errorCode: string | null;
  readonly expected: number | null;
  readonly scanned: number;
  readonly waiting: number;
  readonly counts: Counts;
  readonly perMinute: number;
  readonly etaMs: number | null;
  readonly report: {
    readonly addsUp: boolean;
    readonly resources: readonly {
      readonly resource: string;
      readonly inAts: number;
      readonly synced: number;
      readonly waiting: number;
      readonly erased: number;
      readonly rejected: Readonly<Record<string, number>>;
      readonly addsUp: boolean;
    }[];
  } | null;
}

export interface SyncSummary {
  readonly lane: {
    readonly state: string;
    readonly errorCode: string | null;
    readonly dueAt: string | null;
  };
  readonly backlog: {
    readonly total: number;
    readonly byPriority: Readonly<Record<'interactive' | 'change' | 'backfill', number>>;
    readonly byResource: Readonly<Record<string, number>>;
    readonly retrying: number;
    readonly oldestAt: string | null;
  };
  readonly quarantined: Readonly<Record<string, number>>;
  readonly blocked: Readonly<Record<string, number>>;
  readonly perMinute: number;
  readonly minutes: readonly (Counts & { readonly minute: string })[];
  readonly totals: Readonly<Record<string, Counts>>;
  readonly left:
    | readonly {
        readonly group: string;
        readonly what: string;
        readonly window: string;
        readonly limit: number;
        readonly left: number;
      }[]
    | null;
  readonly backfill: BackfillSummary | null;
}

export interface PlanSummary {
  readonly records: number;
  readonly requests: number;
  readonly durationMs: number;
  readonly resources: readonly {
    readonly resource: string;
    readonly records: number;
    readonly requests: number;
  }[];
}

export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
}

export interface PutAside {
  readonly ref: RecordName;
  readonly label: string;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
  readonly attempts: number;
  readonly firstFailedAt: string | null;
  readonly lastFailedAt: string | null;
  readonly holdsBack: number;
}

export interface Explained {
  readonly ref: RecordName;
  readonly label: string;
  readonly sentence: string;
  readonly isAtLinkedIn: boolean;
  readonly problems: readonly FieldProblem[];
  readonly blockedOn: readonly {
    readonly ref: RecordName;
    readonly state: string;
    readonly reason: string | null;
  }[];
  readonly attempts: number;
  readonly changedAt: string | null;
  readonly firstFailedAt: string | null;
  readonly lastFailedAt: string | null;
  readonly sentAt: string | null;
  readonly dueAt: string | null;
  readonly erasedAt: string | null;
}

/** All methods throw PartnerRefusal. */
export interface PartnerSync {
  status(id: string): Promise<SyncSummary>;
  plan(id: string): Promise<PlanSummary>;
  /** Starts a backfill, or steers the one under way. */
  backfill(id: string, verb: 'start' | 'pause' | 'resume' | 'cancel'): Promise<void>;
  putAside(
    id: string,
    cursor?: string,
  ): Promise<{
    readonly items: readonly PutAside[];
    readonly next: string | null;
  }>;
  explain(id: string, ref: RecordName): Promise<Explained>;
  /** @param target all, all of a reason, or one record */
  retry(id: string, target: 'all' | { readonly reason: string } | RecordName): Promise<number>;
}

export function createPartnerSync(call: AdminCall): PartnerSync {
  const customer = (id: string): string => `/customers/${encodeURIComponent(id)}`;
  return {
    status: (id) => call('GET', `${customer(id)}/sync`),
    plan: (id) => call('POST', `${customer(id)}/backfills/plan`, {}),
    async backfill(id, verb) {
      const path = `${customer(id)}/backfills`;
      await (verb === 'start' ? call('POST', path, {}) : call('POST', `${path}/${verb}`));
    },
    putAside(id, cursor) {
      const query = new URLSearchParams({ limit: '25' });
      if (cursor !== undefined) query.set('cursor', cursor);
      return call('GET', `${customer(id)}/sync/quarantine?${query.toString()}`);
    },
    explain: (id, ref) => call('POST', `${customer(id)}/sync/explain`, { ref }),
    async retry(id, target) {
      const isRecord = typeof target === 'object' && 'resource' in target;
      const { retried } = await call<{ readonly retried: number }>(
        'POST',
        `${customer(id)}/sync/retry`,
        { target: isRecord ? [target] : target },
      );
      return retried;
    },
  };
}

/** What the engine's rows say: changes, what was picked, what became of it. */
import type { RecordProblem, RecordRef, SyncResource } from './ports.ts';

/** How urgent a change is: a smaller one is sent first. */
export const priorities = {
  /** Somebody looks at the record. */
  interactive: 0,
  change: 1,
  backfill: 2,
} as const;
export type Priority = keyof typeof priorities;

export type SyncOp = 'upsert' | 'delete';

export interface QueuedChange {
  readonly context: string;
  readonly ref: RecordRef;
  readonly op: SyncOp;
}

/** A row that was picked to be worked on. */
export interface Picked {
  readonly ref: RecordRef;
  readonly op: SyncOp;
  readonly version: number;
  /** Null: LinkedIn has never had it, or has it no longer. */
  readonly sentVersion: number | null;
  /** Hex; null if nobody knows what LinkedIn has. */
  readonly digest: string | null;
  readonly attempts: number;
  readonly taskId: string | null;
  readonly kept: unknown;
  readonly candidateId: string | null;
  readonly jobId: string | null;
}

/** Rows of one kind, for one organization, to be sent the same way. */
export interface Batch {
  readonly context: string;
  readonly resource: SyncResource;
  readonly op: SyncOp;
  readonly priority: number;
  readonly rows: readonly Picked[];
}

export type SettledState = 'sent' | 'deleted' | 'task' | 'blocked' | 'quarantined' | 'pending';

/** What became of a row. */
export interface Settled {
  readonly row: Picked;
  /** `pending`: tried again at `dueAt`. */
  readonly state: SettledState;
  /** Hex, of what LinkedIn was sent. */
  readonly digest?: string | undefined;
  readonly dueAt?: Date | undefined;
  readonly reason?: string | undefined;
  readonly problems?: readonly RecordProblem[] | undefined;
  /** `refText` of what it waits for. */
  readonly blockedOn?: string | undefined;
  readonly taskId?: string | undefined;
  readonly kept?: object | undefined;
  readonly candidateId?: string | undefined;
  readonly jobId?: string | undefined;
  /** LinkedIn has it already as it is. */
  readonly unchanged?: boolean | undefined;
}

export interface KnownState {
  readonly state: string;
  readonly isAtLinkedIn: boolean;
  readonly isErased: boolean;
}

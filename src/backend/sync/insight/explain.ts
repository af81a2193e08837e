/** Why a record is not at LinkedIn: one sentence for a person, and the facts behind it. */
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import { readTenantScope } from '../../tenants/tenant-scope.ts';
import type { Gate } from '../../onboarding/gate.ts';
import { parseInput } from '../errors.ts';
import type { AtsSource, RecordProblem, RecordRef } from '../ports.ts';
import { parseRefText, recordRef } from '../resources.ts';
import { readLane, type Lane } from './lane.ts';
import { isRecord, labelOf, readShown, type ShownRecord } from './records.ts';
import { sentenceOf } from './sentences.ts';

/**
 * - `unknown`: nobody has told of it
 * - `sent`: LinkedIn has its newest version
 * - `waiting`: it is sent next
 * - `retrying`: it has failed, and is tried again
 * - `task`: LinkedIn works on it
 * - `blocked`: what it hangs on is not at LinkedIn
 * - `quarantined`: it was put aside until somebody does something
 * - `deleted`: it was deleted at LinkedIn, as the ATS has it no longer
 * - `erased`: it was deleted for good
 */
export const recordStates = [
  'unknown',
  'sent',
  'waiting',
  'retrying',
  'task',
  'blocked',
  'quarantined',
  'deleted',
  'erased',
] as const;
export type RecordState = (typeof recordStates)[number];

/** What a record waits for, or what that waits for. */
export interface ExplainedParent {
  readonly ref: RecordRef;
  readonly state: RecordState;
  readonly reason: string | null;
  readonly problems: readonly RecordProblem[];
}

export interface Explanation {
  readonly ref: RecordRef;
  /** How people call it. */
  readonly label: string;
  readonly integrationContext: string;
  readonly sentence: string;
  readonly state: RecordState;
  /** Whether LinkedIn has it, in whichever version. */
  readonly isAtLinkedIn: boolean;
  /** Such as `record_invalid`, `linkedin_refused`, `parent_unsent`. */
  readonly reason: string | null;
  /** By field, with what to do. */
  readonly problems: readonly RecordProblem[];
  /** What it waits for, what that waits for, and so on: the last one is the cause. */
  readonly blockedOn: readonly ExplainedParent[];
  /** How the customer's sync stands. */
  readonly lane: Lane;
  readonly attempts: number;
  readonly firstFailedAt: Date | null;
  readonly lastFailedAt: Date | null;
  /** The oldest change that has not been sent; null if all have. */
  readonly changedAt: Date | null;
  readonly sentAt: Date | null;
  /** When it is tried again; null if nothing is to be sent. */
  readonly dueAt: Date | null;
  readonly erasedAt: Date | null;
}

export interface ExplainOptions {
  /** One of the customer's organizations; its first if left out. */
  readonly integrationContext?: string;
}

/** A candidate, its application, and what hangs on that: chains are short. */
const maxDepth = 5;

/** @internal */
export interface ExplainParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly gate: Gate;
}

type Explain = (name: string, input: RecordRef, options?: ExplainOptions) => Promise<Explanation>;

/**
 * @returns explains a record; rejects with SyncError `sync_input_invalid`, RscError `tenant_unknown`,
 *   `integration_context_unknown`, StoreError
 * @internal
 */
export function createExplain({ store, source, gate }: ExplainParts): Explain {
  const { connection, clock } = internalsOf(store);

  async function rowOf(
    tenantId: string,
    context: string,
    ref: RecordRef,
  ): Promise<ShownRecord | null> {
    const [row] = await readShown(connection, isRecord(tenantId, context, ref));
    return row ?? null;
  }

  /** What the record waits for, up to the cause. */
  async function chainOf(
    tenantId: string,
    context: string,
    row: ShownRecord | null,
  ): Promise<ExplainedParent[]> {
    const chain: ExplainedParent[] = [];
    let next = row?.state === 'blocked' ? row.blockedOn : null;
    while (next !== null && chain.length < maxDepth) {
      const ref = parseRefText(next);
      const parent = await rowOf(tenantId, context, ref);
      chain.push({
        ref,
        state: stateOf(parent),
        reason: parent?.reason ?? null,
        problems: parent?.problems ?? [],
      });
      next = parent?.state === 'blocked' ? parent.blockedOn : null;
    }
    return chain;
  }

  return async (name, input, { integrationContext } = {}) => {
    const ref = parseInput(recordRef, input, 'ref');
    const { tenantId, context } = await readTenantScope(store, name, integrationContext);
    const row = await rowOf(tenantId, context, ref);
    const state = stateOf(row);
    const isOpen = row !== null && ['waiting', 'retrying', 'task'].includes(state);
    const isUnsent = isOpen || state === 'blocked' || state === 'quarantined';
    const facts: Omit<Explanation, 'sentence'> = {
      ref,
      label: await labelOf(source, tenantId, ref),
      integrationContext: context,
      state,
      isAtLinkedIn: row?.isAtLinkedIn ?? false,
      reason: row?.reason ?? null,
      problems: row?.problems ?? [],
      blockedOn: await chainOf(tenantId, context, row),
      lane: await readLane({ connection, gate, clock }, tenantId, [context]),
      attempts: row?.attempts ?? 0,
      firstFailedAt: row?.firstFailedAt ?? null,
      lastFailedAt: row?.lastFailedAt ?? null,
      changedAt: isUnsent ? (row?.changedAt ?? null) : null,
      sentAt: row?.sentAt ?? null,
      dueAt: isOpen ? row.dueAt : null,
      erasedAt: row?.erasedAt ?? null,
    };
    return { ...facts, sentence: sentenceOf(facts, row?.op === 'delete') };
  };
}

function stateOf(row: ShownRecord | null): RecordState {
  if (row === null) return 'unknown';
  if (row.erasedAt !== null) return 'erased';
  switch (row.state) {
    case 'pending':
      return row.attempts > 0 ? 'retrying' : 'waiting';
    case 'task':
    case 'blocked':
    case 'quarantined':
    case 'sent':
    case 'deleted':
      return row.state;
    default:
      return 'unknown';
  }
}

/** Rows of records as people are told of them. */
import { sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection } from '../../store/connections/connection.ts';
import type { AtsSource, RecordProblem, RecordRef } from '../ports.ts';
import { resourceAt, resourceKinds } from '../resources.ts';

const recordProblems = z.array(
  z.object({ field: z.string(), problem: z.string(), fix: z.string() }),
);
const shownRow = z.object({
  context: z.string(),
  resource: z.coerce.number(),
  parent_id: z.string(),
  record_id: z.string(),
  op: z.string(),
  state: z.string(),
  priority: z.coerce.number(),
  is_sent: z.boolean(),
  due_at: z.coerce.date(),
  changed_at: z.coerce.date(),
  attempts: z.coerce.number(),
  first_failed_at: z.coerce.date().nullable(),
  last_failed_at: z.coerce.date().nullable(),
  reason: z.string().nullable(),
  problems: recordProblems.nullable().catch(null),
  blocked_on: z.string().nullable(),
  sent_at: z.coerce.date().nullable(),
  erased_at: z.coerce.date().nullable(),
});

export interface ShownRecord {
  readonly ref: RecordRef;
  readonly context: string;
  readonly op: string;
  readonly state: string;
  readonly priority: number;
  /** Whether LinkedIn has it, in whichever version. */
  readonly isAtLinkedIn: boolean;
  readonly dueAt: Date;
  readonly changedAt: Date;
  readonly attempts: number;
  readonly firstFailedAt: Date | null;
  readonly lastFailedAt: Date | null;
  readonly reason: string | null;
  readonly problems: readonly RecordProblem[];
  readonly blockedOn: string | null;
  readonly sentAt: Date | null;
  readonly erasedAt: Date | null;
}

/** @param condition with `rsc.sync_records` as `r`, and what follows it @throws StoreError */
export async function readShown(connection: Connection, condition: SQL): Promise<ShownRecord[]> {
  const { rows } = z.object({ rows: z.array(shownRow) }).parse(
    await connection.run((database) =>
      database.execute(sql`
        select context, resource, parent_id, record_id, op, state, priority,
          sent_version is not null as is_sent, due_at, changed_at, attempts, first_failed_at,
          last_failed_at, reason, problems, blocked_on, sent_at, erased_at
        from rsc.sync_records r where ${condition}`),
    ),
  );
  return rows.map((row) => ({
    ref: refOf(resourceAt(row.resource), row.parent_id, row.record_id),
    context: row.context,
    op: row.op,
    state: row.state,
    priority: row.priority,
    isAtLinkedIn: row.is_sent,
    dueAt: row.due_at,
    changedAt: row.changed_at,
    attempts: row.attempts,
    firstFailedAt: row.first_failed_at,
    lastFailedAt: row.last_failed_at,
    reason: row.reason,
    problems: row.problems ?? [],
    blockedOn: row.blocked_on,
    sentAt: row.sent_at,
    erasedAt: row.erased_at,
  }));
}

/** The row of a record. */
export const isRecord = (tenantId: string, context: string, ref: RecordRef): SQL => sql`
  tenant_id = ${tenantId} and context = ${context}
    and resource = ${resourceKinds[ref.resource].rank} and parent_id = ${ref.parentId ?? ''}
    and record_id = ${ref.id}`;

export const refOf = (
  resource: RecordRef['resource'],
  parentId: string,
  id: string,
): RecordRef => ({
  resource,
  id,
  ...(resourceKinds[resource].parentField === null ? {} : { parentId }),
});

const maxLabel = 200;

/** How people call a record; its id if the ATS does not say. */
export async function labelOf(
  source: AtsSource,
  tenantId: string,
  ref: RecordRef,
): Promise<string> {
  try {
    const label = await source.label?.(tenantId, ref);
    return typeof label === 'string' && label !== '' ? label.slice(0, maxLabel) : ref.id;
  } catch {
    return ref.id;
  }
}

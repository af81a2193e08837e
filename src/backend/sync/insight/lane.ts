/** Whether a customer's records are being sent now, and why not. */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Gate } from '../../onboarding/gate.ts';
import type { Connection } from '../../store/connections/connection.ts';

/**
 * - `idle`: nothing is to be sent
 * - `working`: records are being sent, or are next
 * - `limited`: LinkedIn's limits are used up for now
 * - `later`: what is left is tried again at a later time
 * - `failing`: LinkedIn or the ATS does not answer as it should; `errorCode` says how
 * - `off`: LinkedIn may not be sent anything: the customer is switched off, or being set up
 * - `stalled`: records are due, and no process works on them
 */
export const laneStates = [
  'idle',
  'working',
  'limited',
  'later',
  'failing',
  'off',
  'stalled',
] as const;
export type LaneState = (typeof laneStates)[number];

export interface Lane {
  readonly state: LaneState;
  /** `source_failed`, or a code of the LinkedIn client such as `unavailable`; null if nothing fails. */
  readonly errorCode: string | null;
  readonly failingSince: Date | null;
  /** Failures in a row. */
  readonly attempts: number;
  /** When it is worked on next; null if nothing is to be done. */
  readonly dueAt: Date | null;
}

/** @internal */
export interface LaneOptions {
  readonly connection: Connection;
  readonly gate: Gate;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** So long due, and nobody has come: workers look every second. */
const stalledMs = 60_000;

const row = z.object({
  due_at: z.coerce.date().nullable(),
  lease_until: z.coerce.date().nullable(),
  attempts: z.coerce.number(),
  error_code: z.string().nullable(),
  failing_since: z.coerce.date().nullable(),
});
const facts = z.object({
  rows: z.array(z.object({ has_some: z.boolean(), has_due: z.boolean() })),
});

/**
 * @param contexts the customer's organizations @throws StoreError
 * @internal
 */
export async function readLane(
  { connection, gate, clock }: LaneOptions,
  tenantId: string,
  contexts: readonly string[],
): Promise<Lane> {
  const nowMs = clock();
  const at = new Date(nowMs).toISOString();
  const [lanes, [pending]] = await connection.run(async (database) => [
    z.object({ rows: z.array(row) }).parse(
      await database.execute(sql`
        select due_at, lease_until, attempts, error_code, failing_since
        from rsc.sync_tenants where tenant_id = ${tenantId}`),
    ).rows,
    facts.parse(
      await database.execute(sql`select
        exists (select from rsc.sync_records
          where tenant_id = ${tenantId} and state in ('pending', 'task')) as has_some,
        exists (select from rsc.sync_records
          where tenant_id = ${tenantId} and state = 'pending'
            and due_at <= ${at}::timestamptz) as has_due`),
    ).rows,
  ]);
  const lane = lanes[0];
  const common = {
    errorCode: lane?.error_code ?? null,
    failingSince: lane?.failing_since ?? null,
    attempts: lane?.attempts ?? 0,
    dueAt: lane?.due_at ?? null,
  };
  let isOn = false;
  for (const context of contexts) isOn ||= await gate.maySync(tenantId, context);
  return { ...common, state: isOn ? stateOf() : 'off' };

  function stateOf(): LaneState {
    if (common.errorCode !== null) return 'failing';
    if (pending?.has_some !== true) return 'idle';
    if ((lane?.lease_until?.getTime() ?? 0) > nowMs) return 'working';
    const dueMs = lane?.due_at?.getTime() ?? nowMs;
    if (dueMs + stalledMs < nowMs) return 'stalled';
    if (dueMs <= nowMs) return 'working';
    // What is due and has to wait although nothing fails waits for the limits.
    return pending.has_due ? 'limited' : 'later';
  }
}

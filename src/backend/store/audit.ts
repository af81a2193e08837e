/**
 * Who changed what, when. Written in the transaction of the change itself. Details are a closed list
 * of fields: what customers and people enter (names, secrets, addresses) has no field to end up in.
 */
import { desc, eq, lt, and } from 'drizzle-orm';
import * as z from 'zod';
import type { Database } from './connections/connection.ts';
import { auditLog } from './tables/index.ts';

const actions = [
  'tenant_created',
  'tenant_changed',
  'tenant_status_changed',
  'origins_changed',
  'contexts_changed',
  'key_added',
  'key_retired',
  'key_removed',
  'application_changed',
  'client_secret_changed',
  'integration_changed',
  'configuration_changed',
  'configuration_removed',
  'secrets_resealed',
  'customer_changed',
  'domains_told',
  'callback_created',
  'callback_rotated',
  'callback_retired',
  'callback_validated',
  'integrations_requested',
  'integration_state_changed',
  'customer_leaving',
  'customer_purged',
  'seat_mapped',
  'closed_profiles_deleted',
  'records_erased',
  'records_restored',
  'reconciliation_requested',
  'backfill_requested',
  'backfill_paused',
  'backfill_resumed',
  'backfill_cancelled',
  'records_retried',
] as const;

const details = z.strictObject({
  kid: z.string().max(128).optional(),
  alg: z.enum(['ES256', 'HS256']).optional(),
  keyId: z.string().max(128).optional(),
  count: z.int().nonnegative().optional(),
  from: z.string().max(32).optional(),
  to: z.string().max(32).optional(),
  /** Names of fields, never what is in them. */
  fields: z.array(z.string().max(64)).optional(),
  integrationType: z.string().max(100).optional(),
  configurationKey: z.string().max(100).optional(),
});

const entry = z.object({
  tenantId: z.string().max(64).optional(),
  /** Opaque: a user id of the ATS, `store`, `linkedin`; never a name or an address. */
  actor: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be an opaque id' }),
  action: z.enum(actions),
  details: details.default({}),
});

export type AuditAction = (typeof actions)[number];
export type AuditDetails = z.infer<typeof details>;
export type AuditInput = z.input<typeof entry>;

export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly tenantId: string | null;
  readonly actor: string;
  readonly action: AuditAction;
  readonly details: AuditDetails;
}

const storedEntry = z.object({
  id: z.int(),
  at: z.date(),
  tenantId: z.string().nullable(),
  actor: z.string(),
  action: z.enum(actions),
  details,
});

/** Writes an entry; call it in the transaction that makes the change. */
export async function recordChange(database: Database, input: AuditInput): Promise<void> {
  await database.insert(auditLog).values(entry.parse(input));
}

/** Entries of a tenant, newest first; `before` is the id of the last one seen. */
export async function readAudit(
  database: Database,
  tenantId: string,
  { limit = 100, before }: { readonly limit?: number; readonly before?: number } = {},
): Promise<AuditEntry[]> {
  const rows = await database
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.tenantId, tenantId),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit);
  return z.array(storedEntry).parse(rows);
}

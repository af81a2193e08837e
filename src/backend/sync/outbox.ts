/**
 * Changes that an ATS has written into `rsc.sync_outbox` in transactions of its own. They are taken
 * over in the order in which they came, in one transaction with what they become: none is lost, and
 * one that comes twice does no harm.
 */
import { asc, inArray } from 'drizzle-orm';
import { RscError } from '../../protocol/errors.ts';
import type { Connection } from '../store/connections/connection.ts';
import type { Store } from '../store/store.ts';
import { syncOutbox } from '../store/tables/index.ts';
import { readTenantScope, type TenantScope } from '../tenants/tenant-scope.ts';
import type { RecordRef } from './ports.ts';
import { type SyncRecordTable } from './records.ts';
import { priorities, type Priority, type QueuedChange } from './rows.ts';
import { recordRef, resourceKinds } from './resources.ts';
import type { Senders } from './senders.ts';

/** Rows taken at once. */
const maxRows = 1_000;

export interface Outbox {
  /** Takes over what is there. @returns whether there was anything; rejects with StoreError */
  relay(): Promise<boolean>;
}

export interface OutboxOptions {
  readonly store: Store;
  readonly connection: Connection;
  readonly table: SyncRecordTable;
  readonly senders: Senders;
  /** Told of a row that names no customer or no record; it is left out. */
  readonly onInvalid: (id: number, code: string) => void;
}

type Row = typeof syncOutbox.$inferSelect;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, connection, table, senders, onInvalid } = options;

  async function scopesOf(rows: readonly Row[]): Promise<Map<string, TenantScope | null>> {
    const scopes = new Map<string, TenantScope | null>();
    for (const row of rows) {
      const key = scopeKey(row);
      if (scopes.has(key)) continue;
      try {
        scopes.set(key, await readTenantScope(store, row.tenantId, row.context ?? undefined));
      } catch (error) {
        if (!(error instanceof RscError)) throw error;
        scopes.set(key, null);
      }
    }
    return scopes;
  }

  return {
    async relay() {
      const seen = await connection.run((database) =>
        database.select().from(syncOutbox).orderBy(asc(syncOutbox.id)).limit(maxRows),
      );
      if (seen.length === 0) return false;
      // Before the transaction: PGlite has one connection, which the transaction holds.
      const scopes = await scopesOf(seen);
      await connection.transaction(async (database) => {
        const rows = await database
          .select()
          .from(syncOutbox)
          .where(
            inArray(
              syncOutbox.id,
              seen.map(({ id }) => id),
            ),
          )
          .orderBy(asc(syncOutbox.id))
          .for('update', { skipLocked: true });
        const groups = new Map<
          string,
          { tenantId: string; priority: Priority; all: QueuedChange[] }
        >();
        for (const row of rows) {
          const scope = scopes.get(scopeKey(row)) ?? null;
          const ref = refOf(row);
          if (scope === null || ref === null) {
            onInvalid(row.id, scope === null ? 'tenant_unknown' : 'sync_input_invalid');
            continue;
          }
          const priority = priorityOf(row.priority);
          const key = JSON.stringify([scope.tenantId, priority]);
          const group = groups.get(key) ?? { tenantId: scope.tenantId, priority, all: [] };
          const op = row.op === 'delete' ? 'delete' : 'upsert';
          group.all.push({ context: scope.context, ref, op });
          groups.set(key, group);
        }
        for (const { tenantId, priority, all } of groups.values()) {
          await table.enqueue(tenantId, all, priority, database);
          await senders.wake(tenantId, priority, database);
        }
        const ids = rows.map(({ id }) => id);
        if (ids.length > 0) await database.delete(syncOutbox).where(inArray(syncOutbox.id, ids));
      });
      return true;
    },
  };
}

const scopeKey = ({ tenantId, context }: Row): string => JSON.stringify([tenantId, context]);

function refOf({ resource, recordId, parentId }: Row): RecordRef | null {
  const named = Object.hasOwn(resourceKinds, resource);
  const hasParent =
    named && resourceKinds[resource as keyof typeof resourceKinds].parentField !== null;
  const parsed = recordRef.safeParse({
    resource,
    id: recordId,
    ...(hasParent || parentId !== '' ? { parentId } : {}),
  });
  return parsed.success ? parsed.data : null;
}

const priorityOf = (priority: number): Priority =>
  priority === priorities.interactive
    ? 'interactive'
    : priority === priorities.backfill
      ? 'backfill'
      : 'change';

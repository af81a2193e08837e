/**
 * Items in the store. A window that was read is written down in one transaction with the mark up to
 * which the seat has been read: both or neither, so that nothing is skipped, and read again it changes
 * nothing.
 */
import { and, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { TimeRange } from '../../linkedin/windows.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Sealer } from '../store/sealing/sealer.ts';
import { places, textOf } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import {
  closedProfiles,
  retrievalContacts,
  retrievalItems,
  retrievalTenants,
} from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { fence, LeaseLost, type Lane } from './lanes.ts';
import type { ItemBody, PulledItem, Source, SourceName } from './sources.ts';

export interface ReadWindow {
  readonly items: readonly PulledItem[];
  /** Items that LinkedIn has no longer, as keys. */
  readonly missing: readonly string[];
  /** Up to where everything has been read; left out if nothing new was read. */
  readonly until?: { readonly mark: Source['mark']; readonly at: Date };
}

export interface Items {
  /** Keys of what is in the store of a window. */
  keysIn(lane: Lane, source: SourceName, range: TimeRange): Promise<Set<string>>;
  /**
   * Writes a window down.
   * @returns how many items are new, changed or gone
   * @throws LeaseLost; StoreError
   */
  commit(lane: Lane, window: ReadWindow): Promise<number>;
}

export const keyTextOf = ({ item }: Pick<PulledItem, 'item'>): string => textOf(item);

type Row = typeof retrievalItems.$inferInsert;
type Stored = typeof retrievalItems.$inferSelect;

/** Rows of one statement, each with some fifteen parameters, of which there may be 65,535. */
const maxRows = 500;

export function createItems(store: Store): Items {
  const { connection, sealer, clock } = internalsOf(store);

  async function known(
    lane: Lane,
    items: readonly PulledItem[],
  ): Promise<ReadonlyMap<string, Stored>> {
    const found = new Map<string, Stored>();
    for (const batch of batchesOf(items)) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(retrievalItems)
          .where(
            and(
              eq(retrievalItems.tenantId, lane.tenantId),
              inArray(
                retrievalItems.item,
                batch.flatMap(({ item, replaces }) =>
                  replaces === null ? [item] : [item, replaces],
                ),
              ),
            ),
          ),
      );
      for (const row of rows) found.set(textOf(row.item), row);
    }
    return found;
  }

  /** Members whose data the customer had deleted because they closed their accounts. */
  async function erasedOf(
    tenantId: string,
    items: readonly PulledItem[],
  ): Promise<ReadonlySet<string | null>> {
    const members = [...new Set(items.flatMap(({ member }) => member ?? []))];
    if (members.length === 0) return new Set();
    const rows = await connection.run((database) =>
      database
        .select({ member: closedProfiles.member })
        .from(closedProfiles)
        .where(
          and(
            eq(closedProfiles.tenantId, tenantId),
            isNotNull(closedProfiles.deletedAt),
            inArray(closedProfiles.member, members),
          ),
        ),
    );
    return new Set(rows.map(({ member }) => member));
  }

  return {
    async keysIn(lane, source, { fromMs, toMs }) {
      const rows = await connection.run((database) =>
        database
          .select({ item: retrievalItems.item })
          .from(retrievalItems)
          .where(
            and(
              eq(retrievalItems.tenantId, lane.tenantId),
              eq(retrievalItems.seat, lane.seat),
              eq(retrievalItems.source, source),
              isNull(retrievalItems.removedAt),
              gte(retrievalItems.changedAt, new Date(fromMs)),
              lt(retrievalItems.changedAt, new Date(toMs)),
            ),
          ),
      );
      return new Set(rows.map(({ item }) => textOf(item)));
    },

    async commit(lane, { items, missing, until }) {
      const { tenantId } = lane;
      // Read twice, or changed while it was read: the last reading counts.
      const latest = [...new Map(items.map((item) => [keyTextOf(item), item])).values()];
      const present = await known(lane, latest);
      const erased = await erasedOf(tenantId, latest);
      const changed: { row: Omit<Row, 'revision'>; pulled: PulledItem }[] = [];
      const gone: Uint8Array[] = missing.map((key) => new Uint8Array(Buffer.from(key, 'hex')));
      for (const pulled of latest) {
        const stored = present.get(keyTextOf(pulled));
        const replaced =
          pulled.replaces === null ? undefined : present.get(textOf(pulled.replaces));
        if (replaced?.removedAt === null) gone.push(replaced.item);
        if (pulled.isDeleted || erased.has(pulled.member)) {
          if (stored?.removedAt === null) gone.push(stored.item);
          continue;
        }
        if (stored !== undefined && (await isSame(sealer, stored, pulled))) continue;
        changed.push({ row: await rowOf(sealer, tenantId, pulled), pulled });
      }
      const now = new Date(clock());
      const newest = changed.reduce<Date | null>(
        (best, { row: { at } }) => (at <= now && (best === null || at > best) ? at : best),
        null,
      );
      const isHeld = await connection.transaction(async (database) => {
        const holds = await fence(
          database,
          lane,
          now,
          until === undefined ? {} : { [until.mark]: until.at },
          newest,
        );
        if (!holds || changed.length + gone.length === 0) return holds;
        const revision = await nextRevision(database, tenantId, now);
        for (const batch of batchesOf(changed)) {
          await database
            .insert(retrievalItems)
            .values(batch.map(({ row }) => ({ ...row, revision })))
            .onConflictDoUpdate({
              target: [retrievalItems.tenantId, retrievalItems.item],
              set: overwritten,
            });
        }
        await addContacts(database, tenantId, changed, now);
        await remove(database, tenantId, gone, revision, now);
        return true;
      });
      if (!isHeld) throw new LeaseLost('another process has taken the seat');
      return changed.length + gone.length;
    },
  };
}

/**
 * The number of a transaction that changes items. Its row is locked until the end, so that numbers
 * come to count in their order: whoever has seen one has seen all before it.
 */
export async function nextRevision(
  database: Database,
  tenantId: string,
  now: Date,
): Promise<number> {
  const [row] = await database
    .insert(retrievalTenants)
    .values({ tenantId, revision: 1, closedDueAt: now, retentionDueAt: now })
    .onConflictDoUpdate({
      target: retrievalTenants.tenantId,
      set: { revision: sql`${retrievalTenants.revision} + 1` },
    })
    .returning({ revision: retrievalTenants.revision });
  if (row === undefined) throw new TypeError('an upsert gives its row back');
  return row.revision;
}

/** Leaves of items that they were there, so that who watches learns that they are gone. */
async function remove(
  database: Database,
  tenantId: string,
  items: readonly Uint8Array[],
  revision: number,
  removedAt: Date,
): Promise<void> {
  for (const batch of batchesOf(items)) {
    await database
      .delete(retrievalContacts)
      .where(and(eq(retrievalContacts.tenantId, tenantId), inArray(retrievalContacts.item, batch)));
    await database
      .update(retrievalItems)
      .set({ body: null, bodyKeyId: null, removedAt, revision })
      .where(and(eq(retrievalItems.tenantId, tenantId), inArray(retrievalItems.item, batch)));
  }
}

/** A stub that is new or has changed is told to the ATS. */
async function addContacts(
  database: Database,
  tenantId: string,
  changed: readonly { readonly pulled: PulledItem }[],
  dueAt: Date,
): Promise<void> {
  const rows = changed.flatMap(({ pulled: { item, stubId, at } }) =>
    stubId === null
      ? []
      : [{ tenantId, item, stubId, state: 'waiting', dueAt, consentedAt: at } as const],
  );
  for (const batch of batchesOf(rows)) {
    await database
      .insert(retrievalContacts)
      .values(batch)
      .onConflictDoUpdate({
        target: [retrievalContacts.tenantId, retrievalContacts.item],
        set: { state: 'waiting', dueAt, attempts: 0, outcome: null, outcomeKeyId: null },
      });
  }
}

const overwritten = {
  kind: sql`excluded.kind`,
  member: sql`excluded.member`,
  thread: sql`excluded.thread`,
  byMember: sql`excluded.by_member`,
  isPrivate: sql`excluded.is_private`,
  at: sql`excluded.at`,
  changedAt: sql`excluded.changed_at`,
  body: sql`excluded.body`,
  bodyKeyId: sql`excluded.body_key_id`,
  revision: sql`excluded.revision`,
  removedAt: sql`null`,
};

async function rowOf(
  sealer: Sealer,
  tenantId: string,
  pulled: PulledItem,
): Promise<Omit<Row, 'revision'>> {
  const { isDeleted: _, stubId: __, replaces: ___, body, ...columns } = pulled;
  const row = { tenantId, ...columns };
  const text = bodyTextOf(body);
  if (text === null) return { ...row, body: null, bodyKeyId: null };
  const { sealed, keyId } = await sealer.seal(
    places.itemBody(tenantId, pulled.item),
    new Secret(text),
  );
  return { ...row, body: sealed, bodyKeyId: keyId };
}

async function isSame(sealer: Sealer, stored: Stored, pulled: PulledItem): Promise<boolean> {
  const { kind, member, thread, byMember, isPrivate, at, changedAt } = pulled;
  return (
    stored.removedAt === null &&
    stored.kind === kind &&
    stored.member === member &&
    stored.thread === thread &&
    stored.byMember === byMember &&
    stored.isPrivate === isPrivate &&
    stored.at.getTime() === at.getTime() &&
    stored.changedAt.getTime() === changedAt.getTime() &&
    (await openText(sealer, stored)) === bodyTextOf(pulled.body)
  );
}

/** Null for a body with nothing in it. */
function bodyTextOf(body: ItemBody): string | null {
  const text = JSON.stringify(body);
  return text === '{}' ? null : text;
}

type Sealed = Pick<Stored, 'tenantId' | 'item' | 'body' | 'bodyKeyId'>;

async function openText(
  sealer: Sealer,
  { tenantId, item, body, bodyKeyId }: Sealed,
): Promise<string | null> {
  if (body === null || bodyKeyId === null) return null;
  const secret = await sealer.open(places.itemBody(tenantId, item), {
    sealed: body,
    keyId: bodyKeyId,
  });
  return secret.reveal();
}

/** What is in an item. @throws StoreError when it does not open */
export async function openBody(sealer: Sealer, row: Sealed): Promise<ItemBody> {
  const text = await openText(sealer, row);
  // Written by `rowOf`, and authenticated since.
  return text === null ? {} : (JSON.parse(text) as ItemBody);
}

export function* batchesOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += maxRows)
    yield rows.slice(start, start + maxRows);
}

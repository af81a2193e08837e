/**
 * Exported members who closed their LinkedIn accounts. LinkedIn has to be asked at least every 30
 * days, and the customer has to be told; whether anything is deleted is the customer's decision [doc].
 */
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { LinkedInError, type LinkedInClient } from '../../linkedin/index.ts';
import { codeOf } from '../logging.ts';
import { recordChange } from '../store/audit.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import {
  closedProfiles,
  retrievalItems,
  retrievalPeople,
  retrievalTenants,
} from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { StoreError } from '../store/errors.ts';
import { batchesOf, nextRevision } from './items.ts';
import { nextTryMs } from './pace.ts';
import type { People } from './people.ts';
import type { ClosedProfile, ClosedProfilePorts } from './ports.ts';
import type { RetrievalReceipt } from './receipt.ts';
import { writeReceipt } from './receipts.ts';

export interface ClosedProfiles {
  /** Members found so far, newest first. @throws StoreError */
  list(tenantId: string, filter?: { readonly withDeleted?: boolean }): Promise<ClosedProfile[]>;
  /** When LinkedIn was asked last, and is asked next. @throws StoreError */
  schedule(tenantId: string): Promise<ClosedSchedule | null>;
  /**
   * Deletes what is kept of members: first in the ATS (`deleteClosed`), then here.
   * @param ids of profiles, or all that are not deleted yet
   * @returns what was deleted; may be called again after a failure
   * @throws StoreError `store_not_found` if an id is unknown; what `deleteClosed` throws
   */
  delete(
    tenantId: string,
    ids: readonly string[] | 'all',
    acting?: { readonly actor: string },
  ): Promise<RetrievalReceipt>;
}

export interface ClosedSchedule {
  readonly askedAt: Date | null;
  readonly dueAt: Date;
  readonly errorCode: string | null;
}

export interface ClosedProfileDesk extends ClosedProfiles {
  /** Asks LinkedIn for customers that are due, and tells whoever listens. @returns how many; rejects with StoreError only */
  run(): Promise<number>;
}

export interface ClosedProfilesOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly people: People;
  readonly ports: ClosedProfilePorts;
  /** Milliseconds between two questions, 30 days at the most. */
  readonly everyMs: number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const dayMs = 24 * 60 * 60_000;
export const maxClosedEveryMs = 30 * dayMs;
const leaseMs = 10 * 60_000;
/** Asked again each time, for what LinkedIn has written down late. */
const overlapMs = 2 * dayMs;
/** RSC is younger: nothing was exported before. */
const firstMs = Date.parse('2015-01-01T00:00:00Z');
/** LinkedIn has to be asked within 30 days also where it fails for a while. */
const maxTryMs = dayMs;

export function createClosedProfiles(options: ClosedProfilesOptions): ClosedProfileDesk {
  const { store, access, people, ports, onFailure } = options;
  const everyMs = Math.min(maxClosedEveryMs, options.everyMs);
  const { connection, sealer, clock } = internalsOf(store);

  async function take() {
    const now = new Date(clock());
    return connection.run((database) => {
      const due = database
        .select({ tenantId: retrievalTenants.tenantId })
        .from(retrievalTenants)
        .where(
          and(
            lte(retrievalTenants.closedDueAt, now),
            // Exports come from this integration; a customer that is disabled asks when it is back.
            sql`exists (select from rsc.tenants t join rsc.integrations i on i.tenant_id = t.id
              where t.id = ${retrievalTenants.tenantId} and t.status = 'active'
                and i.type = 'ONE_CLICK_EXPORT' and i.state = 'enabled')`,
          ),
        )
        .orderBy(asc(retrievalTenants.closedDueAt))
        .limit(5)
        .for('update', { skipLocked: true });
      return database
        .update(retrievalTenants)
        .set({ closedDueAt: new Date(now.getTime() + leaseMs) })
        .where(inArray(retrievalTenants.tenantId, due))
        .returning();
    });
  }

  async function ask(tenantId: string, closedUntil: Date | null): Promise<void> {
    const { client } = await access.child(tenantId);
    const toMs = clock();
    const fromMs = closedUntil === null ? firstMs : closedUntil.getTime() - overlapMs;
    const rows = await rowsOf(client, tenantId, { fromMs, toMs });
    await connection.transaction(async (database) => {
      for (const batch of batchesOf(rows)) {
        await database.insert(closedProfiles).values(batch).onConflictDoNothing();
      }
      await database
        .update(retrievalTenants)
        .set({ closedUntil: new Date(toMs), closedAskedAt: new Date(toMs) })
        .where(eq(retrievalTenants.tenantId, tenantId));
    });
  }

  async function rowsOf(
    client: LinkedInClient,
    tenantId: string,
    range: { readonly fromMs: number; readonly toMs: number },
  ) {
    const rows = new Map<string, typeof closedProfiles.$inferInsert>();
    for await (const purged of client.purgedExports.list(range)) {
      const { member, profileUrl, integrationContext = '', purgedAtMs = range.toMs } = purged;
      if (member === undefined || !/^urn:li:person:[A-Za-z0-9_-]{1,180}$/.test(member)) continue;
      const url =
        profileUrl === undefined
          ? null
          : await sealer.seal(places.closedProfileUrl(tenantId, member), new Secret(profileUrl));
      rows.set(member, {
        tenantId,
        member,
        context: /^urn:li:\w+:[\w-]{1,100}$/.test(integrationContext) ? integrationContext : '',
        profileUrl: url?.sealed ?? null,
        profileUrlKeyId: url?.keyId ?? null,
        closedAt: new Date(purgedAtMs),
        foundAt: new Date(clock()),
      });
    }
    return [...rows.values()];
  }

  async function profilesOf(
    rows: readonly (typeof closedProfiles.$inferSelect)[],
  ): Promise<ClosedProfile[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const candidates = await people.candidatesOfAll(
      first.tenantId,
      rows.map(({ member }) => member),
    );
    return Promise.all(
      rows.map(async (row) => {
        const { id, tenantId: tenant, member, closedAt, foundAt, deletedAt } = row;
        const candidateIds = candidates.get(member) ?? [];
        const profileUrl = await urlOf(row);
        return { id, tenant, member, profileUrl, candidateIds, closedAt, foundAt, deletedAt };
      }),
    );
  }

  async function urlOf(row: typeof closedProfiles.$inferSelect): Promise<string | null> {
    const { tenantId, member, profileUrl: sealed, profileUrlKeyId: keyId } = row;
    if (sealed === null || keyId === null) return null;
    return (
      await sealer.open(places.closedProfileUrl(tenantId, member), { sealed, keyId })
    ).reveal();
  }

  const rowsWhere = (...conditions: readonly Parameters<typeof and>[0][]) =>
    connection.run((database) =>
      database
        .select()
        .from(closedProfiles)
        .where(and(...conditions))
        .orderBy(sql`${closedProfiles.closedAt} desc`, asc(closedProfiles.member)),
    );

  /** Without a listener the list of the admin API tells. */
  async function tell(tenantId: string): Promise<void> {
    if (ports.onClosed === undefined) return;
    const rows = await rowsWhere(
      eq(closedProfiles.tenantId, tenantId),
      isNull(closedProfiles.toldAt),
      isNull(closedProfiles.deletedAt),
    );
    if (rows.length === 0) return;
    await ports.onClosed(tenantId, await profilesOf(rows));
    await connection.run((database) =>
      database
        .update(closedProfiles)
        .set({ toldAt: new Date(clock()) })
        .where(
          and(
            eq(closedProfiles.tenantId, tenantId),
            inArray(
              closedProfiles.member,
              rows.map(({ member }) => member),
            ),
          ),
        ),
    );
  }

  async function deleteHere(
    tenantId: string,
    { member, id }: ClosedProfile,
    counts: Record<string, number>,
  ): Promise<void> {
    await connection.transaction(async (database) => {
      const now = new Date(clock());
      const ofMember = and(
        eq(retrievalItems.tenantId, tenantId),
        eq(retrievalItems.member, member),
        isNull(retrievalItems.removedAt),
      );
      // What hangs on them goes with them; that they were there is left for who watches.
      await database.execute(sql`delete from rsc.retrieval_contacts c using rsc.retrieval_items i
        where i.tenant_id = ${tenantId} and i.member = ${member}
          and c.tenant_id = i.tenant_id and c.item = i.item`);
      const revision = await nextRevision(database, tenantId, now);
      const items = await database
        .update(retrievalItems)
        .set({ body: null, bodyKeyId: null, removedAt: now, revision })
        .where(ofMember)
        .returning({ item: retrievalItems.item });
      const links = await database
        .delete(retrievalPeople)
        .where(and(eq(retrievalPeople.tenantId, tenantId), eq(retrievalPeople.member, member)))
        .returning({ member: retrievalPeople.member });
      await database
        .update(closedProfiles)
        .set({ deletedAt: now, profileUrl: null, profileUrlKeyId: null })
        .where(and(eq(closedProfiles.tenantId, tenantId), eq(closedProfiles.id, id)));
      add(counts, 'retrieval_items', items.length);
      add(counts, 'retrieval_people', links.length);
      add(counts, 'closed_profiles', 1);
    });
  }

  return {
    async list(tenantId, { withDeleted = false } = {}) {
      return profilesOf(
        await rowsWhere(
          eq(closedProfiles.tenantId, tenantId),
          ...(withDeleted ? [] : [isNull(closedProfiles.deletedAt)]),
        ),
      );
    },

    async schedule(tenantId) {
      const [row] = await connection.run((database) =>
        database.select().from(retrievalTenants).where(eq(retrievalTenants.tenantId, tenantId)),
      );
      if (row === undefined) return null;
      return {
        askedAt: row.closedAskedAt,
        dueAt: row.closedDueAt,
        errorCode: row.closedErrorCode,
      };
    },

    async delete(tenantId, ids, { actor } = { actor: 'kit' }) {
      const all = await profilesOf(await rowsWhere(eq(closedProfiles.tenantId, tenantId)));
      const wanted =
        ids === 'all' ? all : ids.map((id) => all.find((profile) => profile.id === id));
      if (wanted.includes(undefined)) {
        throw new StoreError('store_not_found', 'There is no such closed profile');
      }
      const counts: Record<string, number> = {};
      for (const profile of wanted) {
        if (profile?.deletedAt !== null) continue;
        // Asked for anew each time: nothing of it is here any more once it is deleted.
        add(counts, 'ats', (await ports.deleteClosed?.(profile)) ?? 0);
        await deleteHere(tenantId, profile, counts);
      }
      return connection.transaction(async (database) => {
        const action = 'closed_profiles_deleted';
        const count = counts['closed_profiles'] ?? 0;
        await recordChange(database, { actor, tenantId, action, details: { count } });
        return writeReceipt(database, {
          tenantId,
          reason: 'closed_profiles',
          actor,
          at: new Date(clock()),
          deleted: counts,
        });
      });
    },

    async run() {
      const due = await take();
      for (const { tenantId, closedUntil, closedAskedAt } of due) {
        let failure: unknown = null;
        try {
          await ask(tenantId, closedUntil);
          await tell(tenantId);
        } catch (error) {
          failure = error;
          onFailure(tenantId, codeOf(error));
        }
        const nowMs = clock();
        const told = failure instanceof LinkedInError ? (failure.retryAfterMs ?? 0) : 0;
        const tryMs = Math.min(maxTryMs, nextTryMs(closedAskedAt === null ? 4 : 6, told));
        await connection.run((database) =>
          database
            .update(retrievalTenants)
            .set({
              closedDueAt: new Date(nowMs + (failure === null ? everyMs : tryMs)),
              closedErrorCode: failure === null ? null : codeOf(failure).slice(0, 100),
            })
            .where(eq(retrievalTenants.tenantId, tenantId)),
        );
      }
      return due.length;
    },
  };
}

function add(counts: Record<string, number>, name: string, number: number): void {
  if (number > 0) counts[name] = (counts[name] ?? 0) + number;
}

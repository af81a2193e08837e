/**
 * Brings contact details that members have shared into the ATS, one after the other and until it
 * succeeds. What became of them is kept, sealed, for timelines to show.
 */
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { StubProfile } from '../../linkedin/index.ts';
import { codeOf } from '../logging.ts';
import { matchReason } from '../../protocol/exports.ts';
import { matchOf } from '../exports/matching.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import {
  retrievalContacts,
  retrievalItems,
  retrievalPeople,
  retrievalSeats,
} from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { changesOf } from './contact-changes.ts';
import { nextRevision, openBody } from './items.ts';
import { nextTryMs } from './pace.ts';
import type { People } from './people.ts';
import {
  contactFields,
  type ContactArrival,
  type ContactSink,
  type SharedContact,
} from './ports.ts';

/** What was made of a stub profile, as timelines show it. */
const outcome = z.object({
  kind: z.enum(['enrich', 'lead']),
  by: z.nullable(matchReason),
  changes: z.array(
    z.object({
      field: z.enum(contactFields),
      action: z.enum(['add', 'differ']),
      old: z.string().nullable(),
      new: z.string(),
    }),
  ),
  possible: z.array(z.string()),
});
export type ContactOutcome = z.infer<typeof outcome>;

export interface ContactDelivery {
  /** Tells the ATS of stubs that are due. @returns how many; rejects with StoreError only */
  run(): Promise<number>;
}

export interface ContactDeliveryOptions {
  readonly store: Store;
  readonly people: People;
  readonly sink: ContactSink;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const batch = 10;
const leaseMs = 2 * 60_000;

export function createContactDelivery(options: ContactDeliveryOptions): ContactDelivery {
  const { store, people, sink, onFailure } = options;
  const { connection, sealer, clock } = internalsOf(store);

  async function take() {
    const now = new Date(clock());
    return connection.run((database) => {
      const due = database
        .select({ tenantId: retrievalContacts.tenantId, item: retrievalContacts.item })
        .from(retrievalContacts)
        .where(
          and(
            eq(retrievalContacts.state, 'waiting'),
            lte(retrievalContacts.dueAt, now),
            sql`exists (select from rsc.tenants t
              where t.id = ${retrievalContacts.tenantId} and t.status = 'active')`,
          ),
        )
        .orderBy(asc(retrievalContacts.dueAt))
        .limit(batch)
        .for('update', { skipLocked: true });
      return database
        .update(retrievalContacts)
        .set({
          dueAt: new Date(now.getTime() + leaseMs),
          attempts: sql`${retrievalContacts.attempts} + 1`,
        })
        .where(sql`(${retrievalContacts.tenantId}, ${retrievalContacts.item}) in ${due}`)
        .returning();
    });
  }
  type Contact = Awaited<ReturnType<typeof take>>[number];

  async function deliver(contact: Contact): Promise<void> {
    const { tenantId, item } = contact;
    const [row] = await connection.run((database) =>
      database
        .select({ stub: retrievalItems, atsUserId: retrievalSeats.atsUserId })
        .from(retrievalItems)
        .leftJoin(
          retrievalSeats,
          and(
            eq(retrievalSeats.tenantId, retrievalItems.tenantId),
            eq(retrievalSeats.seat, retrievalItems.seat),
          ),
        )
        .where(
          and(
            eq(retrievalItems.tenantId, tenantId),
            eq(retrievalItems.item, item),
            isNull(retrievalItems.removedAt),
          ),
        ),
    );
    if (row === undefined) return;
    const { stub, atsUserId } = row;
    const { profile = nobody } = await openBody(sealer, stub);
    const { stubId, consentedAt } = contact;
    const consent = { via: 'inmail', at: consentedAt, seat: stub.seat, atsUserId } as const;
    const arrival = await arrivalOf({ tenant: tenantId, stubId, profile, consent });
    const { candidateId } = await sink.shared(arrival);
    await written(contact, stub.member, candidateId, arrival);
  }

  async function arrivalOf(contact: SharedContact): Promise<ContactArrival> {
    const { tenant, profile } = contact;
    const known =
      profile.member === undefined ? [] : await people.candidatesOf(tenant, profile.member);
    const match = await matchOf(sink, tenant, profile, known[0] ?? null);
    const arrival = { source: 'linkedin_inmail', contact } as const;
    if (match.found !== 'one') {
      const possible =
        match.found === 'unsure' ? match.suggestions.map(({ candidateId }) => candidateId) : [];
      return { ...arrival, kind: 'lead', possible };
    }
    const { candidateId, reason: by } = match;
    const candidate = await sink.candidate(tenant, candidateId);
    // Deleted since it was found: then there is nobody to enrich.
    if (candidate === null) return { ...arrival, kind: 'lead', possible: [] };
    return { ...arrival, kind: 'enrich', candidateId, by, changes: changesOf(profile, candidate) };
  }

  async function written(
    { tenantId, item, attempts }: Contact,
    member: string | null,
    candidateId: string,
    arrival: ContactArrival,
  ): Promise<void> {
    const text = new Secret(JSON.stringify(outcomeOf(arrival)));
    const { sealed, keyId } = await sealer.seal(places.contactOutcome(tenantId, item), text);
    const now = new Date(clock());
    await connection.transaction(async (database) => {
      await database
        .update(retrievalContacts)
        .set({
          state: 'done',
          candidateId,
          outcome: sealed,
          outcomeKeyId: keyId,
          doneAt: now,
          errorCode: null,
        })
        .where(
          and(
            eq(retrievalContacts.tenantId, tenantId),
            eq(retrievalContacts.item, item),
            // A stub that has changed meanwhile is told anew.
            eq(retrievalContacts.attempts, attempts),
          ),
        );
      if (member !== null) {
        const row = { tenantId, candidateId, member, knownBy: 'contact', notedAt: now };
        await database.insert(retrievalPeople).values(row).onConflictDoNothing();
      }
      const revision = await nextRevision(database, tenantId, now);
      await database
        .update(retrievalItems)
        .set({ revision })
        .where(and(eq(retrievalItems.tenantId, tenantId), eq(retrievalItems.item, item)));
    });
  }

  return {
    async run() {
      const due = await take();
      for (const contact of due) {
        try {
          await deliver(contact);
        } catch (error) {
          const { tenantId, item, attempts } = contact;
          onFailure(tenantId, codeOf(error));
          const dueAt = new Date(clock() + nextTryMs(attempts - 1));
          await connection.run((database) =>
            database
              .update(retrievalContacts)
              .set({ dueAt, errorCode: codeOf(error).slice(0, 100) })
              .where(
                and(eq(retrievalContacts.tenantId, tenantId), eq(retrievalContacts.item, item)),
              ),
          );
        }
      }
      return due.length;
    },
  };
}

/** A stub whose profile could not be read at all. */
const nobody: StubProfile = {
  member: undefined,
  firstName: undefined,
  lastName: undefined,
  headline: undefined,
  locationName: undefined,
  employerNames: [],
  jobTitle: undefined,
  profileUrl: undefined,
  skills: [],
  summary: undefined,
  emailAddresses: [],
  phoneNumbers: [],
};

const outcomeOf = (arrival: ContactArrival): ContactOutcome =>
  arrival.kind === 'enrich'
    ? { kind: 'enrich', by: arrival.by, changes: [...arrival.changes], possible: [] }
    : { kind: 'lead', by: null, changes: [], possible: [...arrival.possible] };

type SealedOutcome = Pick<
  typeof retrievalContacts.$inferSelect,
  'tenantId' | 'item' | 'outcome' | 'outcomeKeyId'
>;

/** What became of a stub; null while it waits. @throws StoreError when it does not open */
export async function openOutcome(
  store: Store,
  { tenantId, item, outcome: sealed, outcomeKeyId: keyId }: SealedOutcome,
): Promise<ContactOutcome | null> {
  if (sealed === null || keyId === null) return null;
  const { sealer } = internalsOf(store);
  const text = await sealer.open(places.contactOutcome(tenantId, item), { sealed, keyId });
  return outcome.parse(JSON.parse(text.reveal()));
}

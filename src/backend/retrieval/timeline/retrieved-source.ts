/**
 * InMail, notes and stub profiles as timelines show them, by the rules of Recruiter [help, spec §2.4]:
 *
 * - Whoever has no seat on the contract sees nothing of it.
 * - A private note is for its author alone.
 * - Of others' InMail one sees who wrote when and what became of it, never subject or text. Of one's
 *   own there are the subject and the text of the first message of a thread.
 *
 * Rows are chosen by these rules in the query, so that what may not be seen is not read either, and
 * counts and searches tell nothing of it.
 */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { TimelineContact, TimelineKind, TimelineNews } from '../../../protocol/timeline.ts';
import { internalsOf } from '../../store/internals.ts';
import { textOf } from '../../store/sealing/sealed-columns.ts';
import type { Store } from '../../store/store.ts';
import { retrievalContacts, retrievalItems, retrievalTenants } from '../../store/tables/index.ts';
import { openOutcome } from '../contact-delivery.ts';
import { openBody } from '../items.ts';
import { holdersOf } from '../seats.ts';
import type { InMailText, ItemBody } from '../sources.ts';
import { cutText } from './cut-text.ts';
import type { SourceItem, SourcePage, TimelineScope, TimelineSource } from './source.ts';

export interface RetrievedSource extends TimelineSource {
  /** The customer's newest revision. */
  revision(tenantId: string): Promise<number>;
  /** What has changed after a revision, with the newest one of it; null if nothing has. */
  newsSince(
    scope: TimelineScope,
    revision: number,
  ): Promise<{ readonly revision: number; readonly news: TimelineNews } | null>;
}

const name = 'recruiter';
const kinds: readonly TimelineKind[] = [
  'inmail_sent',
  'inmail_accepted',
  'inmail_declined',
  'inmail_replied',
  'inmail_other',
  'note',
  'contact_shared',
];
const maxNews = 200;

export function createRetrievedSource(store: Store, inMailText: InMailText): RetrievedSource {
  const { connection, sealer } = internalsOf(store);

  const select = (where: readonly (SQL | undefined)[], order: readonly SQL[], limit: number) =>
    connection.run((database) =>
      database
        .select({ item: retrievalItems, contact: retrievalContacts, isFirst })
        .from(retrievalItems)
        .leftJoin(
          retrievalContacts,
          and(
            eq(retrievalContacts.tenantId, retrievalItems.tenantId),
            eq(retrievalContacts.item, retrievalItems.item),
          ),
        )
        .where(and(...where))
        .orderBy(...order)
        .limit(limit),
    );
  type Row = Awaited<ReturnType<typeof select>>[number];

  async function viewsOf(rows: readonly Row[], scope: TimelineScope): Promise<SourceItem[]> {
    const { tenant, viewer } = scope;
    const holders = await holdersOf(store, tenant, [...new Set(rows.map(({ item }) => item.seat))]);
    return Promise.all(
      rows.map(async ({ item, contact, isFirst: first }): Promise<SourceItem> => {
        const { kind, seat, at, changedAt, byMember, isPrivate } = item;
        const isOwn = viewer.seats.includes(seat);
        const body = await openBody(sealer, item);
        const holder = holders.get(seat);
        return {
          id: textOf(item.item),
          kind: kind as TimelineKind,
          atMs: at.getTime(),
          ...(changedAt > at ? { editedAtMs: changedAt.getTime() } : {}),
          author: byMember
            ? { role: 'candidate', name: null, isViewer: false }
            : {
                role: 'recruiter',
                name: holder?.name?.slice(0, 400) ?? null,
                isViewer: isOwn,
              },
          ...(item.source === 'inmail'
            ? inMailOf(body, { isOwn, isFirst: first, all: inMailText === 'own' })
            : {}),
          ...(item.source === 'note' ? { text: body.text ?? '' } : {}),
          ...(isPrivate ? { isPrivate: true } : {}),
          ...(contact === null ? {} : { contact: await contactOf(body, contact) }),
        };
      }),
    );
  }

  async function contactOf(
    { profile }: ItemBody,
    contact: NonNullable<Row['contact']>,
  ): Promise<TimelineContact> {
    const outcome = await openOutcome(store, contact);
    const line = (text: string): string => text.slice(0, 2_000);
    return {
      emailAddresses: (profile?.emailAddresses ?? []).slice(0, 50).map(line),
      phoneNumbers: (profile?.phoneNumbers ?? []).slice(0, 50).map(line),
      consentAtMs: contact.consentedAt.getTime(),
      state: outcome === null ? 'waiting' : outcome.kind === 'enrich' ? 'enriched' : 'lead',
      candidateId: contact.candidateId,
      changes: (outcome?.changes ?? []).map((change) => ({
        ...change,
        old: change.old === null ? null : line(change.old),
        new: line(change.new),
      })),
      source: 'linkedin_inmail',
    };
  }

  const canSee = ({ members, viewer }: TimelineScope): boolean =>
    members.length > 0 && viewer.contracts.length > 0;

  return {
    name,
    kinds,

    async page(scope, page) {
      if (!canSee(scope)) return [];
      const rows = await select(
        [...seenBy(scope), isNull(retrievalItems.removedAt), ...beyond(page)],
        page.direction === 'older'
          ? [desc(retrievalItems.at), desc(retrievalItems.item)]
          : [asc(retrievalItems.at), asc(retrievalItems.item)],
        page.limit,
      );
      return viewsOf(rows, scope);
    },

    async item(scope, id) {
      if (!canSee(scope) || !/^[0-9a-f]{64}$/.test(id)) return null;
      const key = new Uint8Array(Buffer.from(id, 'hex'));
      const rows = await select(
        [...seenBy(scope), isNull(retrievalItems.removedAt), eq(retrievalItems.item, key)],
        [],
        1,
      );
      return (await viewsOf(rows, scope))[0] ?? null;
    },

    async revision(tenantId) {
      const [row] = await connection.run((database) =>
        database
          .select({ revision: retrievalTenants.revision })
          .from(retrievalTenants)
          .where(eq(retrievalTenants.tenantId, tenantId)),
      );
      return row?.revision ?? 0;
    },

    async newsSince(scope, revision) {
      if (!canSee(scope)) return null;
      const rows = await select(
        [...seenBy(scope), gt(retrievalItems.revision, revision)],
        [asc(retrievalItems.revision), asc(retrievalItems.item)],
        maxNews + 1,
      );
      // A revision is told whole, or who comes back after it would miss the rest.
      const last = rows[maxNews]?.item.revision;
      const whole = rows.filter(({ item }) => item.revision !== last);
      const told = whole.length > 0 ? whole : rows;
      const newest = told.at(-1)?.item.revision;
      if (newest === undefined) return null;
      const items = await viewsOf(
        told.filter(({ item }) => item.removedAt === null),
        scope,
      );
      const removed = told.filter(({ item }) => item.removedAt !== null);
      return {
        revision: newest,
        news: {
          items: items.map((item) => cutText({ ...item, id: `${name}.${item.id}` })),
          removed: removed.map(({ item }) => `${name}.${textOf(item.item)}`),
        },
      };
    },
  };
}

/** Rows that the viewer may see. */
const seenBy = ({ tenant, members, viewer }: TimelineScope): (SQL | undefined)[] => [
  eq(retrievalItems.tenantId, tenant),
  inArray(retrievalItems.member, [...members]),
  inArray(retrievalItems.contract, [...viewer.contracts]),
  or(
    eq(retrievalItems.isPrivate, false),
    ...(viewer.seats.length === 0 ? [] : [inArray(retrievalItems.seat, [...viewer.seats])]),
  ),
];

/** Rows of a page: of the kinds wanted, from the boundary on. */
function beyond({ direction, boundary, kinds: wanted }: SourcePage): (SQL | undefined)[] {
  const ofKinds = wanted === null ? undefined : inArray(retrievalItems.kind, [...wanted]);
  if (boundary === null) return [ofKinds, isNotNull(retrievalItems.member)];
  const at = sql`${new Date(boundary.atMs).toISOString()}::timestamptz`;
  const sign = sql.raw(direction === 'older' ? '<' : '>');
  const place =
    boundary.id === null
      ? sql`${retrievalItems.at} ${sign}${sql.raw(boundary.isInclusive ? '=' : '')} ${at}`
      : sql`(${retrievalItems.at}, ${retrievalItems.item}) ${sign}
          (${at}, decode(${boundary.id}, 'hex'))`;
  return [ofKinds, place];
}

/** Whether no earlier message of the thread is known: the first is all that is shown of it. */
const isFirst = sql<boolean>`not exists (select from rsc.retrieval_items e
  where e.tenant_id = ${retrievalItems.tenantId} and e.thread = ${retrievalItems.thread}
    and e.seat = ${retrievalItems.seat} and e.source = 'inmail' and not e.by_member
    and e.removed_at is null
    and (e.at, e.item) < (${retrievalItems.at}, ${retrievalItems.item}))`;

function inMailOf(
  { subject, text }: ItemBody,
  { isOwn, isFirst: first, all }: { isOwn: boolean; isFirst: boolean; all: boolean },
): Partial<SourceItem> {
  if (!isOwn) return { isWithheld: true };
  const shows = text !== undefined && (all || first);
  return {
    ...(subject === undefined ? {} : { subject: subject.slice(0, 2_000) }),
    ...(shows ? { text } : { isWithheld: true }),
  };
}

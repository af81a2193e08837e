/** What recruiters have written, at LinkedIn and in the store, in a form that can be compared. */
import { and, eq, isNull } from 'drizzle-orm';
import { openBody } from '../../src/backend/retrieval/items.ts';
import { internalsOf } from '../../src/backend/store/internals.ts';
import type { Store } from '../../src/backend/store/store.ts';
import { retrievalItems } from '../../src/backend/store/tables/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Seat } from '../../src/sandbox/state/organizations.ts';

/** An item as it can be compared: what it is, whose, about whom, when, and with what in it. */
export interface PlainItem {
  readonly kind: string;
  readonly seat: string;
  readonly member: string | null;
  readonly atMs: number;
  readonly isPrivate: boolean;
  readonly content: string;
}

/** An empty text is none, and what is no text of Unicode becomes one. */
const contentOf = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== '')
    .join('|')
    .toWellFormed();

const plain = (item: PlainItem): string => JSON.stringify(item);

/** Everything of these seats as LinkedIn has it. */
export function truthOf({ state }: Sandbox, seats: readonly Seat[]): string[] {
  const items = seats.flatMap(({ urn, contract: at }): PlainItem[] => {
    const events = state.conversations.eventsOfSeat(urn, 0, Infinity);
    const notes = state.prospectNotes.window(at, [urn], 0, Infinity);
    const stubs = state.mailStubs.window(at, [urn], 0, Infinity);
    return [
      ...events.slice(0, events.total).map((event) => ({
        kind: `inmail_${event.kind.toLowerCase()}`,
        seat: urn,
        member: event.member,
        atMs: event.createdAtMs,
        isPrivate: false,
        // Of other messages the text is not kept.
        content: contentOf(event.subject, event.kind === 'SENT' ? event.text : ''),
      })),
      ...notes
        .slice(0, notes.total)
        .filter(({ active }) => active)
        .map((note) => ({
          kind: 'note',
          seat: urn,
          member: note.member,
          atMs: note.createdAtMs,
          isPrivate: note.visibility === 'PRIVATE',
          content: contentOf(note.text),
        })),
      ...stubs.slice(0, stubs.total).map((stub) => ({
        kind: 'contact_shared',
        seat: urn,
        member: stub.member,
        atMs: stub.createdAtMs,
        isPrivate: false,
        content: stub.emailAddress,
      })),
    ];
  });
  return items.map(plain).sort();
}

/** Everything of a customer as the store has it. */
export async function storedItems(store: Store, tenantId = 'acme'): Promise<string[]> {
  const { connection, sealer } = internalsOf(store);
  const rows = await connection.run((database) =>
    database
      .select()
      .from(retrievalItems)
      .where(and(eq(retrievalItems.tenantId, tenantId), isNull(retrievalItems.removedAt))),
  );
  const items = await Promise.all(
    rows.map(async (row) => {
      const { subject, text, profile } = await openBody(sealer, row);
      return plain({
        kind: row.kind,
        seat: row.seat,
        member: row.member,
        atMs: row.at.getTime(),
        isPrivate: row.isPrivate,
        content: profile?.emailAddresses[0] ?? contentOf(subject, text),
      });
    }),
  );
  return items.sort();
}

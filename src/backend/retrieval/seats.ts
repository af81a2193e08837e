/**
 * Seats of a customer's contracts, and who of the ATS holds them. LinkedIn says to go by person URN
 * and not by e-mail [doc]; an address is a suggestion, which an administrator corrects.
 */
import { and, asc, eq, inArray } from 'drizzle-orm';
import * as z from 'zod';
import { atsId } from '../../protocol/ids.ts';
import { recordChange } from '../store/audit.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { retrievalSeats } from '../store/tables/index.ts';
import { parseInput } from '../tenants/tenant-inputs.ts';
import type { SeatRecord, Seats } from './seat-record.ts';

export interface SeatDetails {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
}

const details = z.object({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
});
const mapping = z.enum(['member', 'email', 'admin']).nullable();
const kit = 'kit';

export function createSeats(store: Store): Seats {
  const { connection, clock } = internalsOf(store);

  async function change(
    tenantId: string,
    seat: string,
    set: Partial<typeof retrievalSeats.$inferInsert>,
    actor: string,
  ): Promise<void> {
    await connection.transaction(async (database) => {
      const changed = await database
        .update(retrievalSeats)
        .set(set)
        .where(and(eq(retrievalSeats.tenantId, tenantId), eq(retrievalSeats.seat, seat)))
        .returning({ seat: retrievalSeats.seat });
      if (changed.length === 0) throw new StoreError('store_not_found', 'There is no such seat');
      await recordChange(database, { actor, tenantId, action: 'seat_mapped' });
    });
  }

  return {
    async list(tenantId, { unmapped = false } = {}) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(retrievalSeats)
          .where(eq(retrievalSeats.tenantId, tenantId))
          .orderBy(asc(retrievalSeats.contract), asc(retrievalSeats.seat)),
      );
      const open = createDetailsReader(store);
      const records = await Promise.all(
        rows.map(async (row): Promise<SeatRecord> => {
          const { seat, contract, member, state, atsUserId, pulledAt, errorCode } = row;
          const { firstName, lastName, email } = await open(row);
          const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
          const marks = [row.inmailUntil, row.notesUntil, row.stubsUntil];
          return {
            seat,
            contract,
            member,
            name: name === '' ? null : name,
            email: email ?? null,
            state,
            atsUserId,
            mappedBy: mapping.parse(row.mappedBy),
            readUntil: new Date(Math.min(...marks.map((mark) => mark.getTime()))),
            pulledAt,
            errorCode,
          };
        }),
      );
      return unmapped
        ? records.filter(
            ({ atsUserId, mappedBy, state }) =>
              atsUserId === null && mappedBy === null && state === 'ACTIVE',
          )
        : records;
    },

    async map(tenantId, seat, atsUserId, { actor } = { actor: kit }) {
      if (atsUserId !== null) parseInput(userId, atsUserId);
      const set = { atsUserId, mappedBy: 'admin', mappedAt: new Date(clock()) };
      await change(tenantId, seat, set, actor);
    },

    unmap: (tenantId, seat, { actor } = { actor: kit }) =>
      change(tenantId, seat, { atsUserId: null, mappedBy: null, mappedAt: null }, actor),
  };
}

const userId = z
  .string()
  .refine((id) => atsId.safeParse(id).success, { error: 'must be the id of a user' });

type SealedSeat = Pick<
  typeof retrievalSeats.$inferSelect,
  'tenantId' | 'seat' | 'details' | 'detailsKeyId'
>;

/** Reads names and addresses of seats. @throws StoreError when one does not open */
export function createDetailsReader(store: Store): (row: SealedSeat) => Promise<SeatDetails> {
  const { sealer } = internalsOf(store);
  return async ({ tenantId, seat, details: sealed, detailsKeyId: keyId }) => {
    const place = places.seatDetails(tenantId, seat);
    const text = await sealer.open(place, { sealed, keyId });
    return details.parse(JSON.parse(text.reveal()));
  };
}

/** What somebody of the ATS may see in Recruiter, by the seats that person holds now. */
export interface ViewerSeats {
  readonly seats: readonly string[];
  readonly contracts: readonly string[];
}

/** Seats of a user of the ATS that can be used now. @throws StoreError */
export async function seatsOfViewer(
  store: Store,
  tenantId: string,
  atsUserId: string,
): Promise<ViewerSeats> {
  const { connection } = internalsOf(store);
  const rows = await connection.run((database) =>
    database
      .select({ seat: retrievalSeats.seat, contract: retrievalSeats.contract })
      .from(retrievalSeats)
      .where(
        and(
          eq(retrievalSeats.tenantId, tenantId),
          eq(retrievalSeats.atsUserId, atsUserId),
          // Who has lost a seat sees no more in Recruiter either.
          eq(retrievalSeats.state, 'ACTIVE'),
        ),
      ),
  );
  return {
    seats: rows.map(({ seat }) => seat),
    contracts: [...new Set(rows.map(({ contract }) => contract))],
  };
}

/** Who holds seats: names, and users of the ATS. */
export async function holdersOf(
  store: Store,
  tenantId: string,
  seats: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly name: string | null; readonly atsUserId: string | null }>
> {
  const { connection } = internalsOf(store);
  if (seats.length === 0) return new Map();
  const rows = await connection.run((database) =>
    database
      .select()
      .from(retrievalSeats)
      .where(and(eq(retrievalSeats.tenantId, tenantId), inArray(retrievalSeats.seat, [...seats]))),
  );
  const open = createDetailsReader(store);
  return new Map(
    await Promise.all(
      rows.map(async (row) => {
        const { firstName, lastName } = await open(row);
        const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
        return [row.seat, { name: name === '' ? null : name, atsUserId: row.atsUserId }] as const;
      }),
    ),
  );
}

/** Asks LinkedIn for the seats of contracts, every hour, and suggests who of the ATS holds them. */
import { and, asc, eq, lte, notInArray, sql } from 'drizzle-orm';
import { LinkedInError, type LinkedInClient } from '../../linkedin/index.ts';
import type { Seat } from '../../linkedin/answers/seat.ts';
import { codeOf } from '../logging.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { retrievalContracts, retrievalSeats } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { isContractOpen, isOpen } from './contracts.ts';
import { batchesOf } from './items.ts';
import { nextTryMs } from './pace.ts';
import type { AtsUser, FindAtsUsers } from './ports.ts';
import type { SeatDetails } from './seats.ts';

export interface SeatReaderOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly findAtsUsers?: FindAtsUsers | undefined;
  /** How far back a seat that is new is read, in milliseconds. */
  readonly historyMs: number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

export interface SeatReader {
  /** Reads the seats of contracts that are due. @returns how many contracts; rejects with StoreError only */
  run(): Promise<number>;
  /** Reads the seats of a contract now. @throws LinkedInError, OnboardingError, StoreError */
  read(tenantId: string, contract: string): Promise<void>;
}

const everyMs = 60 * 60_000;
const leaseMs = 5 * 60_000;
const batch = 5;

interface Found extends SeatDetails {
  readonly seat: string;
  readonly member: string | null;
  readonly state: string;
}

export function createSeatReader(options: SeatReaderOptions): SeatReader {
  const { store, access, findAtsUsers, historyMs, onFailure } = options;
  const { connection, sealer, clock } = internalsOf(store);

  async function take() {
    const now = new Date(clock());
    return connection.run((database) => {
      const due = database
        .select({ tenantId: retrievalContracts.tenantId, contract: retrievalContracts.contract })
        .from(retrievalContracts)
        .where(
          and(
            lte(retrievalContracts.dueAt, now),
            isOpen(retrievalContracts.tenantId, retrievalContracts.contract),
          ),
        )
        .orderBy(asc(retrievalContracts.dueAt))
        .limit(batch)
        .for('update', { skipLocked: true });
      return database
        .update(retrievalContracts)
        .set({ dueAt: new Date(now.getTime() + leaseMs) })
        .where(sql`(${retrievalContracts.tenantId}, ${retrievalContracts.contract}) in ${due}`)
        .returning();
    });
  }

  async function read(tenantId: string, contract: string): Promise<void> {
    const { client } = await access.child(tenantId);
    const found = await foundIn(client, contract);
    const users = await suggestions(tenantId, found);
    await write(tenantId, contract, found, users);
  }

  async function suggestions(
    tenantId: string,
    found: readonly Found[],
  ): Promise<readonly AtsUser[]> {
    if (findAtsUsers === undefined || found.length === 0) return [];
    return findAtsUsers(tenantId, {
      emails: [...new Set(found.flatMap(({ email }) => (email === undefined ? [] : [email])))],
      members: [...new Set(found.flatMap(({ member }) => member ?? []))],
    });
  }

  async function write(
    tenantId: string,
    contract: string,
    found: readonly Found[],
    users: readonly AtsUser[],
  ): Promise<void> {
    const now = new Date(clock());
    const start = new Date(now.getTime() - historyMs);
    const suggest = createSuggester(users, found);
    const rows = await Promise.all(
      found.map(async (one) => {
        const { seat, member, state, firstName, lastName, email } = one;
        const text = new Secret(JSON.stringify({ firstName, lastName, email }));
        const { sealed, keyId } = await sealer.seal(places.seatDetails(tenantId, seat), text);
        const suggested = suggest(one);
        return {
          tenantId,
          seat,
          contract,
          member,
          state,
          details: sealed,
          detailsKeyId: keyId,
          atsUserId: suggested?.id ?? null,
          mappedBy: suggested?.by ?? null,
          mappedAt: suggested === null ? null : now,
          dueAt: now,
          inmailUntil: start,
          notesUntil: start,
          stubsUntil: start,
          sweptAt: start,
        };
      }),
    );
    await connection.transaction(async (database) => {
      for (const some of batchesOf(rows)) {
        await database
          .insert(retrievalSeats)
          .values(some)
          .onConflictDoUpdate({
            target: [retrievalSeats.tenantId, retrievalSeats.seat],
            set: {
              contract,
              member: sql`excluded.member`,
              state: sql`excluded.state`,
              details: sql`excluded.details`,
              detailsKeyId: sql`excluded.details_key_id`,
              // A seat that was gone goes on where it stopped.
              dueAt: sql`coalesce(${retrievalSeats.dueAt}, excluded.due_at)`,
              // What an administrator has said stays.
              atsUserId: unlessAdmin('ats_user_id'),
              mappedBy: unlessAdmin('mapped_by'),
              mappedAt: unlessAdmin('mapped_at'),
            },
          });
      }
      await database
        .update(retrievalSeats)
        .set({ state: 'GONE', dueAt: null })
        .where(
          and(
            eq(retrievalSeats.tenantId, tenantId),
            eq(retrievalSeats.contract, contract),
            ...(rows.length === 0
              ? []
              : [
                  notInArray(
                    retrievalSeats.seat,
                    rows.map(({ seat }) => seat),
                  ),
                ]),
          ),
        );
    });
  }

  return {
    read,
    async run() {
      const due = await take();
      for (const { tenantId, contract, attempts } of due) {
        let failure: unknown = null;
        try {
          if (await isContractOpen(connection, tenantId, contract)) await read(tenantId, contract);
        } catch (error) {
          failure = error;
          onFailure(tenantId, codeOf(error));
        }
        const now = new Date(clock());
        const told = failure instanceof LinkedInError ? (failure.retryAfterMs ?? 0) : 0;
        const waitMs = failure === null ? everyMs : nextTryMs(attempts, told);
        await connection.run((database) =>
          database
            .update(retrievalContracts)
            .set({
              dueAt: new Date(now.getTime() + waitMs),
              attempts: failure === null ? 0 : attempts + 1,
              errorCode: failure === null ? null : codeOf(failure),
              ...(failure === null ? { readAt: now } : {}),
            })
            .where(
              and(
                eq(retrievalContracts.tenantId, tenantId),
                eq(retrievalContracts.contract, contract),
              ),
            ),
        );
      }
      return due.length;
    },
  };
}

/** A column as it is where an administrator has mapped, else as it is suggested. */
const unlessAdmin = (column: 'ats_user_id' | 'mapped_by' | 'mapped_at') =>
  sql.raw(
    `case when "retrieval_seats"."mapped_by" = 'admin' then "retrieval_seats"."${column}" else excluded.${column} end`,
  );

async function foundIn(client: LinkedInClient, contract: string): Promise<Found[]> {
  const emails = await emailsIn(client, contract);
  const found = new Map<string, Found>();
  for await (const seat of client.seats.list({ contracts: [contract] })) {
    if (!isPlain(seat)) continue;
    const { urn, member, firstName, lastName, state } = seat;
    found.set(urn, {
      seat: urn,
      member: member ?? null,
      state: (state ?? 'UNKNOWN').slice(0, 40),
      firstName: firstName?.toWellFormed(),
      lastName: lastName?.toWellFormed(),
      email: (seat.email ?? emails.get(urn))?.trim().toLowerCase().toWellFormed(),
    });
  }
  return [...found.values()];
}

/** Addresses are in the older call alone, which LinkedIn may end any day: without it there are none. */
async function emailsIn(client: LinkedInClient, contract: string): Promise<Map<string, string>> {
  const emails = new Map<string, string>();
  try {
    for await (const { urn, email } of client.seats.listOlder({ contracts: [contract] })) {
      if (email !== undefined) emails.set(urn, email);
    }
  } catch (error) {
    if (!(error instanceof LinkedInError)) throw error;
    if (!['rejected', 'not_found', 'forbidden', 'bad_answer'].includes(error.code)) throw error;
  }
  return emails;
}

/** Whether a seat's URNs are ones that LinkedIn takes back. */
const isPlain = ({ urn, member, state }: Seat): boolean =>
  /^urn:li:seat:[A-Za-z0-9_-]{1,100}$/.test(urn) &&
  (member === undefined || /^urn:li:person:[A-Za-z0-9_-]{1,180}$/.test(member)) &&
  !/\p{Cc}/u.test(state ?? '');

/** Who holds a seat, where that is clear: one user for it, and one seat of the contract for the user. */
function createSuggester(users: readonly AtsUser[], found: readonly Found[]) {
  const byMember = grouped(users, ({ member }) => member);
  const byEmail = grouped(users, ({ email }) => email?.trim().toLowerCase());
  const seatsByEmail = grouped(found, ({ email }) => email);
  return ({ member, email }: Found): { id: string; by: 'member' | 'email' } | null => {
    const sure = byMember.get(member ?? '') ?? [];
    if (sure.length === 1 && sure[0] !== undefined) return { id: sure[0].id, by: 'member' };
    const likely = byEmail.get(email ?? '') ?? [];
    const [user] = likely;
    const isClear = likely.length === 1 && seatsByEmail.get(email ?? '')?.length === 1;
    // A user who is somebody else at LinkedIn is not meant, whatever the address.
    if (user === undefined || !isClear || (user.member !== undefined && member !== null))
      return null;
    return { id: user.id, by: 'email' };
  };
}

function grouped<T>(
  values: readonly T[],
  keyOf: (value: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key !== undefined && key !== '') groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

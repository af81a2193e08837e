/**
 * Addresses that LinkedIn pushes to: one for each customer, with a token nobody can guess [spec §4.5].
 * A request is matched by the token's hash; the token itself is sealed, as LinkedIn has to be told
 * the address again whenever it is configured.
 *
 * A token is replaced with an overlap: the former one counts until LinkedIn has taken the new address
 * everywhere, and a little longer, for what is on its way.
 */
import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { callbackTokens, tenants } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { OnboardingError } from './errors.ts';

/** Parameter of challenges that our own checks send: they show nothing of LinkedIn. */
export const ownChallenge = 'check';

/** The address of a customer, and what may be written down of it. */
export interface CallbackAddress {
  readonly url: Secret;
  /** The address with a part of the token's hash in place of the token. */
  readonly shown: string;
  readonly validatedAt: Date | null;
}

/** An address as it is shown: it opens nothing. */
export interface CallbackRecord {
  readonly shown: string;
  readonly createdAt: Date;
  /** When LinkedIn has last shown that it uses it; null: not yet. */
  readonly validatedAt: Date | null;
  /** From then on events that come to it are refused; null: it counts. */
  readonly endsAt: Date | null;
}

export interface TokenOwner {
  readonly tenantId: string;
  /** Rises with every change of the customer. */
  readonly revision: number;
}

export interface CallbackTokens {
  /** Makes the token of a customer that has none. */
  ensure(tenantId: string, actor: string): Promise<void>;
  /**
   * Makes a new token beside the one there is; if LinkedIn has not taken an earlier one yet, that
   * is the new one still.
   * @throws OnboardingError `customer_not_ready` if there is none to replace
   */
  rotate(tenantId: string, actor: string): Promise<void>;
  /**
   * LinkedIn uses no other address any more: those before it end in a moment.
   * @param shown the address that LinkedIn was told; null if it was told none
   */
  settled(tenantId: string, shown: string | null, actor: string): Promise<void>;
  /** Addresses of a customer, the newest first; those that have ended go with the next rotation. */
  list(tenantId: string): Promise<CallbackRecord[]>;
  /**
   * The address that LinkedIn is to be told, the newest.
   * @throws OnboardingError `customer_not_ready` if there is none
   */
  address(tenantId: string): Promise<CallbackAddress>;
  /** The customers whose tokens these are, in their order; null for what is nobody's. */
  ownersOf(tokens: readonly string[]): Promise<(TokenOwner | null)[]>;
  /** LinkedIn has shown that it uses the address. */
  validated(token: string): Promise<void>;
}

const tokenBytes = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;
/** For events that LinkedIn has sent before it has taken the new address. */
const drainMs = 10 * 60_000;

/** @param origin public origin of the backend */
export function createCallbackTokens(store: Store, origin: string): CallbackTokens {
  const internals = internalsOf(store);
  const { connection, sealer, clock } = internals;

  /** Addresses that LinkedIn may be using, the newest first. */
  const live = (database: Database, tenantId: string) =>
    database
      .select()
      .from(callbackTokens)
      .where(and(eq(callbackTokens.tenantId, tenantId), isNull(callbackTokens.retiredAt)))
      .orderBy(desc(callbackTokens.createdAt));

  const shownOf = (tokenHash: Uint8Array): string =>
    `${origin}/rsc/push/{${Buffer.from(tokenHash).toString('hex').slice(0, 16)}}`;

  async function sealedToken(tenantId: string) {
    const token = randomBytes(tokenBytes).toString('base64url');
    const tokenHash = hashOf(token);
    const place = places.callbackToken(tenantId, tokenHash);
    const { sealed, keyId } = await sealer.seal(place, new Secret(token));
    return { tenantId, tokenHash, token: sealed, tokenKeyId: keyId };
  }

  return {
    async ensure(tenantId, actor) {
      const known = await connection.run((database) => live(database, tenantId));
      if (known.length > 0) return;
      const row = await sealedToken(tenantId);
      await changeTenant(internals, tenantId, null, async (database) => {
        // Two may have found none at the same moment; the tenant's row lets one in after the other.
        if ((await live(database, tenantId)).length > 0) return;
        await database.insert(callbackTokens).values({ ...row, createdAt: new Date(clock()) });
        await recordChange(database, { actor, tenantId, action: 'callback_created' });
      });
    },

    async rotate(tenantId, actor) {
      const row = await sealedToken(tenantId);
      let isThere = false;
      await changeTenant(internals, tenantId, null, async (database) => {
        const [newest, ...former] = await live(database, tenantId);
        if (newest === undefined) return;
        isThere = true;
        if (former.length > 0) return;
        const now = new Date(clock());
        // Later than the one before, whatever the clocks of other processes say.
        const createdAt = new Date(Math.max(now.getTime(), newest.createdAt.getTime() + 1));
        await database
          .delete(callbackTokens)
          .where(and(eq(callbackTokens.tenantId, tenantId), lte(callbackTokens.retiredAt, now)));
        await database.insert(callbackTokens).values({ ...row, createdAt });
        await recordChange(database, { actor, tenantId, action: 'callback_rotated' });
      });
      if (!isThere) throw noAddress();
    },

    async settled(tenantId, shown, actor) {
      const known = await connection.run((database) => live(database, tenantId));
      const told =
        shown === null ? 0 : known.findIndex(({ tokenHash }) => shownOf(tokenHash) === shown);
      // Not found: it has been replaced meanwhile, and whoever has done so ends it.
      if (told < 0) return;
      const former = known.slice(told + 1).map(({ tokenHash }) => tokenHash);
      if (former.length === 0) return;
      const retiredAt = new Date(clock() + (shown === null ? 0 : drainMs));
      await changeTenant(internals, tenantId, null, async (database) => {
        const retired = await database
          .update(callbackTokens)
          .set({ retiredAt })
          .where(and(inArray(callbackTokens.tokenHash, former), isNull(callbackTokens.retiredAt)))
          .returning({ tenantId: callbackTokens.tenantId });
        if (retired.length === 0) return;
        const details = { count: retired.length };
        await recordChange(database, { actor, tenantId, action: 'callback_retired', details });
      });
    },

    async list(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(callbackTokens)
          .where(eq(callbackTokens.tenantId, tenantId))
          .orderBy(desc(callbackTokens.createdAt)),
      );
      return rows.map(({ tokenHash, createdAt, validatedAt, retiredAt }) => ({
        shown: shownOf(tokenHash),
        createdAt,
        validatedAt,
        endsAt: retiredAt,
      }));
    },

    async address(tenantId) {
      const [found] = await connection.run((database) => live(database, tenantId).limit(1));
      if (found === undefined) throw noAddress();
      const { tokenHash, token: sealed, tokenKeyId: keyId, validatedAt } = found;
      const token = await sealer.open(places.callbackToken(tenantId, tokenHash), { sealed, keyId });
      return {
        url: new Secret(`${origin}/rsc/push/${token.reveal()}`),
        shown: shownOf(tokenHash),
        validatedAt,
      };
    },

    async ownersOf(tokens) {
      const hashes = tokens.map((token) =>
        tokenForm.test(token) ? Buffer.from(hashOf(token)).toString('hex') : null,
      );
      // One parameter, however many there are: a statement of hundreds is slow to make and to read.
      const asked = [...new Set(hashes)].filter((hash) => hash !== null).join(' ');
      if (asked === '') return tokens.map(() => null);
      const found = await connection.run((database) =>
        database
          .select({
            tokenHash: callbackTokens.tokenHash,
            tenantId: callbackTokens.tenantId,
            retiredAt: callbackTokens.retiredAt,
            status: tenants.status,
            revision: tenants.revision,
          })
          .from(callbackTokens)
          .innerJoin(tenants, eq(tenants.id, callbackTokens.tenantId))
          .where(
            // An array, and no subquery: for that a planner expects a thousand and reads all there are.
            sql`${callbackTokens.tokenHash} = any(array(
              select decode(hash, 'hex') from regexp_split_to_table(${asked}::text, ' ') as hash))`,
          ),
      );
      const owners = new Map(
        found
          .filter(({ status }) => status !== 'purged')
          .filter(({ retiredAt }) => retiredAt === null || retiredAt.getTime() > clock())
          .map(({ tokenHash, tenantId, revision }) => [
            Buffer.from(tokenHash).toString('hex'),
            { tenantId, revision },
          ]),
      );
      return hashes.map((hash) => (hash === null ? null : (owners.get(hash) ?? null)));
    },

    async validated(token) {
      const validatedAt = new Date(clock());
      await connection.run((database) =>
        database
          .update(callbackTokens)
          .set({ validatedAt })
          .where(eq(callbackTokens.tokenHash, hashOf(token))),
      );
    },
  };
}

const noAddress = (): OnboardingError =>
  new OnboardingError('customer_not_ready', 'The customer has no callback address yet');

const hashOf = (token: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(token).digest());

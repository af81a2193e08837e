/**
 * Addresses that LinkedIn pushes to: one for each customer, with a token nobody can guess [spec §4.5].
 * A request is matched by the token's hash; the token itself is sealed, as LinkedIn has to be told
 * the address again whenever it is configured.
 */
import { createHash, randomBytes } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { callbackTokens, tenants } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { OnboardingError } from './errors.ts';

/** The address of a customer, and what may be written down of it. */
export interface CallbackAddress {
  readonly url: Secret;
  /** The address with a part of the token's hash in place of the token. */
  readonly shown: string;
  readonly validatedAt: Date | null;
}

export interface CallbackTokens {
  /** Makes the token of a customer that has none. */
  ensure(tenantId: string, actor: string): Promise<void>;
  /**
   * The address that LinkedIn is to be told.
   * @throws OnboardingError `customer_not_ready` if there is none
   */
  address(tenantId: string): Promise<CallbackAddress>;
  /** The customer whose token this is; null if it is nobody's. */
  ownerOf(token: string): Promise<{ readonly tenantId: string } | null>;
  /** LinkedIn has shown that it uses the address. */
  validated(token: string): Promise<void>;
}

const tokenBytes = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** @param origin public origin of the backend */
export function createCallbackTokens(store: Store, origin: string): CallbackTokens {
  const internals = internalsOf(store);
  const { connection, sealer, clock } = internals;

  const current = (database: Database, tenantId: string) =>
    database
      .select()
      .from(callbackTokens)
      .where(and(eq(callbackTokens.tenantId, tenantId), isNull(callbackTokens.retiredAt)))
      .orderBy(asc(callbackTokens.createdAt))
      .limit(1);

  return {
    async ensure(tenantId, actor) {
      const known = await connection.run((database) => current(database, tenantId));
      if (known.length > 0) return;
      const token = randomBytes(tokenBytes).toString('base64url');
      const tokenHash = hashOf(token);
      const { sealed, keyId } = await sealer.seal(
        places.callbackToken(tenantId, tokenHash),
        new Secret(token),
      );
      await changeTenant(internals, tenantId, null, async (database) => {
        // Two may have found none at the same moment; the tenant's row lets one in after the other.
        if ((await current(database, tenantId)).length > 0) return;
        await database
          .insert(callbackTokens)
          .values({ tenantId, tokenHash, token: sealed, tokenKeyId: keyId });
        await recordChange(database, { actor, tenantId, action: 'callback_created' });
      });
    },

    async address(tenantId) {
      const [found] = await connection.run((database) => current(database, tenantId));
      if (found === undefined) {
        throw new OnboardingError('customer_not_ready', 'The customer has no callback address yet');
      }
      const { tokenHash, token: sealed, tokenKeyId: keyId, validatedAt } = found;
      const token = await sealer.open(places.callbackToken(tenantId, tokenHash), { sealed, keyId });
      const mark = Buffer.from(tokenHash).toString('hex').slice(0, 16);
      return {
        url: new Secret(`${origin}/rsc/push/${token.reveal()}`),
        shown: `${origin}/rsc/push/{${mark}}`,
        validatedAt,
      };
    },

    async ownerOf(token) {
      if (!tokenForm.test(token)) return null;
      const [found] = await connection.run((database) =>
        database
          .select({
            tenantId: callbackTokens.tenantId,
            retiredAt: callbackTokens.retiredAt,
            status: tenants.status,
          })
          .from(callbackTokens)
          .innerJoin(tenants, eq(tenants.id, callbackTokens.tenantId))
          .where(eq(callbackTokens.tokenHash, hashOf(token))),
      );
      if (found === undefined || found.status === 'purged') return null;
      const isRetired = found.retiredAt !== null && found.retiredAt.getTime() <= clock();
      return isRetired ? null : { tenantId: found.tenantId };
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

const hashOf = (token: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(token).digest());

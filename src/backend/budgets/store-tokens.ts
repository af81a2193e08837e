/**
 * Access tokens that all processes of an application share, sealed [doc: one token for all calls
 * until it expires].
 */
import { eq } from 'drizzle-orm';
import type { TokenStore } from '../../linkedin/index.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { accessTokens } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';

export function createStoreTokens(store: Store): TokenStore {
  const { connection, sealer } = internalsOf(store);
  return {
    async read(clientId) {
      const [row] = await connection.run((database) =>
        database.select().from(accessTokens).where(eq(accessTokens.clientId, clientId)),
      );
      if (row === undefined) return null;
      const { token: sealed, tokenKeyId: keyId, renewAt } = row;
      try {
        const token = await sealer.open(places.accessToken(clientId), { sealed, keyId });
        return { token: token.reveal(), renewAtMs: renewAt.getTime() };
      } catch (error) {
        // One that does not open is not worth an interruption: LinkedIn gives another.
        if (error instanceof StoreError && isSpoilt(error)) return null;
        throw error;
      }
    },

    async write(clientId, { token, renewAtMs }) {
      const { sealed, keyId } = await sealer.seal(places.accessToken(clientId), new Secret(token));
      const fresh = { token: sealed, tokenKeyId: keyId, renewAt: new Date(Math.floor(renewAtMs)) };
      await connection.run((database) =>
        database
          .insert(accessTokens)
          .values({ clientId, ...fresh })
          .onConflictDoUpdate({ target: accessTokens.clientId, set: fresh }),
      );
    },
  };
}

const isSpoilt = ({ code }: StoreError): boolean =>
  code === 'store_value_altered' || code === 'store_key_missing';

/** Customers of a benchmark: rows as the kit would leave them, many at a time. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { internalsOf } from '../../../src/backend/store/internals.ts';
import { places } from '../../../src/backend/store/sealing/sealed-columns.ts';
import type { Store } from '../../../src/backend/store/store.ts';
import {
  callbackTokens,
  integrationEvents,
  integrations,
  linkedinApplications,
  tenantContexts,
  tenantKeys,
  tenantNames,
  tenantOrigins,
  tenants,
} from '../../../src/backend/store/tables/index.ts';
import { Secret } from '../../../src/backend/tenants/secret.ts';

export const idOf = (index: number): string => `tenant-${String(index)}`;
export const clientIdOf = (index: number): string => `client-${String(index)}`;

export const contextOf = (index: number): string => `urn:li:organization:${String(index)}`;
/** What stands in a customer's callback address. */
export const tokenOf = (index: number): string => String(index).padStart(43, 't');
const types = ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'];

/** Makes customers, each with keys, application, and integrations that are enabled. */
export async function fill(store: Store, count: number): Promise<void> {
  const { connection, sealer } = internalsOf(store);
  for (let start = 0; start < count; start += 500) {
    const ids = Array.from({ length: Math.min(500, count - start) }, (_, index) => start + index);
    const sealed = await Promise.all(
      ids.map(async (index) => ({
        client: await sealer.seal(places.clientSecret(idOf(index)), new Secret('client secret')),
        shared: await sealer.seal(
          places.tenantKey(idOf(index), 'shared'),
          new Secret(randomBytes(32).toString('base64url')),
        ),
      })),
    );
    const of = (index: number) => {
      const found = sealed[index - start];
      if (found === undefined) throw new Error('not sealed');
      return found;
    };
    const publicJwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) };
    const activeFrom = new Date(0);
    await connection.transaction(async (database) => {
      // The triggers would raise each tenant's revision with each of its rows: most of the time.
      await database.execute(sql`set local session_replication_role = replica`);
      await database.insert(tenants).values(
        ids.map((index) => ({
          id: idOf(index),
          name: `Customer ${String(index)}`,
          uniqueForeignId: idOf(index),
          environment: 'production',
          status: 'active',
        })),
      );
      await database.insert(tenantNames).values(
        ids.flatMap((index) => [
          { name: idOf(index), tenantId: idOf(index), kind: 'id' },
          { name: clientIdOf(index), tenantId: idOf(index), kind: 'client_id' },
        ]),
      );
      await database.insert(tenantOrigins).values(
        ids.flatMap((index) =>
          ['ats', 'jobs'].map((host, position) => ({
            tenantId: idOf(index),
            origin: `https://${host}.customer-${String(index)}.example`,
            position,
          })),
        ),
      );
      await database.insert(tenantKeys).values(
        ids.flatMap((index) => [
          { tenantId: idOf(index), kid: 'public', alg: 'ES256', publicJwk, activeFrom },
          {
            tenantId: idOf(index),
            kid: 'shared',
            alg: 'HS256',
            secret: of(index).shared.sealed,
            secretKeyId: of(index).shared.keyId,
            activeFrom,
          },
        ]),
      );
      await database.insert(linkedinApplications).values(
        ids.map((index) => ({
          tenantId: idOf(index),
          clientId: clientIdOf(index),
          clientSecret: of(index).client.sealed,
          clientSecretKeyId: of(index).client.keyId,
          generation: 'v2',
        })),
      );
      await database.insert(tenantContexts).values(
        ids.map((index) => ({
          tenantId: idOf(index),
          urn: contextOf(index),
          kind: 'organization',
          position: 0,
        })),
      );
      const states = ids.flatMap((index) =>
        types.map((type) => ({
          tenantId: idOf(index),
          context: contextOf(index),
          type,
          tenantType: 'RECRUITER',
          rawStatus: 'ENABLED',
          state: 'enabled',
        })),
      );
      await database
        .insert(integrations)
        .values(states.map((state) => ({ ...state, changedAt: activeFrom })));
      await database
        .insert(integrationEvents)
        .values(states.map((state) => ({ ...state, at: activeFrom })));
      await database.insert(callbackTokens).values(
        ids.map((index) => ({
          tokenHash: new Uint8Array(createHash('sha256').update(tokenOf(index)).digest()),
          tenantId: idOf(index),
          token: of(index).client.sealed,
          tokenKeyId: of(index).client.keyId,
        })),
      );
    });
  }
}

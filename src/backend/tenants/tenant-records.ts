/**
 * Customers in the store: made, changed, read, by whoever operates the backend. Each change is one
 * transaction with its entry in the audit log. Secrets go in and do not come out: records say that
 * there is one.
 */
import { and, eq, gt } from 'drizzle-orm';
import { recordChange, type AuditInput } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { linkedinApplications, tenantKeys, tenantOrigins, tenants } from '../store/tables/index.ts';
import { Secret } from './secret.ts';
import { changeStatus, changeTenant, insertOrigins, replaceContexts } from './tenant-changes.ts';
import {
  applicationChange,
  contextList,
  newTenant,
  originList,
  parseInput,
  signingKey,
  tenantChange,
  type ApplicationChange,
  type NewTenant,
  type SigningKey,
  type TenantChange,
} from './tenant-inputs.ts';
import { readTenantRow, readTenantRows } from './tenant-queries.ts';
import type { TenantRow, TenantStatus } from './tenant-rows.ts';

/** A key as it is shown: without what is secret about it. */
export type KeyRecord = Pick<
  TenantRow['keys'][number],
  'kid' | 'alg' | 'activeFrom' | 'retiredAt' | 'publicJwk'
>;

/** A customer as it is shown. */
export interface TenantRecord extends Omit<TenantRow, 'application' | 'origins' | 'keys'> {
  readonly origins: readonly string[];
  readonly keys: readonly KeyRecord[];
  readonly application:
    | (Omit<NonNullable<TenantRow['application']>, 'clientSecret' | 'clientSecretKeyId'> & {
        readonly hasClientSecret: boolean;
      })
    | null;
}

export interface TenantPage {
  readonly items: readonly TenantRecord[];
  /** What to pass as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/**
 * All methods throw StoreError: `store_not_found` for a tenant or key that is not there,
 * `store_conflict` with the field that is taken, `store_transition` for what the tenant's status does
 * not allow; and TypeError, naming fields and never values, for input that is not valid.
 */
export interface TenantRecords {
  /** Makes a tenant in status `provisioning`. */
  create(input: NewTenant): Promise<TenantRecord>;
  find(id: string): Promise<TenantRecord | null>;
  /** @param uniqueForeignId the ATS's own id of the customer */
  findByForeignId(uniqueForeignId: string, partnerId?: string): Promise<TenantRecord | null>;
  /** In the order of ids. @param limit 1 to 500; 100 if left out */
  list(page?: { readonly after?: string; readonly limit?: number }): Promise<TenantPage>;
  change(id: string, change: TenantChange): Promise<void>;
  /** Replaces the origins that may embed. */
  setOrigins(id: string, origins: readonly string[]): Promise<void>;
  /** Replaces the integration contexts; the first is the default. Integrations of others are lost. */
  setContexts(id: string, contexts: readonly string[]): Promise<void>;
  /** Adds a key of the tenant's signer beside those it has. */
  addKey(id: string, key: SigningKey, activeFrom?: Date): Promise<void>;
  /** From `at` on, or from now, signatures of the key do not count. */
  retireKey(id: string, kid: string, at?: Date): Promise<void>;
  removeKey(id: string, kid: string): Promise<void>;
  /** Changes the fields given of the tenant's LinkedIn application; makes it if there is none. */
  setApplication(id: string, change: ApplicationChange): Promise<void>;
  setStatus(id: string, status: Exclude<TenantStatus, 'provisioning' | 'purged'>): Promise<void>;
}

/** @param actor who does it, for the audit log: an opaque id, never a name */
export function tenantRecords(store: Store, { actor }: { readonly actor: string }): TenantRecords {
  const internals = internalsOf(store);
  const { connection, sealer, clock } = internals;

  /** Runs a change of one tenant; whoever changes the same one waits. */
  const change = (
    id: string,
    audit: Omit<AuditInput, 'actor' | 'tenantId'>,
    work: (database: Database) => Promise<void>,
  ): Promise<void> => changeTenant(internals, id, { ...audit, actor }, work);

  return {
    async create(input) {
      const { origins, contexts, ...values } = parseInput(newTenant, input);
      return connection.transaction(async (database) => {
        await database.insert(tenants).values({ ...values, status: 'provisioning' });
        await insertOrigins(database, values.id, origins);
        await replaceContexts(database, values.id, contexts);
        await recordChange(database, { actor, tenantId: values.id, action: 'tenant_created' });
        const row = await readTenantRow(database, values.id);
        if (row === null) throw new StoreError('store_failed', 'The new tenant is not there');
        return recordOf(row);
      });
    },

    async find(id) {
      const row = await connection.run((database) => readTenantRow(database, id));
      return row === null ? null : recordOf(row);
    },

    async findByForeignId(uniqueForeignId, partnerId = 'default') {
      const [row] = await connection.run((database) =>
        readTenantRows(database, {
          where: and(
            eq(tenants.partnerId, partnerId),
            eq(tenants.uniqueForeignId, uniqueForeignId),
          ),
          limit: 1,
        }),
      );
      return row === undefined ? null : recordOf(row);
    },

    async list({ after = '', limit = 100 } = {}) {
      if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
        throw new TypeError('limit must be 1 to 500');
      }
      const rows = await connection.run((database) =>
        readTenantRows(database, { where: gt(tenants.id, after), limit: limit + 1 }),
      );
      const items = rows.slice(0, limit).map(recordOf);
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },

    async change(id, input) {
      const values = parseInput(tenantChange, input);
      const fields = Object.keys(values);
      if (fields.length === 0) return;
      await change(id, { action: 'tenant_changed', details: { fields } }, async (database) => {
        await database.update(tenants).set(values).where(eq(tenants.id, id));
      });
    },

    async setOrigins(id, input) {
      const origins = parseInput(originList, input);
      const details = { count: origins.length };
      await change(id, { action: 'origins_changed', details }, async (database) => {
        await database.delete(tenantOrigins).where(eq(tenantOrigins.tenantId, id));
        await insertOrigins(database, id, origins);
      });
    },

    async setContexts(id, input) {
      const contexts = parseInput(contextList, input);
      const details = { count: contexts.length };
      await change(id, { action: 'contexts_changed', details }, async (database) => {
        await replaceContexts(database, id, contexts);
      });
    },

    async addKey(id, input, activeFrom = new Date(clock())) {
      const key = parseInput(signingKey, input);
      const { kid, alg } = key;
      const stored =
        key.alg === 'ES256'
          ? { publicJwk: key.jwk }
          : await sealer
              .seal(places.tenantKey(id, kid), new Secret(key.jwk.k))
              .then(({ sealed, keyId }) => ({ secret: sealed, secretKeyId: keyId }));
      await change(id, { action: 'key_added', details: { kid, alg } }, async (database) => {
        await database.insert(tenantKeys).values({ tenantId: id, kid, alg, activeFrom, ...stored });
      });
    },

    async retireKey(id, kid, at = new Date(clock())) {
      await change(id, { action: 'key_retired', details: { kid } }, async (database) => {
        const retired = await database
          .update(tenantKeys)
          .set({ retiredAt: at })
          .where(and(eq(tenantKeys.tenantId, id), eq(tenantKeys.kid, kid)))
          .returning({ kid: tenantKeys.kid });
        assertKeyFound(retired);
      });
    },

    async removeKey(id, kid) {
      await change(id, { action: 'key_removed', details: { kid } }, async (database) => {
        const removed = await database
          .delete(tenantKeys)
          .where(and(eq(tenantKeys.tenantId, id), eq(tenantKeys.kid, kid)))
          .returning({ kid: tenantKeys.kid });
        assertKeyFound(removed);
      });
    },

    async setApplication(id, input) {
      const { clientSecret, ...values } = parseInput(applicationChange, input);
      const sealedSecret =
        clientSecret === undefined
          ? {}
          : await sealer
              .seal(places.clientSecret(id), clientSecret)
              .then(({ sealed, keyId }) => ({ clientSecret: sealed, clientSecretKeyId: keyId }));
      const next = { ...values, ...sealedSecret };
      const action = clientSecret === undefined ? 'application_changed' : 'client_secret_changed';
      const fields = Object.keys(values);
      await change(id, { action, details: { fields } }, async (database) => {
        await database
          .insert(linkedinApplications)
          .values({ tenantId: id, generation: 'v2', ...next })
          .onConflictDoUpdate({
            target: linkedinApplications.tenantId,
            set: { ...next, updatedAt: new Date(clock()) },
          });
      });
    },

    async setStatus(id, to) {
      await changeStatus(internals, actor, id, to);
    },
  };
}

function recordOf({ application, origins, keys, ...row }: TenantRow): TenantRecord {
  return {
    ...row,
    origins: origins.map(({ origin }) => origin),
    keys: keys.map(({ kid, alg, activeFrom, retiredAt, publicJwk }) => ({
      kid,
      alg,
      activeFrom,
      retiredAt,
      publicJwk,
    })),
    application: application === null ? null : shownApplication(application),
  };
}

function shownApplication(application: NonNullable<TenantRow['application']>) {
  const { clientSecret, clientSecretKeyId: _, ...shown } = application;
  return { ...shown, hasClientSecret: clientSecret !== null };
}

const assertKeyFound = (found: readonly unknown[]): void => {
  if (found.length === 0) throw new StoreError('store_not_found', 'The tenant has no such key');
};

/** Every column that holds sealed values, so that rotating keys and looking for their use miss none. */
import { and, asc, eq, ne, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import * as z from 'zod';
import type { Database } from '../connections/connection.ts';
import {
  accessTokens,
  callbackTokens,
  closedProfiles,
  linkedinApplications,
  memberExports,
  partners,
  retrievalContacts,
  retrievalItems,
  retrievalSeats,
  syncQueue,
  tenantKeys,
} from '../tables/index.ts';
import type { SealedPlace, SealedValue } from './sealer.ts';

/** A sealed value where it stands. */
export interface StaleValue extends SealedValue {
  readonly place: SealedPlace;
}

export interface SealedColumn {
  /** Values under other keys than `keyId`, in the order of their rows. */
  stale(database: Database, keyId: string, page: Page): Promise<StaleValue[]>;
  /** Replaces a value if it is still the one that was read. */
  replace(database: Database, old: StaleValue, next: SealedValue): Promise<boolean>;
  /** Whether any value is under this key. */
  uses(database: Database, keyId: string): Promise<boolean>;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

interface Definition {
  readonly table: PgTable;
  readonly name: Omit<SealedPlace, 'row'>;
  readonly value: PgColumn;
  readonly keyId: PgColumn;
  /** Primary key: one or two columns of text or bytes. */
  readonly row: readonly [PgColumn, PgColumn?];
  /** Writes a value and its key id into the rows of `where`. @returns their number */
  write(database: Database, next: SealedValue, where: SQL | undefined): Promise<number>;
}

const read = z.object({
  sealed: z.instanceof(Uint8Array),
  keyId: z.string(),
  first: z.union([z.string(), z.instanceof(Uint8Array)]),
  second: z.union([z.string(), z.instanceof(Uint8Array)]),
});

function sealedColumn({ table, name, value, keyId, row, write }: Definition): SealedColumn {
  const [first, second = first] = row;
  const keys = new WeakMap<StaleValue, z.infer<typeof read>>();
  return {
    async stale(database, current, { limit, offset }) {
      const found = await database
        .select({ sealed: value, keyId, first, second })
        .from(table)
        .where(ne(keyId, current))
        .orderBy(asc(first), asc(second))
        .limit(limit)
        .offset(offset);
      return found.map((columns) => {
        const parsed = read.parse(columns);
        const parts = row.length === 1 ? [parsed.first] : [parsed.first, parsed.second];
        const place = { ...name, row: parts.map(textOf) };
        const stale: StaleValue = { place, sealed: parsed.sealed, keyId: parsed.keyId };
        keys.set(stale, parsed);
        return stale;
      });
    },
    async replace(database, old, next) {
      const key = keys.get(old);
      if (key === undefined) throw new TypeError('not a value of this column');
      const where = and(
        eq(first, key.first),
        eq(second, key.second),
        // Who set the secret meanwhile has done so under a key of its own, and keeps what it set.
        eq(value, old.sealed),
      );
      return (await write(database, next, where)) > 0;
    },
    async uses(database, id) {
      const found = await database.select({ keyId }).from(table).where(eq(keyId, id)).limit(1);
      return found.length > 0;
    },
  };
}

/** How parts of a primary key stand in a place. */
export const textOf = (part: string | Uint8Array): string =>
  typeof part === 'string' ? part : Buffer.from(part).toString('hex');

export const places = {
  clientSecret: (tenantId: string): SealedPlace => ({
    table: 'linkedin_applications',
    column: 'client_secret',
    row: [tenantId],
  }),
  tenantKey: (tenantId: string, kid: string): SealedPlace => ({
    table: 'tenant_keys',
    column: 'secret',
    row: [tenantId, kid],
  }),
  parentClientSecret: (partnerId: string): SealedPlace => ({
    table: 'partners',
    column: 'parent_client_secret',
    row: [partnerId],
  }),
  callbackToken: (tenantId: string, tokenHash: Uint8Array): SealedPlace => ({
    table: 'callback_tokens',
    column: 'token',
    row: [tenantId, textOf(tokenHash)],
  }),
  queuedRecord: (tenantId: string, item: Uint8Array): SealedPlace => ({
    table: 'sync_queue',
    column: 'record',
    row: [tenantId, textOf(item)],
  }),
  exportProfile: (tenantId: string, id: string): SealedPlace => ({
    table: 'exports',
    column: 'profile',
    row: [tenantId, id],
  }),
  exportResume: (tenantId: string, id: string): SealedPlace => ({
    table: 'exports',
    column: 'resume',
    row: [tenantId, id],
  }),
  seatDetails: (tenantId: string, seat: string): SealedPlace => ({
    table: 'retrieval_seats',
    column: 'details',
    row: [tenantId, seat],
  }),
  itemBody: (tenantId: string, item: Uint8Array): SealedPlace => ({
    table: 'retrieval_items',
    column: 'body',
    row: [tenantId, textOf(item)],
  }),
  contactOutcome: (tenantId: string, item: Uint8Array): SealedPlace => ({
    table: 'retrieval_contacts',
    column: 'outcome',
    row: [tenantId, textOf(item)],
  }),
  closedProfileUrl: (tenantId: string, member: string): SealedPlace => ({
    table: 'closed_profiles',
    column: 'profile_url',
    row: [tenantId, member],
  }),
  accessToken: (clientId: string): SealedPlace => ({
    table: 'access_tokens',
    column: 'token',
    row: [clientId],
  }),
};

export const sealedColumns: readonly SealedColumn[] = [
  sealedColumn({
    table: linkedinApplications,
    name: { table: 'linkedin_applications', column: 'client_secret' },
    value: linkedinApplications.clientSecret,
    keyId: linkedinApplications.clientSecretKeyId,
    row: [linkedinApplications.tenantId],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(linkedinApplications)
          .set({ clientSecret: sealed, clientSecretKeyId: keyId })
          .where(where)
          .returning({ id: linkedinApplications.tenantId })
      ).length,
  }),
  sealedColumn({
    table: tenantKeys,
    name: { table: 'tenant_keys', column: 'secret' },
    value: tenantKeys.secret,
    keyId: tenantKeys.secretKeyId,
    row: [tenantKeys.tenantId, tenantKeys.kid],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(tenantKeys)
          .set({ secret: sealed, secretKeyId: keyId })
          .where(where)
          .returning({ id: tenantKeys.tenantId })
      ).length,
  }),
  sealedColumn({
    table: partners,
    name: { table: 'partners', column: 'parent_client_secret' },
    value: partners.parentClientSecret,
    keyId: partners.parentClientSecretKeyId,
    row: [partners.id],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(partners)
          .set({ parentClientSecret: sealed, parentClientSecretKeyId: keyId })
          .where(where)
          .returning({ id: partners.id })
      ).length,
  }),
  sealedColumn({
    table: callbackTokens,
    name: { table: 'callback_tokens', column: 'token' },
    value: callbackTokens.token,
    keyId: callbackTokens.tokenKeyId,
    row: [callbackTokens.tenantId, callbackTokens.tokenHash],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(callbackTokens)
          .set({ token: sealed, tokenKeyId: keyId })
          .where(where)
          .returning({ id: callbackTokens.tenantId })
      ).length,
  }),
  sealedColumn({
    table: syncQueue,
    name: { table: 'sync_queue', column: 'record' },
    value: syncQueue.record,
    keyId: syncQueue.recordKeyId,
    row: [syncQueue.tenantId, syncQueue.item],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(syncQueue)
          .set({ record: sealed, recordKeyId: keyId })
          .where(where)
          .returning({ id: syncQueue.tenantId })
      ).length,
  }),
  ...(['profile', 'resume'] as const).map((name) =>
    sealedColumn({
      table: memberExports,
      name: { table: 'exports', column: name },
      value: memberExports[name],
      keyId: memberExports[`${name}KeyId`],
      row: [memberExports.tenantId, memberExports.id],
      write: async (database, { sealed, keyId }, where) =>
        (
          await database
            .update(memberExports)
            .set({ [name]: sealed, [`${name}KeyId`]: keyId })
            .where(where)
            .returning({ id: memberExports.id })
        ).length,
    }),
  ),
  sealedColumn({
    table: retrievalSeats,
    name: { table: 'retrieval_seats', column: 'details' },
    value: retrievalSeats.details,
    keyId: retrievalSeats.detailsKeyId,
    row: [retrievalSeats.tenantId, retrievalSeats.seat],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(retrievalSeats)
          .set({ details: sealed, detailsKeyId: keyId })
          .where(where)
          .returning({ id: retrievalSeats.tenantId })
      ).length,
  }),
  sealedColumn({
    table: retrievalItems,
    name: { table: 'retrieval_items', column: 'body' },
    value: retrievalItems.body,
    keyId: retrievalItems.bodyKeyId,
    row: [retrievalItems.tenantId, retrievalItems.item],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(retrievalItems)
          .set({ body: sealed, bodyKeyId: keyId })
          .where(where)
          .returning({ id: retrievalItems.tenantId })
      ).length,
  }),
  sealedColumn({
    table: retrievalContacts,
    name: { table: 'retrieval_contacts', column: 'outcome' },
    value: retrievalContacts.outcome,
    keyId: retrievalContacts.outcomeKeyId,
    row: [retrievalContacts.tenantId, retrievalContacts.item],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(retrievalContacts)
          .set({ outcome: sealed, outcomeKeyId: keyId })
          .where(where)
          .returning({ id: retrievalContacts.tenantId })
      ).length,
  }),
  sealedColumn({
    table: closedProfiles,
    name: { table: 'closed_profiles', column: 'profile_url' },
    value: closedProfiles.profileUrl,
    keyId: closedProfiles.profileUrlKeyId,
    row: [closedProfiles.tenantId, closedProfiles.member],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(closedProfiles)
          .set({ profileUrl: sealed, profileUrlKeyId: keyId })
          .where(where)
          .returning({ id: closedProfiles.tenantId })
      ).length,
  }),
  sealedColumn({
    table: accessTokens,
    name: { table: 'access_tokens', column: 'token' },
    value: accessTokens.token,
    keyId: accessTokens.tokenKeyId,
    row: [accessTokens.clientId],
    write: async (database, { sealed, keyId }, where) =>
      (
        await database
          .update(accessTokens)
          .set({ token: sealed, tokenKeyId: keyId })
          .where(where)
          .returning({ id: accessTokens.clientId })
      ).length,
  }),
];

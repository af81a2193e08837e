/**
 * What LinkedIn has enabled for a tenant, and how it is configured. LinkedIn's own word for a state
 * is kept as it came: the list of them is not public, and what we make of one may have to be made
 * anew. News can arrive twice and out of order; what is older than what is known changes nothing.
 */
import { and, asc, eq } from 'drizzle-orm';
import * as z from 'zod';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { configurations, integrations } from '../store/tables/index.ts';
import { contextUrn } from './fields.ts';
import { changeTenant } from './tenant-changes.ts';
import { parseInput } from './tenant-inputs.ts';

/**
 * - `none`: not asked for
 * - `requested`: the customer has asked for it in LinkedIn's plugin
 * - `configured`: named and configured by us, an administrator has to switch it on
 * - `enabled`: may be used
 * - `disabled`: was switched off
 * - `unknown`: a status we do not know; not used
 */
export const integrationStates = [
  'none',
  'requested',
  'configured',
  'enabled',
  'disabled',
  'unknown',
] as const;
export type IntegrationState = (typeof integrationStates)[number];

const word = z.string().regex(/^[A-Z0-9_]{1,100}$/, { error: 'must be A to Z, 0 to 9 and "_"' });
const integrationKey = z.strictObject({ context: contextUrn, type: word, tenantType: word });
/** Which integration of a tenant: the key LinkedIn uses. */
export type IntegrationKey = z.infer<typeof integrationKey>;

const news = z.strictObject({
  /** LinkedIn's own word. */
  rawStatus: z.string().max(200).nullable(),
  state: z.enum(integrationStates),
  /** As Recruiter's administrators see it; unchanged if left out. */
  name: z.string().max(500).nullable().exactOptional(),
  changedAt: z.date(),
  /** When LinkedIn was asked; left out if it has told by itself. */
  checkedAt: z.date().exactOptional(),
});
export type IntegrationNews = z.infer<typeof news>;

const integrationRow = z.object({
  ...integrationKey.shape,
  rawStatus: z.string().nullable(),
  state: z.enum(integrationStates),
  name: z.string().nullable(),
  changedAt: z.date(),
  checkedAt: z.date().nullable(),
});
export type IntegrationRecord = z.infer<typeof integrationRow>;

const configurationRow = z.object({
  ...integrationKey.shape,
  key: word,
  value: z.string(),
  updatedAt: z.date(),
  /** When LinkedIn last confirmed it; null: it still has to be told. */
  confirmedAt: z.date().nullable(),
});
export type ConfigurationRecord = z.infer<typeof configurationRow>;

/** All methods throw StoreError (`store_not_found`, `store_transition`) and TypeError, as records do. */
export interface IntegrationRecords {
  list(tenantId: string): Promise<IntegrationRecord[]>;
  /** @returns whether state or LinkedIn's word for it has changed */
  record(tenantId: string, key: IntegrationKey, news: IntegrationNews): Promise<boolean>;
  configurations(tenantId: string): Promise<ConfigurationRecord[]>;
  /** Sets what LinkedIn is to be told. @param value never a secret */
  configure(tenantId: string, key: IntegrationKey, name: string, value: string): Promise<void>;
  /** LinkedIn has this value now. @returns false if it was set to another one meanwhile */
  confirm(
    tenantId: string,
    key: IntegrationKey,
    name: string,
    confirmed: { readonly value: string; readonly at: Date },
  ): Promise<boolean>;
  /** LinkedIn may have another value: it has to be told again. */
  reopen(tenantId: string, key: IntegrationKey, name: string): Promise<void>;
  unconfigure(tenantId: string, key: IntegrationKey, name: string): Promise<void>;
}

/** @param actor who does it, for the audit log: an opaque id, never a name */
export function integrationRecords(
  store: Store,
  { actor }: { readonly actor: string },
): IntegrationRecords {
  const internals = internalsOf(store);
  const { connection, clock } = internals;
  const change = (tenantId: string, work: (database: Database) => Promise<void>) =>
    changeTenant(internals, tenantId, null, work);

  return {
    async list(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(integrations)
          .where(eq(integrations.tenantId, tenantId))
          .orderBy(asc(integrations.context), asc(integrations.type)),
      );
      return rows.map((row) => parseRow(integrationRow, 'integrations', row));
    },

    async record(tenantId, keyInput, newsInput) {
      const key = parseInput(integrationKey, keyInput);
      const next = parseInput(news, newsInput);
      let changed = false;
      await change(tenantId, async (database) => {
        const [known] = await database
          .select()
          .from(integrations)
          .where(isIntegration(tenantId, key));
        if (known !== undefined && known.changedAt > next.changedAt) return;
        await database
          .insert(integrations)
          .values({ tenantId, ...key, ...next })
          .onConflictDoUpdate({
            target: [
              integrations.tenantId,
              integrations.context,
              integrations.type,
              integrations.tenantType,
            ],
            set: next,
          });
        changed = known?.state !== next.state || known.rawStatus !== next.rawStatus;
        if (!changed) return;
        const details = {
          integrationType: key.type,
          from: known?.state ?? 'none',
          to: next.state,
        };
        await recordChange(database, { actor, tenantId, action: 'integration_changed', details });
      });
      return changed;
    },

    async configurations(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(configurations)
          .where(eq(configurations.tenantId, tenantId))
          .orderBy(asc(configurations.context), asc(configurations.type), asc(configurations.key)),
      );
      return rows.map((row) => parseRow(configurationRow, 'configurations', row));
    },

    async configure(tenantId, keyInput, nameInput, value) {
      const key = parseInput(integrationKey, keyInput);
      const name = parseInput(word, nameInput);
      const set = { value, updatedAt: new Date(clock()), confirmedAt: null };
      await change(tenantId, async (database) => {
        const written = await database
          .insert(configurations)
          .values({ tenantId, ...key, key: name, ...set })
          .onConflictDoUpdate({
            target: [
              configurations.tenantId,
              configurations.context,
              configurations.type,
              configurations.tenantType,
              configurations.key,
            ],
            set,
          })
          .returning({ key: configurations.key });
        if (written.length === 0) return;
        const details = { integrationType: key.type, configurationKey: name };
        await recordChange(database, { actor, tenantId, action: 'configuration_changed', details });
      });
    },

    async confirm(tenantId, keyInput, nameInput, { value, at }) {
      const key = parseInput(integrationKey, keyInput);
      const confirmed = await connection.run((database) =>
        database
          .update(configurations)
          .set({ confirmedAt: at })
          .where(and(isConfiguration(tenantId, key, nameInput), eq(configurations.value, value)))
          .returning({ key: configurations.key }),
      );
      return confirmed.length > 0;
    },

    async reopen(tenantId, keyInput, name) {
      const key = parseInput(integrationKey, keyInput);
      await connection.run((database) =>
        database
          .update(configurations)
          .set({ confirmedAt: null })
          .where(isConfiguration(tenantId, key, name)),
      );
    },

    async unconfigure(tenantId, keyInput, name) {
      const key = parseInput(integrationKey, keyInput);
      await change(tenantId, async (database) => {
        const removed = await database
          .delete(configurations)
          .where(isConfiguration(tenantId, key, name))
          .returning({ key: configurations.key });
        if (removed.length === 0) return;
        const details = { integrationType: key.type, configurationKey: name };
        const action = 'configuration_removed';
        await recordChange(database, { actor, tenantId, action, details });
      });
    },
  };
}

const isIntegration = (tenantId: string, { context, type, tenantType }: IntegrationKey) =>
  and(
    eq(integrations.tenantId, tenantId),
    eq(integrations.context, context),
    eq(integrations.type, type),
    eq(integrations.tenantType, tenantType),
  );

const isConfiguration = (
  tenantId: string,
  { context, type, tenantType }: IntegrationKey,
  name: string,
) =>
  and(
    eq(configurations.tenantId, tenantId),
    eq(configurations.context, context),
    eq(configurations.type, type),
    eq(configurations.tenantType, tenantType),
    eq(configurations.key, name),
  );

function parseRow<T extends z.ZodType>(schema: T, table: string, row: unknown): z.output<T> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const field = `${table}.${String(parsed.error.issues[0]?.path[0] ?? '')}`;
  throw new StoreError('store_row_invalid', `A row in the store is not valid: ${field}`, { field });
}

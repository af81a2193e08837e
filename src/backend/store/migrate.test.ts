/** The schema: made once however many start, brought up from every version there was, on both. */
import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable, type PgColumn } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { createCallbackTokens } from '../onboarding/callback-tokens.ts';
import { createSyncQueue } from '../onboarding/sync-queue.ts';
import { storeTenants } from '../tenants/store-tenants.ts';
import { tenantRecords } from '../tenants/tenant-records.ts';
import type { Connection } from './connections/connection.ts';
import { internalsOf } from './internals.ts';
import { migrate, statementsOf } from './migrate.ts';
import { fixtures, publicJwk, sharedSecret } from './migrations/fixtures.test-support.ts';
import {
  callbackToken,
  context,
  waitingRecord,
} from './migrations/onboarding-rows.test-support.ts';
import { migrations, type Migration } from './migrations/index.ts';
import { openStore } from './open-store.ts';
import { storeCandidates } from './store-candidates.ts';
import { backings, rowsOf, testKeyring } from './store.test-support.ts';
import * as tables from './tables/index.ts';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly required: boolean;
}

/** Migrations make the tables, drizzle's queries describe them: the two are one. */
async function expectTables(connection: Connection): Promise<void> {
  const made = await rowsOf(
    connection,
    `select relname as table, attname as column, format_type(atttypid, atttypmod) as type,
       attnotnull as required
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'rsc'::regnamespace and relkind = 'r' and attnum > 0
       and not attisdropped`,
  );
  const described: Column[] = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .flatMap((table) =>
      Object.values<PgColumn>(getTableColumns(table)).map((column) => ({
        table: getTableName(table),
        column: column.name,
        type: column.getSQLType(),
        required: column.notNull,
      })),
    );
  const inOrder = (columns: readonly unknown[]) => columns.map((c) => JSON.stringify(c)).sort();
  expect(inOrder(made)).toEqual(inOrder(described));
}

interface Rows {
  readonly table: string;
  readonly rows: readonly string[];
}

/** What is in the store, table by table, as JSON. */
async function rowsOfAll(connection: Connection): Promise<Rows[]> {
  const tables = await rowsOf(
    connection,
    "select tablename as name from pg_tables where schemaname = 'rsc' and tablename <> 'migrations'",
  );
  return Promise.all(
    tables.map(async ({ name }) => {
      const table = String(name);
      // Migrations may touch a tenant, which raises its revision.
      const query = `select (to_jsonb(t) - 'revision' - 'updated_at')::text as row from rsc.${table} t`;
      return { table, rows: (await rowsOf(connection, query)).map(({ row }) => String(row)) };
    }),
  );
}

/** Each row that was there is there, with what was in it; there may be more in it by now. */
async function expectRows(connection: Connection, before: readonly Rows[]): Promise<void> {
  expect(before.filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(7);
  for (const { table, rows } of before) {
    for (const row of rows) {
      const found = await connection.run((database) =>
        database
          .select({ row: sql`1` })
          .from(sql`${sql.raw(`rsc.${table}`)} t`)
          .where(sql`to_jsonb(t) @> ${row}::jsonb`),
      );
      expect([table, row, found.length]).toEqual([table, row, 1]);
    }
  }
}

const broken: Migration = {
  number: migrations.length + 1,
  name: 'broken',
  sql: 'create table rsc.half (id text);\nselect canary from nowhere;\n',
};
const later: Migration = { number: migrations.length + 1, name: 'later', sql: 'select 1;\n' };

describe.each(backings())('migrate on $name', (backing) => {
  it.each(fixtures)(
    'brings version $version to the newest, and every row survives',
    async ({ version, fill }) => {
      const location = await backing.emptyLocation();
      const old = await backing.connect(location, version);
      await fill(old, testKeyring());
      const before = await rowsOfAll(old);
      await old.close();

      const store = await openStore(location, { keyring: testKeyring() });
      expect(store.version).toBe(migrations.length);
      const tenant = await storeTenants(store).byId('acme-client');
      expect(tenant).toMatchObject({
        id: 'acme',
        name: 'Acme',
        origins: ['https://ats.acme.example', 'https://jobs.acme.example'],
        keys: [
          { kid: 'ec', alg: 'ES256', jwk: publicJwk },
          { kid: 'hmac', alg: 'HS256' },
        ],
        linkedIn: {
          clientId: 'acme-client',
          generation: 'rest',
          version: '202604',
          apiBaseUrl: 'https://api.linkedin.com',
          organizations: ['urn:li:organization:1001', 'urn:li:contract:7'],
        },
      });
      expect(tenant?.keys[1]?.jwk.k).toBe(sharedSecret);
      expect(tenant?.linkedIn.clientSecret.reveal()).toBe('acme-secret');
      const records = tenantRecords(store, { actor: 'test' });
      expect(await records.find('acme')).toMatchObject({
        uniqueForeignId: 'acme',
        environment: 'production',
        status: 'active',
        jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION',
        createdAt: new Date('2026-01-01Z'),
        contexts: [{ kind: 'organization' }, { kind: 'contract' }],
      });
      const gone = await records.find('gone');
      expect(gone).toMatchObject({ status: 'disabled' });
      expect(gone?.disabledAt).toBeInstanceOf(Date);
      const scope = { tenant: 'acme', integrationContext: 'urn:li:organization:1001' };
      expect((await storeCandidates(store).read(scope, ['42'])).get('42')).toEqual({
        sentAtMs: Date.parse('2026-02-01Z'),
        links: [{ action: 'linked', atMs: 1_700_000_000_000 }],
      });
      const { connection } = internalsOf(store);
      expect(await rowsOf(connection, 'select value from rsc.settings')).toEqual([
        { value: 'blue' },
      ]);
      expect(await rowsOf(connection, 'select actor from rsc.audit_log')).toEqual([
        { actor: 'operator-1' },
      ]);
      await expectRows(connection, before);
      if (version >= 2) {
        const callbacks = createCallbackTokens(store, 'https://partner.example');
        const { url } = await callbacks.address('acme');
        expect(url.reveal()).toBe(`https://partner.example/rsc/push/${callbackToken}`);
      }
      if (version >= 3) {
        const lane = { tenantId: 'acme', context };
        expect(await createSyncQueue(store).items(lane, 10)).toMatchObject([
          { op: 'upsert', recordId: '43', record: waitingRecord },
        ]);
      }
      expect(await migrate(connection)).toEqual({ version: migrations.length, applied: [] });
      await store.close();
    },
    60_000,
  );

  it('applies each version once, however many start at the same moment, for the queries there are', async () => {
    const location = await backing.emptyLocation();
    const first = await backing.connect(location, 0);
    const others =
      location.databaseUrl === undefined
        ? []
        : await Promise.all([1, 2, 3].map(() => backing.connect(location, 0)));
    const runs = await Promise.all([first, first, ...others].map((each) => migrate(each)));
    const applied = runs.flatMap((run) => run.applied);
    expect(applied.sort((a, b) => a - b)).toEqual(migrations.map(({ number }) => number));
    expect(runs.map(({ version }) => version)).toEqual(runs.map(() => migrations.length));
    expect(await rowsOf(first, 'select number, name from rsc.migrations order by number')).toEqual(
      migrations.map(({ number, name }) => ({ number, name })),
    );
    await expectTables(first);
    for (const connection of [first, ...others]) await connection.close();
  }, 60_000);

  it('changes nothing when a migration fails, and refuses what it does not know', async () => {
    const location = await backing.emptyLocation();
    const connection = await backing.connect(location);
    const failure: unknown = await migrate(connection, [...migrations, broken]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'store_migration_failed',
      details: { sqlState: '42P01' },
    });
    expect(String(failure)).not.toContain('canary');
    expect(await rowsOf(connection, "select to_regclass('rsc.half')::text as half")).toEqual([
      { half: null },
    ]);

    await rowsOf(connection, "update rsc.migrations set checksum = 'x' || checksum");
    await expect(migrate(connection)).rejects.toMatchObject({
      code: 'store_migration_changed',
      details: { version: 1 },
    });
    await rowsOf(connection, 'update rsc.migrations set checksum = substr(checksum, 2)');

    await migrate(connection, [...migrations, later]);
    await expect(migrate(connection)).rejects.toMatchObject({
      code: 'store_newer',
      details: { version: migrations.length + 1 },
    });
    await connection.close();
    await expect(openStore(location, { keyring: testKeyring() })).rejects.toMatchObject({
      code: 'store_newer',
    });
  }, 60_000);
});

describe('statementsOf', () => {
  it('keeps bodies of functions together', () => {
    const body = 'create function f() as $$\nbegin\n  a;\n  b;\nend $$';
    expect(statementsOf(`select 1;\n${body};\nselect ';';\n`)).toEqual([
      'select 1',
      body,
      "select ';'",
    ]);
  });

  it('numbers migrations from 1 without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
    expect(fixtures.map(({ version }) => version)).toEqual(migrations.map(({ number }) => number));
  });
});

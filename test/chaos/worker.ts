/**
 * A process that works on a store until it is killed: `node worker.ts <settings as JSON>`. It is told of
 * changes over HTTP, as an ATS would, and reads records from the ATS of whoever started it.
 */
import { createServer } from 'node:http';
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { createBackend } from '../../src/backend/app.ts';
import { internalsOf } from '../../src/backend/store/internals.ts';
import { openStore } from '../../src/backend/store/open-store.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import type { AtsSource, RecordRef } from '../../src/backend/sync/ports.ts';
import { countsFor, recordAt } from './synthetic-ats.ts';

const settings = z
  .object({
    store: z.union([z.object({ dataDir: z.string() }), z.object({ databaseUrl: z.string() })]),
    key: z.string(),
    linkedIn: z.string(),
    parent: z.object({ clientId: z.string(), clientSecret: z.string() }),
    ats: z.string(),
    records: z.number(),
    leaseMs: z.number(),
    timeoutMs: z.number(),
    concurrency: z.number(),
    unlimited: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const counts = countsFor(settings.records);
const revisions = z.array(z.number().nullable());

const source: AtsSource = {
  async read(tenant, refs, { signal }) {
    const response = await fetch(`${settings.ats}/read`, {
      method: 'POST',
      body: JSON.stringify({ tenant, refs }),
      ...(signal === undefined ? {} : { signal }),
    });
    const found = revisions.parse(await response.json());
    return refs.flatMap((ref, index) => {
      const revision = found[index] ?? null;
      return revision === null ? [] : [recordAt(ref, revision, counts)];
    });
  },
  async scan() {
    throw new Error('nobody scans here');
  },
};

const store = await openStore(settings.store, {
  keyring: localKeyring([{ id: 'chaos', key: Buffer.from(settings.key, 'hex') }]),
});
const kit = createBackend({
  origin: 'http://backend.localhost:1',
  pluginOrigin: 'http://plugin.localhost:1',
  assets: {
    get: () => null,
    manifest: { version: '0', frames: {}, entries: {} },
  } as never,
  tokenSecret: crypto.getRandomValues(new Uint8Array(32)),
  store,
  partner: {
    atsName: 'Chaos',
    ...settings.parent,
    linkedIn: {
      apiBaseUrl: settings.linkedIn,
      oauthTokenUrl: `${settings.linkedIn}/oauth/v2/accessToken`,
      scriptUrl: `${settings.linkedIn}/xdoor/scripts/in.js`,
      extensionUrl: `${settings.linkedIn}/rsc/extensions/profile-widget`,
    },
  },
  source,
  sync: {
    leaseMs: settings.leaseMs,
    timeoutMs: settings.timeoutMs,
    concurrency: settings.concurrency,
    maxAttempts: 1_000,
    ...(settings.unlimited ? { limits: { sync: {}, jobs: {} } } : {}),
  },
});
kit.workers.start();

const changed = z.object({
  tenant: z.string(),
  refs: z.array(z.custom<RecordRef>()),
  op: z.enum(['upsert', 'delete']),
  priority: z.enum(['interactive', 'change', 'backfill']),
});
const { connection } = internalsOf(store);
const questions: Readonly<Record<string, string>> = {
  // Each by its own index: the table may be large.
  '/backlog': `select (select count(*) from rsc.sync_records where state = 'pending')
    + (select count(*) from rsc.sync_records where state = 'task')
    + (select count(*) from rsc.sync_records where state = 'blocked') as left`,
  '/quarantined': `select coalesce(jsonb_object_agg(reason, n), '{}') as reasons from (
    select reason, count(*)::int as n from rsc.sync_records where state = 'quarantined'
    group by reason) q`,
};
const server = createServer((request, response) => {
  if (request.url === '/heap') {
    globalThis.gc?.();
    response.end(JSON.stringify({ bytes: process.memoryUsage().heapUsed }));
    return;
  }
  const question = questions[request.url ?? ''];
  if (question !== undefined) {
    connection
      .run((database) => database.execute(sql.raw(question)))
      .then(
        (answer) => response.end(JSON.stringify((answer as { rows: unknown[] }).rows[0])),
        () => response.writeHead(500).end(),
      );
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { tenant, refs, ...options } = changed.parse(
      JSON.parse(Buffer.concat(chunks).toString()),
    );
    kit.sync.changed(tenant, refs, options).then(
      () => response.writeHead(204).end(),
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  void kit.workers
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});

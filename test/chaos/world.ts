/** What a chaos run or a benchmark of the sync engine needs: store, LinkedIn's stand-in, ATS, workers. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openStore, type StoreLocation } from '../../src/backend/store/open-store.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import type { RecordRef } from '../../src/backend/sync/ports.ts';
import { refText } from '../../src/backend/sync/resources.ts';
import { importTenants } from '../../src/backend/tenants/import-tenants.ts';
import { startPostgres } from '../../src/backend/store/postgres-server.test-support.ts';
import { startSandbox, type SandboxProcess } from '../support/sandbox-process.ts';

export interface WorldOptions {
  readonly store: 'pglite' | 'postgres';
  readonly limits: 'documented' | 'off';
  readonly leaseMs: number;
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** Records of each of so many customers. */
  readonly perTenant: (tenants: number) => number;
}

export interface World {
  readonly sandbox: SandboxProcess;
  readonly tenants: readonly { readonly id: string; readonly organization: string }[];
  /** Revision of each record of each customer; absent: not there. */
  readonly revisions: ReadonlyMap<string, Map<string, number>>;
  startWorker(): Promise<Worker>;
  /** Runs SQL on the store; PostgreSQL only, PGlite is its worker's own. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Opens the store once all workers have ended. */
  readonly location: StoreLocation;
  readonly keyring: ReturnType<typeof localKeyring>;
  stop(): Promise<void>;
}

export interface Worker {
  readonly child: ChildProcess;
  changed(
    tenant: string,
    refs: readonly RecordRef[],
    options?: { op?: 'upsert' | 'delete'; priority?: 'interactive' | 'change' | 'backfill' },
  ): Promise<boolean>;
  /** Rows that are not at rest; Infinity if it does not answer. */
  backlog(): Promise<number>;
  /** What it holds in memory after cleaning up. */
  heapBytes(): Promise<number>;
  /** How many were put aside, by reason. */
  quarantined(): Promise<unknown>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  let stopping = false;
  const folders: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'rsc-chaos-'));
    chmodSync(folder, 0o755);
    folders.push(folder);
    return folder;
  };
  const sandbox = await startSandbox('--limits', options.limits, '--members', '1000');
  sandbox.child.once('exit', (code, signal) => {
    if (!stopping) console.error(`LinkedIn's stand-in has ended: ${String(code ?? signal)}`);
    if (!stopping) console.error(sandbox.output.stderr);
  });
  const server = options.store === 'postgres' ? await startPostgres(newFolder) : null;
  const location: StoreLocation =
    server === null ? { dataDir: join(newFolder(), 'store') } : { databaseUrl: server.url };
  const key = randomBytes(32);
  const keyring = localKeyring([{ id: 'chaos', key: new Uint8Array(key) }]);
  const { info } = sandbox;
  // The others have not been enabled yet.
  const customers = info.customers.slice(0, 2);
  const tenants = customers.map(({ organization }, index) => ({
    id: `tenant-${index}`,
    organization,
  }));
  const store = await openStore(location, { keyring });
  await importTenants(
    store,
    {
      tenants: customers.map(({ clientId, clientSecret, organization }, index) => ({
        id: `tenant-${index}`,
        name: `Tenant ${index}`,
        origins: [`https://ats-${index}.example.com`],
        keys: [
          {
            kid: 'chaos',
            alg: 'HS256',
            jwk: { kty: 'oct', k: randomBytes(32).toString('base64url') },
          },
        ],
        linkedIn: {
          clientId,
          clientSecret,
          organizations: [organization],
          apiBaseUrl: info.apiBase,
          oauthTokenUrl: info.oauthTokenUrl,
        },
      })),
    },
    { actor: 'chaos' },
  );
  await store.close();

  const revisions = new Map(tenants.map(({ id }) => [id, new Map<string, number>()]));
  const ats = await serveAts(revisions);
  const address = ats.address();
  const atsUrl = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
  const pool = server === null ? null : new pg.Pool({ connectionString: server.url, max: 1 });
  pool?.on('error', () => undefined);
  const workers = new Set<ChildProcess>();

  return {
    sandbox,
    tenants,
    revisions,
    location,
    keyring,
    async startWorker() {
      const settings = JSON.stringify({
        store: location,
        key: key.toString('hex'),
        linkedIn: info.apiBase,
        parent: info.partnerApplication,
        ats: atsUrl,
        records: options.perTenant(tenants.length),
        leaseMs: options.leaseMs,
        timeoutMs: options.timeoutMs,
        concurrency: options.concurrency,
        unlimited: options.limits === 'off',
      });
      const script = fileURLToPath(new URL('worker.ts', import.meta.url));
      const child = fork(script, [settings], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: ['--expose-gc'],
      });
      workers.add(child);
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      void ended.then(() => workers.delete(child));
      const port = await new Promise<number>((resolve, reject) => {
        child.once('message', (message) => resolve((message as { port: number }).port));
        void ended.then(() => reject(new Error('the worker ended before it was ready')));
      });
      return {
        child,
        async changed(tenant, refs, { op = 'upsert', priority = 'change' } = {}) {
          try {
            const body = JSON.stringify({ tenant, refs, op, priority });
            const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
            return answer.ok;
          } catch {
            return false;
          }
        },
        async backlog() {
          try {
            const answer = await fetch(`http://127.0.0.1:${port}/backlog`);
            return Number(((await answer.json()) as { left: number | string }).left);
          } catch {
            return Infinity;
          }
        },
        async heapBytes() {
          const answer = await fetch(`http://127.0.0.1:${port}/heap`);
          return ((await answer.json()) as { bytes: number }).bytes;
        },
        async quarantined() {
          const answer = await fetch(`http://127.0.0.1:${port}/quarantined`);
          return (await answer.json()) as unknown;
        },
        async kill(signal) {
          child.kill(signal);
          await ended;
        },
      };
    },
    async query(text) {
      if (pool === null) throw new Error('the store is its worker’s own');
      return (await pool.query<Record<string, unknown>>(text)).rows;
    },
    async stop() {
      stopping = true;
      for (const child of workers) child.kill('SIGKILL');
      await delay(100);
      await pool?.end();
      await server?.stop();
      ats.close();
      ats.closeAllConnections();
      await sandbox.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers which revision of each record there is, null for none. */
function serveAts(revisions: ReadonlyMap<string, ReadonlyMap<string, number>>): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { tenant, refs } = JSON.parse(Buffer.concat(chunks).toString()) as {
        tenant: string;
        refs: RecordRef[];
      };
      const own = revisions.get(tenant);
      response.end(JSON.stringify(refs.map((ref) => own?.get(refText(ref)) ?? null)));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

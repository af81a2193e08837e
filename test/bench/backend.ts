/** A backend with a store of its own and LinkedIn's stand-in, in this process, for benchmarks. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend, type Kit } from '../../src/backend/app.ts';
import { createAssets } from '../../src/backend/assets.ts';
import type { KitOptions } from '../../src/backend/options.ts';
import { openStore, type StoreLocation } from '../../src/backend/store/open-store.ts';
import { startPostgres } from '../../src/backend/store/postgres-server.test-support.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import { widgets } from '../../src/protocol/context.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';

export type StoreKind = 'pglite' | 'postgres';
export const storeNames = { pglite: 'PGlite', postgres: 'PostgreSQL' } as const;

export interface BenchOrganization {
  readonly urn: string;
  readonly name: string;
  readonly contracts: readonly { readonly urn: string; readonly name: string }[];
}

export interface BenchBackend {
  readonly kit: Kit;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

const linkedIn = 'http://linkedin.localhost:4402';

/** Starts one; limits are off. Its workers are started by whoever measures. */
export async function startBackend(
  kind: StoreKind,
  organizations: readonly BenchOrganization[],
  options: Partial<Pick<KitOptions, 'sink' | 'source' | 'sync'>>,
): Promise<BenchBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-bench-'));
  // The server may run as another user.
  chmodSync(folder, 0o755);
  const newFolder = (): string => {
    const own = mkdtempSync(join(folder, 'server-'));
    chmodSync(own, 0o777);
    return own;
  };
  const server = kind === 'postgres' ? await startPostgres(newFolder) : null;
  const location: StoreLocation =
    server === null ? { dataDir: join(folder, 'store') } : { databaseUrl: server.url };
  const keyring = localKeyring([{ id: 'bench', key: new Uint8Array(randomBytes(32)) }]);
  const store = await openStore(location, { keyring });
  const sandbox = createSandbox({
    origin: linkedIn,
    members: 50,
    limits: 'off',
    partners: [{ clientId: 'parent', clientSecret: 'parent-secret', name: 'Bench' }],
    organizations,
    applications: [],
    accounts: [],
  });
  const kit = createBackend({
    origin: 'http://127.0.0.1:1',
    pluginOrigin: 'http://localhost:1',
    assets: createAssets(manifest, files),
    tokenSecret: new Uint8Array(randomBytes(32)),
    logger: { log: () => undefined },
    linkedInFetch: (input, init) => sandbox.fetch(new Request(input, init)),
    store,
    partner: {
      atsName: 'Bench',
      clientId: 'parent',
      clientSecret: 'parent-secret',
      linkedIn: { apiBaseUrl: linkedIn, oauthTokenUrl: `${linkedIn}/oauth/v2/accessToken` },
    },
    ...options,
  });
  return {
    kit,
    sandbox,
    async stop() {
      await kit.workers.stop();
      sandbox.close();
      await store.close();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const document = { script: 'frame.js', imports: [], css: '', html: '' };
const manifest = {
  version: '1.0.0',
  frames: Object.fromEntries(widgets.map((name) => [name, document])),
  plugin: document,
  integrity: {},
};
const files = new Map(
  ['embed.js', 'frame.js'].map((name) => [name, { bytes: new Uint8Array(), brotli: undefined }]),
);

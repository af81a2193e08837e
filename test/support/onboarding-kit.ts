/**
 * A kit with a store of its own and LinkedIn's stand-in in the same process. Requests to LinkedIn can
 * be made to fail, before or after they were carried out, and the store after any number of writes.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import type { JWK } from 'jose';
import type { CandidateRecord } from '../../src/linkedin/index.ts';
import { createContextSigner } from '../../src/handshake/signer.ts';
import {
  hostOrigin,
  origin,
  pluginOrigin,
  signedInFrame,
  testAssets,
  testClock,
  type FrameOptions,
  type FrameWorld,
  type TestClock,
  type TestFrame,
} from '../../src/backend/backend.test-support.ts';
import type { PrivateKey } from '../../src/backend/onboarding/signing-keys.ts';
import { createBackend, type Kit } from '../../src/backend/app.ts';
import type { LogEntry } from '../../src/backend/logging.ts';
import type { KitOptions } from '../../src/backend/options.ts';
import { StoreError } from '../../src/backend/store/errors.ts';
import { internalsOf, registerStore } from '../../src/backend/store/internals.ts';
import { openStore, type StoreOptions } from '../../src/backend/store/open-store.ts';
import type { Store } from '../../src/backend/store/store.ts';
import {
  emptyPgliteFolder,
  removeFolders,
  startServer,
  testKeyring,
  type Backing,
} from '../../src/backend/store/store.test-support.ts';
import type { NewCustomer } from '../../src/backend/onboarding/inputs.ts';

export const linkedInOrigin = 'http://linkedin.localhost:4402';
export const atsOrigin = 'https://ats.acme.example';
export const organization = 'urn:li:organization:7001';
export const contract = 'urn:li:contract:8001';
export const secondContract = 'urn:li:contract:8002';
export const foreignOrganization = 'urn:li:organization:7002';
export const foreignContract = 'urn:li:contract:8003';
export const parentSecret = 'parent-secret-canary';

export const testPartner = {
  atsName: 'Example ATS',
  clientId: 'parent',
  clientSecret: parentSecret,
  linkedIn: {
    apiBaseUrl: linkedInOrigin,
    oauthTokenUrl: `${linkedInOrigin}/oauth/v2/accessToken`,
    scriptUrl: `${linkedInOrigin}/xdoor/scripts/in.js`,
    extensionUrl: `${linkedInOrigin}/rsc/extensions/profile-widget`,
  },
} as const;

/** With an id, so that tests can name it. */
export type NamedCustomer = NewCustomer & { readonly id: string };
export const acme: NamedCustomer = {
  id: 'acme',
  name: 'Acme',
  uniqueForeignId: 'instance-1',
  environment: 'production',
  domains: [atsOrigin],
};
export const globex: NamedCustomer = {
  id: 'globex',
  name: 'Globex',
  uniqueForeignId: 'instance-2',
  environment: 'production',
  domains: ['https://ats.globex.example'],
};

/** What LinkedIn's plugin tells when all of RSC was requested. */
export const requestedBy = (org = organization, ...contracts: readonly string[]) => [
  ...['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'].map((integrationType) => ({
    integrationContext: org,
    integrationType,
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  })),
  ...(contracts.length === 0 ? [contract] : contracts).map((integrationContext) => ({
    integrationContext,
    integrationType: 'CSA_API',
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  })),
];

/** What happens to a request to LinkedIn; null: nothing. */
export type Fault = 'down' | 'error' | 'lost' | null;

export interface LinkedInRequest {
  readonly method: string;
  readonly path: string;
}

export interface TestKit {
  readonly kit: Kit;
  /** Another one with the same store and secrets, as another process has it. */
  newKit(changes?: Partial<KitOptions>): Kit;
  readonly store: Store;
  stopServer(): Promise<void>;
  readonly sandbox: Sandbox;
  readonly clock: TestClock;
  readonly log: LogEntry[];
  /** Requests to LinkedIn since it was cleared, without those for tokens. */
  readonly requests: LinkedInRequest[];
  /** Decides over each request to LinkedIn, which waits meanwhile. */
  fault: (request: LinkedInRequest) => Fault | Promise<Fault>;
  /** Writes to the store that still succeed; Infinity at first. */
  writesLeft: number;
  /** The customer asks for integrations in LinkedIn's plugin. */
  request(clientId: string, keys?: ReturnType<typeof requestedBy>): void;
  /** An administrator switches all of an application on or off. @returns id of the notification */
  switch(clientId: string, on: boolean): string;
  clientIdOf(tenantId: string): Promise<string>;
  /** Where LinkedIn pushes a customer's events to, as LinkedIn was told. */
  callbackOf(clientId: string): string;
  /** LinkedIn pushes an event. */
  push(clientId: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export const sign = (body: string, secret: string): Record<string, string> => ({
  'x-li-signature': createHmac('sha256', secret).update(`hmacsha256=${body}`).digest('hex'),
});

/**
 * Registers a kit for the tests around.
 * @param backing where its store is; left out, a folder, or a server if `RSC_TEST_STORE=postgres`
 */
export function useKit(
  options: Partial<KitOptions> = {},
  backing?: Backing,
  storeOptions: Pick<StoreOptions, 'maxConnections' | 'keyring'> = {},
): () => TestKit {
  let test: TestKit | null = null;
  beforeAll(async () => {
    test = await createKit(options, backing, storeOptions);
  }, 60_000);
  afterAll(async () => {
    await test?.kit.workers.stop();
    test?.sandbox.close();
    await test?.store.close();
    await test?.stopServer();
    // What belongs to a backing goes with it.
    if (backing === undefined) removeFolders();
  });
  return () => {
    if (test === null) throw new Error('the kit is not made yet');
    return test;
  };
}

async function createKit(
  options: Partial<KitOptions>,
  backing: Backing | undefined,
  storeOptions: Pick<StoreOptions, 'maxConnections' | 'keyring'>,
): Promise<TestKit> {
  const clock = testClock();
  const isOnServer = backing === undefined && process.env['RSC_TEST_STORE'] === 'postgres';
  const server = isOnServer ? await startServer() : null;
  const location =
    (await backing?.location()) ??
    (server === null
      ? { dataDir: await emptyPgliteFolder() }
      : { databaseUrl: await server.createDatabase() });
  const real = await openStore(location, { keyring: testKeyring(), ...storeOptions, clock });
  const store = breakable(real, () => {
    test.writesLeft -= 1;
    return test.writesLeft < 0;
  });
  const sandbox = createSandbox({
    origin: linkedInOrigin,
    members: 20,
    partners: [{ clientId: 'parent', clientSecret: parentSecret, name: 'Example ATS' }],
    organizations: [
      {
        urn: organization,
        name: 'Acme',
        contracts: [
          { urn: contract, name: 'Acme Recruiter' },
          { urn: secondContract, name: 'Acme Recruiter, second' },
        ],
      },
      {
        urn: foreignOrganization,
        name: 'Globex',
        contracts: [{ urn: foreignContract, name: 'Globex Recruiter' }],
      },
    ],
    applications: [],
    accounts: [],
    clock,
  });
  const log: LogEntry[] = [];
  const requests: LinkedInRequest[] = [];
  const linkedInFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const isToken = pathname.startsWith('/oauth/');
    const seen = { method: request.method, path: pathname };
    if (!isToken) requests.push(seen);
    const fault = isToken ? null : await test.fault(seen);
    if (fault === 'down') throw new TypeError('fetch failed');
    if (fault === 'error') return Response.json({ message: 'no', status: 500 }, { status: 500 });
    const response = await sandbox.fetch(request);
    if (fault === 'lost') throw new TypeError('fetch failed');
    return response;
  };
  const tokenSecret = crypto.getRandomValues(new Uint8Array(32));
  const newKit = (changes: Partial<KitOptions> = {}): Kit =>
    createBackend({
      origin,
      pluginOrigin,
      assets: testAssets(),
      tokenSecret,
      logger: { log: (entry) => void log.push(entry) },
      clock,
      linkedInFetch,
      store,
      partner: testPartner,
      ...options,
      ...changes,
    });
  const kit = newKit();
  const { integrations } = sandbox.state;
  const test: TestKit = {
    kit,
    newKit,
    store,
    stopServer: async () => server?.stop(),
    sandbox,
    clock,
    log,
    requests,
    fault: () => null,
    writesLeft: Number.POSITIVE_INFINITY,
    request(clientId, keys = requestedBy()) {
      for (const key of keys) {
        integrations.request(clientId, key as Parameters<typeof integrations.request>[1], clock());
      }
    },
    switch(clientId, on) {
      const id = integrations.switch(integrations.of(clientId), on, clock());
      if (id === null) throw new Error('nothing has changed');
      return id;
    },
    async clientIdOf(tenantId) {
      const clientId = (await kit.customers.find(tenantId))?.application?.clientId ?? null;
      if (clientId === null) throw new Error('the customer has no application');
      return clientId;
    },
    callbackOf(clientId) {
      const urls = integrations
        .of(clientId)
        .flatMap(({ configurations }) => configurations['CALLBACK_URL'] ?? []);
      if (urls[0] === undefined) throw new Error('LinkedIn was not told a callback');
      return urls[0];
    },
    push(clientId, body, headers) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const secret = sandbox.state.applications.get(clientId)?.clientSecret ?? '';
      return kit.fetch(
        new Request(test.callbackOf(clientId), {
          method: 'POST',
          body: text,
          headers: headers ?? sign(text, secret),
        }),
      );
    },
  };
  return test;
}

/** A store whose transactions fail once `breaks` says so: what they did is undone, as by a crash. */
function breakable(real: Store, breaks: () => boolean): Store {
  const internals = internalsOf(real);
  const { connection } = internals;
  const store: Store = { ...real };
  return registerStore(store, {
    ...internals,
    connection: {
      ...connection,
      transaction: (work) =>
        breaks()
          ? Promise.reject(new StoreError('store_unreachable', 'The test has cut the connection'))
          : connection.transaction(work),
    },
  });
}

/** A frame of a customer's page, signed by its key. The page's origin is `hostOrigin`. */
export const frameOf = (
  test: TestKit,
  tenant: string,
  key: PrivateKey,
  options: FrameOptions = settingsFrame,
): Promise<TestFrame> => signedInFrame(frameWorldOf(test, tenant, key), options);

/** What frames of a customer need of a kit. */
export function frameWorldOf(
  test: TestKit,
  tenant: string,
  { kid, alg, jwk }: PrivateKey,
): FrameWorld {
  const { kit: backend, clock } = test;
  const signer = createContextSigner({
    tenant,
    origin: hostOrigin,
    audience: origin,
    key: { kid, alg, jwk: JSON.parse(jwk.reveal()) as JWK },
    clock,
  });
  return {
    backend,
    clock,
    signer,
    get: (path, headers = {}) =>
      backend.fetch(new Request(origin + path.replace('p=acme', `p=${tenant}`), { headers })),
  };
}

export const settingsFrame: FrameOptions = {
  widget: 'integration-settings',
  obj: 'integrations',
  scopes: ['integrations:manage'],
};

/** A record that LinkedIn takes, if the id is one. */
export const candidateRecord = (id: string): CandidateRecord => ({
  id,
  firstName: 'Ada',
  lastName: 'Byron',
  emailAddresses: ['ada@example.com'],
  phoneNumbers: [],
  addresses: [],
  atsCreatedAt: Date.parse('2026-01-05T09:00:00Z'),
  atsLastModifiedAt: Date.parse('2026-02-01T09:00:00Z'),
});

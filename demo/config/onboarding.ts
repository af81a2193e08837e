/**
 * The partner's backend for customers that are being onboarded: with a store, a parent application
 * and an admin API. It is at host names of its own beside the demo's backend and starts when somebody
 * first asks for it, so that the demo's start does not wait for a database.
 */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { createBackend, type Kit, type LogEntry } from 'rsc-embed/backend';
import { readAssets } from 'rsc-embed/backend/node';
import { serverAddress, type Addresses } from './addresses.ts';
import { openDemoStore } from './demo-store.ts';

/** Id of the customer's instance that nobody has connected yet. */
const tenant = 'kestrel-test';

export interface OnboardingPartner {
  readonly tenant: string;
  /** What the ATS signs contexts of that instance with. */
  readonly signingKey: { readonly kid: string; readonly jwk: JWK };
  /** The parent application, as LinkedIn has to know it. */
  readonly application: { readonly clientId: string; readonly clientSecret: string };
  /** Token of an operator for the admin API. */
  readonly adminToken: string;
  /** Answers for frames, API and plugin document; starts the backend if nobody has. */
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

interface Running {
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

export function createOnboardingPartner({ origins, ports }: Addresses): OnboardingPartner {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `${tenant}-1`;
  const adminToken = randomBytes(24).toString('base64url');
  const application = {
    clientId: '77fieldbookparent',
    clientSecret: randomBytes(18).toString('base64url'),
  };
  let running: Promise<Running> | null = null;

  async function start(): Promise<Running> {
    const store = await openDemoStore();
    const api = serverAddress(ports.sandbox);
    const kit: Kit = createBackend({
      origin: origins.onboarding,
      pluginOrigin: origins.onboardingPlugin,
      assets: readAssets(),
      tokenSecret: randomBytes(32),
      logger: { log: logTrouble },
      store,
      // Not every system resolves names below `localhost`.
      outsideFetch: (input, init) => kit.fetch(new Request(input, init)),
      partner: {
        ...application,
        atsName: 'Fieldbook',
        linkedIn: {
          apiBaseUrl: api,
          oauthTokenUrl: `${api}/oauth/v2/accessToken`,
          scriptUrl: `${origins.sandbox}/xdoor/scripts/in.js`,
          extensionUrl: `${origins.sandbox}/rsc/extensions/profile-widget`,
        },
      },
      admin: {
        tokens: [
          { id: 'fieldbook', sha256: createHash('sha256').update(adminToken).digest('hex') },
        ],
      },
    });
    kit.workers.start();
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    await kit.customers.create({
      id: tenant,
      name: 'Kestrel, test',
      uniqueForeignId: tenant,
      environment: 'development',
      domains: [origins.ats],
      key: { kid, jwk: { kty: 'EC', crv: 'P-256', x, y } },
    });
    return {
      fetch: (request) => kit.fetch(request),
      async stop() {
        await kit.workers.stop();
        await store.close();
      },
    };
  }

  return {
    tenant,
    signingKey: { kid, jwk: pair.privateKey.export({ format: 'jwk' }) },
    application,
    adminToken,
    async fetch(request) {
      running ??= start();
      try {
        return await (await running).fetch(request);
      } catch (error) {
        running = null;
        console.error('The onboarding backend does not start.', error);
        return new Response(null, { status: 503 });
      }
    },
    async close() {
      const started = await running?.catch(() => null);
      await started?.stop();
    },
  };
}

/** Refusals are part of what the demo shows; faults of ours and of LinkedIn's are not. */
function logTrouble(entry: LogEntry): void {
  if (entry.event !== 'request') console.error(JSON.stringify(entry));
}

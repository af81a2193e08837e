/**
 * A partner that onboards customers, LinkedIn's stand-in and a customer's ATS, at sites of their own
 * in this process: the demo's own customer is set up before anybody looks.
 */
import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { createBackend, type Kit } from '../../../src/backend/app.ts';
import { readAssets } from '../../../src/backend/node.ts';
import type { AtsSink } from '../../../src/backend/exports/ports.ts';
import type { PrivateKey } from '../../../src/backend/onboarding/signing-keys.ts';
import type { RetrievalOptions } from '../../../src/backend/retrieval/options.ts';
import { openStore } from '../../../src/backend/store/open-store.ts';
import {
  emptyPgliteFolder,
  removeFolders,
  testKeyring,
} from '../../../src/backend/store/store.test-support.ts';
import { createContextSigner, type ContextSigner } from '../../../src/handshake/signer.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.ts';
import { listenOn, type Answer, type Listener } from '../../../src/sandbox/node/index.ts';
import { createPastApplicants, type PastApplicants } from '../../support/past-applicants.ts';

export const tenant = 'acme';
export const organization = 'urn:li:organization:7001';
export const contract = 'urn:li:contract:8001';
export const administrator = 'Rita Rossi';
/** Has a seat on the same contract, and nothing else. */
export const colleague = 'Tom Berg';
export const candidateId = 'c-1';

export interface OnboardingWorld {
  readonly kit: Kit;
  readonly sandbox: Sandbox;
  /** Of the ATS. */
  readonly past: PastApplicants;
  readonly origins: Readonly<Record<'ats' | 'partner' | 'plugin' | 'linkedIn', string>>;
  /** The ATS has been given its key. */
  useKey(key: PrivateKey): void;
  close(): Promise<void>;
}

/** The customer's pages: one for its administrator, one about a candidate, one about a job. */
const pages: Readonly<Record<string, string>> = {
  '/settings': '<rsc-integration-settings></rsc-integration-settings>',
  '/candidate': `<rsc-profile-widget candidate-id="${candidateId}"></rsc-profile-widget>
    <rsc-in-ats-indicator candidate-id="${candidateId}"></rsc-in-ats-indicator>`,
  '/activity': `<rsc-activity candidate-id="${candidateId}"></rsc-activity>`,
  '/unlink': `<rsc-profile-widget candidate-id="${candidateId}" show-unlink confirm-unlink></rsc-profile-widget>`,
  '/exports': '<rsc-export-panel></rsc-export-panel>',
  '/job-exports': '<rsc-export-panel job-id="job-2"></rsc-export-panel>',
  '/job': '<rsc-rediscovered-candidates job-id="job-1"></rsc-rediscovered-candidates>',
};

/**
 * @param retrieval has the kit read what recruiters write
 * @param sink where the kit brings what they export
 */
export async function startOnboardingWorld(
  retrieval?: RetrievalOptions,
  sink?: AtsSink,
): Promise<OnboardingWorld> {
  const listeners: Listener[] = [];
  /** A free port first: what answers there has to know its own address. */
  async function site(): Promise<{ port: number; use: (answer: Answer) => void }> {
    let answer: Answer = () => new Response(null, { status: 503 });
    const listener = await listenOn({
      port: 0,
      answer: (request, connection) => answer(request, connection),
    });
    listeners.push(listener);
    return { port: listener.port, use: (next) => (answer = next) };
  }
  const [ats, partner, linkedIn] = [await site(), await site(), await site()];
  const at = (name: string, { port }: { port: number }): string =>
    `http://${name}.localhost:${String(port)}`;
  const origins = {
    ats: at('ats', ats),
    partner: at('partner', partner),
    plugin: at('plugin.partner', partner),
    linkedIn: at('linkedin', linkedIn),
  };

  const parent = { clientId: 'parent', clientSecret: randomBytes(18).toString('base64url') };
  const sandbox = createSandbox({
    origin: origins.linkedIn,
    members: 50,
    partners: [{ ...parent, name: 'Example ATS' }],
    organizations: [
      { urn: organization, name: 'Acme', contracts: [{ urn: contract, name: 'Acme Recruiter' }] },
    ],
    applications: [],
    accounts: [
      { id: 'rita', name: administrator, email: 'rita@acme.example', seat: true, organization },
      {
        ...{ id: 'tom', name: colleague, email: 'tom@acme.example', seat: true, organization },
        roles: [],
      },
    ],
  });
  linkedIn.use((request, connection) => sandbox.fetch(request, connection));

  const past = createPastApplicants();
  const store = await openStore({ dataDir: await emptyPgliteFolder() }, { keyring: testKeyring() });
  const api = `http://127.0.0.1:${String(linkedIn.port)}`;
  const kit = createBackend({
    origin: origins.partner,
    pluginOrigin: origins.plugin,
    assets: readAssets(),
    tokenSecret: randomBytes(32),
    store,
    partner: {
      ...parent,
      atsName: 'Example ATS',
      linkedIn: {
        apiBaseUrl: api,
        oauthTokenUrl: `${api}/oauth/v2/accessToken`,
        scriptUrl: `${origins.linkedIn}/xdoor/scripts/in.js`,
        extensionUrl: `${origins.linkedIn}/rsc/extensions/profile-widget`,
      },
    },
    rediscovery: { source: past.source },
    ...(retrieval === undefined ? {} : { retrieval }),
    ...(sink === undefined ? {} : { sink }),
    statusCacheMs: 0,
    // LinkedIn's stand-in also tries what must be refused.
    logger: { log: () => undefined },
  });
  kit.workers.start();
  partner.use((request) => kit.fetch(request));

  let signer: ContextSigner | null = null;
  ats.use((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/rsc/context' && signer !== null) {
      return signer.handle(
        request,
        ({ headers }) => {
          const sub = /\bviewer=(\w+)/.exec(headers.get('cookie') ?? '')?.[1] ?? 'u1';
          return { sub, org: 'o1', sid: `s-${sub}` };
        },
        (_, { widget }) =>
          ({
            'profile-widget': ['profile:read', 'profile:link', 'status:read'] as const,
            'in-ats-indicator': ['status:read'] as const,
            'integration-settings': ['integrations:manage'] as const,
            'export-panel': ['exports:read', 'exports:decide', 'exports:all'] as const,
            activity: ['profile:read'] as const,
            'rediscovered-candidates': ['rediscovered:read', 'rediscovered:decide'] as const,
          })[widget],
      );
    }
    const body = pages[pathname];
    if (body === undefined) return new Response(null, { status: 404 });
    return new Response(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>ATS</title>
      <script async src="${origins.partner}/rsc/embed.js" data-tenant="${tenant}"></script>
      <body>${body}</body></html>`,
      { headers: { 'content-type': 'text/html; charset=utf-8' } },
    );
  });

  return {
    kit,
    sandbox,
    past,
    origins,
    useKey({ kid, alg, jwk }) {
      signer = createContextSigner({
        tenant,
        origin: origins.ats,
        audience: origins.partner,
        key: { kid, alg, jwk: JSON.parse(jwk.reveal()) as JWK },
      });
    },
    async close() {
      await kit.workers.stop();
      await Promise.all(listeners.map((listener) => listener.close()));
      sandbox.close();
      await store.close();
      removeFolders();
    },
  };
}

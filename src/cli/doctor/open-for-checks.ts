/** A kit over the deployment's own store, that serves nobody and only checks. */
import { randomBytes } from 'node:crypto';
import { createBackend, type Kit } from '../../backend/app.ts';
import { openStore, storeLocation } from '../../backend/store/open-store.ts';
import { environmentKeyring } from '../../backend/store/sealing/keyring.ts';
import type { DoctorEnvironment } from './options.ts';

export interface OpenedKit {
  readonly kit: Kit;
  close(): Promise<void>;
}

/** @throws StoreError, `store_locked` among them; TypeError for what is wrong in the environment */
export async function openForChecks(
  found: DoctorEnvironment,
  outside: typeof fetch,
): Promise<OpenedKit> {
  const location = storeLocation('.', {
    DATABASE_URL: found.DATABASE_URL,
    RSC_STORE_DIR: found.RSC_STORE_DIR,
  });
  const store = await openStore(location, { keyring: environmentKeyring(found.RSC_STORE_KEYS) });
  try {
    const { RSC_LINKEDIN_API_URL: apiBaseUrl, RSC_LINKEDIN_TOKEN_URL: oauthTokenUrl } = found;
    const kit = createBackend({
      origin: found.RSC_ORIGIN,
      pluginOrigin: found.RSC_PLUGIN_ORIGIN,
      store,
      partner: {
        atsName: found.RSC_ATS_NAME ?? '',
        clientId: found.RSC_PARTNER_CLIENT_ID ?? '',
        clientSecret: found.RSC_PARTNER_CLIENT_SECRET ?? '',
        linkedIn: {
          ...(apiBaseUrl === undefined ? {} : { apiBaseUrl }),
          ...(oauthTokenUrl === undefined ? {} : { oauthTokenUrl }),
        },
      },
      // Nobody is served, so there is nothing to serve and nothing to sign.
      assets: noAssets,
      tokenSecret: new Uint8Array(randomBytes(32)),
      logger: { log: () => undefined },
      linkedInFetch: outside,
      outsideFetch: outside,
    });
    return { kit, close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

const none = { script: 'none', imports: [], css: '', html: '' };
const noAssets = {
  manifest: {
    version: 'doctor',
    frames: {
      'profile-widget': none,
      'in-ats-indicator': none,
      'integration-settings': none,
      'export-panel': none,
      activity: none,
      'rediscovered-candidates': none,
    },
    plugin: none,
    integrity: {},
  },
  get: () => null,
};

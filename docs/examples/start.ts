import { createBackend, type KitOptions } from 'rsc-embed/backend';
import { readAssets } from 'rsc-embed/backend/node';
import { openStore, storeLocation } from 'rsc-embed/backend/store';

/** One process of the partner's backend. */
export async function start(changes: Partial<KitOptions> = {}) {
  const {
    RSC_TOKEN_SECRET = '',
    RSC_PARTNER_CLIENT_ID = '',
    RSC_PARTNER_CLIENT_SECRET = '',
    RSC_ADMIN_TOKEN_SHA256 = '',
  } = process.env;
  const store = await openStore(storeLocation('data/rsc'));
  const kit = createBackend({
    origin: 'https://partner.example.com',
    pluginOrigin: 'https://plugin.partner.example.com',
    assets: readAssets(),
    tokenSecret: Buffer.from(RSC_TOKEN_SECRET, 'base64'),
    store,
    partner: {
      atsName: 'Example ATS',
      clientId: RSC_PARTNER_CLIENT_ID,
      clientSecret: RSC_PARTNER_CLIENT_SECRET,
    },
    admin: { tokens: [{ id: 'ops-1', sha256: RSC_ADMIN_TOKEN_SHA256 }] },
    ...changes,
  });
  kit.workers.start();
  return {
    kit,
    async stop() {
      await kit.workers.stop();
      await store.close();
    },
  };
}

/** One token for all processes of an application, and for nobody who reads the database. */
import { describe, expect, it } from 'vitest';
import { createLinkedInParties, organization } from '../../../test/support/linkedin-parties.ts';
import { internalsOf } from '../store/internals.ts';
import { openStore } from '../store/open-store.ts';
import { localKeyring } from '../store/sealing/keyring.ts';
import { backings, rowsOf, testKey } from '../store/store.test-support.ts';
import { createStoreTokens } from './store-tokens.ts';

const token = { token: 'token-canary', renewAtMs: 1_772_445_600_000 };

describe.each(backings())('access tokens on $name', { timeout: 60_000 }, (backing) => {
  it('are fetched once, sealed, re-keyed, and asked for again when they do not open', async () => {
    const [old, next] = [testKey('old'), testKey('new')];
    const location = await backing.location();
    const store = await openStore(location, { keyring: localKeyring([old]) });
    const { connection } = internalsOf(store);
    const tokens = createStoreTokens(store);
    expect(await tokens.read('app-1')).toBeNull();

    const parties = createLinkedInParties(1);
    for (let process = 0; process < 3; process += 1) {
      const client = parties.client({ store: { tokens: createStoreTokens(store) } });
      await client.candidates.get(organization, ['c-1']);
    }
    const tokenRequests = parties.requests.filter(({ url }) => url.includes('/oauth/'));
    expect(tokenRequests).toHaveLength(1);
    expect((await tokens.read('app-1'))?.renewAtMs).toBeGreaterThan(parties.clock.nowMs);

    await tokens.write('app-1', token);
    expect(await tokens.read('app-1')).toEqual(token);
    expect(await tokens.read('app-2')).toBeNull();
    const rows = await rowsOf(
      connection,
      "select encode(token, 'escape') as token, token_key_id as key from rsc.access_tokens",
    );
    expect(rows).toMatchObject([{ key: 'old' }]);
    expect(JSON.stringify(rows)).not.toContain('canary');
    await store.close();

    const rotating = await openStore(location, { keyring: localKeyring([next, old]) });
    expect(await rotating.rotateKeys()).toMatchObject({ resealed: 1, retiredKeyIds: ['old'] });
    await rotating.close();
    const after = await openStore(location, { keyring: localKeyring([next]) });
    const left = createStoreTokens(after);
    expect(await left.read('app-1')).toEqual(token);
    // One that belongs to another application does not pass for this one's.
    await rowsOf(internalsOf(after).connection, "update rsc.access_tokens set client_id = 'app-2'");
    expect(await left.read('app-2')).toBeNull();
    await left.write('app-2', token);
    expect(await left.read('app-2')).toEqual(token);
    await after.close();
    await expect(left.read('app-2')).rejects.toMatchObject({ code: 'store_closed' });
  });
});

/** Keys are changed for everything that retrieval keeps sealed, and all of it opens afterwards. */
import { afterAll, expect, it } from 'vitest';
import { internalsOf } from '../store/internals.ts';
import { openStore } from '../store/open-store.ts';
import { localKeyring } from '../store/sealing/keyring.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { SealedPlace } from '../store/sealing/sealer.ts';
import { emptyPgliteFolder, removeFolders, testKey } from '../store/store.test-support.ts';
import {
  closedProfiles,
  retrievalContacts,
  retrievalItems,
  retrievalSeats,
  tenants,
} from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';

afterAll(removeFolders);

const tenantId = 'acme';
const seat = 'urn:li:seat:1';
const member = 'urn:li:person:M';
const item = new Uint8Array(32).fill(7);
const at = new Date('2026-03-01T00:00:00Z');
const [old, next] = [testKey('old'), testKey('next')];

it('seals seats, items, outcomes and addresses anew', async () => {
  const location = { dataDir: await emptyPgliteFolder() };
  const before = await openStore(location, { keyring: localKeyring([old]) });
  const { sealer, connection } = internalsOf(before);
  const seal = (place: SealedPlace, text: string) => sealer.seal(place, new Secret(text));
  const details = await seal(places.seatDetails(tenantId, seat), 'details');
  const body = await seal(places.itemBody(tenantId, item), 'body');
  const outcome = await seal(places.contactOutcome(tenantId, item), 'outcome');
  const url = await seal(places.closedProfileUrl(tenantId, member), 'url');
  const row = { tenantId, seat, contract: 'urn:li:contract:7' };
  await connection.transaction(async (database) => {
    await database.insert(tenants).values({
      id: tenantId,
      name: 'Acme',
      uniqueForeignId: 'acme',
      environment: 'production',
      status: 'active',
    });
    await database.insert(retrievalSeats).values({
      ...row,
      state: 'ACTIVE',
      details: details.sealed,
      detailsKeyId: details.keyId,
      inmailUntil: at,
      notesUntil: at,
      stubsUntil: at,
      sweptAt: at,
    });
    await database.insert(retrievalItems).values({
      ...row,
      item,
      source: 'stub',
      kind: 'contact_shared',
      byMember: true,
      isPrivate: false,
      at,
      changedAt: at,
      body: body.sealed,
      bodyKeyId: body.keyId,
      revision: 1,
    });
    await database.insert(retrievalContacts).values({
      tenantId,
      item,
      stubId: '1',
      state: 'done',
      dueAt: at,
      consentedAt: at,
      outcome: outcome.sealed,
      outcomeKeyId: outcome.keyId,
    });
    await database.insert(closedProfiles).values({
      tenantId,
      member,
      context: '',
      profileUrl: url.sealed,
      profileUrlKeyId: url.keyId,
      closedAt: at,
      foundAt: at,
    });
  });
  await before.close();

  const after = await openStore(location, { keyring: localKeyring([next, old]) });
  expect(await after.rotateKeys()).toEqual({ resealed: 4, retiredKeyIds: ['old'] });
  const internals = internalsOf(after);
  const read = <T>(work: Parameters<typeof internals.connection.run<T>>[0]) =>
    internals.connection.run(work);
  const [ofSeat] = await read((database) => database.select().from(retrievalSeats));
  const [ofItem] = await read((database) => database.select().from(retrievalItems));
  const [ofContact] = await read((database) => database.select().from(retrievalContacts));
  const [ofClosed] = await read((database) => database.select().from(closedProfiles));
  const found = [
    [places.seatDetails(tenantId, seat), ofSeat?.details, ofSeat?.detailsKeyId],
    [places.itemBody(tenantId, item), ofItem?.body, ofItem?.bodyKeyId],
    [places.contactOutcome(tenantId, item), ofContact?.outcome, ofContact?.outcomeKeyId],
    [places.closedProfileUrl(tenantId, member), ofClosed?.profileUrl, ofClosed?.profileUrlKeyId],
  ] as const;
  const opened = await Promise.all(
    found.map(async ([place, sealed, keyId]) => {
      if (!sealed || keyId !== 'next') throw new Error('not under the next key');
      return (await internals.sealer.open(place, { sealed, keyId })).reveal();
    }),
  );
  expect(opened).toEqual(['details', 'body', 'outcome', 'url']);
  await after.close();
}, 60_000);

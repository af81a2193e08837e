/** Who LinkedIn says candidates are: asked for, kept, shown, told, and corrected by people. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { createMemoryAts } from '../../../test/support/memory-ats.ts';
import {
  acme,
  frameOf,
  organization,
  requestedBy,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import { hostOrigin, type TestFrame } from '../backend.test-support.ts';
import type { PrivateKey } from '../onboarding/signing-keys.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { engineAttachments } from './export-attachments.ts';
import type { CandidateMatched } from './match-refresh.ts';
import { createMatchTable } from './match-rows.ts';

const ats = createMemoryAts();
const told: CandidateMatched[] = [];
let listenerFails = false;
const test = useKit({
  source: ats,
  onMatched: (_tenant, matches) => {
    if (listenerFails) throw new Error('the ATS is down');
    told.push(...matches);
  },
});
const tenant = 'acme';
/** The clock of tests goes by seconds. */
const minute = 60;
let clientId = '';
let key: PrivateKey;

const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);
const people = () => [...test().sandbox.state.members.values()];
const personAt = (index: number): string => people()[index]?.personUrn ?? '';
/** A candidate who is a member, by profile and address. */
const known = (id: string, index: number) => {
  const person = people()[index];
  if (person === undefined) throw new Error('there are not so many members');
  const { firstName, lastName, emails, profileUrl } = person;
  return candidate({
    id,
    firstName,
    lastName,
    emailAddresses: [...emails],
    linkedInProfileUrl: profileUrl,
  });
};
const atLinkedIn = (id: string) => test().sandbox.state.candidates.get(organization, id);
const reads = () => test().requests.filter(({ method }) => method === 'GET').length;
const work = () => test().kit.workers.runUntilIdle();
async function send(...candidates: readonly ReturnType<typeof candidate>[]): Promise<void> {
  const refs = candidates.map((record) => ats.put('candidates', record));
  await test().kit.sync.changed(tenant, refs);
  await work();
}
/** A person links or unlinks in the plugin, which tells the frame, which tells us. */
async function inPlugin(id: string, action: 'linked' | 'unlinked', member: string) {
  const { candidates } = test().sandbox.state;
  if (action === 'linked') candidates.link(organization, id, member);
  else candidates.unlink(organization, id);
  await tellUs(id, action, member);
}
async function tellUs(id: string, action: 'linked' | 'unlinked', member: string) {
  const options = { widget: 'profile-widget', obj: `candidate:${id}` } as const;
  const frame: TestFrame = await frameOf(test(), tenant, key, {
    ...options,
    scopes: ['profile:read', 'profile:link', 'status:read'],
  });
  const body = { action, member };
  const answer = await frame.call(`/rsc/candidates/${id}/match`, { method: 'POST', body });
  expect(answer.status).toBeLessThan(300);
}

beforeAll(async () => {
  const { kit } = test();
  const { privateKey } = await kit.customers.create({ ...acme, domains: [hostOrigin] });
  if (privateKey === null) throw new Error('there is no key');
  key = privateKey;
  clientId = await test().clientIdOf(tenant);
  test().request(clientId);
  await kit.integrations.requested(tenant, requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh(tenant);
  await work();
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
  test().requests.length = 0;
  told.length = 0;
  listenerFails = false;
});

describe('matches', () => {
  it('come back minutes after candidates were sent, are told once, and then asked for rarely', async () => {
    const { kit, clock } = test();
    await send(known('m-1', 0), candidate({ id: 'm-2' }));
    expect(await kit.sync.match(tenant, 'm-1')).toMatchObject({ kind: 'none', checkedAt: null });
    clock.advance(3 * minute);
    await work();
    const person = personAt(0);
    expect(await kit.sync.match(tenant, 'm-1')).toMatchObject({
      kind: 'algorithmic',
      personUrn: person,
      members: [person],
    });
    expect(await kit.sync.match(tenant, 'm-2')).toMatchObject({ kind: 'none', personUrn: null });
    expect(await kit.sync.match(tenant, 'nobody')).toBeNull();
    const previous = { kind: 'none', personUrn: null };
    expect(told).toEqual([
      {
        candidateId: 'm-1',
        integrationContext: organization,
        kind: 'algorithmic',
        personUrn: person,
        previous,
      },
    ]);
    test().requests.length = 0;
    for (let round = 0; round < 10; round += 1) {
      clock.advance(2 * 60 * minute);
      await work();
    }
    const asked = test().requests.filter(({ path }) => path === '/v2/atsCandidates').length;
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(12);
    expect(told).toHaveLength(1);
  }, 30_000);

  it('answer indicators without asking LinkedIn, while they are fresh', async () => {
    const { kit, clock } = test();
    await send(known('m-3', 1));
    clock.advance(3 * minute);
    await work();
    test().requests.length = 0;
    expect(await kit.candidates.statuses(tenant, ['m-3'])).toMatchObject([
      { candidateId: 'm-3', synced: true, match: 'automatic', observedAtMs: clock() },
    ]);
    const other = test().newKit();
    expect((await other.candidates.statuses(tenant, ['m-3']))[0]?.match).toBe('automatic');
    expect(reads()).toBe(0);
    clock.advance(6 * minute);
    await kit.candidates.statuses(tenant, ['m-3']);
    expect(reads()).toBe(1);
    // LinkedIn said the same to one process; it counts for all.
    await other.candidates.statuses(tenant, ['m-3']);
    expect(reads()).toBe(1);
  });

  it('are told again until the ATS has taken them', async () => {
    const { clock } = test();
    listenerFails = true;
    await send(known('m-4', 2));
    clock.advance(3 * minute);
    await work();
    expect(told).toEqual([]);
    listenerFails = false;
    clock.advance(3 * minute);
    await work();
    expect(told).toMatchObject([{ candidateId: 'm-4', personUrn: personAt(2) }]);
  });

  it('give way to history, and wait while LinkedIn is down', async () => {
    const { kit, clock } = test();
    await send(known('m-5', 3));
    const old = ats.put('candidates', candidate({ id: 'old' }));
    await kit.sync.changed(tenant, old, { priority: 'backfill' });
    clock.advance(3 * minute);
    test().fault = ({ method }) => (method === 'PUT' ? 'error' : null);
    test().requests.length = 0;
    await work();
    const looked = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path === '/v2/atsCandidates';
    expect(test().requests.filter(looked)).toEqual([]);
    test().fault = ({ method }) => (method === 'GET' ? 'error' : null);
    clock.advance(20 * minute);
    await work();
    clock.advance(3 * minute);
    await work();
    expect(test().requests.filter(looked)).not.toEqual([]);
    expect(await kit.sync.match(tenant, 'm-5')).toMatchObject({ checkedAt: null });
    test().fault = () => null;
    clock.advance(5 * minute);
    await work();
    expect(await kit.sync.match(tenant, 'm-5')).toMatchObject({ kind: 'algorithmic' });
  });

  it('go with their candidate', async () => {
    const { kit } = test();
    await kit.sync.changed(tenant, ats.delete({ resource: 'candidates', id: 'm-5' }));
    await work();
    expect(await kit.sync.match(tenant, 'm-5')).toBeNull();
    await kit.sync.erase(tenant, { candidateId: 'm-4' });
    expect(await kit.sync.match(tenant, 'm-4')).toBeNull();
    const unknown = kit.candidates.statuses(tenant, ['m-4']);
    await work();
    expect(await unknown).toMatchObject([{ candidateId: 'm-4' }]);
  });
});

describe('what a person says', () => {
  it('in the plugin counts at once, and no change of the ATS undoes it', async () => {
    const { kit, clock } = test();
    const ada = candidate({ id: 'm-6' });
    await send(ada);
    await inPlugin('m-6', 'linked', personAt(4));
    expect(await kit.sync.match(tenant, 'm-6')).toMatchObject({
      kind: 'manual',
      personUrn: personAt(4),
    });
    // LinkedIn empties fields that are left out [doc]: the record has to bring the member along.
    const sent: unknown[] = [];
    const { state } = test().sandbox;
    const put = state.candidates.put.bind(state.candidates);
    state.candidates.put = (stored) => {
      sent.push(stored.record);
      return put(stored);
    };
    await send({ ...ada, firstName: 'Augusta' });
    expect(sent).toMatchObject([{ firstName: 'Augusta', manualMatchedMember: personAt(4) }]);
    await inPlugin('m-6', 'unlinked', personAt(4));
    expect(await kit.sync.match(tenant, 'm-6')).toMatchObject({ kind: 'none', personUrn: null });
    await send({ ...ada, firstName: 'Ada' });
    state.candidates.put = put;
    expect(sent[1]).not.toHaveProperty('manualMatchedMember');
    clock.advance(20 * minute);
    await work();
    expect(await kit.sync.match(tenant, 'm-6')).toMatchObject({ kind: 'none', personUrn: null });
    // The ATS has been told by `onMatch`.
    expect(told).toEqual([]);
  });

  it.each([
    ['and says so before a record arrives that still names the member', 'before'],
    ['and says so after it', 'after'],
  ])('stays said when somebody unlinks, %s', async (_when, when) => {
    const { kit } = test();
    const id = `overtaken-${when}`;
    const ada = candidate({ id });
    await send(ada);
    await inPlugin(id, 'linked', personAt(4));
    test().fault = async ({ method, path }) => {
      if (method !== 'PUT' || !path.endsWith('/atsCandidates')) return null;
      test().fault = () => null;
      if (when === 'before') await inPlugin(id, 'unlinked', personAt(4));
      else test().sandbox.state.candidates.unlink(organization, id);
      return null;
    };
    await send({ ...ada, firstName: 'Augusta' });
    if (when === 'after') {
      expect(atLinkedIn(id)?.manualMatch).toBe(personAt(4));
      await tellUs(id, 'unlinked', personAt(4));
    }
    expect(atLinkedIn(id)?.record.firstName).toBe('Augusta');
    expect(atLinkedIn(id)?.manualMatch).toBeNull();
    expect(await kit.sync.match(tenant, id)).toMatchObject({ kind: 'none', personUrn: null });
    const [status] = await kit.candidates.statuses(tenant, [id]);
    expect(status?.match).not.toBe('manual');
  });

  it('about a candidate of a customer that the store does not have is no failure of the store', async () => {
    const { connection, clock } = internalsOf(test().store);
    const table = createMatchTable(connection, clock);
    const at = new Date(clock());
    const scope = { tenantId: 'configured-elsewhere', context: organization };
    const claim = { candidateId: 'm-6', member: personAt(4), until: at, dueAt: at };
    await expect(table.claim(scope, claim)).resolves.toBeUndefined();
    expect(await table.read(scope, ['m-6'])).toEqual([]);
  });

  it('in Recruiter itself is found, kept in what is sent, and told', async () => {
    const { kit, clock } = test();
    await send(candidate({ id: 'm-7' }));
    clock.advance(3 * minute);
    await work();
    test().sandbox.state.candidates.link(organization, 'm-7', personAt(5));
    clock.advance(15 * minute);
    await work();
    expect(told).toMatchObject([{ candidateId: 'm-7', kind: 'manual', personUrn: personAt(5) }]);
    expect((await kit.candidates.statuses(tenant, ['m-7']))[0]?.match).toBe('manual');
  });

  it('and LinkedIn does not confirm in time is dropped', async () => {
    const { kit, clock } = test();
    await send(candidate({ id: 'm-8' }));
    await inPlugin('m-8', 'linked', personAt(6));
    test().sandbox.state.candidates.clearManualMatch(organization, 'm-8');
    clock.advance(minute);
    await work();
    expect(await kit.sync.match(tenant, 'm-8')).toMatchObject({ kind: 'manual', checkedAt: null });
    clock.advance(15 * minute);
    await work();
    expect(await kit.sync.match(tenant, 'm-8')).toMatchObject({ kind: 'none' });
  });
});

describe('attachMember', () => {
  it('says at LinkedIn who a candidate is, and takes it back', async () => {
    const { sync } = test().kit;
    await send(candidate({ id: 'x-1' }));
    expect(await sync.attachMember(tenant, 'x-1', personAt(7))).toBe('attached');
    expect(atLinkedIn('x-1')?.manualMatch).toBe(personAt(7));
    expect(await sync.attachMember(tenant, 'x-1', personAt(7))).toBe('attached');
    expect(await sync.attachMember(tenant, 'x-1', personAt(8))).toBe('other_member');
    await sync.detachMember(tenant, 'x-1', personAt(8));
    expect(atLinkedIn('x-1')?.manualMatch).toBe(personAt(7));
    await sync.detachMember(tenant, 'x-1', personAt(7));
    await work();
    expect(atLinkedIn('x-1')?.manualMatch).toBeNull();
    expect(await sync.match(tenant, 'x-1')).toMatchObject({ kind: 'none' });
  });

  it('sends the candidate first, with its member', async () => {
    const { kit } = test();
    ats.put('candidates', candidate({ id: 'x-2' }));
    expect(await kit.sync.attachMember(tenant, 'x-2', personAt(9))).toBe('queued');
    await work();
    expect(atLinkedIn('x-2')?.manualMatch).toBe(personAt(9));
    expect(await kit.sync.attachMember(tenant, 'x-2', personAt(9))).toBe('attached');
    expect(await kit.sync.attachMember(tenant, 'nowhere', personAt(9))).toBe('not_sent');
  });

  it('as exports use it waits for a candidate that is on its way, and for no other', async () => {
    const { kit } = test();
    ats.put('candidates', candidate({ id: 'x-5' }));
    const link = {
      tenantId: tenant,
      integrationContext: organization,
      candidateId: 'x-5',
      personUrn: personAt(11),
    };
    const links = engineAttachments(kit.sync);
    await expect(links.attachMember(link)).rejects.toMatchObject({ code: 'unavailable' });
    await work();
    expect(await links.attachMember(link)).toBe('attached');
    await links.detachMember(link);
    expect(atLinkedIn('x-5')?.manualMatch).toBeNull();

    test().switch(clientId, false);
    await kit.integrations.refresh(tenant);
    ats.put('candidates', candidate({ id: 'x-6' }));
    const later = { ...link, candidateId: 'x-6' };
    expect(await links.attachMember(later)).toBe('not_sent');
    expect(await links.attachMember({ ...later, personUrn: personAt(12) })).toBe('other_member');
    test().switch(clientId, true);
    await kit.integrations.refresh(tenant);
    await work();
    expect(atLinkedIn('x-6')?.manualMatch).toBe(personAt(11));

    ats.put('candidates', { ...candidate({ id: 'x-7' }), firstName: '' });
    const wrong = { ...link, candidateId: 'x-7' };
    await expect(links.attachMember(wrong)).rejects.toMatchObject({ code: 'unavailable' });
    await work();
    expect(await links.attachMember(wrong)).toBe('not_sent');
    await send(candidate({ id: 'x-7' }));
    expect(atLinkedIn('x-7')?.manualMatch).toBe(personAt(11));
  });

  it('does not bring back who was erased, and refuses what is no member', async () => {
    const { sync } = test().kit;
    await send(candidate({ id: 'x-3' }));
    await sync.erase(tenant, { candidateId: 'x-3' });
    expect(await sync.attachMember(tenant, 'x-3', personAt(9))).toBe('not_sent');
    await work();
    expect(atLinkedIn('x-3')).toBeNull();
    await expect(sync.attachMember(tenant, 'x-1', 'urn:li:company:1')).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field: 'personUrn',
    });
  });

  it('fails with LinkedIn, and can be called again', async () => {
    const { sync } = test().kit;
    await send(candidate({ id: 'x-4' }));
    test().fault = ({ method }) => (method === 'POST' ? 'error' : null);
    await expect(sync.attachMember(tenant, 'x-4', personAt(10))).rejects.toMatchObject({
      code: 'unavailable',
    });
    test().fault = () => null;
    expect(await sync.attachMember(tenant, 'x-4', personAt(10))).toBe('attached');
    expect(
      await rows(`select kind, person_urn from rsc.candidate_matches where candidate_id = 'x-4'`),
    ).toEqual([{ kind: 'manual', person_urn: personAt(10) }]);
  });
});

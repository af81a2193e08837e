/** The example of docs/retrieval.md does what the page says, and the page shows it as it is. */
import { readFileSync } from 'node:fs';
import type { Kit } from 'rsc-embed/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  deleteClosed,
  mapSeats,
  retrievalFor,
  type Ats,
} from '../../../docs/examples/retrieval.ts';
import { useKit } from '../../../test/support/onboarding-kit.ts';
import { recruitingWorld, users, type RecruitingWorld } from '../../../test/support/recruiting.ts';
import { pageOf } from './timeline/source.ts';

const told: string[] = [];
const kept = new Set<string>();
const ats: Ats = {
  find: async () => [],
  candidate: async () => null,
  usersByVerifiedEmail: async (_tenant, emails) =>
    users.filter(({ id, email }) => id !== 'user-c' && emails.includes(email)),
  async remember(stubId) {
    const isNew = !kept.has(stubId);
    kept.add(stubId);
    return isNew;
  },
  leadOf: async (stubId) => `lead-${stubId}`,
  async warnAdministrators(_tenant, text) {
    told.push(text);
  },
  async deleteCandidate(_tenant, id) {
    told.push(id);
  },
};
const stages = {
  name: 'stages',
  kinds: ['stage_changed' as const],
  page: async (_scope: unknown, page: Parameters<typeof pageOf>[1]) => pageOf([], page),
  item: async () => null,
};
/** The example sees the package as partners import it, this file its sources: one kit, typed twice. */
const asPartnersSee = (kit: unknown): Kit => kit as Kit;
const test = useKit({ retrieval: { ...retrievalFor(ats, stages), historyDays: 1 } });
let world: RecruitingWorld;

beforeAll(async () => {
  world = await recruitingWorld(test());
  await test().kit.workers.runUntilIdle();
}, 60_000);

describe('docs/retrieval.md', () => {
  it('shows the example as it is run', () => {
    const read = (path: string): string =>
      readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
    expect(read('retrieval.md')).toContain(`\`\`\`ts\n${read('examples/retrieval.ts')}\`\`\``);
  });

  it('maps seats, takes contacts over, and deletes what is of closed accounts', async () => {
    const { kit, sandbox, clock } = test();
    const { state } = sandbox;
    expect(await mapSeats(asPartnersSee(kit), 'acme', async () => 'user-c', 'admin-1')).toBe(1);
    expect(await mapSeats(asPartnersSee(kit), 'acme', async () => 'user-c', 'admin-1')).toBe(0);

    const [person] = world.people;
    if (person === undefined) throw new Error('there are no people');
    const text = { subject: 'Hello', text: 'A job' };
    const thread = state.conversations.start(world.seats[0], person.personUrn, text, clock());
    const { id } = state.mailStubs.add(thread, person, clock());
    state.exports.requests.add({
      clientId: world.clientId,
      integrationContext: 'urn:li:organization:7001',
      jobPostingId: null,
      exportType: 'PROFILE',
      member: person.personUrn,
      seat: world.seats[0].urn,
      createdAtMs: clock(),
    });
    clock.advance(5 * 3_600);
    await kit.workers.runUntilIdle();
    expect([...kept]).toEqual([String(id)]);

    state.closeMember(person.personUrn);
    clock.advance(8 * 86_400);
    await kit.workers.runUntilIdle();
    expect(told).toEqual(['Closed LinkedIn accounts: 1']);
    const { deleted } = await deleteClosed(asPartnersSee(kit), 'acme', 'admin-1');
    expect(told).toContain(`lead-${String(id)}`);
    expect(deleted).toMatchObject({ ats: 1, closed_profiles: 1, retrieval_items: 2 });
  }, 30_000);
});

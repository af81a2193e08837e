/** Module 3: exports by push, seats, InMail, notes, stub profiles, closed accounts. */
import { describe, expect, it } from 'vitest';
import { all, clientOf, openTarget } from './target.ts';

const target = openTarget();
const { organization, recruiter, requests } = target;
const contract = target.contract ?? 'urn:li:contract:0';
const hourMs = 3_600_000;

describe.each(target.generations)(`exports at ${target.name} over %s`, (generation) => {
  const api = clientOf(target, generation);

  it.runIf(requests.export !== null)(
    'are found by the id of a push, for this customer',
    async () => {
      const [exported] = await api.exportedCandidates.byRequest(requests.export ?? '');
      expect(exported?.integrationContext).toBe(organization);
      expect(exported?.profile.member).toMatch(/^urn:li:person:/);
      expect(exported?.profile.lastName).toBeTruthy();
    },
  );

  it('are not found by an id nobody gave', async () => {
    await expect(api.exportedCandidates.byRequest('no-such-request')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of members who have closed their accounts are listed', async () => {
    const fromMs = target.now() - hourMs;
    if (recruiter !== null) {
      const member = recruiter.anotherMember();
      recruiter.exportCandidate(member, 'job-of-somebody-gone');
      recruiter.closeAccount(member);
      await target.passTime(1);
      const gone = await all(api.purgedExports.list({ fromMs, toMs: target.now() }));
      expect(gone.map((one) => one.member)).toContain(member);
    }
    const toMs = target.now();
    await expect(all(api.purgedExports.list({ fromMs, toMs }))).resolves.toBeDefined();
  });
});

describe.runIf(target.contract !== null)(`a contract at ${target.name}`, () => {
  describe.each(target.generations)('over %s', (generation) => {
    const api = clientOf(target, generation);
    const seatsOf = () => all(api.seats.list({ contracts: [contract], states: ['ACTIVE'] }));

    it('tells its seats, by person', async () => {
      const seats = await seatsOf();
      expect(seats.length).toBeGreaterThan(0);
      for (const seat of seats) {
        expect(seat).toMatchObject({ state: 'ACTIVE', contract });
        expect(seat.urn).toMatch(/^urn:li:seat:\d+$/);
        expect(seat.member).toMatch(/^urn:li:person:/);
      }
    });

    it('tells what was written, noted and shared', async () => {
      const member = recruiter?.anotherMember() ?? '';
      const fromMs = target.now();
      recruiter?.converse(member);
      recruiter?.note(member, 'Strong in statics', true);
      recruiter?.note(member, 'Mistaken', false);
      await target.passTime(1_000);
      const range = { fromMs, toMs: target.now() };
      const seat = recruiter?.seat ?? (await seatsOf())[0]?.urn ?? '';
      const [events, notes, stubs] = [
        await all(api.conversationEvents.list({ seat, ...range })),
        await all(api.prospectNotes.list({ contract, owners: [seat], ...range })),
        await all(api.mailStubs.list({ contract, owners: [seat], ...range })),
      ];
      if (recruiter === null) return;
      expect(events).toHaveLength(2);
      expect(events[0]).toMatchObject({ author: seat, text: 'Would you like to talk?' });
      expect(notes).toMatchObject([
        { text: 'Strong in statics', active: true, owner: seat, prospect: member, contract },
        { active: false },
      ]);
      expect(stubs).toMatchObject([{ owner: seat, contract, profile: { member } }]);
      expect(stubs[0]?.profile.emailAddresses).toHaveLength(1);
    });

    it('tells nothing of a time in which nothing happened', async () => {
      const seat = (await seatsOf())[0]?.urn ?? '';
      // Two days, so several windows.
      const range = { fromMs: 48 * hourMs, toMs: 96 * hourMs };
      expect(await all(api.conversationEvents.list({ seat, ...range }))).toEqual([]);
      expect(await all(api.prospectNotes.list({ contract, ...range }))).toEqual([]);
      expect(await all(api.mailStubs.list({ contract, owners: [seat], ...range }))).toEqual([]);
    });
  });

  it('tells its seats in the older call, with e-mail addresses', async () => {
    const seats = await all(
      clientOf(target, 'v2').seats.listOlder({ contracts: [contract], active: true }),
    );
    expect(seats.length).toBeGreaterThan(0);
    for (const seat of seats) expect(seat.email).toContain('@');
  });
});

describe.runIf(recruiter !== null && target.generations.includes('rest'))(
  `evaluations at ${target.name}`,
  () => {
    it('are found by the id of a push', async () => {
      const requestId = recruiter?.evaluate('a-1', 'j-1') ?? '';
      const { exportedApplicationEvaluations } = clientOf(target, 'rest');
      expect(await exportedApplicationEvaluations.byRequest(requestId)).toMatchObject([
        { integrationContext: organization, applicationId: 'a-1', jobPostingId: 'j-1' },
      ]);
    });
  },
);

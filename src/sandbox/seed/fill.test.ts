import { beforeEach, describe, expect, it } from 'vitest';
import { SandboxState } from '../state/store.ts';
import { fill, type FillCounts, type FillTarget } from './fill.ts';
import { createStandardSeed } from './standard.ts';

const nowMs = Date.parse('2026-11-03T12:00:00Z');
const dayMs = 86_400_000;
let state: SandboxState;
let target: FillTarget;

beforeEach(() => {
  const seed = createStandardSeed({ members: 500 });
  state = new SandboxState({ ...seed, clock: () => nowMs });
  const [customer] = seed.customers;
  if (customer === undefined) throw new Error('no customer');
  target = customer;
});
const fillWith = (counts: FillCounts, seed = 1): void => {
  fill(state, target, { counts, seed, fromMs: nowMs - dayMs, untilMs: nowMs });
};

describe('a customer that is filled', () => {
  it('has as many records of each kind as were asked for', () => {
    const counts = {
      candidates: 100,
      candidateNotes: 50,
      jobs: 10,
      applications: 120,
      applicationNotes: 20,
      stages: 300,
      interviewFeedback: 30,
      attachments: 15,
      entityAcls: 20,
      aclAssignees: 12,
    };
    for (const seed of [1, 1, 2]) fillWith(counts, seed);
    expect(state.candidates.of(target.organization)).toHaveLength(200);
    expect(state.jobs.of(target.organization, nowMs)).toHaveLength(20);
    for (const name of ['candidateNotes', 'applications', 'stages', 'aclAssignees'] as const) {
      expect([name, state.records.count(name)]).toEqual([name, counts[name] * 2]);
    }
  });

  it('has candidates of whom most are members, some are not, and some cannot be told', () => {
    fillWith({ candidates: 100 });
    const kinds = state.candidates
      .of(target.organization)
      .map(({ record }) => state.matchOf(target.organization, record.id).kind);
    const matched = kinds.filter((kind) => kind === 'automatic').length;
    expect(matched).toBeGreaterThan(60);
    expect(matched).toBeLessThan(90);
  });

  it('has InMail, notes, stubs and exports spread over the time asked for', () => {
    fillWith({ jobs: 2 });
    fillWith({ conversationEvents: 100, prospectNotes: 30, mailStubs: 20, exportedCandidates: 5 });
    const seats = target.contracts.flatMap((contract) => state.organizations.seatsOf(contract));
    const events = (fromMs: number, beforeMs: number): number =>
      seats
        .map(({ urn }) => state.conversations.eventsOfSeat(urn, fromMs, beforeMs).total)
        .reduce((sum, total) => sum + total);
    expect(events(0, Infinity)).toBe(100);
    expect(events(nowMs - dayMs, nowMs)).toBe(100);
    expect(events(nowMs - dayMs / 2, nowMs)).toBe(50);
    const total = (of: 'prospectNotes' | 'mailStubs'): number =>
      target.contracts
        .map((contract) => state[of].window(contract, [], 0, Infinity).total)
        .reduce((sum, count) => sum + count);
    expect([total('prospectNotes'), total('mailStubs')]).toEqual([30, 20]);
    const exported = [...state.exports.requests.values()];
    expect(exported).toHaveLength(5);
    expect(new Set(exported.map(({ jobPostingId }) => jobPostingId)).size).toBe(2);
    expect(state.notifications.all.size).toBe(5);
  });
});

/** A sandbox in this process: requests in, answers out, no port; its clock is ours. */
import { defaultVersion } from '../../src/linkedin/client.ts';
import { generations } from '../../src/linkedin/form.ts';
import { createSandbox, createStandardSeed } from '../../src/sandbox/index.ts';
import type { SandboxState } from '../../src/sandbox/index.ts';
import type { Seat } from '../../src/sandbox/state/organizations.ts';
import type { Recruiter, Target } from './target.ts';

export interface SandboxTarget extends Target {
  readonly recruiter: Recruiter;
  readonly contract: string;
  readonly person: string;
  /** What the sandbox has taken in. */
  readonly state: SandboxState;
}

export function sandboxTarget(): SandboxTarget {
  const clock = { nowMs: Date.parse('2026-03-02T10:00:00Z') };
  const seed = createStandardSeed({ members: 150 });
  const [customer] = seed.customers;
  const [partner] = seed.partners;
  if (customer === undefined || partner === undefined) throw new Error('the seed is empty');
  const origin = 'http://linkedin.test';
  const sandbox = createSandbox({ ...seed, origin, clock: () => clock.nowMs });
  const { state } = sandbox;
  const [contract = ''] = customer.contracts;
  const [seat] = state.organizations.seatsOf(contract);
  if (seat === undefined) throw new Error('the contract has no seat');
  const members = [...state.members.values()].map(({ personUrn }) => personUrn);
  const recruiter = createRecruiter(state, seat, customer.clientId, members);
  return {
    name: 'sandbox',
    clientId: customer.clientId,
    clientSecret: customer.clientSecret,
    baseUrls: { api: origin, oauthToken: `${origin}/oauth/v2/accessToken` },
    generations,
    version: defaultVersion,
    organization: customer.organization,
    contract,
    person: seat.personUrn,
    partner: { clientId: partner.clientId, clientSecret: partner.clientSecret },
    recruiter,
    requests: {
      export: recruiter.exportCandidate(recruiter.anotherMember(), 'job-of-an-export'),
      status: switched(state, customer.clientId),
    },
    state,
    fetch: async (input, init) => sandbox.fetch(new Request(input, init)),
    now: () => clock.nowMs,
    passTime: (ms) => {
      clock.nowMs += ms;
      return Promise.resolve();
    },
  };
}

/** The administrator switches an integration off and on again. @returns id of the last push */
function switched(state: SandboxState, clientId: string): string | null {
  const [first] = state.integrations.of(clientId);
  if (first === undefined) throw new Error('the customer has no integration');
  state.integrations.switch([first], false, state.now());
  const [off] = state.integrations.of(clientId);
  return off === undefined ? null : state.integrations.switch([off], true, state.now());
}

function createRecruiter(
  state: SandboxState,
  seat: Seat,
  clientId: string,
  members: string[],
): Recruiter {
  const { organization: integrationContext, urn } = seat;
  return {
    seat: urn,
    exportCandidate: (member, jobPostingId) =>
      state.exports.requests.add({
        clientId,
        integrationContext,
        jobPostingId,
        exportType: 'PROFILE',
        member,
        seat: urn,
        createdAtMs: state.now(),
      }),
    evaluate: (applicationId, jobPostingId) =>
      state.evaluations.add({
        clientId,
        integrationContext,
        applicationId,
        jobPostingId,
        result: 'GOOD_FIT',
        explanation: 'Builds bridges.',
        createdAtMs: state.now(),
      }),
    converse(member) {
      const person = state.members.get(member);
      if (person === undefined) throw new Error('there is no such member');
      const message = { subject: 'A role', text: 'Would you like to talk?' };
      const conversation = state.conversations.start(seat, member, message, state.now());
      state.conversations.answer(conversation, 'ACCEPTED', 'Gladly.', state.now());
      state.mailStubs.add(conversation, person, state.now());
    },
    note(member, text, stays) {
      const note = state.prospectNotes.add(
        seat,
        { member, text, visibility: 'PUBLIC' },
        state.now(),
      );
      if (!stays) state.prospectNotes.change(note, { active: false }, state.now());
    },
    closeAccount: (member) => {
      state.closeMember(member);
    },
    anotherMember: () => members.pop() ?? '',
  };
}

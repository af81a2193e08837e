/** A customer whose recruiters write in the sandbox's Recruiter, and what has come of it in the store. */
import { setTimeout as delay } from 'node:timers/promises';
import { isNotNull } from 'drizzle-orm';
import type { Kit } from '../../src/backend/app.ts';
import { hostOrigin, loadFrame, type TestFrame } from '../../src/backend/backend.test-support.ts';
import type { PrivateKey } from '../../src/backend/onboarding/signing-keys.ts';
import { internalsOf } from '../../src/backend/store/internals.ts';
import type { Store } from '../../src/backend/store/store.ts';
import { retrievalSeats } from '../../src/backend/store/tables/index.ts';
import type { Seat } from '../../src/sandbox/state/organizations.ts';
import type { Person } from '../../src/sandbox/state/people.ts';
import type { Scope } from '../../src/protocol/context.ts';
import {
  acme,
  candidateRecord,
  contract,
  frameWorldOf,
  requestedBy,
  secondContract,
  type TestKit,
} from './onboarding-kit.ts';

export interface RecruitingWorld {
  readonly clientId: string;
  readonly key: PrivateKey;
  /** Seats of the users `user-a`, `user-b` on the first contract, and `user-c` on the second. */
  readonly seats: readonly [Seat, Seat, Seat];
  readonly people: readonly Person[];
}

export const users = ['a', 'b', 'c'].map((name) => ({
  id: `user-${name}`,
  email: `${name}@acme.example`,
}));

/** Onboards the customer, with both contracts, three seats, and all integrations enabled. */
export async function recruitingWorld(test: TestKit): Promise<RecruitingWorld> {
  const { kit, sandbox, clock } = test;
  const { privateKey } = await kit.customers.create({ ...acme, domains: [hostOrigin] });
  if (privateKey === null) throw new Error('the customer has been made before');
  const clientId = await test.clientIdOf('acme');
  const keys = requestedBy(undefined, contract, secondContract);
  test.request(clientId, keys);
  await kit.integrations.requested('acme', keys);
  const people = [...sandbox.state.members.values()];
  const seatOf = (index: number, at: string): Seat => {
    const person = people.at(-1 - index);
    const user = users[index];
    if (person === undefined || user === undefined)
      throw new Error('there are more seats than people');
    return sandbox.state.organizations.addSeat(
      {
        contract: at,
        personUrn: person.personUrn,
        firstName: person.firstName,
        lastName: person.lastName,
        email: user.email,
        roles: [],
      },
      clock(),
    );
  };
  const seats = [seatOf(0, contract), seatOf(1, contract), seatOf(2, secondContract)] as const;
  test.switch(clientId, true);
  await kit.integrations.refresh('acme');
  return { clientId, key: privateKey, seats, people };
}

/** Sends a candidate to LinkedIn that is found to be the member. */
export async function syncAs(kit: Kit, id: string, person: Person): Promise<void> {
  const [result] = await kit.candidates.sync('acme', [
    {
      ...candidateRecord(id),
      firstName: person.firstName,
      lastName: person.lastName,
      emailAddresses: [...person.emails],
    },
  ]);
  if (result?.ok !== true) throw new Error('the candidate was not taken');
}

/** The frame of a candidate, as a user of the ATS has it open. */
export async function candidateFrame(
  test: TestKit,
  { key }: RecruitingWorld,
  candidateId: string,
  userId: string,
  scopes: readonly Scope[] = ['profile:read'],
): Promise<TestFrame> {
  const options = { obj: `candidate:${candidateId}`, scopes };
  const frame = await loadFrame(frameWorldOf(test, 'acme', key), options);
  const viewer = { sub: userId, org: 'org-1', sid: `session-${userId}` };
  const response = await frame.openSession(await frame.ticket(viewer));
  if (!response.ok) throw new Error(`session refused: ${await response.text()}`);
  return frame;
}

/** Waits until nobody reads a seat: a timeline that is opened has it read beside the answer. */
export async function settled(store: Store): Promise<void> {
  const { connection } = internalsOf(store);
  for (;;) {
    const busy = await connection.run((database) =>
      database
        .select({ seat: retrievalSeats.seat })
        .from(retrievalSeats)
        .where(isNotNull(retrievalSeats.leasedUntil))
        .limit(1),
    );
    if (busy.length === 0) return;
    await delay(5);
  }
}

/**
 * Who can sign in: the accounts the sandbox was given, and holders of seats who have none, such as
 * those a test has added. There are no passwords.
 */
import type { Seat } from '../state/organizations.ts';
import type { SandboxState } from '../state/store.ts';
import type { StoredAccount } from '../state/seed.ts';

const seatAccount = 'seat-';

/** Everybody who can sign in, accounts first. */
export function listAccounts(state: SandboxState): StoredAccount[] {
  const accounts = [...state.accounts.values()];
  const people = new Set(accounts.map(({ personUrn }) => personUrn));
  for (const seat of state.organizations.seats.values()) {
    if (people.has(seat.personUrn)) continue;
    people.add(seat.personUrn);
    accounts.push(accountOfSeat(seat));
  }
  return accounts;
}

export function findAccount(state: SandboxState, id: string): StoredAccount | null {
  const account = state.accounts.get(id);
  if (account !== undefined) return account;
  if (!id.startsWith(seatAccount)) return null;
  const seat = state.organizations.seats.get(`urn:li:seat:${id.slice(seatAccount.length)}`);
  return seat === undefined ? null : accountOfSeat(seat);
}

/** Seats somebody can work with: a person has one for each contract. */
export const activeSeats = (state: SandboxState, { personUrn }: StoredAccount): Seat[] =>
  state.organizations.seatsOfPerson(personUrn).filter((seat) => seat.state === 'ACTIVE');

const accountOfSeat = (seat: Seat): StoredAccount => ({
  id: `${seatAccount}${seat.id}`,
  name: `${seat.firstName} ${seat.lastName}`.trim(),
  email: seat.email,
  personUrn: seat.personUrn,
  seat: true,
  seatUrn: seat.urn,
  organization: seat.organization,
  contract: seat.contract,
  roles: seat.roles,
});

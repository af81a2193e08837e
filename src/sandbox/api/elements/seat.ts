/** A seat: documented are most fields of the older call and some of the newer one [doc, unknown]. */
import type { Generation } from '../../../linkedin/form.ts';
import type { Seat } from '../../state/organizations.ts';

/** `seatsV2`. Under `/rest` the id and the time of its making are called differently [doc]. */
export function seatElement(seat: Seat, generation: Generation): Record<string, unknown> {
  // Who made the seat is a seat, a person, or LinkedIn: not documented [unknown].
  const created = { actor: seat.personUrn, time: seat.createdAtMs };
  return {
    ...(generation === 'v2' ? { id: seat.id } : { seatId: seat.id }),
    contract: seat.contract,
    member: seat.personUrn,
    firstName: seat.firstName,
    lastName: seat.lastName,
    state: seat.state,
    seatRoles: seat.roles,
    ...(generation === 'v2' ? { created } : { createdAt: created }),
  };
}

/** The older `seats` [doc, old]. */
export const olderSeatElement = (seat: Seat): Record<string, unknown> => ({
  id: seat.id,
  contractId: seat.contract,
  member: seat.personUrn,
  firstName: seat.firstName,
  lastName: seat.lastName,
  email: seat.email,
  active: seat.state === 'ACTIVE',
  admin: seat.roles.includes('ADMIN_SEAT'),
});

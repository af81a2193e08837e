/** A Recruiter seat: `seatsV2` in both generations, and the older `seats` [doc, cut]. */
import { booleanOf, isRaw, msOf, pick, textOf, textsOf, urnOf, type Raw } from './tolerant.ts';

export interface Seat {
  /** `urn:li:seat:…`, as the retrieval calls want it. */
  readonly urn: string;
  readonly contract: string | undefined;
  /** Person URN: ATS users are matched by it, not by e-mail [doc]. */
  readonly member: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  /** The older call only. */
  readonly email: string | undefined;
  /** ACTIVE, INACTIVE, INVITED, PARKED, or what LinkedIn adds. */
  readonly state: string | undefined;
  readonly roles: readonly string[];
  readonly createdAtMs: number | undefined;
  readonly raw: Raw;
}

/** @returns null if the element names no seat */
export function readSeat(raw: unknown): Seat | null {
  const element = isRaw(raw) ? raw : {};
  const urn = urnOf('seat', pick(element, 'id', 'seatId', 'seat'));
  if (urn === undefined) return null;
  const active = booleanOf(pick(element, 'active'));
  return {
    urn,
    contract: urnOf('contract', pick(element, 'contract', 'contractId')),
    member: urnOf('person', pick(element, 'member')),
    firstName: textOf(pick(element, 'firstName')),
    lastName: textOf(pick(element, 'lastName')),
    email: textOf(pick(element, 'email', 'emailAddress')),
    state:
      textOf(pick(element, 'state')) ??
      (active === undefined ? undefined : active ? 'ACTIVE' : 'INACTIVE'),
    roles: [
      ...textsOf(pick(element, 'seatRoles', 'roles')),
      ...(booleanOf(pick(element, 'admin')) === true ? ['ADMIN_SEAT'] : []),
    ],
    createdAtMs: msOf(pick(element, 'created', 'createdAt')),
    raw: element,
  };
}

/** Names of recruiters, by their seat. */
import type { SandboxState } from '../state/store.ts';

/** @param urn of a seat; one that is gone still has its URN */
export function seatName(state: SandboxState, urn: string): string {
  const seat = state.organizations.seats.get(urn);
  if (seat === undefined) return urn;
  return `${seat.firstName} ${seat.lastName}`.trim();
}

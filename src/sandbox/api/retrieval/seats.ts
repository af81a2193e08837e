/** Seats of contracts: `seatsV2` of both generations, and the older `/v2/seats` [doc, postman]. */
import { parseListParameter } from '../../../linkedin/restli.ts';
import { seatStates, type Seat } from '../../state/organizations.ts';
import { countRecords, type Call, type Handler } from '../call.ts';
import { olderSeatElement, seatElement } from '../elements/seat.ts';
import { malformed } from '../envelope.ts';
import { foundAll, page } from '../paging.ts';
import { assertFinder, contractsOf } from './contracts.ts';

const seatsOf = (call: Call): Seat[] => {
  const contracts = contractsOf(call, 'contracts');
  return contracts
    .flatMap((contract) => call.state.organizations.seatsOf(contract))
    .sort((a, b) => a.id - b.id);
};

export const seatsV2: Handler = (call) => {
  assertFinder(call, 'attributes');
  // One page of the documentation says the call fails without, another that there are ten; it fails
  // here, so that nobody comes to rely on the other [doc].
  if (call.parameters.get('start') === null) throw malformed('start: is required');
  const states = parseListParameter(call.query, 'states');
  const wrong = states.find((state) => !seatStates.some((known) => known === state));
  if (wrong !== undefined) throw malformed(`states: must be of ${seatStates.join(', ')}`);
  const seats = seatsOf(call).filter(({ state }) => states.length === 0 || states.includes(state));
  countRecords(call, 1);
  return page(call, foundAll(seats), (seat) => seatElement(seat, call.generation));
};

export const olderSeats: Handler = (call) => {
  assertFinder(call, 'seatsByAttributes');
  const active = call.parameters.get('active');
  if (active !== null && active !== 'true' && active !== 'false') {
    throw malformed('active: must be true or false');
  }
  const seats = seatsOf(call).filter(
    ({ state }) => active === null || (state === 'ACTIVE') === (active === 'true'),
  );
  countRecords(call, 1);
  return page(call, foundAll(seats), olderSeatElement);
};

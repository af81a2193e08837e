/** Who holds a Recruiter seat in a contract [doc]. */
import * as z from 'zod';
import { readSeat, type Seat } from '../answers/seat.ts';
import { checked } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { splitList } from '../limits.ts';
import type { Platform } from '../platform.ts';
import { contractUrn } from '../records/common.ts';
import { bytesBeside, find, type Elements } from './finder.ts';

export const seatStates = ['ACTIVE', 'INACTIVE', 'INVITED', 'PARKED'] as const;
export type SeatState = (typeof seatStates)[number];

export interface SeatsApi {
  /**
   * Seats of contracts. ATS users are matched to them by person URN, not by e-mail [doc].
   * @param query.states all if left out
   * @throws LinkedInError when read
   */
  list(
    query: { readonly contracts: readonly string[]; readonly states?: readonly SeatState[] },
    options?: CallOptions,
  ): Elements<Seat>;
  /**
   * The older call, which knows e-mail addresses; deprecated by LinkedIn [doc].
   * @throws LinkedInError when read
   */
  listOlder(
    query: { readonly contracts: readonly string[]; readonly active?: boolean },
    options?: CallOptions,
  ): Elements<Seat>;
}

const contractList = z.array(contractUrn).min(1);
const stateList = z.array(z.enum(seatStates));

export function createSeatsApi(platform: Platform): SeatsApi {
  async function* list(
    resource: string,
    contracts: readonly string[],
    others: readonly string[],
    options?: CallOptions,
  ): Elements<Seat> {
    checked(contractList, contracts, 'contracts');
    const lists = splitList('contracts', contracts, platform.style, bytesBeside(others));
    const [finder, ...filters] = others;
    for (const some of lists) {
      const seats = find(
        platform,
        {
          resource,
          query: [finder ?? '', some, ...filters],
          group: 'retrieval',
          pageSize: 100,
          read: readSeat,
          identify: (seat) => seat?.urn,
        },
        options,
      );
      for await (const seat of seats) if (seat !== null) yield seat;
    }
  }

  return {
    async *list({ contracts, states = [] }, options) {
      checked(stateList, states, 'states');
      const filter = states.length === 0 ? '' : platform.style.list('states', states);
      yield* list('seatsV2', contracts, ['q=attributes', filter], options);
    },
    async *listOlder({ contracts, active }, options) {
      const filter = active === undefined ? '' : `active=${String(active)}`;
      yield* list('seats', contracts, ['q=seatsByAttributes', filter], options);
    },
  };
}

/** Who holds a Recruiter seat in a contract [doc]. */
import * as z from 'zod';
import { readSeat, type Seat } from '../answers/seat.ts';
import { checked } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { styles, type Generation } from '../form.ts';
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
   * The older call, which knows e-mail addresses; deprecated by LinkedIn [doc], and on `/v2` for
   * customers of either generation.
   * @throws LinkedInError when read
   */
  listOlder(
    query: { readonly contracts: readonly string[]; readonly active?: boolean },
    options?: CallOptions,
  ): Elements<Seat>;
}

interface Call {
  readonly resource: string;
  readonly generation: Generation;
  readonly q: string;
  readonly filter: string;
}

const contractList = z.array(contractUrn).min(1);
const stateList = z.array(z.enum(seatStates));

export function createSeatsApi(platform: Platform): SeatsApi {
  async function* list(
    { resource, generation, q, filter }: Call,
    contracts: readonly string[],
    options?: CallOptions,
  ): Elements<Seat> {
    checked(contractList, contracts, 'contracts');
    const others = [`q=${q}`, filter];
    const lists = splitList('contracts', contracts, styles[generation], bytesBeside(others));
    for (const some of lists) {
      const finder = {
        resource,
        generation,
        query: [`q=${q}`, some, filter],
        group: 'retrieval',
        pageSize: 100,
        read: readSeat,
        identify: (seat: Seat | null) => seat?.urn,
      } as const;
      for await (const seat of find(platform, finder, options)) if (seat !== null) yield seat;
    }
  }

  return {
    async *list({ contracts, states = [] }, options) {
      checked(stateList, states, 'states');
      const { generation, style } = platform;
      const filter = states.length === 0 ? '' : style.list('states', states);
      const call = { resource: 'seatsV2', generation, q: 'attributes', filter } as const;
      yield* list(call, contracts, options);
    },
    async *listOlder({ contracts, active }, options) {
      const filter = active === undefined ? '' : `active=${String(active)}`;
      const call = { resource: 'seats', generation: 'v2', q: 'seatsByAttributes', filter } as const;
      yield* list(call, contracts, options);
    },
  };
}

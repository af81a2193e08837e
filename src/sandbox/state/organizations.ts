/** Customers of LinkedIn: organizations, their Recruiter contracts, and the seats of a contract. */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';

export interface Organization {
  /** `urn:li:organization:…` */
  readonly urn: string;
  readonly name: string;
}

export interface Contract {
  /** `urn:li:contract:…` */
  readonly urn: string;
  readonly organization: string;
  readonly name: string;
}

export const seatStates = ['ACTIVE', 'INACTIVE', 'INVITED', 'PARKED'] as const;
export type SeatState = (typeof seatStates)[number];

export interface Seat {
  /** `urn:li:seat:…` */
  readonly urn: string;
  readonly id: number;
  readonly contract: string;
  readonly organization: string;
  readonly personUrn: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** For example ADMIN_SEAT, who may enable integrations. */
  readonly roles: readonly string[];
  readonly state: SeatState;
  readonly createdAtMs: number;
}

export type SeatSeed = Omit<Seat, 'urn' | 'id' | 'organization' | 'createdAtMs' | 'state'> & {
  readonly state?: SeatState;
  /** Made up if it is not given. */
  readonly id?: number | undefined;
};

export class Organizations {
  readonly #organizations: Collection<Organization>;
  readonly contracts: Collection<Contract>;
  readonly seats: Collection<Seat>;
  readonly #contractsOf: Grouping<Contract>;
  readonly #seatsOf: Grouping<Seat>;
  readonly #seatsOfPerson: Grouping<Seat>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.#organizations = database.collection<Organization>('organizations');
    this.contracts = database.collection<Contract>('contracts');
    this.seats = database.collection<Seat>('seats');
    this.#contractsOf = this.contracts.groupBy(({ organization }) => organization);
    this.#seatsOf = this.seats.groupBy(({ contract }) => contract);
    this.#seatsOfPerson = this.seats.groupBy(({ personUrn }) => personUrn);
    this.#counters = counters;
  }

  get(urn: string): Organization | undefined {
    return this.#organizations.get(urn);
  }

  values(): MapIterator<Organization> {
    return this.#organizations.values();
  }

  add(organization: Organization): void {
    this.#organizations.set(organization.urn, organization);
  }

  addContract(contract: Contract): void {
    this.contracts.set(contract.urn, contract);
  }

  /** Contracts of an organization, the first one first. */
  contractsOf(organization: string): Contract[] {
    return this.#contractsOf.values(organization);
  }

  /** The organization behind an integration context; a contract's, for a contract. */
  organizationOf(context: string): string | null {
    if (this.#organizations.has(context)) return context;
    return this.contracts.get(context)?.organization ?? null;
  }

  /** @throws TypeError if the contract is unknown or the id is taken */
  addSeat(seed: SeatSeed, nowMs: number): Seat {
    const contract = this.contracts.get(seed.contract);
    const id = seed.id ?? this.#counters.next('seat', 301_001);
    const urn = `urn:li:seat:${id}`;
    if (contract === undefined || this.seats.has(urn)) {
      throw new TypeError('the contract of a seat is unknown, or its id is taken');
    }
    const { organization } = contract;
    const seat: Seat = { state: 'ACTIVE', ...seed, urn, id, organization, createdAtMs: nowMs };
    this.seats.set(urn, seat);
    return seat;
  }

  changeSeat(urn: string, changes: Partial<Pick<Seat, 'state' | 'roles'>>): void {
    const seat = this.seats.get(urn);
    if (seat !== undefined) this.seats.set(urn, { ...seat, ...changes });
  }

  seatsOf(contract: string): Seat[] {
    return this.#seatsOf.values(contract);
  }

  /** Seats a person holds: one a contract, and there can be several contracts. */
  seatsOfPerson(personUrn: string): Seat[] {
    return this.#seatsOfPerson.values(personUrn);
  }
}

/** Contact details members agreed to share when they first answered an InMail [doc]. */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import type { Conversation } from './conversations.ts';
import { joinKey } from './keys.ts';
import type { Person } from './people.ts';
import { Timeline, type Window } from './timeline.ts';

export interface MailStub {
  readonly id: number;
  readonly contract: string;
  /** Seat that was answered. */
  readonly owner: string;
  /** Person URN. */
  readonly member: string;
  readonly emailAddress: string;
  readonly phoneNumber: string | null;
  readonly createdAtMs: number;
}

export class MailStubs {
  readonly #stubs: Collection<MailStub>;
  readonly #byMember: Grouping<MailStub>;
  readonly #byContract: Timeline<MailStub>;
  readonly #byOwner: Timeline<MailStub>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.#stubs = database.collection<MailStub>('mailStubs');
    this.#byMember = this.#stubs.groupBy(({ contract, member }) => joinKey(contract, member));
    const timeOf = ({ createdAtMs }: MailStub): number => createdAtMs;
    this.#byContract = new Timeline(this.#stubs, ({ contract }) => contract, timeOf);
    this.#byOwner = new Timeline(this.#stubs, ({ owner }) => owner, timeOf);
    this.#counters = counters;
  }

  /** What a member has shared with recruiters of a contract, oldest first. */
  of(contract: string, member: string): MailStub[] {
    return this.#byMember.values(joinKey(contract, member));
  }

  /** A member shares contact details with who wrote. */
  add({ contract, seat }: Conversation, person: Person, nowMs: number): MailStub {
    const stub: MailStub = {
      id: this.#counters.next('mailStub', 6_600_001),
      contract,
      owner: seat,
      member: person.personUrn,
      emailAddress: person.emails[0] ?? '',
      phoneNumber: person.phones[0] ?? null,
      createdAtMs: nowMs,
    };
    this.#stubs.set(String(stub.id), stub);
    return stub;
  }

  /**
   * Stubs of a contract made within a window.
   * @param owners seats whose stubs are wanted; none is all of the contract
   */
  window(
    contract: string,
    owners: readonly string[],
    fromMs: number,
    beforeMs: number,
  ): Window<MailStub> {
    return owners.length === 0
      ? this.#byContract.window([contract], fromMs, beforeMs)
      : this.#byOwner.window(owners, fromMs, beforeMs);
  }
}

/** Notes recruiters write on members in Recruiter. */
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';
import type { Seat } from './organizations.ts';
import { Timeline, type Window } from './timeline.ts';

export interface ProspectNote {
  readonly id: number;
  readonly contract: string;
  /** Seat of the author. */
  readonly owner: string;
  /** Person URN. */
  readonly member: string;
  readonly text: string;
  /** Private notes are seen by their author only. */
  readonly visibility: 'PUBLIC' | 'PRIVATE';
  /** False once it has been deleted [doc]. */
  readonly active: boolean;
  readonly createdAtMs: number;
  readonly lastModifiedAtMs: number;
}

export class ProspectNotes {
  readonly #notes: Collection<ProspectNote>;
  readonly #byMember: Grouping<ProspectNote>;
  readonly #byContract: Timeline<ProspectNote>;
  readonly #byOwner: Timeline<ProspectNote>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters) {
    this.#notes = database.collection<ProspectNote>('prospectNotes');
    this.#byMember = this.#notes.groupBy(({ contract, member }) => joinKey(contract, member));
    // Queries go by the time of the last change [doc].
    const timeOf = ({ lastModifiedAtMs }: ProspectNote): number => lastModifiedAtMs;
    this.#byContract = new Timeline(this.#notes, ({ contract }) => contract, timeOf);
    this.#byOwner = new Timeline(this.#notes, ({ owner }) => owner, timeOf);
    this.#counters = counters;
  }

  get(id: number): ProspectNote | null {
    return this.#notes.get(String(id)) ?? null;
  }

  add(
    owner: Seat,
    note: Pick<ProspectNote, 'member' | 'text' | 'visibility'>,
    nowMs: number,
  ): ProspectNote {
    const stored: ProspectNote = {
      id: this.#counters.next('prospectNote', 4_400_001),
      contract: owner.contract,
      owner: owner.urn,
      member: note.member,
      text: note.text,
      visibility: note.visibility,
      active: true,
      createdAtMs: nowMs,
      lastModifiedAtMs: nowMs,
    };
    this.#notes.set(String(stored.id), stored);
    return stored;
  }

  /** Changes a note, or deletes it with `active: false`. */
  change(
    note: ProspectNote,
    changes: Partial<Pick<ProspectNote, 'text' | 'visibility' | 'active'>>,
    nowMs: number,
  ): void {
    this.#notes.set(String(note.id), { ...note, ...changes, lastModifiedAtMs: nowMs });
  }

  /** Notes on a member that a seat may read, in the order they came. */
  seenBy(viewer: Seat, member: string): ProspectNote[] {
    return this.#byMember
      .values(joinKey(viewer.contract, member))
      .filter(
        ({ active, visibility, owner }) =>
          active && (visibility === 'PUBLIC' || owner === viewer.urn),
      );
  }

  /**
   * Notes of a contract, deleted ones too, last changed within a window.
   * @param owners seats whose notes are wanted; none is all of the contract
   */
  window(
    contract: string,
    owners: readonly string[],
    fromMs: number,
    beforeMs: number,
  ): Window<ProspectNote> {
    return owners.length === 0
      ? this.#byContract.window([contract], fromMs, beforeMs)
      : this.#byOwner.window(owners, fromMs, beforeMs);
  }
}

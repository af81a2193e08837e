/** The positions that are being filled: whether they still are, and who may see them at LinkedIn. */
import type { Opening } from './candidate.ts';

export interface PositionState {
  readonly opening: Opening;
  readonly isOpen: boolean;
  /** Person URNs of the only members who see it in Recruiter; null: all of the customer's do. */
  readonly allowed: readonly string[] | null;
  /** Milliseconds since 1970. */
  readonly listedAtMs: number;
  readonly updatedAtMs: number;
}

export interface PositionStore {
  all(): readonly PositionState[];
  byId(id: string): PositionState | null;
  setOpen(id: string, isOpen: boolean, atMs: number): void;
  setAllowed(id: string, allowed: readonly string[] | null, atMs: number): void;
}

/**
 * @param listedAtMs when all of them were listed
 * @param onChange is told of each before and after a change
 */
export function createPositionStore(
  openings: readonly Opening[],
  listedAtMs: number,
  onChange: (before: PositionState, after: PositionState) => void,
): PositionStore {
  const states = new Map<string, PositionState>(
    openings.map((opening) => [
      opening.id,
      { opening, isOpen: true, allowed: null, listedAtMs, updatedAtMs: listedAtMs },
    ]),
  );

  function change(id: string, changes: Partial<PositionState>): void {
    const before = states.get(id);
    if (before === undefined) return;
    const after = { ...before, ...changes };
    states.set(id, after);
    onChange(before, after);
  }

  return {
    all: () => [...states.values()],
    byId: (id) => states.get(id) ?? null,
    setOpen(id, isOpen, atMs) {
      change(id, { isOpen, updatedAtMs: atMs });
    },
    setAllowed(id, allowed, atMs) {
      change(id, { allowed, updatedAtMs: atMs });
    },
  };
}

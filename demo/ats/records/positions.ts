/** The positions that are being filled, and whether they still are. */
import type { Opening } from './candidate.ts';

export interface PositionState {
  readonly opening: Opening;
  readonly isOpen: boolean;
  /** Milliseconds since 1970. */
  readonly listedAtMs: number;
  readonly updatedAtMs: number;
}

export interface PositionStore {
  all(): readonly PositionState[];
  byId(id: string): PositionState | null;
  setOpen(id: string, isOpen: boolean, atMs: number): void;
}

/**
 * @param listedAtMs when all of them were listed
 * @param onChange is told the id of each that has changed
 */
export function createPositionStore(
  openings: readonly Opening[],
  listedAtMs: number,
  onChange: (id: string) => void,
): PositionStore {
  const states = new Map<string, PositionState>(
    openings.map((opening) => [
      opening.id,
      { opening, isOpen: true, listedAtMs, updatedAtMs: listedAtMs },
    ]),
  );
  return {
    all: () => [...states.values()],
    byId: (id) => states.get(id) ?? null,
    setOpen(id, isOpen, atMs) {
      const state = states.get(id);
      if (state === undefined || state.isOpen === isOpen) return;
      states.set(id, { ...state, isOpen, updatedAtMs: atMs });
      onChange(id);
    },
  };
}

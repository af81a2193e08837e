/**
 * What a page remembers between two requests, so that search words and choices need not stand in
 * addresses. It belongs to one seat, lasts while the process does, and the oldest goes first.
 */
import { randomText } from '../state/applications.ts';

export interface Memory<T> {
  /** @returns id for an address */
  add(owner: string, value: T): string;
  /** What an owner has put there, or null. */
  get(owner: string, id: string): T | null;
  forget(id: string): void;
}

/** @param capacity how many things are remembered, of all owners together */
export function createMemory<T>(capacity = 5_000): Memory<T> {
  const things = new Map<string, { readonly owner: string; readonly value: T }>();
  return {
    add(owner, value) {
      const id = randomText(20);
      things.set(id, { owner, value });
      for (const oldest of things.keys()) {
        if (things.size <= capacity) break;
        things.delete(oldest);
      }
      return id;
    },
    get(owner, id) {
      const thing = things.get(id);
      return thing?.owner === owner ? thing.value : null;
    },
    forget(id) {
      things.delete(id);
    },
  };
}

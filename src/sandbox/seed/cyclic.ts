/** An item of a list that goes round and round; the list must not be empty. */
export const cyclic = <T>(items: readonly T[], index: number): T =>
  items[index % items.length] as T;

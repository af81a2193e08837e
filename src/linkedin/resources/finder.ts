/** Finders: the reading calls, in both generations. */
import type { BudgetGroup } from '../budgets.ts';
import type { CallOptions } from '../entities.ts';
import { styles, type Generation } from '../form.ts';
import { readCollection, type Paged } from '../pages.ts';
import type { Platform } from '../platform.ts';
import { encodeValue } from '../restli.ts';

export interface Finder<T> {
  readonly resource: string;
  /** The only one that has it, whichever the customer is on. */
  readonly generation?: Generation;
  /** Parts of the query in their order; empty ones are left out. */
  readonly query: readonly string[];
  readonly group: BudgetGroup;
  readonly seat?: string;
  readonly pageSize: number;
  readonly read: (raw: unknown) => T;
  readonly identify?: (element: T) => string | undefined;
}

export type Elements<T> = AsyncGenerator<T, void, undefined>;

/** A parameter with one value. */
export const single = (name: string, value: string): string => `${name}=${encodeValue(value)}`;

/** Elements of a finder, with what their pages say. @throws LinkedInError when read */
export function findPaged<T>(
  { generation: ours, send }: Platform,
  { resource, generation = ours, query, ...collection }: Finder<T>,
  { signal }: CallOptions = {},
): Elements<Paged<T>> {
  return readCollection(send, {
    ...collection,
    path: `/${generation}/${resource}`,
    query: query.filter((part) => part !== '').join('&'),
    style: styles[generation],
    signal,
  });
}

/** Elements of a finder. @throws LinkedInError when read */
export async function* find<T>(
  platform: Platform,
  finder: Finder<T>,
  options?: CallOptions,
): Elements<T> {
  for await (const { element } of findPaged(platform, finder, options)) yield element;
}

/** Bytes of a query besides a list in it that is to be split, `start` and `count` included. */
export const bytesBeside = (query: readonly string[]): number =>
  query.reduce((bytes, part) => bytes + part.length + 1, '&start=000000000&count=100'.length);

/** What a record looked like when it was sent, in 16 bytes: to see that it has not changed since. */
import { createHash } from 'node:crypto';

/** @param record checked by its schema, which puts fields in one order @returns hex */
export const digestOf = (record: object): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);

/** What all tables share: their schema, and column types. */
import { customType, pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** A schema of our own: the database may be the ATS's, with tables of the same names. */
export const rsc = pgSchema('rsc');

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Bytes. Relational queries go through JSON, where PostgreSQL writes them as `\x` and hex. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array | string }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) =>
    typeof value === 'string'
      ? new Uint8Array(Buffer.from(value.replace(/^\\x/, ''), 'hex'))
      : Uint8Array.from(value),
});

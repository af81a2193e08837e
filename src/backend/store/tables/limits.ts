/** Tables of what processes of one application at LinkedIn share: its limits and its token. */
import { bigint, integer, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** What was taken of each limit. Written by `rsc.take_budgets` only. */
export const budgets = rsc.table('budgets', {
  key: text('key').primaryKey(),
  atMs: bigint('at_ms', { mode: 'number' }).notNull(),
  endsMs: bigint('ends_ms', { mode: 'number' }).notNull(),
  amounts: integer('amounts').array().notNull(),
});

/** Access tokens of applications, the partner's and those of customers. */
export const accessTokens = rsc.table('access_tokens', {
  clientId: text('client_id').primaryKey(),
  token: bytea('token').notNull(),
  tokenKeyId: text('token_key_id').notNull(),
  /** From then on it is not given out any more. */
  renewAt: moment('renew_at').notNull(),
});

/** All versions of the schema, in order. One that has been released is never edited. */
import { tenants } from './0001-tenants.ts';
import { onboarding } from './0002-onboarding.ts';
import { pushAndSync } from './0003-push-and-sync.ts';
import { syncEngine } from './0004-sync-engine.ts';
import { exportsOfMembers } from './0005-exports.ts';
import { retrieval } from './0006-retrieval.ts';
import { limits } from './0007-limits.ts';
import { syncUpkeep } from './0008-sync-upkeep.ts';
import { backfills } from './0009-backfills.ts';
import { rediscovery } from './0010-rediscovery.ts';

export interface Migration {
  /** Counts up from 1. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  tenants,
  onboarding,
  pushAndSync,
  syncEngine,
  exportsOfMembers,
  retrieval,
  limits,
  syncUpkeep,
  backfills,
  rediscovery,
];

/** Rediscovery as the kit offers it, and what its routes use. */
import { and, eq, inArray } from 'drizzle-orm';
import * as z from 'zod';
import { RscError } from '../../protocol/errors.ts';
import { explainIssues } from '../explain-issues.ts';
import type { Job } from '../push/workers.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { tenantNames, tenants } from '../store/tables/index.ts';
import { createApplicants, type Applicants } from './applicants.ts';
import type { RediscoverySource } from './ports.ts';
import { createReading } from './reading.ts';

export interface RediscoveryOptions {
  readonly source: RediscoverySource;
  /** Minutes between two readings of what has changed; 5 if left out. */
  readonly everyMinutes?: number;
}

export interface RediscoveryStatus {
  /** Past applicants that are searched for. */
  readonly applicants: number;
  /** What changed in the ATS before has been read; null: not everybody has been yet. */
  readonly readUntil: Date | null;
  /** Why the last reading failed, to be tried again by itself; null if it did not. */
  readonly errorCode: string | null;
}

/** Past applicants who fit open jobs. */
export interface Rediscovery {
  /**
   * Tells of candidates about whom anything has changed: skills, titles, applications, stages. Those
   * that `sync.changed` names are known already.
   * @param candidateIds 1 to 10,000 ids
   * @throws TypeError; RscError `tenant_unknown`; StoreError
   */
  changed(tenantId: string, candidateIds: string | readonly string[]): Promise<void>;
  /** Everybody is read again, at the next turn of the workers. @throws RscError `tenant_unknown`; StoreError */
  read(tenantId: string): Promise<void>;
  /** @throws RscError `tenant_unknown`; StoreError */
  status(tenantId: string): Promise<RediscoveryStatus>;
}

/** @internal */
export interface RediscoveryParts extends Rediscovery {
  readonly applicants: Applicants;
  readonly source: RediscoverySource;
  readonly job: Job;
  /** Whether everybody has been read once. @throws StoreError */
  isComplete(tenantId: string): Promise<boolean>;
  /** Candidates that the sync engine is told of, in the transaction that says so. */
  synced(database: Database, tenantId: string, candidateIds: readonly string[]): Promise<void>;
}

/** @internal */
export interface RediscoveryContext {
  readonly store: Store;
  readonly onFailure: (tenantId: string, code: string) => void;
  /** There is something to do now. */
  readonly onWork: () => void;
}

const method = (name: string) =>
  z.custom((value) => typeof (value as Record<string, unknown> | null)?.[name] === 'function', {
    error: `must have a method ${name}()`,
  });
const rediscoveryOptions = z.strictObject({
  source: method('job').and(method('scan')).and(method('read')).and(method('add')),
  everyMinutes: z.number().min(1).max(1_440).default(5),
});
const candidateIds = z.array(z.string().min(1).max(255)).min(1).max(10_000);

/**
 * @throws TypeError that names the option that is wrong
 * @internal
 */
export function createRediscovery(
  { store, onFailure, onWork }: RediscoveryContext,
  options: RediscoveryOptions,
): RediscoveryParts {
  const parsed = rediscoveryOptions.safeParse(options);
  if (!parsed.success) throw new TypeError(`rediscovery:\n${explainIssues(parsed.error)}`);
  const { source } = options;
  const applicants = createApplicants(store);
  const everyMs = parsed.data.everyMinutes * 60_000;
  const reading = createReading({ store, applicants, source, everyMs, onFailure });
  const idOf = (name: string) => tenantIdOf(store, name);

  return {
    applicants,
    source,
    job: { name: 'rediscovery', idleMs: 1_000, run: () => reading.run() },
    async changed(name, given) {
      const ids = candidateIds.safeParse(typeof given === 'string' ? [given] : given);
      if (!ids.success) throw new TypeError('candidateIds must be 1 to 10,000 ids');
      await reading.changed(await idOf(name), ids.data);
      onWork();
    },
    async read(name) {
      await reading.restart(await idOf(name));
      onWork();
    },
    async status(name) {
      const tenantId = await idOf(name);
      return {
        applicants: await applicants.count(tenantId),
        ...(await reading.status(tenantId)),
      };
    },
    isComplete: async (tenantId) => (await reading.status(tenantId)).readUntil !== null,
    synced: (database, tenantId, ids) => reading.changed(tenantId, ids, database),
  };
}

/** By any of the customer's names. @throws RscError `tenant_unknown` */
async function tenantIdOf(store: Store, name: string): Promise<string> {
  const [row] = await internalsOf(store).connection.run((database) =>
    database
      .select({ id: tenants.id })
      .from(tenantNames)
      .innerJoin(tenants, eq(tenants.id, tenantNames.tenantId))
      .where(and(eq(tenantNames.name, name), inArray(tenants.status, ['active', 'disabled']))),
  );
  if (row === undefined) throw new RscError('tenant_unknown', 'there is no such tenant');
  return row.id;
}

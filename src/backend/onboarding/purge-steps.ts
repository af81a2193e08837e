/** What is deleted at LinkedIn when a customer leaves, kind by kind and batch by batch. */
import { and, asc, count as countRows, eq, inArray, isNotNull } from 'drizzle-orm';
import { LinkedInError, type RecordResult } from '../../linkedin/index.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { candidates, configurations } from '../store/tables/index.ts';
import { integrationRecords } from '../tenants/integration-records.ts';
import { isRemoved, isRsc, linkedInKey } from './configuring.ts';
import type { PurgeBatch, PurgeCustomer, PurgeStep } from './purge-step.ts';

/** A batch of ours: what is written down here counts with the receipt, both or neither. */
export interface OwnBatch extends PurgeBatch {
  /** Writes down here that they are gone, in the transaction of the receipt. */
  readonly forget?: (database: Database) => Promise<void>;
}

export interface OwnStep extends PurgeStep {
  run(customer: PurgeCustomer): Promise<OwnBatch | null>;
}

const maxBatch = 100;

/** Steps of what the kit itself sends. */
export function ownSteps(store: Store): readonly OwnStep[] {
  const { connection, clock } = internalsOf(store);

  /** Candidates that were sent and not deleted since, a batch; our list says which are left. */
  const candidateStep: OwnStep = {
    kind: 'candidates',
    async run({ tenantId, client }) {
      const isLeft = and(eq(candidates.tenantId, tenantId), isNotNull(candidates.sentAt));
      const found = await connection.run((database) =>
        database
          .select({ context: candidates.integrationContext, id: candidates.candidateId })
          .from(candidates)
          .where(isLeft)
          .orderBy(asc(candidates.integrationContext), asc(candidates.candidateId))
          .limit(maxBatch),
      );
      const context = found[0]?.context;
      if (context === undefined) return null;
      const ids = found.filter((each) => each.context === context).map(({ id }) => id);
      const results = await client.candidates.delete(context, ids);
      const busy = results.find((result) => statusOf(result) === 429 || statusOf(result) >= 500);
      if (busy !== undefined) {
        throw new LinkedInError('unavailable', 'LinkedIn did not delete a record now', {
          status: statusOf(busy),
        });
      }
      return {
        counts: tally('candidates', results),
        forget: async (database) => {
          await database
            .update(candidates)
            .set({ sentAt: null, deletedAt: new Date(clock()) })
            .where(
              and(
                isLeft,
                eq(candidates.integrationContext, context),
                inArray(candidates.candidateId, ids),
              ),
            );
        },
      };
    },
    async left(tenantId) {
      const [found] = await connection.run((database) =>
        database
          .select({ rows: countRows() })
          .from(candidates)
          .where(and(eq(candidates.tenantId, tenantId), isNotNull(candidates.sentAt))),
      );
      return found?.rows ?? 0;
    },
  };

  /** The address that events go to, and who sees what: without them LinkedIn sends and shows nothing. */
  const configurationStep: OwnStep = {
    kind: 'configurations',
    async run({ tenantId, client }) {
      const records = integrationRecords(store, { actor: 'purge' });
      const [known, present] = await Promise.all([
        records.list(tenantId),
        records.configurations(tenantId),
      ]);
      const left = present.find(({ value }) => !isRemoved(value));
      if (left === undefined) return null;
      const { context, type, tenantType, key } = left;
      const own = { context, type, tenantType };
      const integration = known.find(
        (each) => isRsc(each) && each.context === context && each.type === type,
      );
      if (integration !== undefined) {
        await client.integrations
          .removeConfigurations(linkedInKey(own), [key as 'CALLBACK_URL'])
          .catch((error: unknown) => {
            // An integration that LinkedIn has not any more has no configurations either.
            if (!(error instanceof LinkedInError) || error.code !== 'not_found') throw error;
          });
      }
      return {
        counts: { configurations: 1 },
        forget: async (database) => {
          await database
            .delete(configurations)
            .where(
              and(
                eq(configurations.tenantId, tenantId),
                eq(configurations.context, context),
                eq(configurations.type, type),
                eq(configurations.tenantType, tenantType),
                eq(configurations.key, key),
              ),
            );
        },
      };
    },
  };

  return [candidateStep, configurationStep];
}

/** @returns `forbidden` where LinkedIn does not let a customer delete that has switched off */
export async function runStep(
  step: PurgeStep | OwnStep,
  customer: PurgeCustomer,
): Promise<OwnBatch | 'forbidden' | null> {
  try {
    return await step.run(customer);
  } catch (error) {
    if (error instanceof LinkedInError && error.code === 'forbidden') return 'forbidden';
    throw error;
  }
}

export const statusOf = (result: RecordResult): number => (result.ok ? 200 : result.error.status);

export function tally(kind: string, results: readonly RecordResult[]): Record<string, number> {
  const deleted = results.filter(({ ok }) => ok).length;
  const absent = results.filter((result) => statusOf(result) === 404).length;
  return {
    [kind]: deleted,
    [`${kind}_absent`]: absent,
    [`${kind}_refused`]: results.length - deleted - absent,
  };
}

/** Operations of sync: changes of an ATS in whichever language, history, where it stands, and why. */
import * as z from 'zod';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { scopeFields } from '../sync/backfill/options.ts';
import { backfillStates } from '../sync/backfill/progress.ts';
import { backfillReport } from '../sync/backfill/report.ts';
import type { BackfillScope } from '../sync/backfill/options.ts';
import { SyncError } from '../sync/errors.ts';
import { recordStates } from '../sync/insight/explain.ts';
import { laneStates } from '../sync/insight/lane.ts';
import { retryTarget } from '../sync/insight/worklist.ts';
import { recordRef, syncResources } from '../sync/resources.ts';
import type { SyncAssembly } from '../sync/assembly.ts';
import type { AdminCall, AdminOperation } from './operations.ts';

const moment = z.iso.datetime();
const count = z.int().nonnegative();
const kinds = z.enum(syncResources);
const text = z.string();
const context = z.string().max(200).optional();

const changesInput = z
  .strictObject({
    refs: z.array(recordRef).min(1).max(10_000),
    op: z.enum(['upsert', 'delete']).optional(),
    priority: z.enum(['interactive', 'change', 'backfill']).optional(),
    integrationContext: context,
  })
  .meta({
    id: 'Changes',
    description: 'Names of records that have changed; what is sent is read from the ATS later.',
  });

const scopeInput = z.strictObject(scopeFields).meta({
  id: 'BackfillScope',
  description: 'Two years back and all kinds of records, unless it says otherwise.',
});
const limitsLeft = z
  .array(
    z.strictObject({
      group: text,
      what: z.enum(['requests', 'records']),
      window: z.enum(['minute', 'day']),
      limit: count,
      left: count,
    }),
  )
  .nullable();
const plan = z
  .strictObject({
    tenantId: text,
    since: moment.nullable(),
    resources: z.array(
      z.strictObject({ resource: kinds, records: count, requests: count, sampled: count }),
    ),
    records: count,
    requests: count,
    durationMs: z.number().nonnegative(),
    answerMs: count,
    left: limitsLeft,
  })
  .meta({ id: 'BackfillPlan', description: 'What a backfill would take; nothing is begun.' });

const counts = z.strictObject({
  sent: count,
  deleted: count,
  unchanged: count,
  refused: count,
  retried: count,
});
const backfill = z
  .strictObject({
    id: text,
    tenantId: text,
    state: z.enum(backfillStates),
    since: moment.nullable(),
    requestedBy: text,
    requestedAt: moment,
    pausedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    errorCode: text.nullable(),
    failingSince: moment.nullable(),
    resources: z.array(
      z.strictObject({
        resource: kinds,
        expected: count.nullable(),
        scanned: count,
        isFinished: z.boolean(),
      }),
    ),
    expected: count.nullable(),
    scanned: count,
    waiting: count,
    counts,
    perMinute: count,
    etaMs: z.number().nonnegative().nullable(),
    report: backfillReport.nullable(),
  })
  .meta({ id: 'Backfill', description: 'How far history is, and how it has ended.' });
const backfillList = z.strictObject({ items: z.array(backfill) }).meta({ id: 'BackfillList' });

const lane = z.strictObject({
  state: z.enum(laneStates),
  errorCode: text.nullable(),
  failingSince: moment.nullable(),
  attempts: count,
  dueAt: moment.nullable(),
});
const status = z
  .strictObject({
    tenantId: text,
    lane,
    backlog: z.strictObject({
      total: count,
      byPriority: z.strictObject({ interactive: count, change: count, backfill: count }),
      byResource: z.partialRecord(kinds, count),
      retrying: count,
      tasks: count,
      oldestAt: moment.nullable(),
    }),
    quarantined: z.record(text, count),
    blocked: z.record(text, count),
    perMinute: count,
    minutes: z.array(counts.extend({ minute: moment })),
    totals: z.partialRecord(kinds, counts),
    left: limitsLeft,
    backfill: backfill.nullable(),
  })
  .meta({ id: 'SyncStatus', description: 'What waits, for how long, and why.' });

const problems = z.array(z.strictObject({ field: text, problem: text, fix: text }));
const explanation = z
  .strictObject({
    ref: recordRef,
    label: text,
    integrationContext: text,
    sentence: text,
    state: z.enum(recordStates),
    isAtLinkedIn: z.boolean(),
    reason: text.nullable(),
    problems,
    blockedOn: z.array(
      z.strictObject({
        ref: recordRef,
        state: z.enum(recordStates),
        reason: text.nullable(),
        problems,
      }),
    ),
    lane,
    attempts: count,
    firstFailedAt: moment.nullable(),
    lastFailedAt: moment.nullable(),
    changedAt: moment.nullable(),
    sentAt: moment.nullable(),
    dueAt: moment.nullable(),
    erasedAt: moment.nullable(),
  })
  .meta({ id: 'Explanation', description: 'Why a record is not at LinkedIn, or that it is.' });
// Names stand in bodies: ids of candidates do not belong into addresses that proxies log.
const explainInput = z
  .strictObject({ ref: recordRef, integrationContext: context })
  .meta({ id: 'RecordName' });

const quarantine = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ref: recordRef,
        integrationContext: text,
        label: text,
        reason: text,
        problems,
        attempts: count,
        firstFailedAt: moment.nullable(),
        lastFailedAt: moment.nullable(),
        holdsBack: count,
      }),
    ),
    next: text.nullable(),
  })
  .meta({ id: 'Quarantine', description: '`next` is `cursor` of the next page.' });
const quarantineQuery = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  reason: z
    .string()
    .regex(/^[a-z_]{1,64}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const retryInput = z
  .strictObject({ target: retryTarget, integrationContext: context })
  .meta({ id: 'Retry', description: 'Names, `"all"`, or `{ "reason": … }`.' });
const retried = z.strictObject({ retried: count }).meta({ id: 'Retried' });

/** What is answered, for programs that ask. */
export const syncAnswers = { plan, backfill, backfillList, status, explanation, retried } as const;

/** Ten thousand names, if their ids are not all as long as they may be. */
const maxChangesBytes = 4 * 1024 * 1024;

/** Without what is undefined, which an option must not be. */
type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };
const given = <T extends object>(options: T): Given<T> =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<T>;

export function syncOperations({
  upkeep,
  customers,
}: Pick<Onboarding, 'upkeep' | 'customers'>): readonly AdminOperation[] {
  /** @throws OnboardingError `customer_unknown`; SyncError `sync_no_source` */
  async function of(call: AdminCall): Promise<SyncAssembly & { readonly id: string }> {
    const id = call.params['id'] ?? '';
    if ((await customers.find(id)) === null) {
      throw new OnboardingError('customer_unknown', 'There is no such customer');
    }
    if (upkeep === null) {
      throw new SyncError('sync_no_source', 'The backend was made without `source`');
    }
    return { ...upkeep, id };
  }

  return [
    {
      id: 'recordChanges',
      method: 'POST',
      path: '/customers/{id}/changes',
      summary: 'Tells of records that have changed in the ATS; kept once it is answered.',
      body: changesInput,
      maxBodyBytes: maxChangesBytes,
      example: { refs: [{ resource: 'candidates', id: '4711' }] },
      status: 204,
      async run(call) {
        const { refs, ...options } = changesInput.parse(call.body);
        const { engine, id } = await of(call);
        await engine.changed(id, refs, given(options));
      },
    },
    {
      id: 'planBackfill',
      method: 'POST',
      path: '/customers/{id}/backfills/plan',
      summary: 'Counts the customer’s history, and says how long it takes under LinkedIn’s limits.',
      body: scopeInput,
      example: { resources: ['candidates'] },
      status: 200,
      answer: plan,
      async run(call) {
        const { oversight, id } = await of(call);
        return oversight.plan(id, given(scopeInput.parse(call.body)));
      },
    },
    {
      id: 'startBackfill',
      method: 'POST',
      path: '/customers/{id}/backfills',
      summary: 'Starts to send the customer’s history; there is one at a time.',
      body: scopeInput,
      example: { sinceMs: 0 },
      status: 201,
      answer: backfill,
      async run(call) {
        const { oversight, id } = await of(call);
        const scope = given(scopeInput.parse(call.body)) as BackfillScope;
        return oversight.backfill(id, { ...scope, requestedBy: call.actor });
      },
    },
    {
      id: 'listBackfills',
      method: 'GET',
      path: '/customers/{id}/backfills',
      summary: 'How far the customer’s backfills are, or how they ended, newest first.',
      status: 200,
      answer: backfillList,
      async run(call) {
        const { oversight, id } = await of(call);
        return { items: await oversight.backfills(id) };
      },
    },
    ...(['pause', 'resume', 'cancel'] as const).map((verb): AdminOperation => ({
      id: `${verb}Backfill`,
      method: 'POST',
      path: `/customers/{id}/backfills/${verb}`,
      summary:
        verb === 'pause'
          ? 'Reads no further; what has been read is still sent.'
          : verb === 'resume'
            ? 'Goes on where it was.'
            : 'Ends the backfill under way; what has been read is still sent.',
      status: 200,
      answer: backfill,
      async run(call) {
        const { oversight, id } = await of(call);
        const acting = { requestedBy: call.actor };
        return oversight[`${verb}Backfill`](id, acting);
      },
    })),
    {
      id: 'getSyncStatus',
      method: 'GET',
      path: '/customers/{id}/sync',
      summary: 'What waits to be sent and for how long, how quickly it goes, and why not.',
      status: 200,
      answer: status,
      async run(call) {
        const { oversight, id } = await of(call);
        return oversight.status(id);
      },
    },
    {
      id: 'explainRecord',
      method: 'POST',
      path: '/customers/{id}/sync/explain',
      summary: 'Why a record is not at LinkedIn, down to the cause.',
      body: explainInput,
      example: { ref: { resource: 'stages', parentId: '900', id: '3' } },
      status: 200,
      answer: explanation,
      async run(call) {
        const { ref, ...options } = explainInput.parse(call.body);
        const { oversight, id } = await of(call);
        return oversight.explain(id, ref, given(options));
      },
    },
    {
      id: 'listQuarantine',
      method: 'GET',
      path: '/customers/{id}/sync/quarantine',
      summary: 'Records that were put aside, with what to do about each; latest failure first.',
      query: quarantineQuery,
      status: 200,
      answer: quarantine,
      async run(call) {
        const { oversight, id } = await of(call);
        return oversight.quarantine(id, given(quarantineQuery.parse(call.query)));
      },
    },
    {
      id: 'retryRecords',
      method: 'POST',
      path: '/customers/{id}/sync/retry',
      summary: 'Sends records again that were put aside: by name, by reason, or all.',
      body: retryInput,
      example: { target: { reason: 'record_invalid' } },
      status: 200,
      answer: retried,
      async run(call) {
        const { target, ...options } = retryInput.parse(call.body);
        const { oversight, id } = await of(call);
        const acting = { ...given(options), requestedBy: call.actor };
        return { retried: await oversight.retry(id, target, acting) };
      },
    },
  ];
}

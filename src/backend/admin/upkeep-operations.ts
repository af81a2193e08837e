/** Operations that keep LinkedIn as the ATS is: erasures with receipts, comparisons, matches. */
import * as z from 'zod';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { eraseTarget, type ErasureReceipt } from '../sync/erasures.ts';
import { SyncError } from '../sync/errors.ts';
import { matchKinds } from '../sync/match-rows.ts';
import { drifts } from '../sync/reconciliation/compare.ts';
import type { ReconciliationReport } from '../sync/reconciliation/reports.ts';
import { recordRef, syncResources } from '../sync/resources.ts';
import type { SyncAssembly } from '../sync/assembly.ts';
import type { AdminCall, AdminOperation } from './operations.ts';

const moment = z.iso.datetime();
const count = z.int().nonnegative();
const kinds = z.enum(syncResources);

const erasure = z
  .strictObject({
    id: z.string(),
    tenantId: z.string(),
    subject: z.string(),
    requestedBy: z.string(),
    requestedAt: moment,
    completedAt: moment.nullable(),
    restoredAt: moment.nullable(),
    deletedHere: z.record(z.string(), count),
    atLinkedIn: z.partialRecord(
      kinds,
      z.strictObject({ deleted: count, waiting: count, failing: count }),
    ),
    failing: z.array(
      z.strictObject({
        ref: recordRef,
        reason: z.string().nullable(),
        attempts: count,
        lastFailedAt: moment.nullable(),
      }),
    ),
  })
  .meta({
    id: 'ErasureReceipt',
    description: 'What was deleted for good. Of the person it holds the ATS’s own id alone.',
  });
const erasureList = z.strictObject({ items: z.array(erasure) }).meta({ id: 'ErasureReceiptList' });
const erasureInput = z
  .strictObject({ target: eraseTarget, integrationContext: z.string().max(200).optional() })
  .meta({
    id: 'Erasure',
    description: 'A candidate or application with all that hangs on it, or records by name.',
  });

const report = z
  .strictObject({
    id: z.string(),
    tenantId: z.string(),
    mode: z.enum(['sample', 'full']),
    repair: z.boolean(),
    requestedBy: z.string(),
    requestedAt: moment,
    finishedAt: moment.nullable(),
    errorCode: z.string().nullable(),
    counts: z.partialRecord(
      kinds,
      z.strictObject({
        compared: count,
        scanned: count,
        unreadable: count,
        drift: z.partialRecord(z.enum(drifts), count),
        repaired: count,
      }),
    ),
    examples: z.array(
      z.strictObject({ ref: recordRef, integrationContext: z.string(), drift: z.enum(drifts) }),
    ),
  })
  .meta({ id: 'Reconciliation', description: 'A comparison of the ATS with LinkedIn.' });
const reportList = z.strictObject({ items: z.array(report) }).meta({ id: 'ReconciliationList' });
const reportInput = z
  .strictObject({ mode: z.enum(['sample', 'full']).optional(), repair: z.boolean().optional() })
  .meta({ id: 'NewReconciliation' });

const match = z
  .strictObject({
    candidateId: z.string(),
    integrationContext: z.string(),
    kind: z.enum(matchKinds),
    personUrn: z.string().nullable(),
    members: z.array(z.string()),
    firstMatchedAt: moment.nullable(),
    changedAt: moment.nullable(),
    checkedAt: moment.nullable(),
  })
  .nullable();
const matchAnswer = z.strictObject({ match }).meta({
  id: 'CandidateMatch',
  description: 'Who LinkedIn says a candidate is; null if nothing is known of the candidate.',
});
const matchQuery = z.strictObject({ integrationContext: z.string().max(200).optional() });

const pageQuery = z.strictObject({
  before: moment.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const pageOf = (query: unknown): { before?: Date; limit: number } => {
  const { before, limit } = pageQuery.parse(query);
  return before === undefined ? { limit } : { limit, before: new Date(before) };
};
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const erasureView = ({ failing, ...receipt }: ErasureReceipt): z.input<typeof erasure> => ({
  ...receipt,
  requestedAt: receipt.requestedAt.toISOString(),
  completedAt: iso(receipt.completedAt),
  restoredAt: iso(receipt.restoredAt),
  deletedHere: { ...receipt.deletedHere },
  failing: failing.map(({ lastFailedAt, ...one }) => ({
    ...one,
    lastFailedAt: iso(lastFailedAt),
  })),
});
const reportView = (found: ReconciliationReport) => ({
  ...found,
  requestedAt: found.requestedAt.toISOString(),
  finishedAt: iso(found.finishedAt),
});

export function upkeepOperations({
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
  const named = ({ params }: AdminCall, name: string): string => params[name] ?? '';

  return [
    {
      id: 'eraseRecords',
      method: 'POST',
      path: '/customers/{id}/erasures',
      summary: 'Deletes a candidate or records for good, here at once and at LinkedIn next.',
      body: erasureInput,
      example: { target: { candidateId: '4711' } },
      status: 201,
      answer: erasure,
      async run(call) {
        const { target, integrationContext } = erasureInput.parse(call.body);
        const { erasures, id } = await of(call);
        const receipt = await erasures.erase(id, target, {
          requestedBy: call.actor,
          ...(integrationContext === undefined ? {} : { integrationContext }),
        });
        return erasureView(receipt);
      },
    },
    {
      id: 'listErasures',
      method: 'GET',
      path: '/customers/{id}/erasures',
      summary: 'Receipts of what was deleted for good, newest first; `before` a `requestedAt`.',
      query: pageQuery,
      status: 200,
      answer: erasureList,
      async run(call) {
        const { erasures, id } = await of(call);
        return { items: (await erasures.erasures(id, pageOf(call.query))).map(erasureView) };
      },
    },
    {
      id: 'getErasure',
      method: 'GET',
      path: '/customers/{id}/erasures/{erasure}',
      summary: 'How far LinkedIn has deleted it, and what is tried again.',
      status: 200,
      answer: erasure,
      async run(call) {
        const { erasures, id } = await of(call);
        return erasureView(await erasures.erasure(id, named(call, 'erasure')));
      },
    },
    {
      id: 'restoreErasure',
      method: 'POST',
      path: '/customers/{id}/erasures/{erasure}/restore',
      summary: 'Takes one back that was a mistake: what the ATS still has is sent again.',
      status: 200,
      answer: erasure,
      async run(call) {
        const { erasures, id } = await of(call);
        const acting = { requestedBy: call.actor };
        return erasureView(await erasures.restore(id, named(call, 'erasure'), acting));
      },
    },
    {
      id: 'reconcile',
      method: 'POST',
      path: '/customers/{id}/reconciliations',
      summary: 'Compares a sample, or all, of the ATS with LinkedIn; it goes on by itself.',
      body: reportInput,
      example: { mode: 'full', repair: true },
      status: 201,
      answer: report,
      async run(call) {
        const { mode = 'sample', repair = true } = reportInput.parse(call.body);
        const { reconciliations, id } = await of(call);
        const options = { mode, repair, requestedBy: call.actor };
        return reportView(await reconciliations.reconcile(id, options));
      },
    },
    {
      id: 'listReconciliations',
      method: 'GET',
      path: '/customers/{id}/reconciliations',
      summary: 'Comparisons and what they have found, newest first; `before` a `requestedAt`.',
      query: pageQuery,
      status: 200,
      answer: reportList,
      async run(call) {
        const { reconciliations, id } = await of(call);
        const found = await reconciliations.reconciliations(id, pageOf(call.query));
        return { items: found.map(reportView) };
      },
    },
    {
      id: 'getReconciliation',
      method: 'GET',
      path: '/customers/{id}/reconciliations/{reconciliation}',
      summary: 'How far a comparison has come, and what it has found.',
      status: 200,
      answer: report,
      async run(call) {
        const { reconciliations, id } = await of(call);
        return reportView(await reconciliations.reconciliation(id, named(call, 'reconciliation')));
      },
    },
    {
      id: 'getMatch',
      method: 'GET',
      path: '/customers/{id}/candidates/{candidate}/match',
      summary: 'Who LinkedIn says a candidate is.',
      query: matchQuery,
      status: 200,
      answer: matchAnswer,
      async run(call) {
        const { integrationContext } = matchQuery.parse(call.query);
        const { matches, id } = await of(call);
        const choice = integrationContext === undefined ? {} : { integrationContext };
        const known = await matches.match(id, named(call, 'candidate'), choice);
        return {
          match:
            known === null
              ? null
              : {
                  ...known,
                  firstMatchedAt: iso(known.firstMatchedAt),
                  changedAt: iso(known.changedAt),
                  checkedAt: iso(known.checkedAt),
                },
        };
      },
    },
  ];
}

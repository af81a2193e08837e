/** Exports and pushes in the admin API: how they stand, what was refused, and trying again. */
import * as z from 'zod';
import type { AdminCall, AdminOperation } from '../admin/operations.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { exportNotice, exportState } from '../../protocol/exports.ts';
import type { ExportRecord, ExportParts } from './exports.ts';

const moment = z.iso.datetime().nullable();

const exportRecord = z.object({
  id: z.string(),
  kind: z.enum(['candidate', 'evaluation']),
  state: z.enum(exportState.options),
  receivedAt: z.iso.datetime(),
  fetchedAt: moment,
  settledAt: moment,
  context: z.string().nullable(),
  jobId: z.string().nullable(),
  jobState: z.enum(['open', 'closed', 'unknown']).nullable(),
  exporter: z.string().nullable(),
  exporterUser: z.string().nullable(),
  candidateId: z.string().nullable(),
  applicationId: z.string().nullable(),
  outcome: z.enum(['created', 'merged']).nullable(),
  reason: z.string().nullable(),
  notices: z.array(z.enum(exportNotice.options)),
  attachment: z.string().nullable(),
  attempts: z.int(),
  dueAt: moment,
  errorCode: z.string().nullable(),
});
const exportList = z.object({ items: z.array(exportRecord) });
const exportQuery = z.object({
  state: z.enum(exportState.options).optional(),
  kind: z.enum(['candidate', 'evaluation']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const seatQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
});
const seatList = z.object({
  items: z.array(z.object({ seat: z.string(), exports: z.int(), limit: z.int() })),
});
const pushView = z.object({
  received: z.int(),
  waiting: z.int(),
  failed: z.int(),
  oldestAt: moment,
  unknown: z.array(z.object({ type: z.string(), events: z.int(), lastAt: z.iso.datetime() })),
  refused: z.array(
    z.object({
      reason: z.string(),
      day: z.iso.date(),
      refused: z.int(),
      lastAt: z.iso.datetime(),
    }),
  ),
});
const refusedAnywhere = pushView.pick({ refused: true });

/** @param exports null where the ATS takes none */
export function exportOperations(
  onboarding: Onboarding,
  exports: ExportParts | null,
): readonly AdminOperation[] {
  const { customers, events, refused } = onboarding;

  async function idOf({ params }: AdminCall): Promise<string> {
    const id = params['id'] ?? '';
    if ((await customers.find(id)) !== null) return id;
    throw new OnboardingError('customer_unknown', 'There is no such customer');
  }

  const refusedViewOf = async (tenantId: string | null) =>
    (await refused.read(tenantId)).map((each) => ({
      ...each,
      lastAt: each.lastAt.toISOString(),
    }));

  const push: AdminOperation[] = [
    {
      id: 'getPush',
      method: 'GET',
      path: '/customers/{id}/push',
      summary: 'Events of LinkedIn that wait, of types nobody knows, and pushes that were refused.',
      status: 200,
      answer: pushView,
      async run(call) {
        const id = await idOf(call);
        const [{ oldestAt, ...backlog }, unknown] = await Promise.all([
          events.backlog(id),
          events.unknown(id),
        ]);
        return {
          ...backlog,
          oldestAt: textOf(oldestAt),
          unknown: unknown.map((each) => ({ ...each, lastAt: each.lastAt.toISOString() })),
          refused: await refusedViewOf(id),
        };
      },
    },
    {
      id: 'getRefusedPush',
      method: 'GET',
      path: '/push',
      summary: 'Pushes that were refused because nobody has the address they came to.',
      status: 200,
      answer: refusedAnywhere,
      run: async () => ({ refused: await refusedViewOf(null) }),
    },
  ];
  if (exports === null) return push;
  return [
    ...push,
    {
      id: 'listExports',
      method: 'GET',
      path: '/customers/{id}/exports',
      summary: 'Exports of recruiters and how they stand, without who was exported.',
      query: exportQuery,
      status: 200,
      answer: exportList,
      async run(call) {
        const { state, kind, limit } = exportQuery.parse(call.query);
        const found = await exports.list(await idOf(call), {
          limit,
          ...(state === undefined ? {} : { state }),
          ...(kind === undefined ? {} : { kind }),
        });
        return { items: found.map(recordViewOf) };
      },
    },
    {
      id: 'retryExport',
      method: 'POST',
      path: '/customers/{id}/exports/{export}/retry',
      summary: 'Tries again now what failed, was quarantined or is lost.',
      status: 200,
      answer: exportRecord,
      async run(call) {
        const [id, exportId] = [await idOf(call), call.params['export'] ?? ''];
        await exports.retry(id, exportId);
        const found = await exports.find(id, exportId);
        if (found === null) throw new OnboardingError('input_invalid', 'The export is gone');
        return recordViewOf(found);
      },
    },
    {
      id: 'listExportSeats',
      method: 'GET',
      path: '/customers/{id}/export-seats',
      summary: 'What each seat has exported in a month of UTC, of the 300 LinkedIn allows.',
      query: seatQuery,
      status: 200,
      answer: seatList,
      async run(call) {
        const { month } = seatQuery.parse(call.query);
        return { items: await exports.seatUsage(await idOf(call), month) };
      },
    },
  ];
}

const textOf = (at: Date | null): string | null => at?.toISOString() ?? null;

const recordViewOf = (record: ExportRecord): z.infer<typeof exportRecord> => ({
  ...record,
  notices: [...record.notices],
  receivedAt: record.receivedAt.toISOString(),
  fetchedAt: textOf(record.fetchedAt),
  settledAt: textOf(record.settledAt),
  dueAt: textOf(record.dueAt),
});

/** Exports as the kit offers them, put together around one store and one ATS. */
import type { CandidateService } from '../candidates/service.ts';
import { codeOf, type Logger } from '../logging.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { PushEvents } from '../push/push-events.ts';
import type { Job } from '../push/workers.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { directAttachments, type MemberAttachments } from './attachments.ts';
import { createExportDesk, type ExportDesk } from './export-desk.ts';
import { createExportFeed, type ExportFeed } from './export-feed.ts';
import { monthOf } from './export-ids.ts';
import { createExportRows, type ExportKind, type ExportRow } from './export-rows.ts';
import { createExportWorker } from './export-worker.ts';
import { exportsPerSeatAndMonth } from './fetching.ts';
import type { AtsSink } from './ports.ts';
import { createProfileSafe } from './stored-profile.ts';
import { timedSink } from './timed-sink.ts';

export interface ExportOptions {
  /** Days after which an export is deleted here, 30 to 3,650; 180 if left out. */
  readonly keepDays?: number;
}

/** An export as operators see it: nothing of the member is in it. */
export type ExportRecord = Pick<
  ExportRow,
  | 'id'
  | 'kind'
  | 'state'
  | 'receivedAt'
  | 'fetchedAt'
  | 'settledAt'
  | 'context'
  | 'jobId'
  | 'jobState'
  | 'exporter'
  | 'exporterUser'
  | 'candidateId'
  | 'applicationId'
  | 'outcome'
  | 'reason'
  | 'notices'
  | 'attachment'
  | 'attempts'
  | 'dueAt'
  | 'errorCode'
>;

export interface SeatUsage {
  readonly seat: string;
  readonly exports: number;
  /** 300 a calendar month [doc]. */
  readonly limit: number;
}

/** For the ATS's own server, within the process. All methods throw StoreError. */
export interface Exports {
  /** Newest changes first, 100 at the most. */
  list(tenantId: string, filter?: ExportFilter): Promise<ExportRecord[]>;
  find(tenantId: string, exportId: string): Promise<ExportRecord | null>;
  /**
   * Tries again now what failed, was quarantined or is lost.
   * @throws OnboardingError `input_invalid` if there is nothing to try
   */
  retry(tenantId: string, exportId: string): Promise<void>;
  /** What each seat has exported in a month of UTC, `2026-03`; this one if left out. */
  seatUsage(tenantId: string, month?: string): Promise<SeatUsage[]>;
}

export interface ExportFilter {
  readonly kind?: ExportKind;
  readonly state?: ExportRow['state'];
  readonly limit?: number;
}

/**
 * What the rest of the backend uses of it.
 * @internal
 */
export interface ExportParts extends Exports {
  readonly desk: ExportDesk;
  readonly feed: ExportFeed;
  readonly job: Job;
  readonly counts: (
    tenantId: string,
  ) => Promise<{ kind: string; state: string; exports: number }[]>;
}

/** @internal */
export interface ExportContext {
  readonly store: Store;
  readonly sink: AtsSink;
  readonly access: LinkedInAccess;
  readonly events: PushEvents;
  readonly candidates: Pick<CandidateService, 'sync'>;
  /** Who links candidates and members at LinkedIn; the kit's own way if left out. */
  readonly attachments?: MemberAttachments | undefined;
  readonly holderOf: (tenantId: string, seat: string) => Promise<string | null>;
  readonly fetch?: typeof fetch | undefined;
  readonly logger: Logger;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const dayMs = 24 * 3_600_000;
const defaultKeepDays = 180;
const intake = 100;
const maxListed = 100;
const retentionEveryMs = 3_600_000;

/** @internal */
export function createExports(context: ExportContext, options: ExportOptions = {}): ExportParts {
  const { store, access, events, logger, onFailure } = context;
  const internals = internalsOf(store);
  const { clock } = internals;
  const keepMs = (options.keepDays ?? defaultKeepDays) * dayMs;
  const sink = timedSink(context.sink);
  const rows = createExportRows(store);
  const safe = createProfileSafe(internals);
  const feed = createExportFeed();
  const attachments =
    context.attachments ??
    directAttachments({
      access,
      candidates: context.candidates,
      record: (...input) => sink.record(...input),
    });
  const worker = createExportWorker({
    rows,
    safe,
    sink,
    access,
    attachments,
    holderOf: context.holderOf,
    fetch: context.fetch ?? ((input, init) => fetch(input, init)),
    clock,
    alarm: (tenant, code) => {
      const level = /lost|quarantined/.test(code) ? 'error' : 'warn';
      logger.log({ event: 'export', level, tenant, code });
    },
    onFailure,
    onChange: feed.changed,
  });
  const desk = createExportDesk({ rows, safe, sink, worker, onChange: feed.changed, clock });

  /** Makes exports of events. What LinkedIn is asked for stands in them, and not in the event. */
  async function takeIn(): Promise<number> {
    const taken = await events.take(intake, ['export', 'evaluation']);
    await Promise.all(
      taken.map(async ({ id, tenantId, kind, requestId, receivedAt }) => {
        if (requestId !== null) {
          const exportKind = kind === 'evaluation' ? 'evaluation' : 'candidate';
          await rows.receive(tenantId, exportKind, requestId, receivedAt);
          feed.changed(tenantId);
        }
        await events.done(id);
      }),
    );
    return taken.length;
  }

  let forgottenAtMs = Number.NEGATIVE_INFINITY;
  async function forget(): Promise<void> {
    if (clock() - forgottenAtMs < retentionEveryMs) return;
    forgottenAtMs = clock();
    await rows.forget(new Date(clock() - keepMs));
  }

  return {
    desk,
    feed,
    job: {
      name: 'exports',
      idleMs: 1_000,
      async run() {
        const taken = await takeIn();
        const isBusy = await worker.run();
        await forget();
        return taken > 0 || isBusy;
      },
    },
    counts: (tenantId) => rows.counts(tenantId),

    async list(tenantId, { kind, state, limit = maxListed } = {}) {
      const found = await rows.records(tenantId, kind, state, Math.min(limit, maxListed));
      return found.map(recordOf);
    },

    async find(tenantId, exportId) {
      const row = await rows.find(tenantId, exportId);
      return row === null ? null : recordOf(row);
    },

    async retry(tenantId, exportId) {
      const row = await rows.find(tenantId, exportId);
      const isStuck = row !== null && (row.dueAt !== null || row.attachment === 'given_up');
      const isGone = row?.state === 'quarantined' || row?.state === 'lost';
      if (row === null || (!isStuck && !isGone)) {
        throw new OnboardingError('input_invalid', 'There is nothing to try again');
      }
      const now = new Date(clock());
      const change = isGone
        ? { state: 'received', settledAt: null }
        : row.attachment === 'given_up'
          ? { attachment: 'pending' }
          : {};
      await rows.change(row, { ...change, dueAt: now, attempts: 0, errorCode: null });
      await worker.runFor(tenantId).catch((error: unknown) => {
        onFailure(tenantId, codeOf(error));
      });
    },

    async seatUsage(tenantId, month = monthOf(clock())) {
      const used = await rows.seats(tenantId, month);
      return used.map((each) => ({ ...each, limit: exportsPerSeatAndMonth }));
    },
  };
}

const recordOf = (row: ExportRow): ExportRecord => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  receivedAt: row.receivedAt,
  fetchedAt: row.fetchedAt,
  settledAt: row.settledAt,
  context: row.context,
  jobId: row.jobId,
  jobState: row.jobState,
  exporter: row.exporter,
  exporterUser: row.exporterUser,
  candidateId: row.candidateId,
  applicationId: row.applicationId,
  outcome: row.outcome,
  reason: row.reason,
  notices: row.notices,
  attachment: row.attachment,
  attempts: row.attempts,
  dueAt: row.dueAt,
  errorCode: row.errorCode,
});

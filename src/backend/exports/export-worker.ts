/**
 * Carries exports on, a customer at a time: within a customer they take turns, so that two exports of
 * one person never make two candidates, while customers do not wait for each other. Only what is
 * fetched from LinkedIn, where a day is all there is, comes side by side.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import { codeOf } from '../logging.ts';
import { StoreError } from '../store/errors.ts';
import { RscError } from '../../protocol/errors.ts';
import { LinkedInError } from '../../linkedin/index.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { ExportChange, ExportRow } from './export-rows.ts';
import { settled, withNotices, type ExportStep, type ExportWork } from './export-work.ts';
import {
  deliverEvaluation,
  deliverExport,
  openProfile,
  planExport,
  undoExport,
} from './delivery.ts';
import { fetchExport } from './fetching.ts';

export interface ExportWorkerOptions extends ExportWork {
  readonly onFailure: (tenantId: string, code: string) => void;
  /** Called after exports have changed. */
  readonly onChange: (tenantId: string) => void;
}

export interface ExportWorker {
  /** Carries on what is due. @returns whether there was anything; rejects with StoreError only */
  run(): Promise<boolean>;
  /** The same for one customer, unless another process is at it. */
  runFor(tenantId: string): Promise<void>;
}

const lanes = 4;
const batch = 20;
const fetchedTogether = 4;
const baseWaitMs = 5_000;
const maxWaitMs = 60 * 60_000;
/** A request id lives 24 hours [doc §3.6, inferred for others]; after that nobody knows it. */
export const requestLifeMs = 24 * 3_600_000;
/** LinkedIn may have a customer switched off, or a record refused, for this long. */
const attachLifeMs = 7 * 24 * 3_600_000;
const notSentMs = 15 * 60_000;

export function createExportWorker(options: ExportWorkerOptions): ExportWorker {
  const { rows, sink, clock, alarm, onFailure, onChange } = options;

  /** What an export needs next; null: nothing. */
  function stepOf(row: ExportRow): ExportStep | null {
    if (row.plan === 'undo') return undoExport;
    if (row.state === 'received') return fetchExport;
    if (row.kind === 'evaluation') return row.state === 'fetched' ? deliverEvaluation : null;
    if (row.state === 'fetched') return row.plan === null ? planExport : deliverExport;
    if (row.state === 'delivered' && row.attachment === 'pending') return attach;
    return null;
  }

  const attach: ExportStep = async (work, row) => {
    const { profile } = await openProfile(work, row);
    const { candidateId, context } = row;
    if (candidateId === null || context === null || profile.member === undefined) {
      return rows.change(row, { ...settled, attachment: null, dueAt: null });
    }
    const result = await work.attachments.attachMember({
      tenantId: row.tenantId,
      integrationContext: context,
      candidateId,
      personUrn: profile.member,
    });
    if (result !== 'not_sent') {
      const told = result === 'other_member' ? (['linked_elsewhere'] as const) : [];
      return rows.change(row, {
        ...settled,
        attachment: result,
        notices: withNotices(row.notices, ...told),
        dueAt: null,
      });
    }
    return isOver(row)
      ? rows.change(row, givenUp(row, 'not_sent'))
      : rows.change(row, {
          attempts: row.attempts + 1,
          errorCode: 'not_sent',
          dueAt: new Date(clock() + notSentMs),
        });
  };

  const isOver = ({ settledAt }: ExportRow): boolean =>
    clock() >= (settledAt?.getTime() ?? 0) + attachLifeMs;

  function givenUp(row: ExportRow, errorCode: string): ExportChange {
    alarm(row.tenantId, 'link_given_up');
    return {
      attachment: 'given_up',
      errorCode,
      notices: withNotices(row.notices, 'link_given_up'),
      dueAt: null,
    };
  }

  /** Notes a failure, and when to try again. */
  async function failed(row: ExportRow, error: unknown): Promise<void> {
    const errorCode = codeOf(error).slice(0, 64);
    onFailure(row.tenantId, errorCode);
    const nowMs = clock();
    const waitMs = Math.min(maxWaitMs, baseWaitMs * 2 ** Math.min(row.attempts, 12));
    let dueMs = nowMs + Math.max(waitMs, toldOf(error));
    if (row.state === 'received') {
      const endsMs = row.receivedAt.getTime() + requestLifeMs;
      if (nowMs >= endsMs) {
        await lose(row, errorCode);
        return;
      }
      // Once more at the very end: it costs nothing.
      dueMs = Math.min(dueMs, endsMs);
    } else if (row.state === 'delivered' && row.plan === null && isOver(row)) {
      await rows.change(row, givenUp(row, errorCode));
      return;
    }
    await rows.change(row, { attempts: row.attempts + 1, errorCode, dueAt: new Date(dueMs) });
  }

  async function lose(row: ExportRow, errorCode: string): Promise<void> {
    const settledAt = new Date(clock());
    const lost = await rows.change(row, { state: 'lost', errorCode, settledAt, dueAt: null });
    if (lost === null) return;
    const { tenantId: tenant, id: exportId, kind, receivedAt } = row;
    alarm(tenant, 'export_lost');
    try {
      await sink.lost?.({ tenant, exportId, kind, receivedAtMs: receivedAt.getTime() });
    } catch (error) {
      // The row says so too, whether the ATS has listened or not.
      onFailure(tenant, codeOf(error));
    }
  }

  /** Carries one export on until it waits for somebody or something. */
  async function carry(start: ExportRow): Promise<void> {
    let row: ExportRow | null = start;
    while (row !== null && row.dueAt !== null && row.dueAt.getTime() <= clock()) {
      const current: ExportRow = row;
      const step = stepOf(current);
      if (step === null) {
        await rows.change(current, { dueAt: null });
        break;
      }
      try {
        row = await step(options, current);
      } catch (error) {
        if (error instanceof StoreError && error.retryable) throw error;
        await failed(current, error);
        break;
      } finally {
        onChange(start.tenantId);
      }
      // An embedded database answers at once, and LinkedIn waits to be answered meanwhile.
      await immediate();
    }
  }

  async function fetchOnly(row: ExportRow): Promise<void> {
    try {
      await fetchExport(options, row);
    } catch (error) {
      if (error instanceof StoreError && error.retryable) throw error;
      await failed(row, error);
    } finally {
      onChange(row.tenantId);
    }
  }

  async function runLane(tenantId: string): Promise<void> {
    try {
      const due = await rows.due(tenantId, batch);
      const unfetched = due.filter(({ state }) => state === 'received');
      if (unfetched.length > 1) {
        for (let start = 0; start < unfetched.length; start += fetchedTogether) {
          await Promise.all(unfetched.slice(start, start + fetchedTogether).map(fetchOnly));
        }
        // What was fetched is due again, as it now is.
      }
      for (const row of unfetched.length > 1 ? await rows.due(tenantId, batch) : due) {
        await carry(row);
      }
    } finally {
      await rows.releaseLane(tenantId);
    }
  }

  return {
    async runFor(tenantId) {
      const lane = await rows.takeLane(tenantId);
      if (lane !== null) await runLane(lane);
    },
    async run() {
      const taken: string[] = [];
      for (let lane = await rows.takeLane(); lane !== null; lane = await rows.takeLane()) {
        taken.push(lane);
        if (taken.length >= lanes) break;
      }
      const results = await Promise.allSettled(taken.map(runLane));
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      return taken.length > 0;
    },
  };
}

const toldOf = (error: unknown): number =>
  error instanceof LinkedInError || error instanceof OnboardingError || error instanceof RscError
    ? (error.retryAfterMs ?? 0)
    : 0;

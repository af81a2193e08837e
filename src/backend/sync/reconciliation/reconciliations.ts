/**
 * Comparisons of an ATS with LinkedIn: a sample each week, all of it on demand. Page by page, in what
 * history may use of the limits, so that hundreds of thousands of records take no more memory than a
 * hundred; where it has come to stands in the store, and whoever is next goes on there.
 */
import * as z from 'zod';
import { LinkedInError, type LinkedInClient } from '../../../linkedin/index.ts';
import { OnboardingError } from '../../onboarding/errors.ts';
import type { LinkedInAccess } from '../../onboarding/linkedin-access.ts';
import type { Gate } from '../../onboarding/gate.ts';
import { recordChange } from '../../store/audit.ts';
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import { readTenantScope } from '../../tenants/tenant-scope.ts';
import { backoffMs } from '../backoff.ts';
import type { SyncClients } from '../clients.ts';
import type { SyncEngine } from '../engine.ts';
import { parseInput, SyncError } from '../errors.ts';
import type { MatchParts } from '../matches.ts';
import { readOrganizations } from '../organizations.ts';
import type { AtsSource } from '../ports.ts';
import { SourceDown } from '../reading.ts';
import { syncResources } from '../resources.ts';
import { compareRows, type Finding } from './compare.ts';
import {
  added,
  createReportTable,
  place as placeSchema,
  reportOf,
  type Place,
  type ReconcileMode,
  type ReconciliationCounts,
  type ReconciliationReport,
  type ReconciliationRow,
} from './reports.ts';
import { createReconciliationRows, type RowScope } from './rows.ts';

export interface ReconcileOptions {
  /** `sample` (the default): some records of each kind, and the newest names. `full`: all. */
  readonly mode?: ReconcileMode;
  /** Puts right what differs, which is the default; otherwise it is only reported. */
  readonly repair?: boolean;
  /** Who asks, for report and audit log: an opaque id; `kit` if left out. */
  readonly requestedBy?: string;
}

export interface Reconciliations {
  /**
   * Asks for a comparison, which goes on by itself. @returns the report, which is still empty
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`; StoreError
   */
  reconcile(tenantId: string, options?: ReconcileOptions): Promise<ReconciliationReport>;
  /** @throws SyncError `sync_unknown`; StoreError */
  reconciliation(tenantId: string, id: string): Promise<ReconciliationReport>;
  /** Newest first. @param page limit 1 to 100, 20 if left out; `before` the last one's `requestedAt` */
  reconciliations(
    tenantId: string,
    page?: { readonly before?: Date; readonly limit?: number },
  ): Promise<ReconciliationReport[]>;
}

/** @internal */
export interface ReconciliationsOptions {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly engine: SyncEngine;
  readonly matches: MatchParts;
  readonly clients: SyncClients;
  /** Days between two samples of a customer; 0 for none but on demand. */
  readonly everyDays: number;
  readonly onWork: () => void;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const reconcileOptions = z.strictObject({
  mode: z.enum(['sample', 'full']).default('sample'),
  repair: z.boolean().default(true),
  requestedBy: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be an opaque id' })
    .default('kit'),
});
const pageOptions = z.strictObject({
  before: z.date().optional(),
  limit: z.int().min(1).max(100).default(20),
});

const dayMs = 24 * 60 * 60_000;
const pageSize = 200;
const sampleSize = 200;
/** Each may take a request of its own. */
const aclPageSize = 50;
/** Requests for lists of ACLs of a whole comparison: some of the 100,000 a day. */
const maxAclReads = 5_000;
const scanSize = 500;
/** A sample asks for names of what was changed since the last one, and as many. */
const sampleSinceMs = 8 * dayMs;
const sampleScans = 2;
const leaseMs = 5 * 60_000;
/** How long the ATS and LinkedIn may take for a page. */
const stepMs = 4 * 60_000;
const failedWait = { baseMs: 5_000, maxMs: 30 * 60_000 };
const closedMs = 60 * 60_000;
/** Steps of one organization: rows of each kind, then the ATS's names of each. */
const stepsEach = syncResources.length * 2;

interface Step {
  readonly scope: RowScope;
  readonly names: boolean;
}

/** What a step has found, and where the next one begins. */
interface StepResult {
  readonly next: Place;
  readonly counts: Pick<ReconciliationCounts, 'compared' | 'scanned' | 'unreadable'>;
  readonly findings: readonly Finding[];
}

/**
 * @returns also the work that goes on by itself
 * @internal
 */
export function createReconciliations(options: ReconciliationsOptions): Reconciliations & {
  readonly run: () => Promise<boolean>;
  readonly schedule: () => Promise<void>;
} {
  const { store, source, access, gate, engine, matches, clients, everyDays } = options;
  const { connection, clock } = internalsOf(store);
  const reports = createReportTable(connection, clock);
  const rows = createReconciliationRows(connection, clock);

  const stepOf = (tenantId: string, { contexts, step }: Place): Step | null => {
    const context = contexts[Math.floor(step / stepsEach)];
    const within = step % stepsEach;
    const resource = syncResources[within % syncResources.length];
    return context === undefined || resource === undefined
      ? null
      : { scope: { tenantId, context, resource }, names: within >= syncResources.length };
  };
  const following = (at: Place): Place => ({ ...at, step: at.step + 1, after: null, cursor: null });

  async function compareRecords(
    { scope }: Step,
    { id, mode }: ReconciliationRow,
    at: Place,
    client: LinkedInClient,
    jobAvailability: string,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const isAcl = scope.resource === 'entityAcls' || scope.resource === 'aclAssignees';
    const asksAcls = isAcl && at.aclReads < maxAclReads;
    const limit = isAcl ? aclPageSize : mode === 'full' ? pageSize : sampleSize;
    const page =
      mode === 'full'
        ? await rows.page(scope, at.after, limit)
        : await rows.sample(scope, id, limit);
    const last = page.at(-1);
    const isLast = mode === 'sample' || page.length < limit || last === undefined;
    const compared = await compareRows(page, {
      ...scope,
      source,
      matches,
      client,
      jobAvailability,
      asksAcls,
      nowMs: clock(),
      signal,
    });
    const aclReads = at.aclReads + (asksAcls ? page.length : 0);
    const next = isLast
      ? following(at)
      : { ...at, after: { parent: last.ref.parentId ?? '', id: last.ref.id } };
    return {
      next: { ...next, aclReads },
      counts: { compared: compared.compared, scanned: 0, unreadable: compared.unreadable },
      findings: compared.findings,
    };
  }

  async function compareNames(
    { scope }: Step,
    { mode, requestedAt }: ReconciliationRow,
    at: Place,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const { tenantId, context, resource } = scope;
    const page = await source
      .scan(tenantId, resource, {
        integrationContext: context,
        limit: scanSize,
        cursor: at.cursor ?? undefined,
        ...(mode === 'full' ? {} : { sinceMs: requestedAt.getTime() - sampleSinceMs }),
        signal,
      })
      .catch((cause: unknown) => {
        throw new SourceDown('the ATS cannot be read', { cause });
      });
    const untold = await rows.untold(scope, page.refs);
    const scans = Number(at.after?.id ?? 0) + 1;
    const isLast = page.cursor === undefined || (mode === 'sample' && scans >= sampleScans);
    return {
      next: isLast
        ? following(at)
        : { ...at, cursor: page.cursor ?? null, after: { parent: 'scans', id: String(scans) } },
      counts: { compared: 0, scanned: page.refs.length, unreadable: 0 },
      findings: untold.map((ref): Finding => ({ ref, drift: 'untold', version: null })),
    };
  }

  /** Writes down what was found and mends it, both or neither. */
  async function save(
    row: ReconciliationRow,
    { scope }: Step,
    { next, counts, findings }: StepResult,
    taken: Date,
  ): Promise<void> {
    await connection.transaction(async (database) => {
      const standing = await rows.standing(scope, findings, database);
      const { tenantId, context, resource } = scope;
      const found = standing.map(({ ref, drift }) => ({ ref, drift, integrationContext: context }));
      const mended = row.repair ? standing : [];
      const more = { ...counts, repaired: mended.length };
      const isOver = stepOf(tenantId, next) === null;
      const isOurs = await reports.save(database, row, taken, {
        ...added(reportOf(row), resource, more, found),
        place: next,
        dueAt: isOver ? null : new Date(clock()),
        finishedAt: isOver ? new Date(clock()) : null,
        attempts: 0,
        errorCode: null,
      });
      if (!isOurs || mended.length === 0) return;
      await rows.repair(scope, mended, database);
      const untold = mended.filter(({ drift }) => drift === 'untold');
      await engine.table.enqueue(
        tenantId,
        untold.map(({ ref }) => ({ context, ref, op: 'upsert' })),
        'backfill',
        database,
      );
      await engine.senders.wake(tenantId, 'backfill', database);
    });
  }

  async function begin(row: ReconciliationRow, taken: Date): Promise<void> {
    const { contexts } = await readOrganizations(store, row.tenantId);
    const place: Place = placeSchema.parse({ contexts });
    await connection.run((database) =>
      reports.save(database, row, taken, { place, dueAt: new Date(clock()) }),
    );
  }

  async function work(row: ReconciliationRow, at: Place, taken: Date): Promise<void> {
    const step = stepOf(row.tenantId, at);
    if (step === null) {
      const ended = { dueAt: null, finishedAt: new Date(clock()) };
      await connection.run((database) => reports.save(database, row, taken, ended));
      return;
    }
    const { tenantId, context } = step.scope;
    if (!(await gate.maySync(tenantId, context))) throw new Waiting('customer_off', closedMs);
    const child = await access.child(tenantId);
    const signal = AbortSignal.timeout(stepMs);
    const result = step.names
      ? await compareNames(step, row, at, signal)
      : await compareRecords(
          step,
          row,
          at,
          clients.of(child, 'backfill'),
          child.row.jobAvailability,
          signal,
        );
    await save(row, step, result, taken);
  }

  async function failed(row: ReconciliationRow, taken: Date, error: unknown): Promise<void> {
    const told = toldBy(error);
    if (told === null) throw error;
    const { code, waitMs: least = 0 } = told;
    const isFailure = code !== 'budget_spent' && code !== 'customer_off';
    if (isFailure) options.onFailure(row.tenantId, code);
    const waitMs = Math.max(least, isFailure ? backoffMs(row.attempts, failedWait) : 1_000);
    await connection.run((database) =>
      reports.save(database, row, taken, {
        dueAt: new Date(clock() + waitMs),
        attempts: isFailure ? row.attempts + 1 : row.attempts,
        errorCode: code === 'budget_spent' ? null : code,
      }),
    );
  }

  async function found(tenantId: string, id: string): Promise<ReconciliationReport> {
    const row = await reports.find(tenantId, id);
    if (row === null) throw new SyncError('sync_unknown', 'There is no such comparison');
    return reportOf(row);
  }

  return {
    async reconcile(name, given = {}) {
      const { mode, repair, requestedBy } = parseInput(reconcileOptions, given, 'options');
      const { tenantId } = await readTenantScope(store, name);
      const row = await connection.transaction(async (database) => {
        const action = 'reconciliation_requested';
        await recordChange(database, { actor: requestedBy, tenantId, action });
        return reports.add(database, { tenantId, mode, repair, requestedBy });
      });
      options.onWork();
      return reportOf(row);
    },

    reconciliation: found,

    async reconciliations(tenantId, given = {}) {
      const { before, limit } = parseInput(pageOptions, given, 'page');
      return (await reports.list(tenantId, before, limit)).map(reportOf);
    },

    async run() {
      const taken = new Date(clock() + leaseMs);
      const row = await reports.take(taken);
      if (row === null) return false;
      try {
        const at = placeSchema.parse(row.place);
        await (at.contexts.length === 0 ? begin(row, taken) : work(row, at, taken));
      } catch (error) {
        await failed(row, taken, error);
      }
      return true;
    },

    async schedule() {
      await reports.schedule(everyDays * dayMs);
    },
  };
}

/** Nothing is wrong; it goes on later. */
class Waiting extends Error {
  override readonly name = 'Waiting';
  readonly code: string;
  readonly retryAfterMs: number;

  constructor(code: string, retryAfterMs: number) {
    super(code);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a failure says; null if nobody foresaw it. */
function toldBy(error: unknown): { readonly code: string; readonly waitMs?: number } | null {
  if (error instanceof SourceDown) return { code: error.code };
  if (
    error instanceof Waiting ||
    error instanceof LinkedInError ||
    error instanceof OnboardingError
  ) {
    return { code: error.code, waitMs: error.retryAfterMs ?? 0 };
  }
  return null;
}

/** Puts the parts of the sync engine together: sending, and what keeps LinkedIn as the ATS is. */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { Gate } from '../onboarding/gate.ts';
import { codeOf, type Logger } from '../logging.ts';
import type { Job } from '../push/workers.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import type { CandidateScope, CandidateStore } from '../candidates/store.ts';
import {
  createSyncEngine,
  type CandidatesListener,
  type SyncEngine,
  type SyncOptions,
} from './engine.ts';
import { createErasures, type Erasures } from './erasures.ts';
import { ownErasureSteps, type ErasureStep } from './erasure-steps.ts';
import { createSyncClients } from './clients.ts';
import { createMatches, type MatchParts } from './matches.ts';
import { createMatchRefresh, type MatchedListener } from './match-refresh.ts';
import { createMemberLinks, type MemberLinkParts } from './member-links.ts';
import { parseInput } from './errors.ts';
import { createOversight, type Oversight } from './oversight.ts';
import type { AtsSource } from './ports.ts';
import { createReconciliations, type Reconciliations } from './reconciliation/reconciliations.ts';
import { priorities } from './rows.ts';

/** Milliseconds LinkedIn has to answer what nobody waits for. */
const timeoutMs = 15_000;
/** How often it is looked whose comparison is due. */
const scheduleMs = 10 * 60_000;
const reconcileDays = z.int().min(0).max(365).default(7);

/** What elements are told of candidates; sending changes it. */
export interface CandidateMemory {
  readonly history: CandidateStore;
  /** What is remembered of these is read anew. */
  forget(scope: CandidateScope, ids: readonly string[]): void;
  /** Milliseconds that LinkedIn's word of a candidate is used again by all processes. */
  readonly freshMs: number;
}

/** @internal */
export interface SyncAssemblyParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly logger: Logger;
  readonly fetch?: typeof fetch | undefined;
  readonly candidates: CandidateMemory;
  /** Steps of parts of the kit that keep something of candidates, beside sync itself. */
  readonly erasureSteps: readonly ErasureStep[];
  readonly onMatched?: MatchedListener | undefined;
  readonly onCandidates?: CandidatesListener | undefined;
  readonly onWork: () => void;
}

/** Tuning of all of sync; the defaults are right for most. */
export interface SyncKitOptions extends SyncOptions {
  /** Days between two comparisons of a sample with LinkedIn; 7 if left out, 0 for none by itself. */
  readonly reconcileEveryDays?: number;
}

/** @internal */
export interface SyncAssembly {
  readonly engine: SyncEngine;
  readonly erasures: Erasures;
  readonly matches: MatchParts;
  readonly memberLinks: MemberLinkParts;
  readonly reconciliations: Reconciliations;
  readonly oversight: Oversight;
  readonly jobs: readonly Job[];
}

/**
 * @throws SyncError `sync_input_invalid` that names the option that is wrong
 * @internal
 */
export function createSyncAssembly(
  parts: SyncAssemblyParts,
  { reconcileEveryDays, ...options }: SyncKitOptions = {},
): SyncAssembly {
  const everyDays = parseInput(reconcileDays, reconcileEveryDays, 'sync.reconcileEveryDays');
  const { store, source, access, gate, logger, fetch, candidates, onWork } = parts;
  const { clock } = internalsOf(store);
  const forget: CandidateMemory['forget'] = (...input) => candidates.forget(...input);
  const failed = (tenant: string, code: string): void => {
    logger.log({ event: 'worker', level: 'warn', worker: 'sync', code, tenant });
  };
  const matches = createMatches({ store, freshMs: candidates.freshMs });
  const engine = createSyncEngine(
    {
      store,
      source,
      access,
      gate,
      logger,
      fetch,
      onWork,
      onCandidates: parts.onCandidates,
      enrich: (...input) => matches.enrich(...input),
      async onSettled(tenant, integrationContext, resource, sentIds, deletedIds) {
        if (resource !== 'candidates') return;
        const scope = { tenant, integrationContext };
        if (sentIds.length > 0) await candidates.history.recordSent(scope, sentIds, clock());
        if (deletedIds.length > 0) {
          await candidates.history.recordDeleted(scope, deletedIds, clock());
        }
        await matches.settled(tenant, integrationContext, sentIds, deletedIds);
        forget(scope, [...sentIds, ...deletedIds]);
      },
      async onMembersSent(tenant, integrationContext, sent) {
        const now = await matches.overtaken(tenant, integrationContext, sent);
        for (const [id, member] of now) {
          try {
            await memberLinks.replaceMember(tenant, id, sent.get(id) ?? '', member, {
              integrationContext,
            });
          } catch (error) {
            // What the person said stays claimed: LinkedIn is asked about it again.
            failed(tenant, codeOf(error));
          }
        }
      },
    },
    options,
  );
  const erasures = createErasures({
    store,
    senders: engine.senders,
    steps: [...ownErasureSteps, ...parts.erasureSteps],
    onErased(tenant, contexts, ids) {
      for (const integrationContext of contexts) {
        forget({ tenant, integrationContext }, ids);
      }
    },
    onWork,
  });
  const clients = createSyncClients({
    store,
    clock,
    timeoutMs,
    fetch,
    limits: options.limits,
  });
  const refresh = createMatchRefresh({
    table: matches.table,
    async client(tenantId, context) {
      if (!(await gate.maySync(tenantId, context))) return null;
      return clients.of(await access.child(tenantId), 'backfill');
    },
    isBusy: (tenantId) => hasHistory(store, tenantId),
    onMatched: parts.onMatched,
    forget,
    onFailure: failed,
    clock,
  });
  const reconciliations = createReconciliations({
    store,
    source,
    access,
    gate,
    engine,
    matches,
    clients,
    everyDays,
    onWork,
    onFailure: failed,
  });
  const memberLinks = createMemberLinks({ store, source, access, gate, engine, matches, forget });
  const { oversight, jobs } = createOversight(
    { store, source, access, gate, engine, onFailure: failed, onWork },
    options,
  );
  return {
    engine,
    erasures,
    matches,
    memberLinks,
    reconciliations,
    oversight,
    jobs: [
      // What it reads is sent by those after it.
      ...jobs,
      ...engine.jobs,
      { name: 'sync', idleMs: 5_000, run: refresh },
      { name: 'sync', idleMs: 5_000, run: () => reconciliations.run() },
      {
        name: 'sync',
        idleMs: 5_000,
        run: async () => {
          await erasures.settle();
          return false;
        },
      },
      {
        name: 'sync',
        idleMs: scheduleMs,
        run: async () => {
          await reconciliations.schedule();
          return false;
        },
      },
    ],
  };
}

/** Whether history of a customer is to be sent now. */
async function hasHistory(store: Store, tenantId: string): Promise<boolean> {
  const { connection, clock } = internalsOf(store);
  const { rows } = z.object({ rows: z.array(z.unknown()) }).parse(
    await connection.run((database) =>
      database.execute(sql`select 1 from rsc.sync_records
        where tenant_id = ${tenantId} and state = 'pending' and priority = ${priorities.backfill}
          and due_at <= ${new Date(clock()).toISOString()} limit 1`),
    ),
  );
  return rows.length > 0;
}

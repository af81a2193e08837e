/** Retrieval as the kit offers it: seats, what is read of them, timelines, closed accounts. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { LinkedInClient } from '../../linkedin/index.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { Job } from '../push/workers.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { retrievalItems, retrievalSeats } from '../store/tables/index.ts';
import { createClosedProfiles, type ClosedProfiles } from './closed-profiles.ts';
import { createContactDelivery } from './contact-delivery.ts';
import { isContractOpen } from './contracts.ts';
import { createItems } from './items.ts';
import { createLanes, type Lane } from './lanes.ts';
import { createLaneWorker } from './lane-worker.ts';
import { parseRetrieval, type RetrievalOptions } from './options.ts';
import { createPeople, type People } from './people.ts';
import { createPuller, isLimited } from './puller.ts';
import type { RetrievalReceipt } from './receipt.ts';
import { readReceipts } from './receipts.ts';
import { createRetention } from './retention.ts';
import { createSeatReader } from './seat-reader.ts';
import type { Seats } from './seat-record.ts';
import { createSeats } from './seats.ts';
import { createSources } from './sources.ts';
import { createRetrievedSource, type RetrievedSource } from './timeline/retrieved-source.ts';
import type { TimelineSource } from './timeline/source.ts';

export interface RefreshResult {
  /**
   * - `done`: seats that may have written about the candidate have been read, or were so just now
   * - `limited`: LinkedIn, or our count of its limits, asks to wait; it is read later by itself
   * - `off`: retrieval is not configured, or no contract of the customer may be read
   */
  readonly state: 'done' | 'limited' | 'off';
  /** Seats that were read for this. */
  readonly seats: number;
  /** Items that are new, changed or gone since. */
  readonly changed: number;
}

export interface Retrieval {
  readonly seats: Seats;
  readonly closedProfiles: ClosedProfiles;
  /**
   * Reads what recruiters have written about a candidate now, as far as the limits allow: a seat at
   * most every 30 seconds, whoever asks. Opening a candidate's timeline does this by itself.
   * @throws StoreError; LinkedIn's failures are told by `state` and tried again
   */
  refresh(tenantId: string, candidateId: string): Promise<RefreshResult>;
  /** Reads the seats of all contracts of a customer at the next turn of the workers. @throws StoreError */
  readSeats(tenantId: string): Promise<void>;
  /** What was deleted because of closed accounts or of age, newest first. @throws StoreError */
  receipts(tenantId: string): Promise<RetrievalReceipt[]>;
}

/** What the rest of the backend uses of it. */
export interface RetrievalParts extends Retrieval {
  readonly people: People;
  readonly source: RetrievedSource;
  readonly timelineSources: readonly TimelineSource[];
  readonly jobs: readonly Job[];
}

export interface RetrievalContext {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const dayMs = 24 * 3_600_000;
/** A seat is read for somebody who looks at most this often. */
const refreshMs = 30_000;
/** Seats that are read at once because somebody opens a candidate. */
const maxRefreshed = 10;
const refreshWindows = 8;
/** Requests a day that are kept for what is read by itself. */
const keptShare = 0.25;

/** @param given undefined: nothing is read, and what is in the store is served */
export function createRetrieval(
  { store, access, onFailure }: RetrievalContext,
  given: RetrievalOptions | undefined,
): RetrievalParts {
  const options = parseRetrieval(given ?? {});
  const { connection, clock } = internalsOf(store);
  const seats = createSeats(store);
  const people = createPeople(store);
  const lanes = createLanes(store);
  const source = createRetrievedSource(store, options.inMailText);
  const puller = createPuller({
    items: createItems(store),
    sources: createSources(options.inMailText),
    isOpen: ({ tenantId, contract }) => isContractOpen(connection, tenantId, contract),
    notBeforeMs: () => (options.keepMs === null ? 0 : clock() - options.keepMs),
    clock,
  });
  const laneWorker = createLaneWorker({ store, access, lanes, puller, options, onFailure });
  const closed = createClosedProfiles({
    store,
    access,
    people,
    ports: options.closedProfiles,
    everyMs: options.closedEveryMs,
    onFailure,
  });
  const seatReader = createSeatReader({
    store,
    access,
    findAtsUsers: options.findAtsUsers,
    historyMs: options.historyMs,
    onFailure,
  });
  const { contacts: sink } = options;
  const contacts =
    sink === undefined ? null : createContactDelivery({ store, people, sink, onFailure });
  const retention = createRetention(store, options.keepMs);

  const job: Job = {
    name: 'retrieval',
    idleMs: 2_000,
    async run() {
      await prepare(store);
      const done = [
        await seatReader.run(),
        await laneWorker.run(),
        (await contacts?.run()) ?? 0,
        await closed.run(),
        await retention.run(),
      ];
      return done.some((number) => number > 0);
    },
  };

  /** Seats that are likely to have written about a candidate, those that have first. */
  async function seatsFor(tenantId: string, candidateId: string): Promise<string[]> {
    const members = await people.membersOf(tenantId, candidateId);
    return connection.run(async (database) => {
      const wrote =
        members.length === 0
          ? []
          : await database
              .selectDistinct({ seat: retrievalItems.seat })
              .from(retrievalItems)
              .where(
                and(eq(retrievalItems.tenantId, tenantId), inArray(retrievalItems.member, members)),
              )
              .limit(maxRefreshed);
      const others = await database
        .select({ seat: retrievalSeats.seat })
        .from(retrievalSeats)
        .where(and(eq(retrievalSeats.tenantId, tenantId), eq(retrievalSeats.state, 'ACTIVE')))
        .orderBy(sql`${desc(retrievalSeats.activeAt)} nulls last`, retrievalSeats.seat)
        .limit(maxRefreshed);
      return [...new Set([...wrote, ...others].map(({ seat }) => seat))].slice(0, maxRefreshed);
    });
  }

  async function refresh(tenantId: string, candidateId: string): Promise<RefreshResult> {
    if (given === undefined) return { state: 'off', seats: 0, changed: 0 };
    const nowMs = clock();
    const wanted = await seatsFor(tenantId, candidateId);
    const open = await lanes.takeSeats(tenantId, wanted, new Date(nowMs - refreshMs));
    if (open.length === 0)
      return { state: wanted.length === 0 ? 'off' : 'done', seats: 0, changed: 0 };
    // A seat whose history is still being read is left to the workers.
    const isLate = (lane: Lane): boolean => lane.inmailUntil.getTime() < nowMs - 2 * dayMs;
    const { client } = await access.child(tenantId);
    const mayRead = await isUnderLimit(client);
    let changed = 0;
    let read = 0;
    let isWaiting = !mayRead;
    await Promise.all(
      open.map(async (lane) => {
        if (!mayRead || isLate(lane)) {
          await lanes.release(lane, { dueAt: new Date(nowMs) });
          return;
        }
        const outcome = await laneWorker.work(lane, refreshWindows);
        read += 1;
        if (outcome instanceof Error) isWaiting ||= isLimited(outcome);
        else changed += outcome;
      }),
    );
    return { state: isWaiting ? 'limited' : 'done', seats: read, changed };
  }

  return {
    seats,
    people,
    source,
    timelineSources: options.timelineSources,
    closedProfiles: closed,
    refresh,
    async readSeats(tenantId) {
      await prepare(store);
      await connection.run((database) =>
        database.execute(sql`update rsc.retrieval_contracts
          set due_at = ${new Date(clock()).toISOString()}::timestamptz
          where tenant_id = ${tenantId}`),
      );
    },
    receipts: (tenantId) => connection.run((database) => readReceipts(database, tenantId)),
    jobs: given === undefined ? [] : [job],
  };
}

/** Makes the rows of customers and contracts that are new. */
async function prepare(store: Store): Promise<void> {
  const { connection, clock } = internalsOf(store);
  const now = sql`${new Date(clock()).toISOString()}::timestamptz`;
  await connection.run((database) =>
    database.execute(sql`insert into rsc.retrieval_contracts (tenant_id, contract, due_at)
      select c.tenant_id, c.urn, ${now} from rsc.tenant_contexts c
        join rsc.tenants t on t.id = c.tenant_id and t.status = 'active'
      where c.kind = 'contract' and not exists (select from rsc.retrieval_contracts r
        where r.tenant_id = c.tenant_id and r.contract = c.urn)
      on conflict do nothing`),
  );
  await connection.run((database) =>
    database.execute(sql`insert into rsc.retrieval_tenants
        (tenant_id, closed_due_at, retention_due_at)
      select t.id, ${now}, ${now} from rsc.tenants t
      where t.status = 'active' and not exists (select from rsc.retrieval_tenants r
        where r.tenant_id = t.id)
      on conflict do nothing`),
  );
}

/** Whether enough of the day's requests are left for somebody who looks. */
async function isUnderLimit(client: LinkedInClient): Promise<boolean> {
  const left = await client.left();
  return left
    .filter(({ group, window }) => group === 'retrieval' && window === 'day')
    .every((budget) => budget.left > budget.limit * keptShare);
}

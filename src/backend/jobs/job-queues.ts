/**
 * Long work that must come to its end whatever fails: it stands in the database, one process at a
 * time does a part of it, and what a process that dies leaves behind another takes up within seconds.
 *
 * A job is a name of what is to be done and nothing more. How far it is stands in tables of whoever
 * does it, so that a part and the note that it is done are one transaction.
 */
import * as z from 'zod';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { startBoss, telling, type Boss } from './boss.ts';

/** A kind of jobs. There is at most one of each key that is not over. */
export interface JobQueue<Data extends object> {
  readonly name: string;
  readonly data: z.ZodType<Data>;
}

/** What became of a part: it was the last one, or there is more to do after a while. */
export type JobOutcome = 'done' | { readonly againMs: number };

/**
 * Does a part of a job, of about a second.
 * @param signal ends when another process has taken the job over
 */
export type JobHandler<Data> = (data: Data, signal: AbortSignal) => Promise<JobOutcome>;

export interface JobQueues {
  /** To be called before `add` joins a transaction. @throws StoreError */
  prepare(queue: JobQueue<object>): Promise<void>;
  /**
   * Adds a job, unless there is one of this key that is not over.
   * @param database of a transaction to join
   * @throws StoreError
   */
  add<Data extends object>(
    queue: JobQueue<Data>,
    key: string,
    data: Data,
    database?: Database,
  ): Promise<void>;
  /**
   * Does a part of a job that is due. One that fails is done again later.
   * @returns whether there is more to do at once
   * @throws StoreError, or what the handler throws
   */
  work<Data extends object>(queue: JobQueue<Data>, handle: JobHandler<Data>): Promise<boolean>;
}

/** Without a sign of life for so long a job is given to another process. */
const heartbeatSeconds = 10;
const beatMs = 3_000;
const superviseMs = 5_000;
const queueOptions = {
  policy: 'exclusive',
  heartbeatSeconds,
  // A part takes a second or, if an ATS is slow, minutes: its heart says whether it lives.
  expireInSeconds: 3_600,
  // A job ends when its work is done, not when it has failed often.
  retryLimit: 1_000_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  deleteAfterSeconds: 3_600,
  retentionSeconds: 90 * 86_400,
} as const;

const known = new WeakMap<Store, JobQueues>();

/** The queues of a store; one of them for each store and process. */
export function jobQueues(store: Store): JobQueues {
  const present = known.get(store);
  if (present !== undefined) return present;
  const made = create(store);
  known.set(store, made);
  return made;
}

function create(store: Store): JobQueues {
  const { connection, beforeClose } = internalsOf(store);
  let starting: Promise<Boss> | null = null;
  const prepared = new Map<string, Promise<void>>();
  let supervisedAt = Number.NEGATIVE_INFINITY;

  beforeClose(async () => {
    await (await starting)?.stop();
  });

  /** A start that has failed is tried again by the next call. */
  function boss(): Promise<Boss> {
    starting ??= startBoss(connection).catch((error: unknown) => {
      starting = null;
      throw error;
    });
    return starting;
  }

  async function prepare({ name }: JobQueue<object>): Promise<Boss> {
    const started = await boss();
    const made =
      prepared.get(name) ?? telling(() => started.pgBoss.createQueue(name, queueOptions));
    prepared.set(name, made);
    await made.catch((error: unknown) => {
      prepared.delete(name);
      throw error;
    });
    return started;
  }

  async function supervise({ pgBoss }: Boss, name: string): Promise<void> {
    if (performance.now() - supervisedAt < superviseMs) return;
    supervisedAt = performance.now();
    await telling(() => pgBoss.supervise(name));
  }

  return {
    async prepare(queue) {
      await prepare(queue);
    },

    async add(queue, key, data, database) {
      const { pgBoss, joined } = await prepare(queue);
      const options = database === undefined ? {} : { db: joined(database) };
      await telling(() => pgBoss.send(queue.name, data, { singletonKey: key, ...options }));
    },

    async work(queue, handle) {
      const started = await prepare(queue);
      const { pgBoss } = started;
      const { name } = queue;
      await supervise(started, name);
      const [job] = await telling(() =>
        pgBoss.fetch<unknown>(name, { batchSize: 1, includeMetadata: true }),
      );
      if (job === undefined) return false;
      const { id, retryCount, singletonKey, data } = job;
      const attempt = { id, retryCount };
      const controller = new AbortController();
      const beat = setInterval(() => {
        void pgBoss.touch(name, attempt).then(
          (touched) => {
            if (isLost(touched)) controller.abort();
          },
          // The next one may come through; otherwise another process takes over.
          () => undefined,
        );
      }, beatMs).unref();
      let outcome: JobOutcome;
      try {
        outcome = await handle(queue.data.parse(data), controller.signal);
      } catch (error) {
        await pgBoss.fail(name, attempt).catch(() => undefined);
        throw error;
      } finally {
        clearInterval(beat);
      }
      return end(started, queue, { attempt, key: singletonKey ?? '', data }, outcome);
    },
  };

  /** The part is done; if there is more, the next one is a job of its own. */
  async function end(
    { pgBoss, joined }: Boss,
    { name }: JobQueue<object>,
    job: { readonly attempt: Attempt; readonly key: string; readonly data: unknown },
    outcome: JobOutcome,
  ): Promise<boolean> {
    await connection.transaction((database) =>
      telling(async () => {
        const db = joined(database);
        const completed = await pgBoss.complete(name, job.attempt, null, { db });
        if (isLost(completed) || outcome === 'done') return;
        await pgBoss.send(name, job.data as object, {
          db,
          singletonKey: job.key,
          startAfter: outcome.againMs / 1_000,
        });
      }),
    );
    return outcome !== 'done' && outcome.againMs === 0;
  }
}

/** Another process has the job by now, and goes on with it. */
const isLost = (answer: unknown): boolean =>
  z.object({ affected: z.number() }).parse(answer).affected === 0;

interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

/**
 * Work beside requests: events, queues, reconciliation. What is to be done stands in the store, so
 * any process may do it, several at once, and what one leaves behind another takes up.
 */
import type { WorkerEntry } from '../logging.ts';
import { codeOf } from './push-worker.ts';

/** One kind of work. */
export interface Job {
  readonly name: WorkerEntry['worker'];
  /** Does a part of what is due. @returns whether there was anything */
  run(): Promise<boolean>;
  /** Milliseconds until it is looked at again when there was nothing. */
  readonly idleMs: number;
}

export interface Workers {
  /** Starts working, until `stop`. May be called again. */
  start(): void;
  /** Ends after what is under way; resolves then. */
  stop(): Promise<void>;
  /** Works until nothing is due, and no longer: for tests, and for schedulers of your own. */
  runUntilIdle(): Promise<void>;
  /** There is something to do now. */
  nudge(): void;
}

/** A failing store is not asked all the time. */
const failureMs = 5_000;
const maxTurns = 10_000;

export function createWorkers(
  jobs: readonly Job[],
  onFailure: (worker: Job['name'], code: string) => void,
): Workers {
  let running: { stopped: boolean; readonly wakers: Set<() => void> } | null = null;
  let loops: Promise<unknown> = Promise.resolve();

  const turn = async (job: Job): Promise<'busy' | 'idle' | 'failed'> => {
    try {
      return (await job.run()) ? 'busy' : 'idle';
    } catch (error) {
      onFailure(job.name, codeOf(error));
      return 'failed';
    }
  };

  async function loop(job: Job, session: NonNullable<typeof running>): Promise<void> {
    while (!session.stopped) {
      const outcome = await turn(job);
      if (outcome === 'busy') continue;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          session.wakers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, outcome === 'failed' ? failureMs : job.idleMs);
        // A process that has nothing else to do may end.
        timer.unref();
        session.wakers.add(done);
        if (session.stopped) done();
      });
    }
  }

  const wakeAll = (): void => {
    for (const wake of [...(running?.wakers ?? [])]) wake();
  };

  return {
    start() {
      if (running !== null) return;
      const session = { stopped: false, wakers: new Set<() => void>() };
      running = session;
      loops = Promise.all(jobs.map((job) => loop(job, session)));
    },
    async stop() {
      if (running === null) return;
      running.stopped = true;
      wakeAll();
      running = null;
      await loops;
    },
    async runUntilIdle() {
      for (const job of jobs) {
        for (let turns = 0; turns < maxTurns && (await turn(job)) === 'busy'; turns += 1);
      }
    },
    nudge: wakeAll,
  };
}

/**
 * Work beside requests: events, queues, reconciliation. What is to be done stands in the store, so
 * any process may do it, several at once, and what one leaves behind another takes up.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import { codeOf, type WorkerEntry } from '../logging.ts';

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
  /** There is something to do now. @param names for these; for all of them if left out */
  nudge(...names: readonly WorkerEntry['worker'][]): void;
}

/** A failing store is not asked all the time. */
const failureMs = 5_000;
const maxTurns = 10_000;

export function createWorkers(
  jobs: readonly Job[],
  onFailure: (worker: Job['name'], code: string) => void,
): Workers {
  interface Session {
    stopped: boolean;
    /** Jobs that there is something to do for since they last looked. */
    readonly nudged: Set<Job>;
    readonly wakers: Map<Job, () => void>;
  }
  let running: Session | null = null;
  let loops: Promise<unknown> = Promise.resolve();

  const turn = async (job: Job): Promise<'busy' | 'idle' | 'failed'> => {
    try {
      return (await job.run()) ? 'busy' : 'idle';
    } catch (error) {
      onFailure(job.name, codeOf(error));
      return 'failed';
    }
  };

  async function loop(job: Job, session: Session): Promise<void> {
    while (!session.stopped) {
      session.nudged.delete(job);
      const outcome = await turn(job);
      // What came while it looked may have come too late to be seen.
      if (outcome === 'busy' || (outcome === 'idle' && session.nudged.has(job))) {
        // An embedded database answers at once: requests have to get a turn too.
        await immediate();
        continue;
      }
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          session.wakers.delete(job);
          resolve();
        };
        const timer = setTimeout(done, outcome === 'failed' ? failureMs : job.idleMs);
        // A process that has nothing else to do may end.
        timer.unref();
        session.wakers.set(job, () => {
          if (outcome !== 'failed' || session.stopped) done();
        });
        if (session.stopped) done();
      });
    }
  }

  const wake = (session: Session, job: Job): void => {
    session.nudged.add(job);
    session.wakers.get(job)?.();
  };

  return {
    start() {
      if (running !== null) return;
      const session: Session = { stopped: false, nudged: new Set(), wakers: new Map() };
      running = session;
      loops = Promise.all(jobs.map((job) => loop(job, session)));
    },
    async stop() {
      if (running === null) return;
      const session = running;
      session.stopped = true;
      for (const job of jobs) wake(session, job);
      running = null;
      await loops;
    },
    async runUntilIdle() {
      for (const job of jobs) {
        for (let turns = 0; turns < maxTurns && (await turn(job)) === 'busy'; turns += 1);
      }
    },
    nudge(...names) {
      if (running === null) return;
      for (const job of jobs) {
        if (names.length === 0 || names.includes(job.name)) wake(running, job);
      }
    },
  };
}

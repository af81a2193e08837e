/** Workers: what comes while a job looks is seen, and a job that fails is not asked all the time. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWorkers, type Job } from './workers.ts';

const hourMs = 3_600_000;

/** Runs workers that note whose turn it was, until `act` is over. */
async function turnsOf(
  jobs: readonly Pick<Job, 'name' | 'run'>[],
  act: (workers: ReturnType<typeof createWorkers>) => Promise<unknown>,
): Promise<readonly string[]> {
  const turns: string[] = [];
  const workers = createWorkers(
    jobs.map(({ name, run }) => ({
      name,
      idleMs: hourMs,
      run: () => {
        turns.push(name);
        return run();
      },
    })),
    () => undefined,
  );
  workers.start();
  await delay(20);
  await act(workers);
  await workers.stop();
  return turns;
}

describe('workers', () => {
  it('wake the job that there is something to do for, and no other', async () => {
    const idle = { run: async () => false };
    const jobs = [
      { name: 'push', ...idle },
      { name: 'exports', ...idle },
    ] as const;
    const turns = await turnsOf(jobs, async (workers) => {
      workers.nudge('exports');
      await delay(20);
    });
    expect(turns).toEqual(['push', 'exports', 'exports']);
  });

  it('look again when something came while they looked', async () => {
    const looked = Promise.withResolvers<boolean>();
    let turns = 0;
    const run = (): Promise<boolean> => {
      turns += 1;
      return turns === 1 ? looked.promise : Promise.resolve(false);
    };
    const all = await turnsOf([{ name: 'exports', run }], async (workers) => {
      workers.nudge('exports');
      looked.resolve(false);
      await delay(20);
    });
    expect(all).toHaveLength(2);
  });

  it('leave a job that has failed alone for a while, whoever nudges', async () => {
    const run = async (): Promise<boolean> => {
      throw new Error('down');
    };
    const turns = await turnsOf([{ name: 'exports', run }], async (workers) => {
      workers.nudge();
      await delay(20);
    });
    expect(turns).toHaveLength(1);
  });
});

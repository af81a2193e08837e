/**
 * A million records of mixed kinds sent to LinkedIn's stand-in, limits off, by one worker on
 * PostgreSQL, told of as a backfill names them: never more than a few waiting. Whether a record costs
 * the same at the end as at the beginning, and whether the worker's memory stays what it was. Takes
 * several minutes, so it runs only when it is asked for by its name.
 */
import type { RecordRef, SyncResource } from '../../src/backend/sync/ports.ts';
import { countsFor, refAt } from '../chaos/synthetic-ats.ts';
import { createWorld } from '../chaos/world.ts';
import type { Row } from './report.ts';
import { send } from './sending.ts';
import { median } from './statistics.ts';

const total = 1_000_000;
/** Records of one step, of both customers together. */
const step = 10_000;
/** Steps at either end that are compared: so many that the machine's moods even out. */
const measured = 10;
const growth = 1.15;
const steadyHeap = 1.3;
/** Records that wait to be sent, at the most, before more are named. */
const ahead = 5_000;

interface Step {
  readonly micros: number;
  readonly heapBytes: number;
}

export async function benchMillion(): Promise<Row[]> {
  const world = await createWorld({
    store: 'postgres',
    limits: 'off',
    leaseMs: 30_000,
    timeoutMs: 10_000,
    concurrency: 2,
    perTenant: (tenants) => total / tenants,
  });
  try {
    const worker = await world.startWorker();
    const { jobs, steps } = plan(total / world.tenants.length, total / step);
    // All else hangs on them, so they come first.
    await send(world, worker, jobs);
    const taken: Step[] = [];
    let sent = 0;
    const startedAt = performance.now();
    for (const refs of steps) {
      const seconds = await send(world, worker, refs, ahead);
      const records = refs.length * world.tenants.length;
      const micros = (seconds * 1e6) / records;
      sent += records;
      taken.push({ micros, heapBytes: await worker.heapBytes() });
      if (taken.length % 10 === 0) {
        const soFar = sent.toLocaleString('en-US');
        console.error(`  ${soFar} records sent, the last at ${micros.toFixed(0)} µs each`);
      }
    }
    return rowsOf(taken, (sent * 1_000) / (performance.now() - startedAt));
  } finally {
    await world.stop();
  }
}

function rowsOf(taken: readonly Step[], perSecond: number): Row[] {
  // The first step compiles what runs for the first time.
  const first = taken.slice(1, 1 + measured);
  const last = taken.slice(-measured);
  const of = (steps: readonly Step[], what: (one: Step) => number): number =>
    median(steps.map(what));
  const [early, late] = [of(first, ({ micros }) => micros), of(last, ({ micros }) => micros)];
  const [small, large] = [taken[0]?.heapBytes ?? 0, of(last, ({ heapBytes }) => heapBytes)];
  const mega = 1024 * 1024;
  const some = (measured * step).toLocaleString('en-US');
  return [
    {
      what: `records a second, over ${total.toLocaleString('en-US')} with PostgreSQL`,
      ours: perSecond,
      unit: '/s',
    },
    {
      what: `a record, the last ${some} of them`,
      ours: late,
      unit: 'µs',
      against: { name: `the first ${some}`, figure: early, ratio: late / early },
      asked: { of: 'ratio', atMost: growth },
    },
    {
      what: 'heap of the worker at the end',
      ours: large / mega,
      unit: 'MiB',
      against: {
        name: `after ${step.toLocaleString('en-US')}`,
        figure: small / mega,
        ratio: large / small,
      },
      asked: { of: 'ratio', atMost: steadyHeap },
    },
  ];
}

/** A customer's records: job postings, and the others in steps that each have some of every kind. */
function plan(perTenant: number, count: number) {
  const counts = countsFor(perTenant);
  const slice = (resource: SyncResource, from: number, to: number): RecordRef[] =>
    Array.from({ length: to - from }, (_, index) => refAt(resource, from + index, counts));
  const others = [...counts.byResource].filter(([resource]) => resource !== 'jobPostings');
  const steps = Array.from({ length: count }, (_, number) =>
    others.flatMap(([resource, of]) =>
      slice(resource, Math.round((of * number) / count), Math.round((of * (number + 1)) / count)),
    ),
  );
  return { jobs: slice('jobPostings', 0, counts.byResource.get('jobPostings') ?? 0), steps };
}

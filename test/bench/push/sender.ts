/**
 * LinkedIn, or a crowd that pretends to be it, in a process of its own: events at a steady pace. Each is
 * sent when its time has come, whatever has become of those before, and its wait counts from then.
 * Prints what they waited, as JSON.
 */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface SenderTask {
  readonly port: number;
  /** Path of the customer's address; every second event goes elsewhere, if there is another. */
  readonly path: string;
  /** Begins addresses that nobody has; null to use the customer's only. */
  readonly nobody: string | null;
  readonly secret: string;
  /** Ids of requests, one an event; absent: the forger makes them up. */
  readonly ids: readonly string[];
  /** How many events. */
  readonly count: number;
  /** Every so manieth is an export; others are of a type that is only kept. */
  readonly exportEvery: number;
  /** Events a second. */
  readonly pace: number;
}

export interface SenderResult {
  readonly waitsMs: readonly number[];
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
}

const [, , text = ''] = process.argv;
const task = JSON.parse(text) as SenderTask;
const agent = new Agent({ keepAlive: true, maxSockets: 128 });
const statuses: Record<string, number> = {};

function send(path: string, body: string): Promise<void> {
  const signature = createHmac('sha256', task.secret).update(`hmacsha256=${body}`).digest('hex');
  return new Promise((resolve) => {
    const done = (status: string): void => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      resolve();
    };
    const sent = request(
      {
        host: '127.0.0.1',
        port: task.port,
        path,
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-li-signature': signature,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => {
          done(String(response.statusCode));
        });
      },
    );
    sent.once('error', () => {
      done('error');
    });
    sent.end(body);
  });
}

/** Calls `act` so many times a second until `isOver`, catching up when it was late. */
async function paced(
  perSecond: number,
  count: number,
  act: (index: number, dueAtMs: number) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  for (let index = 0; index < count;) {
    const due = Math.min(
      count,
      Math.floor(((performance.now() - startedAtMs) / 1_000) * perSecond),
    );
    for (; index < due; index += 1) act(index, startedAtMs + (index / perSecond) * 1_000);
    await delay(2);
  }
}

const waitsMs: number[] = [];
const pending: Promise<void>[] = [];
await paced(task.pace, task.count, (index, dueAtMs) => {
  const type = index % task.exportEvery === 0 ? 'EXPORT_CANDIDATE_PROFILE' : 'KEPT_ONLY';
  const body = JSON.stringify({ type, id: task.ids[index] ?? `made-up-${String(index)}` });
  const isElsewhere = task.nobody !== null && index % 2 === 1;
  const elsewhere = `${task.nobody ?? ''}${String(index).padStart(43, 'x')}`;
  pending.push(
    send(isElsewhere ? elsewhere : task.path, body).then(() => {
      waitsMs.push(performance.now() - dueAtMs);
    }),
  );
});
await Promise.all(pending);
const result: SenderResult = { waitsMs, statuses };
process.stdout.write(JSON.stringify(result), () => process.exit(0));

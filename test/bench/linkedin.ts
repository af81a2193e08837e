/**
 * What the LinkedIn client costs: processor time for a batch of a hundred candidates, against bare
 * `fetch` that sends the very same requests with bodies made beforehand; and memory while a hundred
 * thousand conversation events go by.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLinkedInClient, type CandidateRecord } from '../../src/linkedin/index.ts';
import type { Row } from './report.ts';
import { interleaved } from './statistics.ts';

const organization = 'urn:li:organization:5001';
const batchesPerRound = 40;
const rounds = 31;
const warmups = 10;

export async function benchLinkedIn(): Promise<Row[]> {
  const server = await startServer();
  try {
    return [await compareBatches(server.origin), await watchPaging(server.origin)];
  } finally {
    server.stop();
  }
}

async function startServer(): Promise<{ origin: string; stop: () => void }> {
  const file = fileURLToPath(new URL('./linkedin/server.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { origin: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

const clientOf = (origin: string, send: typeof fetch = fetch) =>
  createLinkedInClient({
    clientId: 'bench',
    clientSecret: 'secret',
    baseUrls: { api: origin, oauthToken: `${origin}/oauth/v2/accessToken` },
    fetch: send,
    // The benchmark sends more than LinkedIn would take.
    limits: { sync: {}, retrieval: {} },
  });

async function compareBatches(origin: string): Promise<Row> {
  const records = Array.from({ length: 100 }, (_, index) => candidate(index));
  const recorded = await record(origin, records);
  const { candidates } = clientOf(origin);
  const { medians, ratio } = await interleaved(
    {
      ours: () =>
        cpuPerRecord(async () => {
          const results = await candidates.update(organization, records);
          if (!results.every(({ ok }) => ok)) throw new Error('A candidate was refused.');
        }),
      bare: () =>
        cpuPerRecord(async () => {
          for (const { url, init } of recorded) {
            const response = await fetch(url, init);
            if (!response.ok) throw new Error(`The server answered ${response.status}.`);
            await response.json();
          }
        }),
    },
    { rounds, warmups },
  );
  return {
    what: `a batch of 100 candidates in ${recorded.length} requests, processor time`,
    ours: medians.ours,
    unit: 'µs/record',
    against: { name: 'bare fetch', figure: medians.bare, ratio: ratio('ours', 'bare') },
    asked: { of: 'ratio', atMost: 2 },
  };
}

/** The requests the client makes of these records, to be sent again without it. */
async function record(
  origin: string,
  records: readonly CandidateRecord[],
): Promise<{ url: string; init: RequestInit }[]> {
  const requests: { url: string; init: RequestInit }[] = [];
  const { candidates } = clientOf(origin, async (input, init) => {
    const url = input as string;
    if (!url.includes('/oauth/')) {
      const headers = [...new Headers(init?.headers)];
      requests.push({ url, init: { method: 'PUT', headers, body: init?.body as string } });
    }
    return fetch(input, init);
  });
  await candidates.update(organization, records);
  return requests;
}

/** Microseconds of this process's processor time for each record. */
async function cpuPerRecord(sendBatch: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < batchesPerRound; count += 1) await sendBatch();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (batchesPerRound * 100);
}

async function watchPaging(origin: string): Promise<Row> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heapMb = (): number => {
    collectGarbage();
    collectGarbage();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const fromMs = Date.parse('2026-01-05T00:00:00Z');
  const { conversationEvents } = clientOf(origin);
  let count = 0;
  let early = 0;
  let late = 0;
  const range = { seat: 'urn:li:seat:9001', fromMs, toMs: fromMs + 3_600_000 };
  for await (const event of conversationEvents.list(range)) {
    if (event.id === undefined) throw new Error('An event has no id.');
    count += 1;
    if (count === 10_000) early = heapMb();
    if (count === 100_000) late = heapMb();
  }
  if (count !== 100_000) throw new Error(`${count} events came instead of 100,000.`);
  return {
    what: 'heap after 100,000 conversation events',
    ours: late,
    unit: 'MB',
    against: { name: 'after 10,000', figure: early, ratio: late / early },
    asked: { of: 'ratio', atMost: 1.1 },
  };
}

const candidate = (index: number): CandidateRecord => ({
  id: `candidate-${index}`,
  firstName: 'Ada',
  lastName: `Example ${index}`,
  emailAddresses: [`ada.${index}@example.net`],
  phoneNumbers: [{ number: '+49 30 5550100', extension: '12' }],
  addresses: [
    {
      line1: '1 Example Street',
      city: 'Berlin',
      geographicArea: 'Berlin',
      geographicAreaType: 'STATE',
      postalCode: '10115',
      country: 'de',
    },
  ],
  atsCreatedAt: 1_700_000_000_000,
  atsLastModifiedAt: 1_700_000_000_000 + index,
  currentCompanyName: 'Example GmbH',
  currentJobTitle: 'Engineer',
  externalProfileUrl: `https://ats.example/candidates/${index}`,
  linkedInProfileUrl: `https://www.linkedin.com/in/ada-example-${index}`,
});

/**
 * How many candidate records a second the sandbox takes over HTTP, in a process of its own, limits
 * off: in memory, and in a folder. The client here only sends what it has made beforehand, batches
 * of as many candidates as fit. And what its controls cost while nothing is configured.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkedInClient } from '../../src/linkedin/index.ts';
import { createClock } from '../../src/sandbox/controls/clock.ts';
import { createControls } from '../../src/sandbox/controls/controls.ts';
import { createAtsRecords } from '../../src/sandbox/seed/ats-records.ts';
import { syntheticPeople } from '../../src/sandbox/state/people.ts';
import { startSandbox, type SandboxProcess } from '../support/sandbox-process.ts';
import type { Row } from './report.ts';
import { interleaved, throughput } from './statistics.ts';

const candidatesPerRound = 4_000;
const rounds = 7;
const warmups = 2;

export async function benchSandbox(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const inMemory = await startSandbox('--limits', 'off');
  const inFolder = await startSandbox('--limits', 'off', '--data', folder);
  try {
    return [
      ...(await benchCandidates(inMemory, 'in memory', { of: 'figure', atLeast: 5_000 })),
      ...(await benchCandidates(inFolder, 'in a folder')),
      await benchControls(),
    ];
  } finally {
    await Promise.all([inMemory.stop(), inFolder.stop()]);
    rmSync(folder, { recursive: true });
  }
}

async function benchCandidates(
  sandbox: SandboxProcess,
  where: string,
  asked?: Row['asked'],
): Promise<Row[]> {
  const sent = await prepare(sandbox);
  const agent = new Agent({ keepAlive: true });
  const perSecond = async (inFlight: number): Promise<number> => {
    const requests = await throughput(sent.length, inFlight, (index) => send(agent, sent[index]));
    return (requests * candidatesPerRound) / sent.length;
  };
  const { medians } = await interleaved(
    { one: () => perSecond(1), four: () => perSecond(4) },
    { rounds, warmups },
  );
  agent.destroy();
  const what = `candidates taken by the sandbox ${where}`;
  return [
    {
      what: `${what}, one request at a time`,
      ours: medians.one,
      unit: '/s',
      ...(asked && { asked }),
    },
    { what: `${what}, four`, ours: medians.four, unit: '/s' },
  ];
}

interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The requests our client makes of a round's candidates, with a token of the first customer. */
async function prepare({ info }: SandboxProcess): Promise<Sent[]> {
  const [customer] = info.customers;
  if (customer === undefined) throw new Error('The sandbox has no customer.');
  const { clientId, clientSecret, organization } = customer;
  const sent: Sent[] = [];
  const client = createLinkedInClient({
    clientId,
    clientSecret,
    baseUrls: { api: info.apiBase, oauthToken: info.oauthTokenUrl },
    limits: { sync: {} },
    async fetch(input, init) {
      const request = new Request(input, init);
      if (!request.url.startsWith(`${info.apiBase}/v2/`)) return fetch(request);
      sent.push({
        url: new URL(request.url),
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: Buffer.from(await request.arrayBuffer()),
      });
      return Response.json({ results: {}, errors: {}, statuses: {} });
    },
  });
  const records = createAtsRecords({
    seed: 1,
    organization,
    people: syntheticPeople({ count: 1_000 }),
    candidates: candidatesPerRound,
    jobs: 1,
    applications: 1,
    users: [],
  });
  const candidates = Array.from({ length: candidatesPerRound }, (_, index) =>
    records.candidates(index),
  );
  await client.candidates.update(organization, candidates);
  return sent;
}

/** Less than `fetch` does, so that the client is not what is measured. */
const send = (agent: Agent, sent: Sent | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    if (sent === undefined) throw new Error('Nothing to send.');
    const { url, method, headers, body } = sent;
    httpRequest(
      url,
      { agent, method, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        let text = '';
        response.setEncoding('latin1');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const isTaken = response.statusCode === 200 && text.includes('"errors":{}');
          if (isTaken) resolve();
          else
            reject(new Error(`The sandbox answered ${response.statusCode}: ${text.slice(0, 500)}`));
        });
      },
    )
      .once('error', reject)
      .end(body);
  });

/** Through the controls, less the same without them. */
async function benchControls(): Promise<Row> {
  const perRound = 20_000;
  const controls = createControls({ clock: createClock(), limits: 'documented', hosts: [] });
  const answer = async (request: Request): Promise<Response> => {
    controls.meter.records(request, 0);
    return new Response('{}', { headers: { 'x-li-uuid': 'u' } });
  };
  const front = controls.front({
    answer,
    clientIdOf: () => 'app',
    endpoints: [],
    about: () => ({}),
  });
  const key = 'ids[0].atsCandidateId=1&ids[0].dataProvider=ATS&ids[0].integrationContext=urn';
  const query = Array.from({ length: 37 }, (_, at) => key.replaceAll('[0]', `[${at}]`)).join('&');
  const request = new Request(`http://localhost:1/v2/atsCandidates?${query}`, { method: 'PUT' });
  const microseconds = async (fetch: (request: Request) => Promise<Response>): Promise<number> => {
    const before = process.cpuUsage();
    await throughput(perRound, 1, () => fetch(request));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / perRound;
  };
  const { medians } = await interleaved(
    { through: () => microseconds(front), bare: () => microseconds(answer) },
    { rounds, warmups },
  );
  return {
    what: "the sandbox's controls, nothing configured, processor time",
    ours: medians.through - medians.bare,
    unit: 'µs/request',
    asked: { of: 'figure', atMost: 20 },
  };
}

/** `npm run sandbox` as a process. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../test/support/ats-records.ts';
import {
  runSandbox,
  startSandbox,
  type SandboxProcess,
} from '../../test/support/sandbox-process.ts';
import type { CustomerInfo } from './sandbox-info.ts';

const timeoutMs = 60_000;

async function tokenOf({ info }: SandboxProcess, of: CustomerInfo | undefined): Promise<string> {
  const response = await fetch(info.oauthTokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: of?.clientId ?? '',
      client_secret: of?.clientSecret ?? '',
    }),
  });
  expect(response.status).toBe(200);
  return String(((await response.json()) as { access_token: string }).access_token);
}

function put(
  { info }: SandboxProcess,
  token: string,
  organization: string | undefined,
  ids: readonly string[],
): Promise<Response> {
  const pairs = (id: string) => ({
    atsCandidateId: id,
    dataProvider: 'ATS',
    integrationContext: organization ?? '',
  });
  const query = ids.flatMap((id, at) =>
    Object.entries(pairs(id)).map(([name, value]) => `ids[${at}].${name}=${value}`),
  );
  const { id: _id, ...record } = candidate();
  const entities = Object.fromEntries(
    ids.map((id) => [
      Object.entries(pairs(id))
        .map((pair) => pair.join('='))
        .join('&'),
      record,
    ]),
  );
  return fetch(`${info.apiBase}/v2/atsCandidates?${query.join('&')}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ entities }),
  });
}

/** A request as other clients than `fetch` can send it. */
const ask = (
  { info }: SandboxProcess,
  path: string,
  headers: Record<string, string> = {},
  address = '127.0.0.1',
): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port, host } = new URL(info.origin);
    httpRequest({ host: address, port, path, headers: { host, ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });

describe('npm run sandbox -- --json', () => {
  let sandbox: SandboxProcess;

  beforeAll(async () => {
    sandbox = await startSandbox('--members', '300');
  }, timeoutMs);
  afterAll(() => sandbox.stop('SIGKILL'));

  it('prints one line of JSON with all it takes to use it, and nothing else', () => {
    const { info, output } = sandbox;
    expect(output.stdout).toBe(`${JSON.stringify(info)}\n`);
    expect(output.stderr).toBe('');
    expect(Object.keys(info)).toEqual([
      'origin',
      'oauthTokenUrl',
      'apiBase',
      'partnerApplication',
      'customers',
    ]);
    expect(info.origin).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(info).toMatchObject({
      apiBase: info.origin,
      oauthTokenUrl: `${info.origin}/oauth/v2/accessToken`,
    });
    expect(Object.keys(info.partnerApplication)).toEqual(['clientId', 'clientSecret']);
    expect(info.customers.map(({ contracts }) => contracts.length)).toEqual([2, 1, 1]);
    const ids = new Set<string>();
    for (const customer of info.customers) {
      expect(Object.keys(customer)).toEqual([
        'uniqueForeignId',
        'name',
        'clientId',
        'clientSecret',
        'organization',
        'contracts',
        'seats',
        'people',
        'members',
      ]);
      const { organization, contracts, seats, people } = customer;
      expect(organization).toMatch(/^urn:li:organization:\d+$/);
      for (const contract of contracts) expect(contract).toMatch(/^urn:li:contract:\d+$/);
      for (const seat of seats) expect(seat).toMatch(/^urn:li:seat:\d+$/);
      for (const person of people) expect(person).toMatch(/^urn:li:person:[\w-]+$/);
      expect([seats.length, people.length]).toEqual([contracts.length * 3, contracts.length * 3]);
      expect(customer.members).toBe(300);
      for (const id of [organization, ...contracts, ...seats, ...people]) ids.add(id);
    }
    expect(ids.size).toBe(3 + 4 + 12 + 12);
  });

  it('has customers who can use the API, but for the one whose integrations nobody enabled', async () => {
    const statuses: number[] = [];
    for (const customer of sandbox.info.customers) {
      const token = await tokenOf(sandbox, customer);
      statuses.push((await put(sandbox, token, customer.organization, ['a'])).status);
    }
    expect(statuses).toEqual([200, 200, 403]);
  });

  it('has people whom a candidate can be said to be', async () => {
    const [customer] = sandbox.info.customers;
    const token = await tokenOf(sandbox, customer);
    await put(sandbox, token, customer?.organization, ['p']);
    const key = `atsCandidateId=p&dataProvider=ATS&integrationContext=${customer?.organization ?? ''}`;
    const query = key
      .split('&')
      .map((pair) => `ids[0].${pair}`)
      .join('&');
    const patch = { patch: { $set: { manualMatchedMember: customer?.people[4] } } };
    const response = await fetch(`${sandbox.info.apiBase}/v2/atsCandidates?${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'x-restli-method': 'batch_partial_update' },
      body: JSON.stringify({ entities: { [key]: patch } }),
    });
    expect(await response.json()).toMatchObject({ statuses: { [key]: 204 } });
  });

  it('answers at both addresses of this machine, under its names and no others', async () => {
    const { port } = new URL(sandbox.info.origin);
    expect(await ask(sandbox, '/sandbox', { host: `localhost:${port}` })).toBe(200);
    expect(await ask(sandbox, '/sandbox', { host: `linkedin.localhost:${port}` })).toBe(200);
    expect(await ask(sandbox, '/', { host: `evil.example:${port}` })).toBe(421);
    expect(await ask(sandbox, '/sandbox', { host: 'evil.example' })).toBe(421);
    const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
      list?.some(({ address }) => address === '::1'),
    );
    const ipv6 = ask(sandbox, '/sandbox', { host: `[::1]:${port}` }, '::1').catch(() => 0);
    expect(await ipv6).toBe(hasIpv6 ? 200 : 0);
  });

  it('keeps its controls from pages of other origins', async () => {
    expect(await ask(sandbox, '/sandbox', { origin: 'https://evil.example' })).toBe(403);
    expect(await ask(sandbox, '/sandbox', { 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('answers addresses that are too long itself', async () => {
    const [customer] = sandbox.info.customers;
    const authorization = `Bearer ${await tokenOf(sandbox, customer)}`;
    for (const length of [5_000, 9_000, 100_000]) {
      const path = `/v2/atsCandidates?ids=${'x'.repeat(length)}`;
      expect([length, await ask(sandbox, path, { authorization })]).toEqual([length, 414]);
    }
  });

  it('ends within a second and with 0, whoever is connected', async () => {
    await fetch(`${sandbox.info.origin}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'delay', ms: 60_000, route: '/v2/*' }),
    });
    const waiting = ask(sandbox, '/v2/atsCandidates').catch(() => 'cut');
    await fetch(`${sandbox.info.origin}/sandbox`);
    const startedAt = performance.now();
    expect(await sandbox.stop('SIGINT')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(await waiting).toBe('cut');
  });
});

describe('npm run sandbox', () => {
  it('prints a table with what a person needs', { timeout: timeoutMs }, async () => {
    const { output, child, exit } = runSandbox('--port', '0', '--members', '50', '--seed', '9');
    while (!output.stdout.includes('Ctrl-C'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(output.stdout).toContain('/oauth/v2/accessToken');
    expect(output.stdout).toContain('urn:li:organization:5100091');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it(
    'tells what is wrong with its options and how it is used, and ends with 2',
    { timeout: timeoutMs },
    async () => {
      const { output, exit } = runSandbox('--nothing');
      expect(await exit).toBe(2);
      expect(output.stdout).toBe('');
      expect(output.stderr).toContain("Unknown option '--nothing'");
      expect(output.stderr).toContain('Usage: npm run sandbox');
    },
  );

  it(
    'says which port is taken in one sentence, and ends with 1',
    { timeout: timeoutMs },
    async () => {
      const server = createServer();
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
        });
      });
      const { output, exit } = runSandbox('--json', '--port', String(port));
      expect(await exit).toBe(1);
      expect(output).toEqual({
        stdout: '',
        stderr: `Port ${port} is in use. Choose another: npm run sandbox -- --port 0\n`,
      });
      server.close();
    },
  );

  it('says that there is no such host', { timeout: timeoutMs }, async () => {
    const { output, exit } = runSandbox('--port', '0', '--host', 'nowhere.invalid');
    expect(await exit).toBe(1);
    expect(output).toEqual({ stdout: '', stderr: 'There is no host nowhere.invalid.\n' });
  });
});

describe('npm run sandbox -- --data', () => {
  let folder: string;
  const started: SandboxProcess[] = [];
  const start = async (...argumentList: string[]): Promise<SandboxProcess> => {
    const sandbox = await startSandbox('--data', folder, ...argumentList);
    started.push(sandbox);
    return sandbox;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sandbox) => sandbox.stop('SIGKILL')));
    rmSync(folder, { recursive: true });
  });

  it(
    'has customers, secrets and all that was answered again after kill -9',
    { timeout: timeoutMs },
    async () => {
      const first = await start('--members', '100', '--limits', 'off');
      const [customer] = first.info.customers;
      const token = await tokenOf(first, customer);
      const answered: string[] = [];
      const writer = async (lane: number): Promise<void> => {
        for (let batch = 0; ; batch += 1) {
          const ids = Array.from({ length: 10 }, (_, index) => `w${lane}-${batch}-${index}`);
          const response = await put(first, token, customer?.organization, ids).catch(() => null);
          if (response?.ok !== true) return;
          await response.text().catch(() => '');
          answered.push(...ids);
        }
      };
      const writing = [0, 1, 2, 3].map(writer);
      while (answered.length < 1_500) await new Promise((resolve) => setTimeout(resolve, 5));
      await first.stop('SIGKILL');
      await Promise.all(writing);

      const second = await start('--limits', 'off');
      const { origin } = second.info;
      const at = (text: string): string => text.replaceAll(first.info.origin, origin);
      expect(JSON.stringify(second.info)).toBe(at(JSON.stringify(first.info)));
      const stored = new Set<unknown>();
      for (let start = 0; start === stored.size; start += 10_000) {
        const path = `/sandbox/state/candidates?count=10000&start=${start}`;
        const { elements } = (await (await fetch(origin + path)).json()) as {
          elements: { id: unknown }[];
        };
        for (const { id } of elements) stored.add(id);
      }
      expect(answered.filter((id) => !stored.has(id))).toEqual([]);
      // A request is stored whole or not at all.
      expect(stored.size % 10).toBe(0);
      expect((await put(second, token, customer?.organization, ['again'])).status).toBe(200);
    },
  );

  it(
    'keeps secrets over a reset after a restart, and to itself',
    { timeout: timeoutMs },
    async () => {
      const first = await start('--members', '50');
      expect(await first.stop()).toBe(0);
      expect(statSync(join(folder, 'seed.json')).mode & 0o077).toBe(0);
      const second = await start();
      const reset = await fetch(`${second.info.origin}/sandbox/reset`, { method: 'POST' });
      expect(await reset.json()).toEqual({ members: 50 });
      for (const customer of first.info.customers) await tokenOf(second, customer);
    },
  );

  it(
    'refuses a folder that another sandbox has, that was made otherwise, or that is none',
    { timeout: timeoutMs },
    async () => {
      await start('--members', '50');
      const refusal = async (...args: string[]): Promise<unknown> => {
        const { output, exit } = runSandbox('--json', '--port', '0', ...args);
        return [await exit, output.stdout, output.stderr];
      };
      expect(await refusal('--data', folder)).toEqual([
        1,
        '',
        `Another sandbox has the folder open: ${folder}\n`,
      ]);
      await Promise.all(started.splice(0).map((sandbox) => sandbox.stop()));
      expect(await refusal('--data', folder, '--seed', '2')).toEqual([
        1,
        '',
        `${folder} was made with --seed 1. Leave the option out, or choose another folder.\n`,
      ]);
      const file = join(folder, 'file');
      writeFileSync(file, '');
      const [code, stdout, stderr] = (await refusal('--data', file)) as [number, string, string];
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/file cannot be used as a folder: .*\n$/);
    },
  );
});

/** The commands of docs/sandbox.md, as they stand there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type SandboxProcess } from '../../test/support/sandbox-process.ts';
import { inProject } from './project.mjs';
import { usage } from './sandbox-options.ts';

const text = readFileSync(inProject('docs', 'sandbox.md'), 'utf8');
const commands = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => line !== ''),
);

let sandbox: SandboxProcess;
/** What the commands take from the shell. */
let variables: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { origin, customers } = sandbox.info;
  const [customer] = customers;
  variables = {
    SANDBOX: origin,
    CLIENT_ID: customer?.clientId ?? '',
    CLIENT_SECRET: customer?.clientSecret ?? '',
    PERSON: customers[1]?.people[1] ?? '',
    TOKEN: '',
  };
}, 60_000);
afterAll(() => sandbox.stop());

/** A `curl` command as the request it makes. */
function requestOf(command: string): { url: string; init: RequestInit } {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) =>
      single ??
      (double ?? bare ?? '').replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '?'),
  );
  const headers = new Headers();
  let method: string | undefined;
  let body: string | undefined;
  let url = '';
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = (): string => words[(at += 1)] ?? '';
    if (word === '-X') method = next();
    else if (word === '-d') body = next();
    else if (word === '-H') {
      const [name = '', value = ''] = next().split(': ');
      headers.set(name, value);
    } else if (word !== '-g') url = word;
  }
  method ??= body === undefined ? 'GET' : 'POST';
  return { url, init: { method, headers, ...(body === undefined ? {} : { body }) } };
}

describe('docs/sandbox.md', () => {
  it('has commands that work, from the first to the last', async () => {
    expect(commands.length).toBeGreaterThan(30);
    for (const command of commands) {
      expect(command).toMatch(/^curl /);
      // Brackets mean something to curl.
      if (command.includes('[0]')) expect(command).toContain(' -g ');
      const { url, init } = requestOf(command);
      const response = await fetch(url, init);
      const answer = (await response.json()) as Record<string, unknown>;
      expect([command, response.status, answer['errors'] ?? {}]).toEqual([command, 200, {}]);
      if (typeof answer['access_token'] === 'string') variables['TOKEN'] = answer['access_token'];
    }
  });

  it('names every option and every control', async () => {
    for (const [option] of usage.matchAll(/--(?!help)\w+/g)) expect(text).toContain(option);
    const index = (await (await fetch(`${sandbox.info.origin}/sandbox`)).json()) as {
      endpoints: { method: string; path: string }[];
    };
    const used = commands.map((command) => {
      const { url, init } = requestOf(command);
      return `${String(init.method)} ${new URL(url).pathname}`;
    });
    for (const { method, path } of index.endpoints) {
      // Push is described in a page of its own.
      if (path.startsWith('/sandbox/push')) continue;
      const pattern = new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      expect(used).toContainEqual(expect.stringMatching(pattern));
    }
  });
});

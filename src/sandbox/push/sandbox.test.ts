/** Push as a part of the sandbox: configured by the API, on the controls' clock. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { validationModes } from './dispatcher.ts';
import { eventShapes } from './event-body.ts';
import { testEventKinds } from './test-events.ts';
import {
  answerStatus,
  organizationOf,
  startReceiver,
  worldOptions,
  type Receiver,
} from './world.test-support.ts';

const origin = 'http://127.0.0.1:4999';
const secret = 'secret-of-acme';
const integration =
  `integrationContext=${organizationOf('acme')}&integrationType=ONE_CLICK_EXPORT` +
  '&tenantType=RECRUITER&dataProvider=ATS';
let receiver: Receiver;
let sandbox: Sandbox;
let token: string;

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  sandbox.fetch(new Request(origin + path, init));
const control = async (method: string, path: string, body: object): Promise<unknown> => {
  const response = await ask(`/sandbox${path}`, { method, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.json();
};
/** As the ATS does it [postman]. */
const configure = async (url: string): Promise<number> => {
  const path = `/v2/atsIntegrations/${encodeURIComponent(integration)}/configurations`;
  const entities = { CALLBACK_URL: { configurationValue: { string: url } } };
  const response = await ask(`${path}?ids=CALLBACK_URL`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-restli-method': 'batch_update',
    },
    body: JSON.stringify({ entities }),
  });
  type Statuses = Readonly<Record<string, { readonly status: number }>>;
  const { results, errors } = (await response.json()) as { results: Statuses; errors: Statuses };
  return (results['CALLBACK_URL'] ?? errors['CALLBACK_URL'])?.status ?? 0;
};
const fetchExport = (requestId: string): Promise<Response> =>
  ask(`/v2/exportedCandidates?q=request&requestId=${requestId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
const exportSomebody = (): void => {
  const [member] = sandbox.state.members.values();
  sandbox.state.exports.requests.add({
    clientId: 'acme',
    integrationContext: organizationOf('acme'),
    jobPostingId: null,
    exportType: 'PROFILE',
    member: member?.personUrn ?? '',
    seat: 'urn:li:seat:1',
    createdAtMs: sandbox.state.now(),
  });
};

beforeEach(async () => {
  receiver = await startReceiver(secret);
  sandbox = createSandbox({ ...worldOptions, origin });
  const response = await ask('/oauth/v2/accessToken', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'acme',
      client_secret: secret,
    }),
  });
  ({ access_token: token } = (await response.json()) as { access_token: string });
});
afterEach(async () => {
  sandbox.close();
  await receiver.close();
});

describe('push in the sandbox', () => {
  it('goes to the configured callback; what it points at is there at once', async () => {
    expect(await configure(receiver.url)).toBeLessThan(300);
    const statuses: number[] = [];
    receiver.onEvent = async (response, { body }) => {
      const { id } = JSON.parse(body) as { id: string };
      statuses.push((await fetchExport(id)).status);
      response.end();
    };
    exportSomebody();
    await vi.waitFor(() => {
      expect(statuses).toEqual([200]);
    });
    expect(receiver.challenges).toHaveLength(1);
  });

  it.each(['http://ats.example/push', 'ftp://localhost/', 'x'])(
    'has no callback %s',
    async (url) => {
      expect(await configure(url)).toBe(400);
    },
  );

  it("repeats on the controls' clock, also when it runs fast", async () => {
    await configure(receiver.url);
    receiver.onEvent = answerStatus(500);
    await control('PUT', '/clock', { factor: 0 });
    exportSomebody();
    await vi.waitFor(() => {
      expect(sandbox.state.deliveries.get('delivery-000000001')?.attempts).toHaveLength(1);
    });
    await control('PUT', '/clock', { advanceMs: 5 * 60_000 });
    await vi.waitFor(() => {
      expect(receiver.events).toHaveLength(2);
    });
    // Five minutes in 30 milliseconds.
    await control('PUT', '/clock', { factor: 10_000 });
    await vi.waitFor(
      () => {
        expect(receiver.events.length).toBeGreaterThan(15);
      },
      { timeout: 5_000 },
    );
    receiver.onEvent = answerStatus(204);
    await vi.waitFor(() => {
      expect(sandbox.state.deliveries.get('delivery-000000001')?.state).toBe('acknowledged');
    });
  });

  it('is described by the controls and in the documentation', async () => {
    const { endpoints } = (await (await ask('/sandbox')).json()) as {
      endpoints: { method: string; path: string; about: string }[];
    };
    const own = endpoints.filter(({ path }) => path.startsWith('/sandbox/push'));
    expect(own.length).toBeGreaterThan(10);
    const page = await readFile('docs/sandbox-push.md', 'utf8');
    for (const { method, path, about } of own) {
      expect(about).not.toBe('');
      expect(page).toContain(`| \`${method} ${path}\` `);
    }
    const words = [...Object.keys(testEventKinds), ...eventShapes.slice(1), ...validationModes];
    for (const word of words) expect(page).toContain(`\`${word}\``);
  });

  it('forgets with everything else', async () => {
    await configure(receiver.url);
    await control('POST', '/push/hold', {});
    exportSomebody();
    sandbox.state.reset();
    expect(await (await ask('/sandbox/push')).json()).toMatchObject({ callbacks: [] });
    expect(await (await ask('/sandbox/push/deliveries')).json()).toMatchObject({ total: 0 });
  });
});

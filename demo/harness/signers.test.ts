import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTestHarness, origins, type TestHarness } from './harness.test-support.ts';

const nonce128 = 'A'.repeat(22);
const entry = {
  inst: 'instance-1',
  jkt: 'B'.repeat(43),
  fn: nonce128,
  hn: nonce128,
  widget: 'profile-widget',
  obj: 'candidate:c-1',
};

const ask = (harness: TestHarness, path: string, entries: unknown = [entry]) =>
  harness.post(path, entries, { 'x-rsc': '1', 'sec-fetch-site': 'same-origin' });

const ticketOf = async (response: Response): Promise<string> =>
  ((await response.json()) as [{ ticket: string }])[0].ticket;

describe('signers of the harness', () => {
  it('sign with the key that the tenant registers, for its own origin', async () => {
    const harness = createTestHarness();
    for (const path of ['/rsc/context', '/contexts/harness/recruiter']) {
      const key = harness.tenants.find(({ id }) => id === 'harness')?.keys[0];
      const { payload, protectedHeader } = await jwtVerify(
        await ticketOf(await ask(harness, path)),
        await importJWK({ ...key?.jwk }, 'ES256'),
        { audience: origins.backend, issuer: 'harness' },
      );
      expect(protectedHeader.kid).toBe(key?.kid);
      expect(payload).toMatchObject({
        origin: origins.harness,
        obj: 'candidate:c-1',
        scope: ['profile:read', 'profile:link', 'status:read'],
      });
    }
  });

  it('have keys of their own for each tenant, and register public halves only', () => {
    const { tenants, customers } = createTestHarness();
    const keys = [...tenants.flatMap((tenant) => tenant.keys), ...customers.map(({ key }) => key)];
    expect(new Set(keys.map(({ jwk }) => jwk.x)).size).toBe(tenants.length + customers.length);
    for (const { jwk } of keys) expect(jwk).not.toHaveProperty('d');
  });

  it('grant indicators their status and nothing else', async () => {
    const indicators = { ...entry, widget: 'in-ats-indicator', obj: 'candidates' };
    const answer = await ask(createTestHarness(), '/contexts/harness/recruiter', [indicators]);
    expect(decodeJwt(await ticketOf(answer))['scope']).toEqual(['status:read']);
  });

  it('grant the settings what they manage, in the name of their customer', async () => {
    const settings = { ...entry, widget: 'integration-settings', obj: 'integrations' };
    const harness = createTestHarness();
    const answer = await ask(harness, '/contexts/harness-enabled/recruiter', [settings]);
    expect(decodeJwt(await ticketOf(answer))).toMatchObject({
      iss: 'harness-enabled',
      scope: ['integrations:manage'],
    });
    const manager = await ask(harness, '/contexts/harness-enabled/manager', [settings]);
    expect(manager.status).toBe(403);
  });

  it('sign an hour late where the context is to have expired', async () => {
    const nowMs = 1_800_000_000_000;
    const harness = createTestHarness({ clock: () => nowMs });
    const { iat, exp } = decodeJwt(await ticketOf(await ask(harness, '/contexts/harness/late')));
    expect(iat).toBe(nowMs / 1000 - 3600);
    expect(exp).toBe(nowMs / 1000 - 3540);
  });

  it.each([
    ['manager', 403],
    ['nobody', 401],
    ['hasty', 429],
    ['unlucky', 500],
  ])('answer %s with %i', async (person, status) => {
    const response = await ask(createTestHarness(), `/contexts/harness/${person}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
    if (status === 429) expect(response.headers.get('retry-after')).toBe('30');
  });

  it('know no other tenants, people or sessions', async () => {
    const harness = createTestHarness();
    for (const path of ['/contexts/acme/recruiter', '/contexts/harness/toString']) {
      expect((await ask(harness, path)).status, path).toBe(404);
    }
    expect((await ask(harness, '/contexts/harness/leaving/%3Ca%3E')).status).toBe(404);
  });

  it('refuse requests that come from another site', async () => {
    const harness = createTestHarness();
    const foreign = { 'x-rsc': '1', 'sec-fetch-site': 'cross-site' };
    expect((await harness.post('/rsc/context', [entry], foreign)).status).toBe(403);
  });
});

describe('revocations', () => {
  it('send the backend a signed statement that names the session', async () => {
    const harness = createTestHarness();
    const path = '/revocations/harness/session-1';
    expect((await harness.post(path, '', {})).status).toBe(403);
    expect((await harness.post(path, '', { 'x-harness': '1' })).status).toBe(204);
    const [request] = harness.sent;
    expect(request?.url).toBe(`${origins.backend}/rsc/revoke`);
    const { revocation } = (await request?.json()) as { revocation: string };
    expect(decodeJwt(revocation)).toMatchObject({ iss: 'harness', sid: 'session-1' });
  });

  it('tell when the backend does not take it', async () => {
    const harness = createTestHarness({
      backendFetch: async () => new Response(null, { status: 503 }),
    });
    const answer = await harness.post('/revocations/harness/s', '', { 'x-harness': '1' });
    expect(answer.status).toBe(502);
  });
});

describe('host names', () => {
  it('are those the pages use', () => {
    const { backendAliases, presetSessions, tenants, customers, deadLinkedIn } =
      createTestHarness();
    expect(backendAliases).toEqual({
      'slow.partner.localhost:4401': 'slow',
      'down.partner.localhost:4401': 'down',
    });
    expect(presetSessions).toEqual({
      'recruiter.linkedin.localhost:4402': 'recruiter',
      'admin.linkedin.localhost:4402': 'administrator',
      'no-seat.linkedin.localhost:4402': 'memberWithoutSeat',
      'signed-out.linkedin.localhost:4402': 'nobody',
    });
    for (const { linkedIn } of tenants) {
      for (const url of [linkedIn.scriptUrl, linkedIn.extensionUrl]) {
        expect(presetSessions).toHaveProperty([new URL(url).host]);
      }
    }
    for (const { linkedIn } of customers) {
      expect([...Object.keys(presetSessions), deadLinkedIn]).toContain(new URL(linkedIn).host);
    }
  });

  it('register every tenant but one for the harness', () => {
    const origins = createTestHarness().tenants.map((tenant) => [tenant.id, tenant.origins[0]]);
    expect(origins.filter(([, origin]) => origin === 'http://harness.localhost:4403')).toHaveLength(
      3,
    );
    expect(origins).toContainEqual(['harness-elsewhere', 'https://ats.example.com']);
  });
});

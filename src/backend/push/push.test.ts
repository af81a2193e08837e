/** Events of LinkedIn: kept before they are answered, worked on afterwards, forged ones never. */
import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { origin } from '../backend.test-support.ts';
import { acme, globex, requestedBy, sign, useKit } from '../../../test/support/onboarding-kit.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { createPushEvents } from './push-events.ts';
import { createRefusalCounts } from './refusal-counts.ts';

const test = useKit();
let clientId: string;
let otherClientId: string;
beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  await kit.customers.create(globex);
  clientId = await test().clientIdOf('acme');
  otherClientId = await test().clientIdOf('globex');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  const keys = requestedBy('urn:li:organization:7002', 'urn:li:contract:8003');
  test().request(otherClientId, keys);
  await kit.integrations.requested('globex', keys);
});
beforeEach(async () => {
  test().fault = () => null;
  test().clock.advance(1);
  await test().kit.workers.runUntilIdle();
  test().requests.length = 0;
});

const secretOf = (id: string): string =>
  test().sandbox.state.applications.get(id)?.clientSecret ?? '';
const statusChange = (requestId: string) => ({ id: requestId, type: 'INTEGRATION_STATUS_CHANGE' });
const statesOf = async (tenantId: string) => [
  ...new Set((await test().kit.integrations.list(tenantId)).map(({ state }) => state)),
];
const rows = () =>
  rowsOf(
    internalsOf(test().store).connection,
    'select tenant_id, type, state, attempts from rsc.push_events order by id',
  );
const get = (url: string): Promise<Response> => test().kit.fetch(new Request(url));

describe('a challenge', () => {
  const code = '3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77';
  it('is answered with the secret of the customer whose address it is', async () => {
    const response = await get(`${test().callbackOf(clientId)}?challengeCode=${code}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      challengeCode: code,
      challengeResponse: createHmac('sha256', secretOf(clientId)).update(code).digest('hex'),
    });
  });
  it('may name the application by any of its names', async () => {
    const { urn = '' } = test().sandbox.state.applications.get(clientId) ?? {};
    for (const name of [clientId, urn, urn.slice(urn.lastIndexOf(':') + 1)]) {
      const query = new URLSearchParams({ challengeCode: code, applicationId: name });
      const response = await get(`${test().callbackOf(clientId)}?${query.toString()}`);
      expect(response.status, name).toBe(200);
    }
  });
  it.each([
    ['another application', `?challengeCode=${code}&applicationId=other`, 400],
    ['an application of another number', `?challengeCode=${code}&applicationId=1`, 400],
    ['no code', '', 400],
    ['text to sign', '?challengeCode=hmacsha256%3D%7B%7D', 400],
  ])('for %s is refused', async (_, query, status) => {
    expect((await get(test().callbackOf(clientId) + query)).status).toBe(status);
  });
  it('at an address nobody has is not answered', async () => {
    const token = 'x'.repeat(43);
    for (const path of [
      token,
      'x',
      `${token}x`,
      '%00',
      test().callbackOf(clientId).slice(-43, -1),
    ]) {
      expect((await get(`${origin}/rsc/push/${path}?challengeCode=${code}`)).status).toBe(404);
    }
  });
});

describe('an event', () => {
  it('is kept before it is answered, and then worked on', async () => {
    const id = test().switch(clientId, true);
    const response = await test().push(clientId, statusChange(id));
    expect(response.status).toBe(200);
    expect(await rows()).toEqual([
      { tenant_id: 'acme', type: 'INTEGRATION_STATUS_CHANGE', state: 'received', attempts: 0 },
    ]);
    expect(test().requests).toEqual([]);
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['enabled']);
    expect(await rows()).toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  it('that comes twice is one', async () => {
    const id = test().switch(clientId, false);
    for (let delivery = 0; delivery < 3; delivery += 1) {
      expect((await test().push(clientId, statusChange(id))).status).toBe(200);
    }
    await test().kit.workers.runUntilIdle();
    expect(test().requests).toHaveLength(1);
    expect(await statesOf('acme')).toEqual(['disabled']);
  });

  it('survives LinkedIn being down, and a worker that dies', async () => {
    const id = test().switch(clientId, true);
    await test().push(clientId, statusChange(id));
    test().fault = () => 'down';
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['disabled']);
    expect(test().log).toContainEqual(
      expect.objectContaining({ event: 'worker', worker: 'push', code: 'linkedin_unavailable' }),
    );
    test().fault = () => null;
    test().clock.advance(30);
    // Taken by a process that dies: it is nobody's for a minute, then anybody's.
    expect(await createPushEvents(test().store).take(5)).toHaveLength(1);
    expect(await createPushEvents(test().store).take(5)).toEqual([]);
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['disabled']);
    test().clock.advance(61);
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['enabled']);
  });

  it('whose request LinkedIn has forgotten makes us ask how things stand', async () => {
    test().switch(clientId, false);
    await test().push(clientId, statusChange('forgotten'));
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['disabled']);
    test().switch(clientId, true);
    await test().push(clientId, statusChange('forgotten-too'));
    await test().kit.workers.runUntilIdle();
  });

  it('is given up after a day', async () => {
    test().fault = () => 'down';
    await test().push(clientId, statusChange('late'));
    await test().kit.workers.runUntilIdle();
    test().clock.advance(25 * 60 * 60);
    await test().kit.workers.runUntilIdle();
    test().fault = () => null;
    expect((await createPushEvents(test().store).backlog('acme')).failed).toBe(1);
  });

  it('of another type waits for whoever deals with it', async () => {
    for (const type of ['EXPORT_CANDIDATE_PROFILE', 'APPLICATION_EVALUATION', 'BRAND_NEW']) {
      expect(
        (await test().push(clientId, { eventType: type, requestId: `r-${type}` })).status,
      ).toBe(200);
    }
    await test().kit.workers.runUntilIdle();
    const events = createPushEvents(test().store);
    expect(await events.waiting('export', 10)).toMatchObject([
      { tenantId: 'acme', requestId: 'r-EXPORT_CANDIDATE_PROFILE' },
    ]);
    expect(await events.waiting('unknown', 10)).toHaveLength(1);
  });

  it('of a customer that is disabled is kept and worked on when it is enabled', async () => {
    const { kit } = test();
    const id = test().switch(clientId, false);
    await kit.customers.disable('acme');
    expect((await test().push(clientId, statusChange(id))).status).toBe(200);
    await kit.workers.runUntilIdle();
    expect(test().requests).toEqual([]);
    await kit.customers.enable('acme');
    await kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(['disabled']);
  });
});

describe('what is not LinkedIn’s', () => {
  const body = JSON.stringify(statusChange('forged'));
  const counted = async (
    kind: 'forged' | 'unknown' | 'oversized' | 'malformed',
    send: () => Promise<Response>,
  ) => {
    const [before, counts] = [await rows(), test().kit.pushCounts()];
    const response = await send();
    expect(test().kit.pushCounts()[kind]).toBe(counts[kind] + 1);
    await test().kit.workers.runUntilIdle();
    expect(await rows()).toEqual(before);
    expect(test().requests).toEqual([]);
    return response.status;
  };

  it.each([
    ['another secret', () => sign(body, 'other')],
    ['another customer’s secret', () => sign(body, secretOf(otherClientId))],
    ['the signature of another body', () => sign(`${body} `, secretOf(clientId))],
    ['no signature at all in the header', () => ({ 'x-li-signature': 'x' })],
  ])('is refused with %s', async (_, headers) => {
    expect(await counted('forged', () => test().push(clientId, body, headers()))).toBe(401);
  });

  it('is refused without a signature where one is required, and else accepted', async () => {
    const { kit } = test();
    await kit.customers.update('acme', { pushSignature: 'required' });
    await kit.workers.runUntilIdle();
    test().requests.length = 0;
    expect(await counted('forged', () => test().push(clientId, body, {}))).toBe(401);
    await kit.customers.update('acme', { pushSignature: 'off' });
    const wrong = sign(body, 'other');
    expect((await test().push(clientId, statusChange('off-1'), wrong)).status).toBe(200);
    await kit.customers.update('acme', { pushSignature: 'if-present' });
    expect((await test().push(clientId, statusChange('absent-1'), {})).status).toBe(200);
  });

  it('is refused at an address that nobody has', async () => {
    const send = () =>
      test().kit.fetch(
        new Request(`${origin}/rsc/push/${'y'.repeat(43)}`, { method: 'POST', body }),
      );
    expect(await counted('unknown', send)).toBe(404);
  });

  it('is refused when it is too large', async () => {
    const large = JSON.stringify({ ...statusChange('large'), padding: 'x'.repeat(20_000) });
    expect(await counted('oversized', () => test().push(clientId, large))).toBe(413);
  });

  it.each([
    '',
    'no',
    '[]',
    '{}',
    '{"type":"INTEGRATION_STATUS_CHANGE"}',
    '{"type":"a\\u0000","id":"1"}',
  ])('is refused when it cannot be read: %s', async (text) => {
    expect(await counted('malformed', () => test().push(clientId, text))).toBe(400);
  });

  it('is not at the plugin’s origin', async () => {
    const path = new URL(test().callbackOf(clientId)).pathname;
    const url = `https://plugin.partner.example${path}`;
    expect((await test().kit.fetch(new Request(url, { method: 'POST', body }))).status).toBe(404);
  });
});

describe('a crowd', () => {
  const crowd = 150;
  it('of real events is answered, each kept once, whatever else comes at the same time', async () => {
    const { kit, store } = test();
    const before = kit.pushCounts();
    const body = JSON.stringify(statusChange('flood'));
    const forged = Array.from({ length: crowd }, (_, index) =>
      index % 2 === 0
        ? test().push(clientId, body, sign(body, `key-${String(index)}`))
        : kit.fetch(
            new Request(`${origin}/rsc/push/${String(index).padStart(43, 'z')}`, {
              method: 'POST',
              body,
            }),
          ),
    );
    const real = Array.from({ length: crowd }, (_, index) =>
      test().push(clientId, { type: 'BRAND_NEW', id: `crowd-${String(index % 100)}` }),
    );
    expect((await Promise.all(real)).every(({ status }) => status === 200)).toBe(true);
    const statuses = (await Promise.all(forged)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 404]));
    const after = kit.pushCounts();
    expect(after.accepted - before.accepted).toBe(100);
    expect(after.repeated - before.repeated).toBe(crowd - 100);
    // A flood adds to counts, and to nothing else.
    const { connection } = internalsOf(store);
    const refused = createRefusalCounts(store);
    const rowsBefore = await rowsOf(connection, 'select * from rsc.push_refusals');
    for (let index = 0; index < 10_000; index += 1) refused.add('acme', 'forged');
    await refused.flush();
    const rowsAfter = await rowsOf(connection, 'select * from rsc.push_refusals');
    expect(rowsAfter.length).toBeLessThanOrEqual(rowsBefore.length + 1);
  });

  it('that was refused is on record by customer, reason and day', async () => {
    const { store, clock } = test();
    const day = new Date(clock()).toISOString().slice(0, 10);
    const body = JSON.stringify(statusChange('x'));
    const read = async (tenantId: string | null, reason: string): Promise<number> => {
      // Another process reads what this one has written, a second later.
      const found = await createRefusalCounts(store).read(tenantId);
      return found.find((each) => each.reason === reason && each.day === day)?.refused ?? 0;
    };
    const before = await read('globex', 'forged');
    await test().push(otherClientId, body, sign(body, 'other'));
    await test().push(otherClientId, body, sign(body, 'other'));
    await expect.poll(() => read('globex', 'forged'), { timeout: 5_000 }).toBe(before + 2);
    expect(await read(null, 'unknown')).toBeGreaterThan(0);
    expect(await read('globex', 'unknown')).toBe(0);
  });
});

describe('an event of a type that nobody knows', () => {
  it('is kept and told, once', async () => {
    const { store, log } = test();
    log.length = 0;
    for (let delivery = 0; delivery < 2; delivery += 1) {
      await test().push(clientId, { type: 'SOMETHING_NEW', id: 'new-1', field: 'kept' });
    }
    await test().push(clientId, { type: 'no <name> at all', id: 'new-2' });
    const told = log.filter(({ event }) => event === 'push');
    const entry = { event: 'push', level: 'warn', tenant: 'acme', code: 'unknown_kind' };
    expect(told).toEqual([{ ...entry, type: 'SOMETHING_NEW' }, entry]);
    const found = await createPushEvents(store).unknown('acme');
    expect(found).toContainEqual(expect.objectContaining({ type: 'SOMETHING_NEW', events: 1 }));
    const { connection } = internalsOf(store);
    const query = "select raw from rsc.push_events where request_id = 'new-1'";
    expect(JSON.stringify(await rowsOf(connection, query))).toContain('kept');
  });

  it('goes after half a year, and what was done with after a month', async () => {
    const { store, clock } = test();
    const events = createPushEvents(store);
    clock.advance(31 * 24 * 3_600);
    await events.forget();
    expect((await rows()).every(({ state }) => state === 'waiting')).toBe(true);
    expect(await events.unknown('acme')).not.toEqual([]);
    clock.advance(150 * 24 * 3_600);
    await events.forget();
    expect(await events.unknown('acme')).toEqual([]);
  });
});

describe('an event of one customer at the address of another', () => {
  it('changes nothing of either', async () => {
    const [acmeBefore, globexBefore] = await Promise.all(['acme', 'globex'].map(statesOf));
    const id = test().switch(otherClientId, true);
    // Signed as the address wants it: even then LinkedIn does not tell one what is the other's.
    expect((await test().push(clientId, statusChange(id))).status).toBe(200);
    await test().kit.workers.runUntilIdle();
    expect(await statesOf('acme')).toEqual(acmeBefore);
    expect(await statesOf('globex')).toEqual(globexBefore);
  });
});

describe('reconciliation', () => {
  it('learns what no event has told, once a turn and customer', async () => {
    const { kit, clock } = test();
    test().switch(otherClientId, false);
    await kit.workers.runUntilIdle();
    expect(test().requests).toEqual([]);
    clock.advance(20 * 60);
    await kit.workers.runUntilIdle();
    expect(await statesOf('globex')).toEqual(['disabled']);
    const asked = test().requests.filter(({ path }) => path === '/v2/atsIntegrations');
    expect(asked).toHaveLength(2);
  });

  it('runs by itself once it is started', async () => {
    const { kit, clock } = test();
    test().switch(otherClientId, true);
    clock.advance(20 * 60);
    kit.workers.start();
    kit.workers.start();
    await expect.poll(() => statesOf('globex'), { timeout: 5_000 }).toEqual(['enabled']);
    const id = test().switch(otherClientId, false);
    await test().push(otherClientId, statusChange(id));
    await expect.poll(() => statesOf('globex'), { timeout: 5_000 }).toEqual(['disabled']);
    await kit.workers.stop();
  });
});

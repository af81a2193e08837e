/** What the settings element is told and may do, and that nothing of it crosses to another customer. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  codeOf,
  expectRefusal,
  hostOrigin,
  pluginOrigin,
  type TestFrame,
} from '../backend.test-support.ts';
import {
  acme,
  candidateRecord,
  foreignContract,
  foreignOrganization,
  frameOf,
  globex,
  organization,
  requestedBy,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import type { PrivateKey } from '../onboarding/signing-keys.ts';
import { integrationChange, integrationsAnswer } from '../../protocol/integrations.ts';

const test = useKit();
const keys = new Map<string, PrivateKey>();
let clientId: string;
let frame: TestFrame;
let other: TestFrame;
const keyOf = (id: string): PrivateKey => {
  const key = keys.get(id);
  if (key === undefined) throw new Error(id);
  return key;
};

beforeAll(async () => {
  const { kit } = test();
  for (const input of [acme, globex]) {
    const { privateKey, customer } = await kit.customers.create({
      ...input,
      domains: [hostOrigin],
    });
    if (privateKey !== null) keys.set(customer.id, privateKey);
  }
  clientId = await test().clientIdOf('acme');
});
beforeEach(async () => {
  test().fault = () => null;
  test().clock.advance(1);
  frame = await frameOf(test(), 'acme', keyOf('acme'));
  other = await frameOf(test(), 'globex', keyOf('globex'));
});

const read = async (from: TestFrame) => {
  const response = await from.call('/rsc/integrations');
  expect(response.status).toBe(200);
  return integrationsAnswer.parse(await response.json());
};
const post = (from: TestFrame, payload: unknown, path = '/rsc/integrations'): Promise<Response> =>
  from.call(path, { method: 'POST', body: path.endsWith('settings') ? payload : { payload } });

describe('GET /rsc/integrations', () => {
  it('tells what LinkedIn’s plugin is started with before anything was requested', async () => {
    const answer = await read(frame);
    expect(answer.integrations).toEqual([]);
    expect(answer.settings).toEqual({
      jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION',
      viewers: 'all',
    });
    expect(answer.plugin).toEqual({
      url: `${pluginOrigin}/rsc/plugin/settings?p=acme&o=${encodeURIComponent(hostOrigin)}`,
      apiKey: clientId,
      supportedBundledIntegrationTypes: [
        'RECRUITER_SYSTEM_CONNECT_COMPANY',
        'RECRUITER_SYSTEM_CONNECT_CONTRACT',
      ],
    });
  });

  it.each([
    ['another scope', { scopes: ['status:read'] }, 403, 'scope_missing'],
    ['another object', { widget: 'in-ats-indicator', obj: 'candidates' }, 403, 'object_mismatch'],
  ] as const)('is refused with %s', async (_, change, status, code) => {
    const wrong = await frameOf(test(), 'acme', keyOf('acme'), {
      widget: 'integration-settings',
      obj: 'integrations',
      scopes: ['integrations:manage'],
      ...change,
    });
    for (const [method, path] of [
      ['GET', '/rsc/integrations'],
      ['POST', '/rsc/integrations'],
      ['POST', '/rsc/integrations/settings'],
      ['GET', '/rsc/integrations/events'],
    ] as const) {
      const body = method === 'POST' ? { body: {} } : {};
      await expectRefusal(await wrong.call(path, { method, ...body }), status, code);
    }
  });

  it('is refused from another page, and without a proof', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await frame.call('/rsc/integrations', { headers })).status).toBe(400);
    const none = await frame.call('/rsc/integrations', { without: ['dpop'] });
    expect(none.status).toBe(401);
  });
});

describe('POST /rsc/integrations', () => {
  it('keeps what the plugin delivered, in whichever form, and configures it', async () => {
    test().request(clientId);
    const response = await post(frame, JSON.stringify({ integrations: requestedBy() }));
    const answer = integrationsAnswer.parse(await response.json());
    expect(answer.problem).toBeNull();
    expect(answer.integrations.map(({ type, state, next }) => [type, state, next.by])).toEqual([
      ['CSA_API', 'configured', 'recruiter_admin'],
      ['IN_ATS_INDICATOR', 'configured', 'recruiter_admin'],
      ['ONE_CLICK_EXPORT', 'configured', 'recruiter_admin'],
      ['PROFILE_PLUGIN', 'configured', 'recruiter_admin'],
    ]);
  });

  it('says when LinkedIn could not be told, and keeps the request', async () => {
    test().fault = () => 'down';
    const context = 'urn:li:organization:7500';
    const payload = requestedBy(context, 'urn:li:contract:7500');
    const answer = integrationsAnswer.parse(await (await post(frame, payload)).json());
    expect(answer.problem).toBe('linkedin_unavailable');
    const late = answer.integrations.filter((one) => one.context === context);
    expect(late.map(({ next }) => next.by)).toEqual(['partner', 'partner', 'partner']);
  });

  it.each([
    ['what cannot be read', 'no', 400, 'request_invalid'],
    ['another customer’s organization', requestedBy(), 400, 'integration_context_unknown'],
  ] as const)('refuses %s', async (_, payload, status, code) => {
    await expectRefusal(await post(other, payload), status, code);
    expect((await read(other)).integrations).toEqual([]);
  });

  it('refuses a body that is too large', async () => {
    expect((await post(frame, 'x'.repeat(70_000))).status).toBe(413);
  });
});

describe('POST /rsc/integrations/settings', () => {
  it('takes the customer’s choice and tells LinkedIn', async () => {
    const chosen = { jobAvailability: 'PUBLIC', viewers: 'acls' };
    const response = await post(frame, chosen, '/rsc/integrations/settings');
    expect(integrationsAnswer.parse(await response.json()).settings).toEqual(chosen);
    const { configurations } =
      test()
        .sandbox.state.integrations.of(clientId)
        .find((one) => one.integrationType === 'ONE_CLICK_EXPORT') ?? {};
    expect(Object.keys(configurations ?? {})).toEqual(['CALLBACK_URL']);
    expect((await read(other)).settings.viewers).toBe('all');
  });
  it.each([{}, { viewers: 'nobody' }, { jobAvailability: 'SECRET' }])(
    'refuses %j',
    async (choice) => {
      const response = await post(frame, choice, '/rsc/integrations/settings');
      expect(await codeOf(response)).toBe('request_invalid');
    },
  );
});

/** Reads events until there are so many, or the stream ends. */
async function eventsOf(response: Response, count: number) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const found: { id: number; data: unknown }[] = [];
  let text = '';
  while (found.length < count) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
    if (done) break;
    text += value;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(part) ?? [];
      if (data !== undefined) found.push({ id: Number(id), data: JSON.parse(data) });
    }
  }
  await reader?.cancel();
  return found;
}

describe('GET /rsc/integrations/events', () => {
  it('tells changes as they happen, of this customer only, and goes on after the last one seen', async () => {
    const { kit } = test();
    const { lastEventId } = await read(frame);
    const live = await frame.call(`/rsc/integrations/events?since=${String(lastEventId)}`);
    expect(live.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const foreign = await other.call('/rsc/integrations/events?since=0');
    test().switch(clientId, true);
    await kit.integrations.refresh('acme');
    const events = await eventsOf(live, 4);
    for (const { data } of events) {
      expect(integrationChange.parse(data)).toMatchObject({
        state: 'enabled',
        next: { by: 'nobody' },
      });
    }
    const resumed = await frame.call('/rsc/integrations/events', {
      headers: { 'last-event-id': String(events[1]?.id) },
    });
    expect((await eventsOf(resumed, 2)).map(({ id }) => id)).toEqual(
      events.slice(2).map(({ id }) => id),
    );
    // The other customer is disabled, which ends its stream: it was told nothing.
    await kit.customers.disable('globex');
    expect(await eventsOf(foreign, 1)).toEqual([]);
    await kit.customers.enable('globex');
  });

  it('refuses an id that is none', async () => {
    expect(await codeOf(await frame.call('/rsc/integrations/events?since=x'))).toBe(
      'request_invalid',
    );
  });
});

describe('another customer', () => {
  it('is told nothing of this one by any route, token or context', async () => {
    const told = JSON.stringify([await read(other)]);
    expect(told).not.toContain(organization);
    // A token says whose it is: nothing in a path, query or body can change that.
    const query = await other.call(`/rsc/integrations?p=acme&tenant=acme&o=${hostOrigin}`);
    expect(integrationsAnswer.parse(await query.json()).integrations).toEqual([]);
    await expectRefusal(
      await other.call('/rsc/candidates/42', {
        headers: { 'rsc-integration-context': organization },
      }),
      403,
      'scope_missing',
    );
  });

  it('cannot sign for this one', async () => {
    await expect(frameOf(test(), 'acme', keyOf('globex'))).rejects.toThrow(/ctx_unknown_key/);
  });
});

describe('elements of a customer whose administrator has switched off', () => {
  it('are told so, and records wait until it is switched on again', async () => {
    const { kit, sandbox } = test();
    const profile = {
      widget: 'profile-widget',
      obj: 'candidate:42',
      scopes: ['profile:read'],
    } as const;
    const board = {
      widget: 'in-ats-indicator',
      obj: 'candidates',
      scopes: ['status:read'],
    } as const;
    const ask = async () => {
      const one = await frameOf(test(), 'acme', keyOf('acme'), profile);
      const many = await frameOf(test(), 'acme', keyOf('acme'), board);
      const statuses = { method: 'POST', body: { ids: ['42'] } };
      return [
        await one.call('/rsc/candidates/42'),
        await many.call('/rsc/candidates/statuses', statuses),
      ];
    };
    for (const response of await ask()) expect(response.status).toBe(200);
    expect(await kit.candidates.sync('acme', [candidateRecord('42')])).toEqual([
      { id: '42', ok: true },
    ]);

    test().switch(clientId, false);
    await kit.integrations.refresh('acme');
    for (const response of await ask()) await expectRefusal(response, 403, 'integration_disabled');
    const sent = (id: string) => sandbox.state.candidates.get(organization, id) !== null;
    expect(
      await kit.candidates.sync('acme', [candidateRecord('43'), candidateRecord('')]),
    ).toMatchObject([
      { id: '43', ok: true, queued: true },
      { ok: false, error: { code: 'invalid' } },
    ]);
    expect(await kit.candidates.remove('acme', ['42'])).toMatchObject([{ queued: true }]);
    await kit.workers.runUntilIdle();
    expect([sent('42'), sent('43')]).toEqual([true, false]);

    test().clock.advance(1);
    test().switch(clientId, true);
    await kit.integrations.refresh('acme');
    await kit.workers.runUntilIdle();
    expect([sent('42'), sent('43')]).toEqual([false, true]);
    for (const response of await ask()) expect(response.status).not.toBe(403);
  });

  it('keeps the newest version in order while the customer is disabled here or LinkedIn is down', async () => {
    const { kit, sandbox } = test();
    await kit.customers.disable('acme');
    const named = (firstName: string) => ({ ...candidateRecord('50'), firstName });
    await kit.candidates.sync('acme', [named('First')]);
    await kit.candidates.sync('acme', [named('Second')]);
    await kit.workers.runUntilIdle();
    await kit.customers.enable('acme');
    test().fault = ({ path }) => (path.startsWith('/v2/atsCandidates') ? 'down' : null);
    await kit.workers.runUntilIdle();
    // What comes while something waits does not overtake it.
    expect(await kit.candidates.sync('acme', [named('Third')])).toMatchObject([{ queued: true }]);
    test().fault = () => null;
    test().clock.advance(3_600);
    await kit.workers.runUntilIdle();
    expect(sandbox.state.candidates.get(organization, '50')).toMatchObject({
      record: { firstName: 'Third' },
    });
    expect(await kit.candidates.sync('acme', [named('Fourth')])).toEqual([{ id: '50', ok: true }]);
  });

  it('is not another customer’s business', async () => {
    for (const context of [foreignOrganization, foreignContract]) {
      await expect(
        test().kit.candidates.sync('acme', [candidateRecord('1')], { integrationContext: context }),
      ).rejects.toMatchObject({ code: 'integration_context_unknown' });
    }
    await expect(
      test().kit.candidates.sync('globex', [candidateRecord('1')], {
        integrationContext: organization,
      }),
    ).rejects.toMatchObject({ code: 'integration_context_unknown' });
  });
});

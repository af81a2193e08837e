/** From what the customer requests to what LinkedIn has enabled. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OnboardingError } from './errors.ts';
import {
  acme,
  contract,
  foreignContract,
  globex,
  organization,
  requestedBy,
  secondContract,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import { parseRequested } from './requested-payload.ts';

const test = useKit();
let clientId: string;
beforeAll(async () => {
  await test().kit.customers.create(acme);
  await test().kit.customers.create(globex);
  clientId = await test().clientIdOf('acme');
});
beforeEach(() => {
  test().fault = () => null;
  test().requests.length = 0;
  test().clock.advance(1);
});
const statesOf = async (tenantId = 'acme') =>
  Object.fromEntries(
    (await test().kit.integrations.list(tenantId)).map(({ type, context, state }) => [
      type === 'CSA_API' ? context : type,
      state,
    ]),
  );
const atLinkedIn = (type: string, context = organization) =>
  test()
    .sandbox.state.integrations.of(clientId)
    .find((one) => one.integrationType === type && one.integrationContext === context);

describe('parseRequested', () => {
  const key = { context: organization, type: 'PROFILE_PLUGIN', tenantType: 'RECRUITER' };
  const element = { integrationContext: organization, integrationType: 'PROFILE_PLUGIN' };
  it.each([
    ['a list', [element]],
    ['an object', { integrations: [element] }],
    ['JSON of a list', JSON.stringify([element])],
    ['JSON of an object', JSON.stringify({ integrations: [element] })],
    ['JSON within an object', { integrations: JSON.stringify([element]) }],
    ['JSON of each', [JSON.stringify(element)]],
    ['one integration', element],
    ['the same twice', [element, { ...element, dataProvider: 'ATS', other: 1 }]],
    ['keys below', { elements: [{ key: element }] }],
  ])('reads %s', (_, payload) => {
    expect(parseRequested(payload)).toEqual([key]);
  });
  it('keeps types it does not know', () => {
    expect(parseRequested([{ ...element, integrationType: 'BRAND_NEW' }])[0]?.type).toBe(
      'BRAND_NEW',
    );
  });
  it.each([
    ['nothing', null],
    ['an empty list', []],
    ['text', 'no'],
    ['a number', 3],
    ['no context', [{ integrationType: 'CSA_API' }]],
    ['another URN', [{ ...element, integrationContext: 'urn:li:person:1' }]],
    ['markup', [{ ...element, integrationType: '<b>' }]],
    ['too much', Array.from({ length: 201 }, () => element)],
    [
      'a deep nest',
      JSON.stringify(JSON.stringify(JSON.stringify(JSON.stringify(JSON.stringify([element]))))),
    ],
  ])('refuses %s without repeating it', (_, payload) => {
    expect(() => parseRequested(payload)).toThrow(OnboardingError);
  });
});

describe('integrations.requested', () => {
  it('names and configures what was requested, and does nothing twice', async () => {
    test().request(clientId);
    const { integrations, problem } = await test().kit.integrations.requested(
      'acme',
      requestedBy(),
    );
    expect(problem).toBeNull();
    expect(integrations).toHaveLength(4);
    expect(await statesOf()).toEqual({
      IN_ATS_INDICATOR: 'configured',
      ONE_CLICK_EXPORT: 'configured',
      PROFILE_PLUGIN: 'configured',
      [contract]: 'configured',
    });
    expect(atLinkedIn('ONE_CLICK_EXPORT')).toMatchObject({
      integrationName: 'Example ATS Acme 1-Click Export',
      configurations: {
        CALLBACK_URL: expect.stringMatching(
          /^https:\/\/partner\.example\/rsc\/push\/[\w-]{43}$/,
        ) as string,
        JOB_POSTING_VIEWERS: 'ALL_PRODUCT_USERS',
      },
    });
    expect(atLinkedIn('IN_ATS_INDICATOR')?.configurations).toEqual({
      APPLICATION_VIEWERS: 'ALL_PRODUCT_USERS',
    });
    const kept = JSON.stringify(await test().kit.integrations.configurations('acme'));
    expect(kept).not.toContain(test().callbackOf(clientId).split('/').at(-1));

    test().requests.length = 0;
    await test().kit.integrations.requested('acme', { integrations: requestedBy() });
    expect(test().requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('takes a second contract beside the first, and unknown types', async () => {
    const more = requestedBy(organization, contract, secondContract);
    test().request(clientId, more);
    const unknown = { integrationContext: organization, integrationType: 'BRAND_NEW' };
    await test().kit.integrations.requested('acme', [...more, unknown]);
    expect(await statesOf()).toMatchObject({
      [contract]: 'configured',
      [secondContract]: 'configured',
      BRAND_NEW: 'requested',
    });
    const { contexts } = (await test().kit.customers.find('acme')) ?? {};
    expect(contexts?.map(({ urn }) => urn)).toEqual([organization, contract, secondContract]);
  });

  it('refuses a contract and an organization of another customer, and keeps nothing of it', async () => {
    for (const payload of [
      [{ integrationContext: contract, integrationType: 'CSA_API' }],
      [...requestedBy('urn:li:organization:7002', foreignContract), ...requestedBy()],
    ]) {
      await expect(test().kit.integrations.requested('globex', payload)).rejects.toMatchObject({
        code: 'context_taken',
        problems: [{ field: 'integrationContext' }],
      });
    }
    expect(await test().kit.integrations.list('globex')).toEqual([]);
    expect((await test().kit.customers.find('globex'))?.contexts).toEqual([]);
  });

  it('lets two claim the same contract at once, and gives it to one', async () => {
    const { kit } = test();
    const names = ['race-1', 'race-2'];
    for (const id of names) {
      await kit.customers.create({ ...globex, id, name: id, uniqueForeignId: id });
    }
    const payload = [{ integrationContext: 'urn:li:contract:99', integrationType: 'CSA_API' }];
    const results = await Promise.allSettled(
      names.map((id) => kit.integrations.requested(id, payload)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('lets instances of one company have its organization together', async () => {
    const { kit } = test();
    for (const id of ['north', 'south']) {
      const own = { id, name: id, uniqueForeignId: id, company: 'initech' };
      await kit.customers.create({ ...globex, ...own });
      const context = 'urn:li:organization:7100';
      await kit.integrations.requested(id, requestedBy(context, 'urn:li:contract:7100'));
      expect(await kit.integrations.list(id)).toHaveLength(4);
    }
  });

  it('refuses contexts of the wrong kind and customers there are not', async () => {
    const wrong = [{ integrationContext: contract, integrationType: 'PROFILE_PLUGIN' }];
    await expect(test().kit.integrations.requested('acme', wrong)).rejects.toMatchObject({
      problems: [{ field: 'integrations.0.integrationContext' }],
    });
    await expect(test().kit.integrations.requested('nobody', requestedBy())).rejects.toMatchObject({
      code: 'customer_unknown',
    });
  });

  it.each(['down', 'error', 'lost'] as const)(
    'keeps the request when LinkedIn is %s, and tells it later by itself',
    async (fault) => {
      const { kit, clock } = test();
      const id = `late-${fault}`;
      const org = `urn:li:organization:72-${fault}`;
      const keys = requestedBy(org, `urn:li:contract:72-${fault}`);
      await kit.customers.create({ ...globex, id, name: id, uniqueForeignId: id });
      test().request(await test().clientIdOf(id), keys);
      test().fault = () => fault;
      const { problem, integrations } = await kit.integrations.requested(id, keys);
      expect(problem).toMatchObject({ code: 'linkedin_unavailable', retryable: true });
      expect(integrations.map(({ state }) => state)).toEqual(keys.map(() => 'requested'));
      test().fault = () => null;
      clock.advance(31);
      await kit.workers.runUntilIdle();
      expect(Object.values(await statesOf(id))).toEqual(keys.map(() => 'configured'));
    },
  );

  it('configures the others when one of them fails', async () => {
    const { kit } = test();
    const keys = requestedBy('urn:li:organization:7300', 'urn:li:contract:7300');
    await kit.customers.create({
      ...globex,
      id: 'partly',
      name: 'partly',
      uniqueForeignId: 'partly',
    });
    test().request(await test().clientIdOf('partly'), keys);
    let posts = 0;
    test().fault = ({ method }) => (method === 'POST' && posts++ === 0 ? 'error' : null);
    const { problem } = await kit.integrations.requested('partly', keys);
    expect(problem).toMatchObject({ step: 'names' });
    await kit.integrations.refresh('partly');
    const states = Object.values(await statesOf('partly'));
    expect(states.filter((state) => state === 'configured')).toHaveLength(3);
  });
});

describe('settings', () => {
  it('takes the viewers away where ACLs say who sees what, and brings them back', async () => {
    const { kit } = test();
    await kit.customers.update('acme', { usesAcls: true });
    await kit.integrations.configure('acme');
    expect(Object.keys(atLinkedIn('ONE_CLICK_EXPORT')?.configurations ?? {})).toEqual([
      'CALLBACK_URL',
    ]);
    expect(atLinkedIn('IN_ATS_INDICATOR')?.configurations).toEqual({});
    await kit.customers.update('acme', { usesAcls: false });
    await kit.integrations.configure('acme');
    expect(atLinkedIn('IN_ATS_INDICATOR')?.configurations).toEqual({
      APPLICATION_VIEWERS: 'ALL_PRODUCT_USERS',
    });
  });

  it('removes a configuration and keeps it removed', async () => {
    const { kit } = test();
    const key = { context: organization, type: 'ONE_CLICK_EXPORT', tenantType: 'RECRUITER' };
    await kit.integrations.removeConfiguration('acme', key, 'JOB_POSTING_VIEWERS');
    await kit.integrations.configure('acme');
    expect(Object.keys(atLinkedIn('ONE_CLICK_EXPORT')?.configurations ?? {})).toEqual([
      'CALLBACK_URL',
    ]);
    const other = { ...key, context: 'urn:li:organization:1' };
    await expect(
      kit.integrations.removeConfiguration('acme', other, 'CALLBACK_URL'),
    ).rejects.toMatchObject({ code: 'integration_unknown' });
  });

  it('tells LinkedIn the names again when the customer is called something else', async () => {
    const { kit } = test();
    await kit.customers.update('acme', { name: 'Acme Europe' });
    await kit.workers.runUntilIdle();
    expect(atLinkedIn('ONE_CLICK_EXPORT')?.integrationName).toBe(
      'Example ATS Acme Europe 1-Click Export',
    );
    await kit.customers.update('acme', { name: 'Acme' });
    await kit.workers.runUntilIdle();
    expect(atLinkedIn('ONE_CLICK_EXPORT')?.integrationName).toBe('Example ATS Acme 1-Click Export');
  });

  it('keeps the customer’s choice of job availability', async () => {
    const changed = await test().kit.customers.update('acme', { jobAvailability: 'PUBLIC' });
    expect(changed.jobAvailability).toBe('PUBLIC');
  });
});

describe('states', () => {
  it('follow LinkedIn, whose word is kept, and only what it calls enabled is', async () => {
    const { kit } = test();
    test().switch(clientId, true);
    const before = await kit.integrations.lastEventId('acme');
    expect(await kit.integrations.refresh('acme')).toBe(5);
    expect(
      (await kit.integrations.list('acme')).find(({ type }) => type === 'PROFILE_PLUGIN'),
    ).toMatchObject({
      state: 'enabled',
      rawStatus: 'ENABLED',
    });
    const events = await kit.integrations.eventsSince('acme', before);
    expect(events.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'enabled'));
    expect(await kit.integrations.refresh('acme')).toBe(0);

    const said = async (word: string): Promise<string | undefined> => {
      const integration = atLinkedIn('PROFILE_PLUGIN');
      if (integration === undefined) throw new Error('not there');
      Object.assign(integration, { onboardingStatus: word });
      test().clock.advance(1);
      await kit.integrations.refresh('acme');
      const found = (await kit.integrations.list('acme')).find(
        ({ type }) => type === 'PROFILE_PLUGIN',
      );
      expect(found?.rawStatus).toBe(word);
      return found?.state;
    };
    expect(await said('PAUSED_BY_MOON')).toBe('unknown');
    expect(await said('disabled')).toBe('disabled');
    expect(await said('ENABLED')).toBe('enabled');
  });
});

/** The administrator's page. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acme,
  americas,
  clientId,
  createRecruiterWorld,
  emea,
  other,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import type { IntegrationType } from '../../../linkedin/records/integration.ts';

let world: RecruiterWorld;
let rita: Visitor;
let told: string[];
const path = '/talent/integrations';
const fresh = 'app-2';

beforeEach(async () => {
  world = createRecruiterWorld();
  told = [];
  world.sandbox.state.notifications.subscribe(({ type, clientId: client }) => {
    told.push(`${client} ${type}`);
  });
  world.sandbox.state.applications.create(
    { clientId: fresh, name: 'ATS - Acme 2', uniqueForeignId: 'acme-2' },
    world.clock.nowMs,
  );
  rita = await world.visitor('rita');
});

const request = (integrationType: IntegrationType, name: string | null = null): void => {
  const { integrations } = world.sandbox.state;
  const integrationContext = integrationType === 'CSA_API' ? emea : acme;
  const ref = { integrationContext, integrationType, tenantType: 'RECRUITER' };
  const requested = integrations.request(fresh, ref, world.clock.nowMs);
  if (name !== null) integrations.setName(requested, name, world.clock.nowMs);
};
const statusOf = (type: IntegrationType, client = fresh, context = acme): string =>
  world.integration(type, client, context).onboardingStatus;

describe('the page', () => {
  it('is for administrators, and says who they are', async () => {
    const page = await (await world.visitor('tom')).get(path);
    expect(page.status).toBe(403);
    expect(page.text).toContain('On this contract that is Rita Admin.');
    const olga = await world.visitor('olga');
    expect((await olga.get(path)).text).toContain('This contract has none.');
    const tom = await world.visitor('tom');
    const switched = await tom.post(`${path}/switch`, { client: clientId, scope: 'all', on: '0' });
    expect(switched.status).toBe(403);
    expect(told).toEqual([]);
  });

  it('tells of each integration whose it is, how it stands, and what is next', async () => {
    request('ONE_CLICK_EXPORT', 'Export to ATS 2');
    request('PROFILE_PLUGIN');
    const section = (await rita.get(path)).section(`app-${fresh}`);
    expect(section).toContain('Client id app-2 · instance acme-2');
    expect(section).toMatch(
      /One-click export Export to ATS 2 Requested: waits for the ATS .* Next: the ATS has to send the configuration CALLBACK_URL\. Cannot be switched on yet/,
    );
    expect(section).toMatch(/Profile plugin No name yet .* has to send a name \(integrationName\)/);
    const { integrations } = world.sandbox.state;
    const value = 'https://ats.example.com/push/secret-part';
    const requested = world.integration('ONE_CLICK_EXPORT', fresh);
    integrations.configure(requested, 'CALLBACK_URL', value, world.clock.nowMs);
    const page = await rita.get(path);
    expect(page.section(`app-${fresh}`)).toMatch(
      /Ready: waits for you .* Callback address at ats\.example\.com Jobs without access lists: shown to nobody/,
    );
    expect(page.html).not.toContain('secret-part');
    expect(page.link('ATS - Acme 2')).toBe(`#app-${fresh}`);
    expect(page.text).toContain('Integrations 1 waiting for you');
  });

  it('says so when nothing was requested', async () => {
    for (const one of world.sandbox.state.integrations.of('app-other')) {
      expect(one.integrationContext).not.toBe(acme);
    }
    const { state } = world.sandbox;
    state.organizations.add({ urn: 'urn:li:organization:7', name: 'New' });
    state.organizations.addContract({
      urn: 'urn:li:contract:7',
      organization: 'urn:li:organization:7',
      name: 'New',
    });
    const seat = {
      contract: 'urn:li:contract:7',
      personUrn: 'urn:li:person:n',
      firstName: 'N',
      lastName: 'N',
      email: 'n@example.com',
      roles: ['ADMIN_SEAT'],
    };
    const { id } = state.organizations.addSeat(seat, world.clock.nowMs);
    const visitor = await world.visitor(`seat-${String(id)}`);
    expect((await visitor.get(path)).text).toContain('No application has asked yet');
  });
});

describe('switching', () => {
  it('one on and off tells the application, which can read what has changed', async () => {
    request('PROFILE_PLUGIN', 'Profiles');
    const page = await rita.press(await rita.get(path), 'Enable Profile plugin of ATS - Acme 2');
    expect(page.notice).toBe('Switched on. The application has been told.');
    expect(statusOf('PROFILE_PLUGIN')).toBe('ENABLED');
    expect(told).toEqual([`${fresh} INTEGRATION_STATUS_CHANGE`]);
    await rita.press(page, 'Disable Profile plugin of ATS - Acme 2');
    expect(statusOf('PROFILE_PLUGIN')).toBe('DISABLED');
    expect(told).toHaveLength(2);
    const section = (await rita.get(path)).section(`app-${fresh}`);
    expect(section).toMatch(/Profile plugin: requested .*/);
    expect(section).toContain('Profile plugin: named (Profiles)');
    expect(section).toContain('Profile plugin: switched on by Rita Admin');
    expect(section).toContain('Profile plugin: switched off by Rita Admin');
  });

  it('all takes those that are ready, in one notification, and leaves the rest', async () => {
    request('PROFILE_PLUGIN', 'Profiles');
    request('IN_ATS_INDICATOR', 'Indicator');
    request('CSA_API', 'Recruiter data');
    request('ONE_CLICK_EXPORT');
    await rita.press(await rita.get(path), 'Enable all 3 of ATS - Acme 2');
    expect(
      ['PROFILE_PLUGIN', 'IN_ATS_INDICATOR'].map((type) => statusOf(type as 'CSA_API')),
    ).toEqual(['ENABLED', 'ENABLED']);
    expect(statusOf('CSA_API', fresh, emea)).toBe('ENABLED');
    expect(statusOf('ONE_CLICK_EXPORT')).toBe('REQUESTED');
    expect(told).toHaveLength(1);
    await rita.press(await rita.get(path), 'Disable all 3 of ATS - Acme 2');
    expect(statusOf('IN_ATS_INDICATOR')).toBe('DISABLED');
    expect(statusOf('IN_ATS_INDICATOR', clientId)).toBe('ENABLED');
  });

  it('on what is not ready does nothing, also by a form that was made up', async () => {
    request('PROFILE_PLUGIN');
    const page = await rita.post(`${path}/switch`, {
      client: fresh,
      context: acme,
      type: 'PROFILE_PLUGIN',
      tenant: 'RECRUITER',
      on: '1',
    });
    expect(page.notice).toBe('Nothing had to be changed.');
    expect(statusOf('PROFILE_PLUGIN')).toBe('REQUESTED');
  });

  it('reaches no other customer and no contract somebody else administers', async () => {
    for (const [client, context, type] of [
      ['app-other', other, 'PROFILE_PLUGIN'],
      [clientId, americas, 'CSA_API'],
    ] as const) {
      const fields = { client, context, type, tenant: 'RECRUITER', on: '0' };
      const page = await rita.post(`${path}/switch`, fields);
      expect(page.notice).toBe('Nothing had to be changed.');
      expect(statusOf(type, client, context)).toBe('ENABLED');
    }
    await rita.post(`${path}/switch`, { client: clientId, scope: 'all', on: '0' });
    expect(statusOf('CSA_API', clientId, emea)).toBe('DISABLED');
    expect(statusOf('CSA_API', clientId, americas)).toBe('ENABLED');
  });

  it('reaches all contracts of an administrator of several', async () => {
    const { personUrn } = world.seatOf('rita');
    const name = { firstName: 'Rita', lastName: 'Admin', email: 'r@example.com' };
    world.sandbox.state.organizations.addSeat(
      { ...name, contract: americas, personUrn, roles: ['ADMIN_SEAT'] },
      world.clock.nowMs,
    );
    await rita.press(await rita.get('/talent/search'), 'Choose Acme EMEA');
    const page = await rita.get(path);
    expect(page.text).toContain('as administrator of Acme EMEA, Acme Americas');
    await rita.press(page, 'Disable all 5 of ATS - Acme');
    expect(statusOf('CSA_API', clientId, americas)).toBe('DISABLED');
  });
});

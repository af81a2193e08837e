import { describe, expect, it } from 'vitest';
import type { CandidateRecord, CandidateView } from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import {
  es256,
  organization,
  otherOrganization,
  tenantConfig,
  testClock,
} from '../backend.test-support.ts';
import { configTenants } from '../tenants/config.ts';
import type { LinkedInGateway } from './linkedin-gateway.ts';
import { createCandidateReader } from './reader.ts';
import { createCandidateService, type AtsPorts, type MatchEvent } from './service.ts';
import { createMemoryCandidateStore } from './store.ts';

const member = 'urn:li:person:abc';
const viewer = { sub: 'user-a', org: 'org-1' };
const record = (id: string): CandidateRecord => ({
  id,
  firstName: 'Ada',
  emailAddresses: ['ada@example.com'],
  phoneNumbers: [],
  addresses: [],
  atsCreatedAt: 1_000,
  atsLastModifiedAt: 2_000,
});

/** A LinkedIn in memory, whose answers a test may spoil. */
async function createService(ports: AtsPorts = {}) {
  const { publicKey } = await es256('key-1');
  const tenants = configTenants({ tenants: [tenantConfig(publicKey)] });
  const clock = testClock();
  const views = new Map<string, CandidateView>();
  const calls: string[] = [];
  const faults: { update?: (ids: string[]) => void; read?: () => void } = {};
  const gateway: LinkedInGateway = {
    async read(_tenant, context, ids) {
      calls.push(`read ${ids.join()}`);
      faults.read?.();
      return new Map(
        ids.flatMap((id) => {
          const view = views.get(`${context} ${id}`);
          return view === undefined ? [] : [[id, view] as const];
        }),
      );
    },
    async update(_tenant, context, records) {
      calls.push(`update ${String(records.length)}`);
      faults.update?.(records.map(({ id }) => id));
      for (const { id, atsCreatedAt, atsLastModifiedAt } of records) {
        views.set(`${context} ${id}`, { atsCreatedAt, atsLastModifiedAt, matchedMembers: [] });
      }
      return records.map(({ id }) => ({ id, ok: true }));
    },
    async remove(_tenant, context, ids) {
      return ids.map((id) =>
        views.delete(`${context} ${id}`)
          ? { id, ok: true }
          : { id, ok: false, error: { status: 404, message: 'not found' } },
      );
    },
  };
  const reader = createCandidateReader({
    clock,
    fetchViews: (scope, ids) => {
      const tenant = tenants.byId(scope.tenant);
      if (tenant === null) throw new TypeError('no tenant');
      return gateway.read(tenant, scope.integrationContext, ids);
    },
  });
  const service = createCandidateService({
    tenants,
    gateway,
    reader,
    store: createMemoryCandidateStore(),
    ports,
    clock,
  });
  const tenant = tenants.byId('acme');
  if (tenant === null) throw new TypeError('no tenant');
  const link = (id: string, manualMatchedMember: string | undefined) => {
    const key = `${organization} ${id}`;
    const view = views.get(key);
    if (view !== undefined) views.set(key, { ...view, manualMatchedMember });
  };
  return { service, tenant, clock, views, calls, faults, link };
}

const refused = (attempt: Promise<unknown>, code: string) =>
  expect(attempt).rejects.toMatchObject({ code });

describe('statuses', () => {
  it('follow a sync at once, with the time it was sent', async () => {
    const { service, clock } = await createService();
    const [before] = await service.statuses('acme', ['42']);
    expect(before).toMatchObject({ candidateId: '42', synced: false });
    await service.sync('acme', [record('42')]);
    const sentAtMs = clock();
    clock.advance(5);
    const [after] = await service.statuses('acme', ['42']);
    expect(after).toEqual({
      candidateId: '42',
      synced: true,
      syncedAtMs: sentAtMs,
      match: 'none',
      observedAtMs: clock(),
    });
  });

  it('come in the order they were asked for, once each', async () => {
    const { service, calls } = await createService();
    const items = await service.statuses('acme', ['b', 'a', 'b']);
    expect(items.map(({ candidateId }) => candidateId)).toEqual(['b', 'a']);
    expect(calls).toEqual(['read b,a']);
  });

  it('belong to one integration context', async () => {
    const { service } = await createService();
    await service.sync('acme', [record('42')], { integrationContext: otherOrganization });
    const [first] = await service.statuses('acme', ['42']);
    expect(first?.synced).toBe(false);
    const [other] = await service.statuses('acme', ['42'], {
      integrationContext: otherOrganization,
    });
    expect(other?.synced).toBe(true);
  });

  it('are refused for what is not there', async () => {
    const { service } = await createService();
    await refused(service.statuses('globex', ['42']), 'tenant_unknown');
    await refused(
      service.statuses('acme', ['42'], { integrationContext: 'urn:li:organization:9' }),
      'integration_context_unknown',
    );
    await refused(service.statuses('acme', []), 'request_invalid');
    await refused(service.statuses('acme', ['']), 'request_invalid');
    await refused(service.statuses('acme', ['a\nb']), 'request_invalid');
    const many = Array.from({ length: 101 }, (_, index) => String(index));
    await refused(service.statuses('acme', many), 'request_invalid');
  });
});

describe('sync', () => {
  it('sends batches of a hundred, and remembers what arrived before a failure', async () => {
    const { service, calls, faults } = await createService();
    const records = Array.from({ length: 150 }, (_, index) => record(String(index)));
    faults.update = (ids) => {
      if (ids.includes('100')) throw new RscError('linkedin_unavailable', 'down');
    };
    await refused(service.sync('acme', records), 'linkedin_unavailable');
    expect(calls).toEqual(['update 100', 'update 50']);
    const [arrived, lost] = await service.statuses('acme', ['99', '100']);
    expect(arrived?.synced).toBe(true);
    expect(lost?.synced).toBe(false);
  });

  it('needs a tenant and one of its integration contexts', async () => {
    const { service } = await createService();
    await refused(service.sync('globex', [record('42')]), 'tenant_unknown');
    await refused(
      service.sync('acme', [record('42')], { integrationContext: 'urn:li:organization:9' }),
      'integration_context_unknown',
    );
  });
});

describe('a candidate', () => {
  it('that was never sent is known, but not synced', async () => {
    const { service, tenant } = await createService();
    const answer = await service.candidate(tenant, '42', organization);
    expect(answer).toMatchObject({ status: { synced: false, match: 'none' }, activities: [] });
  });

  it('that the ATS had deleted is unknown, until it is sent again', async () => {
    const { service, tenant } = await createService();
    await service.sync('acme', [record('42')]);
    expect(await service.remove('acme', ['42'])).toEqual([{ id: '42', ok: true }]);
    await refused(service.candidate(tenant, '42', organization), 'candidate_unknown');
    await service.sync('acme', [record('42')]);
    expect((await service.candidate(tenant, '42', organization)).status.synced).toBe(true);
  });

  it('that was deleted before LinkedIn had it is unknown as well', async () => {
    const { service, tenant } = await createService();
    const [result] = await service.remove('acme', ['42']);
    expect(result).toMatchObject({ ok: false, error: { status: 404 } });
    await refused(service.candidate(tenant, '42', organization), 'candidate_unknown');
  });

  it('that the ATS does not have is unknown, and LinkedIn is not asked', async () => {
    const asked: string[] = [];
    const { service, tenant, calls } = await createService({
      candidateExists(tenantId, id) {
        asked.push(`${tenantId} ${id}`);
        return false;
      },
    });
    await refused(service.candidate(tenant, '42', organization), 'candidate_unknown');
    expect(asked).toEqual(['acme 42']);
    expect(calls).toEqual([]);
  });
});

describe('a link that a person made', () => {
  const event = { candidateId: '42', integrationContext: organization, member, viewer };

  it('is told to the ATS, with what LinkedIn says to it', async () => {
    const events: MatchEvent[] = [];
    const { service, tenant, link, clock } = await createService({
      onMatch: (told) => void events.push(told),
    });
    await service.sync('acme', [record('42')]);
    link('42', member);
    await service.recordMatch(tenant, { ...event, action: 'linked' });
    expect(events).toEqual([
      {
        tenant: 'acme',
        candidateId: '42',
        integrationContext: organization,
        action: 'linked',
        member,
        viewer,
        confirmed: true,
        atMs: clock(),
      },
    ]);
  });

  it('shows at once, although the status was asked for just before', async () => {
    const { service, tenant, link, clock } = await createService();
    await service.sync('acme', [record('42')]);
    await service.statuses('acme', ['42']);
    link('42', member);
    clock.advance(1);
    await service.recordMatch(tenant, { ...event, action: 'linked' });
    const { status, activities } = await service.candidate(tenant, '42', organization);
    expect(status.match).toBe('manual');
    expect(activities.map(({ kind }) => kind)).toEqual(['linked', 'synced', 'created']);
  });

  it('is not confirmed when LinkedIn says otherwise, and LinkedIn is asked again later', async () => {
    const events: MatchEvent[] = [];
    const { service, tenant, link } = await createService({
      onMatch: (told) => void events.push(told),
    });
    await service.sync('acme', [record('42')]);
    await service.recordMatch(tenant, { ...event, action: 'linked' });
    link('42', 'urn:li:person:other');
    await service.recordMatch(tenant, { ...event, action: 'linked' });
    link('42', member);
    await service.recordMatch(tenant, { ...event, action: 'unlinked' });
    expect(events.map(({ confirmed }) => confirmed)).toEqual([false, false, false]);
    link('42', undefined);
    await service.recordMatch(tenant, { ...event, action: 'unlinked' });
    expect(events.at(-1)?.confirmed).toBe(true);
    const [status] = await service.statuses('acme', ['42']);
    expect(status?.match).toBe('none');
  });

  it('reaches the ATS although LinkedIn does not answer', async () => {
    const events: MatchEvent[] = [];
    const { service, tenant, faults } = await createService({
      onMatch: (told) => void events.push(told),
    });
    faults.read = () => {
      throw new RscError('linkedin_unavailable', 'down');
    };
    await service.recordMatch(tenant, { ...event, action: 'linked' });
    expect(events).toMatchObject([{ confirmed: false }]);
  });

  it('is no activity of ours when the ATS failed to take it', async () => {
    const { service, tenant } = await createService({
      onMatch: () => Promise.reject(new Error('the ATS is down')),
    });
    await service.sync('acme', [record('42')]);
    await expect(service.recordMatch(tenant, { ...event, action: 'linked' })).rejects.toThrow();
    const { activities } = await service.candidate(tenant, '42', organization);
    expect(activities.map(({ kind }) => kind)).not.toContain('linked');
  });

  it('is refused for a candidate that does not exist', async () => {
    const { service, tenant } = await createService({ candidateExists: () => false });
    await refused(service.recordMatch(tenant, { ...event, action: 'linked' }), 'candidate_unknown');
  });
});

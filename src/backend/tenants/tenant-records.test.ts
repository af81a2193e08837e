/** Customers in the store, as whoever operates the backend makes and changes them. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { es256, testClock } from '../backend.test-support.ts';
import { readAudit } from '../store/audit.ts';
import { internalsOf } from '../store/internals.ts';
import { backings, sharedStore } from '../store/store.test-support.ts';
import { integrationRecords, type IntegrationKey } from './integration-records.ts';
import { tenantRecords, type TenantRecords } from './tenant-records.ts';
import type { NewTenant } from './tenant-inputs.ts';

const clock = testClock();
let made = 0;
const nextId = (): string => `t-${String((made += 1)).padStart(4, '0')}`;
const newTenant = ({ id = nextId(), ...changes }: Partial<NewTenant> = {}) => ({
  id,
  name: 'Acme',
  uniqueForeignId: `f-${id}-${String(made)}`,
  environment: 'production' as const,
  ...changes,
});

describe.each(backings())('tenant records on $name', { timeout: 30_000 }, (backing) => {
  const store = sharedStore(backing, { clock });
  const records = (): TenantRecords => tenantRecords(store(), { actor: 'operator-1' });
  const create = async (changes: Partial<NewTenant> = {}): Promise<string> =>
    (await records().create(newTenant(changes))).id;
  const actionsOf = async (id: string): Promise<string[]> =>
    (await internalsOf(store()).connection.run((database) => readAudit(database, id))).map(
      ({ action }) => action,
    );

  it('makes a tenant that is being provisioned, and finds it in every way', async () => {
    const input = newTenant({
      origins: ['https://b.example', 'https://a.example'],
      contexts: ['urn:li:organization:1', 'urn:li:contract:2'],
    });
    const record = await records().create(input);
    expect(record).toMatchObject({
      ...input,
      partnerId: 'default',
      status: 'provisioning',
      jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION',
      contexts: [
        { urn: 'urn:li:organization:1', kind: 'organization' },
        { urn: 'urn:li:contract:2', kind: 'contract' },
      ],
      keys: [],
      application: null,
    });
    expect(await records().find(input.id)).toEqual(record);
    expect(await records().findByForeignId(input.uniqueForeignId)).toEqual(record);
    expect(await records().find('nobody')).toBeNull();
    expect(await records().findByForeignId('nobody')).toBeNull();
    const { id: _, ...unnamed } = newTenant();
    expect((await records().create(unnamed)).id).toMatch(/^t[0-9a-f]{18}$/);
  });

  it('names the field that is taken, and makes nothing by halves', async () => {
    const first = newTenant();
    await records().create(first);
    await expect(records().create(newTenant({ id: first.id }))).rejects.toMatchObject({
      code: 'store_conflict',
      details: { field: 'id' },
    });
    const second = newTenant({ uniqueForeignId: first.uniqueForeignId });
    await expect(records().create(second)).rejects.toMatchObject({
      code: 'store_conflict',
      details: { field: 'uniqueForeignId' },
    });
    expect(await records().find(second.id)).toBeNull();
  });

  it('names fields that are wrong, and never what is in them', async () => {
    const id = await create();
    const { publicKey } = await es256('k');
    const attempts: [string, () => Promise<unknown>][] = [
      ['id', () => records().create(newTenant({ id: '../canary' }))],
      ['name', () => records().create(newTenant({ name: '' }))],
      ['origins[0]', () => records().setOrigins(id, ['https://canary.example/path'])],
      ['twice', () => records().setOrigins(id, ['https://a.example', 'https://a.example'])],
      ['[0]', () => records().setContexts(id, ['urn:li:person:canary'])],
      ['apiBaseUrl', () => records().setApplication(id, { apiBaseUrl: 'http://canary.example' })],
      ['clientSecret', () => records().setApplication(id, { clientSecret: 'canary'.repeat(200) })],
      [
        'jwk.d',
        () =>
          records().addKey(id, { ...publicKey, jwk: { ...publicKey.jwk, d: 'canary' } } as never),
      ],
      [
        'jwk.k',
        () => records().addKey(id, { kid: 'k', alg: 'HS256', jwk: { kty: 'oct', k: 'canary' } }),
      ],
      ['environment', () => records().create(newTenant({ environment: 'canary' as 'production' }))],
    ];
    for (const [field, attempt] of attempts) {
      const error: unknown = await attempt().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(field.replace('origins[0]', '[0]'));
      expect(inspect(error)).not.toContain('canary');
    }
  });

  it('lists tenants page by page', async () => {
    for (let index = 0; index < 5; index += 1) await create();
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { items, next } = await records().list({ after, limit: 2 });
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(new Set(seen).size).toBe(seen.length);
    await expect(records().list({ limit: 0 })).rejects.toBeInstanceOf(TypeError);
  });

  it('goes from status to status only where there is a way', async () => {
    const id = await create();
    await records().setStatus(id, 'active');
    await records().setStatus(id, 'active');
    await records().setStatus(id, 'disabled');
    expect(await records().find(id)).toMatchObject({
      status: 'disabled',
      disabledAt: new Date(clock()),
    });
    await records().setStatus(id, 'active');
    expect(await records().find(id)).toMatchObject({ status: 'active', disabledAt: null });
    expect(await actionsOf(id)).toEqual([
      ...Array.from({ length: 3 }, () => 'tenant_status_changed'),
      'tenant_created',
    ]);
    await expect(records().setStatus('nobody', 'active')).rejects.toMatchObject({
      code: 'store_not_found',
    });
  });

  it('records who changed what, and nothing that was entered', async () => {
    const id = await create({ name: 'name-canary' });
    const { publicKey } = await es256('kid-1');
    await records().change(id, { name: 'other-canary', jobAvailability: 'PUBLIC' });
    await records().setOrigins(id, ['https://canary.example']);
    await records().setContexts(id, ['urn:li:organization:1']);
    await records().setApplication(id, { clientId: `${id}-c`, clientSecret: 'secret-canary' });
    await records().addKey(id, publicKey);
    await records().retireKey(id, 'kid-1');
    await records().removeKey(id, 'kid-1');
    const entries = await internalsOf(store()).connection.run((database) =>
      readAudit(database, id),
    );
    expect(entries.map(({ action }) => action).reverse()).toEqual([
      'tenant_created',
      'tenant_changed',
      'origins_changed',
      'contexts_changed',
      'client_secret_changed',
      'key_added',
      'key_retired',
      'key_removed',
    ]);
    expect(entries.every(({ actor }) => actor === 'operator-1')).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('canary');
    expect(JSON.stringify(entries)).toContain('kid-1');
    const page = await internalsOf(store()).connection.run((database) =>
      readAudit(database, id, { limit: 3, before: entries[2]?.id ?? 0 }),
    );
    expect(page).toEqual(entries.slice(3, 6));
    await expect(
      tenantRecords(store(), { actor: 'Jane Doe' }).setOrigins(id, []),
    ).rejects.toThrow();
    expect((await records().find(id))?.origins).toEqual(['https://canary.example']);
  });

  it('keeps an application in parts while it is being provisioned', async () => {
    const id = await create();
    const developerApplicationUrn = `urn:li:developerApplication:${String(made)}`;
    await records().setApplication(id, { developerApplicationUrn });
    expect((await records().find(id))?.application).toMatchObject({
      developerApplicationUrn,
      clientId: null,
      hasClientSecret: false,
      generation: 'v2',
      jsSdkDomains: [],
    });
    await records().setApplication(id, {
      clientId: `${id}-c`,
      clientSecret: 'secret',
      generation: 'rest',
      apiVersion: '202604',
      jsSdkDomains: ['https://plugin.partner.example'],
      provisionedAt: new Date(clock()),
    });
    expect((await records().find(id))?.application).toMatchObject({
      developerApplicationUrn,
      clientId: `${id}-c`,
      hasClientSecret: true,
      jsSdkDomains: ['https://plugin.partner.example'],
    });
    const other = await create();
    await expect(
      records().setApplication(other, { developerApplicationUrn }),
    ).rejects.toMatchObject({
      code: 'store_conflict',
      details: { field: 'developerApplicationUrn' },
    });
    await expect(records().removeKey(id, 'none')).rejects.toMatchObject({
      code: 'store_not_found',
    });
  });

  it('keeps what LinkedIn says of integrations, in the order it happened', async () => {
    const context = 'urn:li:organization:1';
    const id = await create({ contexts: [context, 'urn:li:contract:2'] });
    const integrations = integrationRecords(store(), { actor: 'linkedin' });
    const key: IntegrationKey = { context, type: 'ONE_CLICK_EXPORT', tenantType: 'RECRUITER' };
    const at = (seconds: number) => new Date(clock() + seconds * 1000);
    const say = (rawStatus: string, state: 'requested' | 'enabled' | 'unknown', seconds: number) =>
      integrations.record(id, key, { rawStatus, state, changedAt: at(seconds) });
    expect(await say('REQUESTED', 'requested', 1)).toBe(true);
    expect(await say('ENABLED', 'enabled', 3)).toBe(true);
    expect(await say('REQUESTED', 'requested', 2)).toBe(false);
    expect(await say('ENABLED', 'enabled', 3)).toBe(false);
    expect(await say('SOMETHING_NEW', 'unknown', 4)).toBe(true);
    expect(await integrations.list(id)).toMatchObject([
      { ...key, rawStatus: 'SOMETHING_NEW', state: 'unknown', changedAt: at(4) },
    ]);
    await integrations.configure(id, key, 'JOB_POSTING_VIEWERS', 'ALL_PRODUCT_USERS');
    const confirmed = { value: 'ALL_PRODUCT_USERS', at: at(5) };
    expect(await integrations.confirm(id, key, 'JOB_POSTING_VIEWERS', confirmed)).toBe(true);
    expect(
      await integrations.confirm(id, key, 'JOB_POSTING_VIEWERS', { ...confirmed, value: 'X' }),
    ).toBe(false);
    expect(await integrations.configurations(id)).toMatchObject([
      { ...key, key: 'JOB_POSTING_VIEWERS', confirmedAt: at(5) },
    ]);
    // An integration needs a context of its own tenant, a configuration an integration.
    const foreign = { ...key, context: 'urn:li:organization:9' };
    await expect(
      integrations.record(id, foreign, { rawStatus: null, state: 'none', changedAt: at(1) }),
    ).rejects.toMatchObject({ code: 'store_not_found' });
    await expect(
      integrations.configure(id, { ...key, type: 'CSA_API' }, 'CALLBACK_URL', 'x'),
    ).rejects.toMatchObject({ code: 'store_not_found' });
    // Contexts that stay keep theirs.
    await records().setContexts(id, ['urn:li:contract:3', context]);
    expect(await integrations.list(id)).toHaveLength(1);
    await integrations.unconfigure(id, key, 'JOB_POSTING_VIEWERS');
    expect(await integrations.configurations(id)).toEqual([]);
    await records().setContexts(id, ['urn:li:contract:3']);
    expect(await integrations.list(id)).toEqual([]);
  });

  it('lets several change a tenant at once, one after the other', async () => {
    const id = await create();
    const changes = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? records().setOrigins(id, [`https://${String(index)}.example`, 'https://a.example'])
        : records().setContexts(id, [`urn:li:organization:${String(index)}`]),
    );
    await Promise.all(changes);
    const record = await records().find(id);
    expect(record?.origins).toHaveLength(2);
    expect(record?.contexts).toHaveLength(1);
  });
});

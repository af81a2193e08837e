/** Processes that want all they may have, against LinkedIn's stand-in with its limits in force. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import {
  createLinkedInClient,
  LinkedInError,
  reservingLimits,
  type CandidateRecord,
  type WorkKind,
} from '../../linkedin/index.ts';
import { openStore } from '../store/open-store.ts';
import { emptyPgliteFolder, removeFolders, testKeyring } from '../store/store.test-support.ts';
import type { Store } from '../store/store.ts';
import { createStoreBudgets } from './store-budgets.ts';
import { createStoreTokens } from './store-tokens.ts';

const origin = 'http://linkedin.localhost:4402';
const organization = 'urn:li:organization:7001';
const minutes = 10;
/** Twenty seconds into a minute, so that LinkedIn's minutes and ours are not the same. */
const startMs = Date.parse('2026-03-02T10:00:20Z');

let nowMs = startMs;
let store: Store;
let sandbox: Sandbox;
beforeAll(async () => {
  const location = { dataDir: await emptyPgliteFolder() };
  store = await openStore(location, { keyring: testKeyring(), clock: () => nowMs });
  sandbox = createSandbox({
    origin,
    members: 1,
    accounts: [],
    applications: [
      {
        clientId: 'app-1',
        clientSecret: 'secret-1',
        name: 'Acme',
        organizations: [organization],
        validJsSdkDomains: [],
      },
    ],
    clock: () => nowMs,
  });
}, 60_000);
afterAll(async () => {
  sandbox.close();
  await store.close();
  removeFolders();
});

const candidate = (index: number): CandidateRecord => ({
  id: `c-${String(index)}`,
  firstName: 'Ada',
  lastName: 'Example',
  emailAddresses: ['nobody@example.net'],
  phoneNumbers: [],
  addresses: [],
  atsCreatedAt: 1_700_000_000_000,
  atsLastModifiedAt: 1_700_000_000_000,
});
const batch = Array.from({ length: 100 }, (_, index) => candidate(index));

/** A hundred candidates go out in several requests: their keys are long. */
const entitiesOf = (body: unknown): number =>
  Object.keys((body as { readonly entities: object }).entities).length;

describe('a backfill by three processes', () => {
  let sent = 0;
  let throttled = 0;
  let turn = 0;
  /** A request is on its way for a while, now a shorter one, now a longer one. */
  const send: typeof fetch = async (input, init) => {
    turn += 1;
    nowMs += 5 + ((turn * 37) % 140);
    const request = new Request(input, init);
    const entities = request.method === 'PUT' ? entitiesOf(await request.clone().json()) : 0;
    const response = await sandbox.fetch(request);
    if (response.status === 429) throttled += 1;
    if (response.ok) sent += entities;
    nowMs += 5;
    return response;
  };
  const clientOf = (kind: WorkKind) =>
    createLinkedInClient({
      clientId: 'app-1',
      clientSecret: 'secret-1',
      baseUrls: { api: origin, oauthToken: `${origin}/oauth/v2/accessToken` },
      fetch: send,
      clock: () => nowMs,
      retry: { attempts: 1 },
      maxBudgetWaitMs: 0,
      limits: reservingLimits(kind),
      store: { budgets: createStoreBudgets(store), tokens: createStoreTokens(store) },
    });

  it('uses 97 % of what LinkedIn allows, meets no 429, and lets people through', async () => {
    const processes = [clientOf('backfill'), clientOf('backfill'), clientOf('backfill')];
    const interactive = clientOf('interactive');
    let looks = 0;
    while (nowMs < startMs + minutes * 60_000) {
      const client = processes[turn % processes.length] ?? interactive;
      try {
        const results = await client.candidates.update(organization, batch);
        expect(results.every(({ ok }) => ok)).toBe(true);
      } catch (error) {
        if (!(error instanceof LinkedInError) || error.code !== 'budget_spent') throw error;
        // Somebody looks at a record just when the limit is used up.
        const views = await interactive.candidates.get(organization, ['c-1']);
        expect(views.size).toBe(1);
        looks += 1;
        nowMs += error.retryAfterMs ?? 0;
      }
    }
    expect(throttled).toBe(0);
    expect(looks).toBeGreaterThan(5);
    expect(sent / (minutes * 10_000)).toBeGreaterThanOrEqual(0.97);
  }, 60_000);
});

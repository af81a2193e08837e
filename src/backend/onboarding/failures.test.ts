/**
 * Whatever is done with a customer once it is made (`customers.test.ts` has how it is made): LinkedIn
 * fails at each of its requests, before or after it has carried it out, and the store at each of its
 * writes. Each failure says what it is and at which step, and the same call made again ends as if
 * nothing had been.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { pluginOrigin } from '../backend.test-support.ts';
import {
  acme,
  candidateRecord,
  requestedBy,
  useKit,
  type Fault,
} from '../../../test/support/onboarding-kit.ts';
import type { OnboardingError } from './errors.ts';

const test = useKit();
beforeEach(() => {
  test().fault = () => null;
  test().writesLeft = Number.POSITIVE_INFINITY;
});

let number = 0;
/** Customers that no other case has, with an organization and a contract of their own. */
const nextId = (): string => `canary-${String((number += 1))}`;
const numberOf = (id: string): string => id.replace('canary-', '9');
const organizationOf = (id: string): string => `urn:li:organization:${numberOf(id)}`;
const keysOf = (id: string) => requestedBy(organizationOf(id), `urn:li:contract:${numberOf(id)}`);
const inputOf = (id: string) => ({ ...acme, id, name: id, uniqueForeignId: id });
const applicationsOf = (id: string) =>
  [...test().sandbox.state.applications.values()].filter((one) => one.uniqueForeignId === id);
const atLinkedIn = async (id: string) =>
  test().sandbox.state.integrations.of(await test().clientIdOf(id));
const configurationsOf = async (id: string, type: string) =>
  (await atLinkedIn(id)).find((one) => one.integrationType === type)?.configurations;

async function create(id: string): Promise<void> {
  await test().kit.customers.create(inputOf(id));
}
async function request(id: string): Promise<void> {
  await create(id);
  test().request(await test().clientIdOf(id), keysOf(id));
}
async function enable(id: string): Promise<void> {
  await request(id);
  await test().kit.integrations.requested(id, keysOf(id));
  test().switch(await test().clientIdOf(id), true);
  await test().kit.integrations.refresh(id);
}

interface Case {
  readonly what: string;
  prepare(id: string): Promise<void>;
  run(id: string): Promise<unknown>;
  /** Everything is as if nothing had failed. */
  whole(id: string): Promise<void>;
}

const oneKey = { type: 'ONE_CLICK_EXPORT', tenantType: 'RECRUITER' } as const;
const cases: readonly Case[] = [
  {
    what: 'update of domains and callbacks',
    prepare: create,
    run: (id) =>
      test().kit.customers.update(id, {
        domains: ['https://new.example'],
        callbackUrls: ['https://new.example/callback'],
      }),
    async whole(id) {
      expect(applicationsOf(id)).toMatchObject([
        {
          validJsSdkDomains: ['https://new.example', pluginOrigin],
          oauth2AuthorizedCallbackUrls: ['https://new.example/callback'],
        },
      ]);
    },
  },
  {
    what: 'what was requested',
    prepare: request,
    async run(id) {
      const { problem } = await test().kit.integrations.requested(id, keysOf(id));
      if (problem !== null) throw problem;
    },
    async whole(id) {
      const found = await atLinkedIn(id);
      expect(found.map(({ onboardingStatus }) => onboardingStatus)).toEqual(
        found.map(() => 'CONFIGURED'),
      );
      expect(found.every((one) => one.integrationName?.includes(id))).toBe(true);
      const states = (await test().kit.integrations.list(id)).map(({ state }) => state);
      expect(states).toEqual(found.map(() => 'configured'));
    },
  },
  {
    what: 'removal of a configuration',
    prepare: enable,
    run: (id) =>
      test().kit.integrations.removeConfiguration(
        id,
        { ...oneKey, context: organizationOf(id) },
        'JOB_POSTING_VIEWERS',
      ),
    async whole(id) {
      await test().kit.integrations.configure(id);
      expect(Object.keys((await configurationsOf(id, 'ONE_CLICK_EXPORT')) ?? {})).toEqual([
        'CALLBACK_URL',
      ]);
    },
  },
  {
    what: 'another callback address',
    prepare: enable,
    run: (id) => test().kit.customers.rotateCallback(id),
    async whole(id) {
      const callbacks = await test().kit.customers.callbacks(id);
      expect(callbacks.filter(({ endsAt }) => endsAt === null)).toHaveLength(1);
      const clientId = await test().clientIdOf(id);
      expect((await test().push(clientId, { type: 'X', id: 'x' })).status).toBe(200);
    },
  },
  {
    what: 'another client secret',
    async prepare(id) {
      await enable(id);
      const clientSecret = `renewed-${id}`;
      test().sandbox.state.applications.change(await test().clientIdOf(id), { clientSecret });
    },
    run: (id) => test().kit.customers.replaceClientSecret(id),
    async whole(id) {
      const clientId = await test().clientIdOf(id);
      expect((await test().push(clientId, { type: 'X', id: 'x' })).status).toBe(200);
    },
  },
  {
    what: 'leave',
    async prepare(id) {
      await enable(id);
      await test().kit.candidates.sync(id, [candidateRecord('1'), candidateRecord('2')]);
    },
    run: (id) => test().kit.customers.leave(id),
    async whole(id) {
      expect(test().sandbox.state.candidates.of(organizationOf(id))).toEqual([]);
      const [application] = applicationsOf(id);
      expect(application?.validJsSdkDomains).toEqual([]);
      const own = test().sandbox.state.integrations.of(application?.clientId ?? '');
      expect(own.map(({ configurations }) => configurations)).toEqual(own.map(() => ({})));
      const receipts = await test().kit.customers.receipts(id);
      expect(receipts).toMatchObject([{ deletedHere: { candidates: 2, integrations: 4 } }]);
      const { candidates = 0, candidates_absent: absent = 0 } =
        receipts[0]?.deletedAtLinkedIn ?? {};
      expect(candidates + absent).toBe(2);
      expect(await test().kit.customers.find(id)).toMatchObject({ status: 'purged' });
    },
  },
];

describe.each(cases)('$what', ({ prepare, run, whole }) => {
  // By turns, so that each request is refused once and carried out without an answer once.
  it.each<readonly [Fault, Fault]>([
    ['error', 'lost'],
    ['lost', 'down'],
  ])(
    'can be called again, at whichever request LinkedIn fails (%s, %s)',
    async (...faults) => {
      let failures = 0;
      for (let at = 0; at < 30; at += 1) {
        const id = nextId();
        await prepare(id);
        let seen = 0;
        test().fault = () => (seen++ === at ? (faults[at % 2] ?? null) : null);
        const failure: unknown = await run(id).catch((error: unknown) => error);
        test().fault = () => null;
        if (seen <= at) break;
        if (failure instanceof Error) {
          failures += 1;
          expect(failure).toMatchObject({ code: 'linkedin_unavailable', retryable: true });
          const { step, message, help } = failure as OnboardingError;
          expect(step).toMatch(/^[a-z]+$/);
          expect(message).toContain(help);
          expect(message).not.toContain('canary');
        }
        await run(id);
        await whole(id);
      }
      expect(failures).toBeGreaterThan(0);
    },
    30_000,
  );

  it('can be called again, at whichever write the store fails', async () => {
    let failures = 0;
    for (let writes = 0; writes < 40; writes += writes < 3 ? 1 : 2) {
      const id = nextId();
      await prepare(id);
      test().writesLeft = writes;
      const failure: unknown = await run(id).catch((error: unknown) => error);
      const isDone = test().writesLeft >= 0;
      test().writesLeft = Number.POSITIVE_INFINITY;
      if (isDone) break;
      failures += 1;
      expect(failure).toMatchObject({ code: 'store_unreachable', retryable: true });
      await run(id);
      await whole(id);
    }
    expect(failures).toBeGreaterThan(0);
  }, 30_000);
});

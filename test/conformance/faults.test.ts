/**
 * The client on a bad day: the sandbox breaks connections, answers with pages of proxies, sends half
 * an answer or none, and throttles. What was to be stored is stored, each record with a result.
 */
import { describe, expect, it } from 'vitest';
import { generations } from '../../src/linkedin/form.ts';
import * as records from '../support/ats-records.ts';
import { sandboxTarget, type SandboxTarget } from './sandbox-target.ts';
import { all, clientOf } from './target.ts';

/** Breaks requests by rule, as `curl -d … /sandbox/faults` does. */
async function breakRequests(target: SandboxTarget, fault: object): Promise<void> {
  const response = await target.fetch(`${target.baseUrls.api}/sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify(fault),
  });
  expect(response.ok).toBe(true);
}
/** Waits are short: what they are for is tested with the client. */
const retry = { baseMs: 1, maxMs: 5 };

const passing: readonly (readonly [string, object])[] = [
  ['answers 503', { kind: 'status', status: 503 }],
  ['answers 504 to what it has carried out', { kind: 'status', status: 504, applied: true }],
  ['throttles', { kind: 'status', status: 429, retryAfterSeconds: 0 }],
  ['sends the page of a load balancer', { kind: 'html', status: 502 }],
  ['breaks connections before it reads', { kind: 'cut', when: 'before' }],
  ['breaks connections in the middle of an answer', { kind: 'cut', when: 'middle' }],
  ['breaks connections after it has carried out what was sent', { kind: 'lost' }],
  ['answers what is no JSON', { kind: 'malformed', as: 'syntax' }],
  ['answers JSON of another shape', { kind: 'malformed', as: 'shape' }],
  ['answers nothing', { kind: 'malformed', as: 'empty' }],
  ['ends answers early', { kind: 'truncated', share: 0.5 }],
];

describe.each(generations)('over %s, when LinkedIn', (generation) => {
  it.each(passing)(
    '%s now and then, all records arrive, each with its result',
    async (_what, fault) => {
      const target = sandboxTarget();
      const { organization, state } = target;
      const api = clientOf(target, generation, { retry });
      await breakRequests(target, { ...fault, route: '/oauth/*', times: 1 });
      await breakRequests(target, {
        ...fault,
        route: `/${generation}/*`,
        probability: 0.3,
        times: 8,
      });
      const candidates = Array.from({ length: 150 }, (_, index) =>
        records.candidate({ id: `candidate ${index}` }),
      );
      const results = await api.candidates.update(organization, candidates);
      expect(results).toEqual(candidates.map(({ id }) => ({ id, ok: true })));
      expect(state.countCandidates(organization)).toBe(150);
      const ids = candidates.map(({ id }) => id);
      expect([...(await api.candidates.get(organization, ids)).keys()]).toEqual(ids);
    },
  );

  it.each(passing)('%s now and then, a collection is read whole and once', async (_what, fault) => {
    const target = sandboxTarget();
    const { recruiter } = target;
    const fromMs = target.now();
    for (let count = 0; count < 60; count += 1) {
      await target.passTime(1);
      recruiter.converse(recruiter.anotherMember());
    }
    await target.passTime(1);
    await breakRequests(target, { ...fault, route: `/${generation}/*`, after: 1, times: 2 });
    const { conversationEvents } = clientOf(target, generation, { retry });
    const range = { seat: recruiter.seat, fromMs, toMs: target.now() };
    const events = await all(conversationEvents.list(range));
    expect(events).toHaveLength(120);
    expect(new Set(events.map(({ id }) => id)).size).toBe(120);
  });

  it('does not stop failing, the call ends with what is known', async () => {
    const target = sandboxTarget();
    const route = `/${generation}/*`;
    await breakRequests(target, { kind: 'lost', route, after: 1 });
    const { stages, applications } = clientOf(target, generation, { retry });
    await applications.update(target.organization, [records.application()]);
    const error: unknown = await stages
      .update(target.organization, [records.stage()])
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'unreachable', results: [] });
  });

  it('sends an answer drop by drop, the call does not wait for ever', async () => {
    const target = sandboxTarget();
    const route = `/${generation}/*`;
    await breakRequests(target, { kind: 'slow', bytesPerSecond: 20, route });
    const { candidates } = clientOf(target, generation, {
      timeoutMs: 200,
      retry: { attempts: 2, ...retry },
    });
    await expect(
      candidates.update(target.organization, [records.candidate()]),
    ).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('a customer that is being provisioned while connections break', () => {
  it('is provisioned once: what may have arrived is not sent again', async () => {
    const target = sandboxTarget();
    await breakRequests(target, { kind: 'lost', route: '/v2/provisionedApplications', times: 1 });
    const { provisioning } = clientOf(target, 'v2', { ...target.partner, retry });
    const application = { uniqueForeignId: 'acme', name: 'ATS - Acme', description: 'Acme' };
    await expect(provisioning.create(application)).rejects.toMatchObject({ code: 'unreachable' });
    expect((await provisioning.credentials('acme'))?.clientId).toBeTruthy();
    await expect(provisioning.create(application)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe("the sandbox's documented limits", () => {
  it('are never reached by a client that keeps its own', { timeout: 60_000 }, async () => {
    const target = sandboxTarget();
    const statuses: number[] = [];
    const counting: typeof fetch = async (input, init) => {
      const response = await target.fetch(input, init);
      statuses.push(response.status);
      return response;
    };
    const { candidates } = clientOf(target, 'v2', { fetch: counting, maxBudgetWaitMs: 0 });
    const batch = Array.from({ length: 1_000 }, (_, index) =>
      records.candidate({ id: `${index}` }),
    );
    let stored = 0;
    for (let count = 0; count < 25; count += 1) {
      try {
        await candidates.update(target.organization, batch);
        stored += batch.length;
      } catch (error) {
        expect(error).toMatchObject({ code: 'budget_spent' });
        await target.passTime((error as { retryAfterMs: number }).retryAfterMs);
      }
    }
    expect(stored).toBeGreaterThanOrEqual(20_000);
    expect(statuses.filter((status) => status === 429)).toEqual([]);
  });

  it('end a call when they are over on another day', async () => {
    const target = sandboxTarget();
    const fromMs = target.now();
    const { recruiter } = target;
    for (let count = 0; count < 120; count += 1) {
      await target.passTime(1);
      recruiter.note(target.person, `note ${count}`, true);
    }
    const body = JSON.stringify({ rules: [{ resource: 'prospectNotes', requestsPerDay: 1 }] });
    const limits = `${target.baseUrls.api}/sandbox/limits`;
    expect((await target.fetch(limits, { method: 'PUT', body })).ok).toBe(true);
    const { prospectNotes } = clientOf(target, 'v2', { retry });
    const query = { contract: target.contract, fromMs, toMs: target.now() + 1 };
    const reading = all(prospectNotes.list(query));
    await expect(reading).rejects.toMatchObject({ code: 'throttled', status: 429 });
  });
});

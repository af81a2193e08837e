/** Past applicants in the store, on both, and what a person who looks at a job gets of them. */
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rediscoverySource, type Ats, type Candidate } from '../../../docs/examples/rediscovery.ts';
import { exportingCustomer } from '../../../test/support/exporting.ts';
import {
  acme,
  foreignContract,
  foreignOrganization,
  frameWorldOf,
  globex,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import type { Scope } from '../../protocol/context.ts';
import {
  rediscoveredAnswer,
  rediscoveredDecision,
  type RediscoveredAction,
} from '../../protocol/rediscovered.ts';
import { expectRefusal, loadFrame, type TestFrame } from '../backend.test-support.ts';
import type { PrivateKey } from '../onboarding/signing-keys.ts';
import { backings } from '../store/store.test-support.ts';
import type { RediscoverySource } from './ports.ts';
import { weights } from './ranking.ts';

const hostile = '<img src=x onerror=alert(1)>\u202e\u200b';
const everything: readonly Scope[] = ['rediscovered:read', 'rediscovered:decide'];

describe.each(backings())('rediscovery on $name', (backing) => {
  const hidden = new Set<string>();
  const ats: Ats = {
    jobs: new Map(),
    candidates: new Map(),
    maySee: (_tenant, userId, what) =>
      !hidden.has(`${userId} ${'job' in what ? what.job : what.candidate}`),
  };
  const calls: string[] = [];
  let fail: string | null = null;
  const real = rediscoverySource(ats);
  const source: RediscoverySource = {
    ...real,
    async scan(...input) {
      if (fail === 'scan') throw new Error('the ATS is down');
      calls.push(`scan ${input[0]} ${input[1].since === undefined ? 'all' : 'changed'}`);
      return real.scan(...input);
    },
    read(tenant, ids, viewer) {
      calls.push(`read ${tenant} ${[...ids].sort().join(' ')}`);
      return real.read(tenant, ids, viewer);
    },
  };
  const test = useKit(
    {
      rediscovery: { source },
      source: { read: async () => [], scan: async () => ({ refs: [] }) },
    },
    backing,
  );
  const keys = new Map<string, PrivateKey>();

  const person = (id: string, changes: Partial<Candidate> = {}): Candidate => ({
    id,
    name: `Person ${id}`,
    title: 'Gardener',
    skills: ['TypeScript'],
    applications: [
      {
        id: `${id}-1`,
        jobId: 'old',
        jobTitle: 'Pilot',
        stage: 'Interview',
        progress: 0.5,
        outcome: 'rejected',
        appliedAt: new Date('2025-01-01'),
      },
    ],
    feedback: [],
    lastActivityAt: new Date('2025-06-01'),
    changedAt: new Date(test().clock()),
    ...changes,
  });
  const keep = (tenant: string, ...people: Candidate[]): void => {
    const own = ats.candidates.get(tenant) ?? new Map<string, Candidate>();
    for (const one of people) own.set(one.id, one);
    ats.candidates.set(tenant, own);
  };
  const run = () => test().kit.workers.runUntilIdle();
  const rediscovery = () => {
    const { rediscovery: found } = test().kit;
    if (found === null) throw new Error('it is not configured');
    return found;
  };
  const frame = async (obj = 'job:job', scopes = everything, tenant = 'acme', sub = 'user-a') => {
    const key = keys.get(tenant);
    if (key === undefined) throw new Error('no key');
    const opened = await loadFrame(frameWorldOf(test(), tenant, key), {
      widget: 'rediscovered-candidates',
      obj,
      scopes,
    });
    const ticket = await opened.ticket({ sub, org: 'org-1', sid: `session-${sub}` });
    expect((await opened.openSession(ticket)).status).toBe(200);
    return opened;
  };
  const list = async (from: TestFrame, query = '', job = 'job') => {
    const response = await from.call(`/rsc/jobs/${job}/rediscovered${query}`);
    expect(response.status, await response.clone().text()).toBe(200);
    return rediscoveredAnswer.parse(await response.json());
  };
  const idsOf = async (from: TestFrame, query = '', job = 'job') =>
    (await list(from, query, job)).items.map(({ id }) => id);
  const post = (from: TestFrame, id: string, action: string, job = 'job') =>
    from.call(`/rsc/jobs/${job}/rediscovered/${encodeURIComponent(id)}`, {
      method: 'POST',
      body: { action },
    });
  const decide = async (from: TestFrame, id: string, action: RediscoveredAction) => {
    const response = await post(from, id, action);
    expect(response.status, await response.clone().text()).toBe(200);
    return rediscoveredDecision.parse(await response.json());
  };

  beforeAll(async () => {
    keys.set('acme', (await exportingCustomer(test(), { ...acme, id: 'acme' })).key);
    keys.set(
      'globex',
      (
        await exportingCustomer(
          test(),
          { ...globex, id: 'globex' },
          foreignOrganization,
          foreignContract,
        )
      ).key,
    );
  }, 60_000);

  beforeEach(async () => {
    hidden.clear();
    ats.candidates.clear();
    fail = null;
    for (const tenant of ['acme', 'globex']) {
      ats.jobs.set(
        tenant,
        new Map(
          [
            { id: 'job', title: 'Software Engineer', skills: ['TypeScript', 'C++'], isOpen: true },
            { id: 'other', title: 'Engineer', skills: ['C++'], isOpen: true },
            { id: 'closed', title: 'Engineer', skills: ['C++'], isOpen: false },
          ].map((job) => [job.id, job]),
        ),
      );
      await rediscovery().read(tenant);
    }
    test().clock.advance(60);
    await run();
    calls.length = 0;
  });

  it('finds those who fit, the best first, with reasons, and nobody else', async () => {
    keep(
      'acme',
      person('a'),
      person('b', { skills: ['c++', 'typescript'], name: hostile }),
      person('c', { skills: [], title: 'Engineer' }),
      person('d', { skills: ['Cooking'] }),
      person('e', { applications: [] }),
    );
    await rediscovery().read('acme');
    await run();
    expect(await rediscovery().status('acme')).toMatchObject({ applicants: 4, errorCode: null });
    const { items, total, next, isComplete, mayDecide } = await list(await frame());
    expect(items.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect({ total, next, isComplete, mayDecide }).toEqual({
      total: 3,
      next: null,
      isComplete: true,
      mayDecide: true,
    });
    expect(items[0]).toMatchObject({
      name: hostile,
      applications: [{ jobTitle: 'Pilot', stage: 'Interview', outcome: 'rejected' }],
      linkedIn: 'none',
      isDismissed: false,
    });
    expect(items[0]?.reasons[0]).toMatchObject({
      kind: 'skills',
      points: 35,
      skills: ['TypeScript', 'C++'],
    });
    const sum = items[0]?.reasons.reduce((all, { points }) => all + points, 0) ?? 0;
    expect(items[0]?.fit).toBe(Math.round((sum * 100) / 95));
  });

  it('goes on where a page ended, whoever has come or gone meanwhile', async () => {
    const names = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'));
    keep('acme', ...names.map((id) => person(id)));
    await rediscovery().read('acme');
    await run();
    const viewer = await frame();
    const first = await list(viewer, '?limit=10');
    expect(first.items.map(({ id }) => id)).toEqual(names.slice(0, 10));
    await decide(viewer, '03', 'dismiss');
    const second = await list(viewer, `?limit=10&after=${first.next ?? ''}`);
    expect(second.items.map(({ id }) => id)).toEqual(names.slice(10, 20));
    const third = await list(viewer, `?limit=10&after=${second.next ?? ''}`);
    expect(third.items.map(({ id }) => id)).toEqual(names.slice(20));
    expect(third.next).toBeNull();
  });

  it('counts and shows feedback to those only who may read it', async () => {
    const feedback = [{ rating: 1, text: 'canary', at: new Date(), readers: ['user-a'] }];
    keep('acme', person('a'), person('b', { feedback }));
    await rediscovery().read('acme');
    await run();
    const reader = await list(await frame());
    expect(reader.items.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(reader.items[0]?.feedback).toMatchObject([{ text: 'canary', rating: 1 }]);
    const other = await frame('job:job', everything, 'acme', 'user-b');
    const response = await other.call('/rsc/jobs/job/rediscovered');
    expect(await response.text()).not.toContain('canary');
    expect(await idsOf(other)).toEqual(['a', 'b']);
  });

  it('shows no candidate or job that the person may not see', async () => {
    keep('acme', person('a'), person('b'));
    await rediscovery().read('acme');
    await run();
    hidden.add('user-a b');
    const viewer = await frame();
    expect(await idsOf(viewer)).toEqual(['a']);
    for (const action of ['add', 'dismiss']) {
      await expectRefusal(await post(viewer, 'b', action), 404, 'candidate_unknown');
    }
    hidden.add('user-a job');
    await expectRefusal(await viewer.call('/rsc/jobs/job/rediscovered'), 404, 'job_unknown');
    await expectRefusal(await post(viewer, 'a', 'add'), 404, 'job_unknown');
  });

  it('keeps what a person dismisses for that person and job, until it is taken back', async () => {
    keep('acme', person('a', { skills: ['C++'] }), person('b', { skills: ['C++'] }));
    await rediscovery().read('acme');
    await run();
    const viewer = await frame();
    expect(await decide(viewer, 'a', 'dismiss')).toEqual({
      action: 'dismiss',
      candidateId: 'a',
      applicationId: null,
    });
    await decide(viewer, 'a', 'dismiss');
    expect(await list(viewer)).toMatchObject({ dismissed: 1, total: 1 });
    expect((await list(viewer, '?show=dismissed')).items).toMatchObject([
      { id: 'a', isDismissed: true },
    ]);
    expect(await idsOf(await frame('job:other'), '', 'other')).toEqual(['a', 'b']);
    const colleague = await frame('job:job', everything, 'acme', 'user-b');
    expect(await idsOf(colleague)).toEqual(['a', 'b']);
    await decide(viewer, 'a', 'restore');
    expect(await idsOf(viewer)).toEqual(['a', 'b']);
  });

  it('adds a candidate once, who is then left out', async () => {
    keep('acme', person('a'), person('b'));
    await rediscovery().read('acme');
    await run();
    const viewer = await frame();
    const added = { action: 'add', candidateId: 'a', applicationId: 'a/job' };
    expect(await decide(viewer, 'a', 'add')).toEqual(added);
    expect(await decide(viewer, 'a', 'add')).toEqual(added);
    expect(ats.candidates.get('acme')?.get('a')?.applications).toHaveLength(2);
    expect(await idsOf(viewer)).toEqual(['b']);
    await run();
    expect(await idsOf(viewer)).toEqual(['b']);
  });

  it('suggests nobody for a closed job, and says what an ATS refuses', async () => {
    keep('acme', person('a', { skills: ['C++'] }));
    await rediscovery().read('acme');
    await run();
    const closed = await frame('job:closed');
    expect(await list(closed, '', 'closed')).toMatchObject({ job: { isOpen: false }, items: [] });
    await expectRefusal(await post(closed, 'a', 'add', 'closed'), 409, 'job_closed');
    const viewer = await frame();
    const own = ats.candidates.get('acme');
    const { add } = source;
    const refusing: RediscoverySource = source;
    Object.assign(refusing, {
      add: async () => {
        throw Object.assign(new Error('no'), { code: 'addition_refused' });
      },
    });
    await expectRefusal(await post(viewer, 'a', 'add'), 409, 'addition_refused');
    Object.assign(refusing, { add });
    expect(own?.get('a')?.applications).toHaveLength(1);
  });

  it('is refused without the scope, about another job, and with what is not valid', async () => {
    const reader = await frame('job:job', ['rediscovered:read']);
    expect((await list(reader)).mayDecide).toBe(false);
    await expectRefusal(await post(reader, 'a', 'dismiss'), 403, 'scope_missing');
    await expectRefusal(await reader.call('/rsc/jobs/other/rediscovered'), 403, 'object_mismatch');
    const decider = await frame('job:job', ['rediscovered:decide']);
    await expectRefusal(await decider.call('/rsc/jobs/job/rediscovered'), 403, 'scope_missing');
    const viewer = await frame();
    for (const query of ['limit=0', 'limit=51', 'after=x', 'after=5.', 'show=all']) {
      await expectRefusal(
        await viewer.call(`/rsc/jobs/job/rediscovered?${query}`),
        400,
        'request_invalid',
      );
    }
    await expectRefusal(await post(viewer, 'a', 'delete'), 400, 'request_invalid');
    await expectRefusal(await post(viewer, 'nobody', 'add'), 404, 'candidate_unknown');
  });

  it('keeps customers apart', async () => {
    keep('globex', person('a', { name: 'canary' }), person('theirs', { name: 'canary' }));
    keep('acme', person('a'));
    for (const tenant of ['acme', 'globex']) await rediscovery().read(tenant);
    await run();
    const viewer = await frame();
    expect(await idsOf(viewer)).toEqual(['a']);
    for (const action of ['add', 'dismiss']) {
      await expectRefusal(await post(viewer, 'theirs', action), 404, 'candidate_unknown');
    }
    await decide(viewer, 'a', 'dismiss');
    const theirs = await frame('job:job', everything, 'globex');
    expect(await idsOf(theirs)).toEqual(['a', 'theirs']);
  });

  it('reads again who is told of, by itself or by the sync engine, and what changed', async () => {
    keep('acme', person('a'), person('b'));
    await rediscovery().read('acme');
    await run();
    calls.length = 0;
    keep('acme', person('a', { skills: ['Cooking'] }));
    await rediscovery().changed('acme', 'a');
    await run();
    expect(calls).toEqual(['read acme a']);
    const viewer = await frame();
    expect(await idsOf(viewer)).toEqual(['b']);
    keep('acme', person('a'));
    await test().kit.sync.changed('acme', { resource: 'candidates', id: 'a' });
    await run();
    expect(await idsOf(viewer)).toEqual(['a', 'b']);
    test().clock.advance(301);
    keep('acme', person('c'));
    calls.length = 0;
    await run();
    expect(calls).toContain('scan acme changed');
    // The token is over meanwhile.
    expect(await idsOf(await frame())).toEqual(['a', 'b', 'c']);
  });

  it('forgets who is gone, and goes on when the ATS answers again', async () => {
    keep('acme', person('a'), person('b'));
    await rediscovery().read('acme');
    await run();
    ats.candidates.get('acme')?.delete('a');
    fail = 'scan';
    await rediscovery().read('acme');
    test().clock.advance(1);
    await rediscovery().changed('acme', 'b');
    await run();
    expect(await rediscovery().status('acme')).toMatchObject({ applicants: 2, errorCode: 'Error' });
    fail = null;
    test().clock.advance(60);
    await run();
    expect(await rediscovery().status('acme')).toMatchObject({ applicants: 1, errorCode: null });
  });

  it('keeps nothing of who was erased, also if it is being read, until it is taken back', async () => {
    keep('acme', person('a'), person('b'));
    await rediscovery().read('acme');
    await run();
    const viewer = await frame();
    await decide(viewer, 'a', 'dismiss');
    const { id } = await test().kit.sync.erase('acme', { candidateId: 'a' });
    await rediscovery().changed('acme', 'a');
    await rediscovery().read('acme');
    await run();
    expect(await rediscovery().status('acme')).toMatchObject({ applicants: 1 });
    expect(await list(viewer, '?show=dismissed')).toMatchObject({ items: [], dismissed: 0 });
    const receipt = await test().kit.sync.erasure('acme', id);
    expect(receipt.deletedHere).toMatchObject({
      rediscovery_applicants: 1,
      rediscovery_dismissals: 1,
    });
    await test().kit.sync.restore('acme', id);
    await rediscovery().changed('acme', 'a');
    await run();
    expect(await rediscovery().status('acme')).toMatchObject({ applicants: 2 });
  });
});

it('docs/rediscovered.md shows the example as it is run', () => {
  const read = (path: string): string =>
    readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
  const page = read('rediscovered.md');
  expect(page).toContain(`\`\`\`ts\n${read('examples/rediscovery.ts')}\`\`\``);
  for (const [part, points] of Object.entries(weights)) {
    expect(page).toMatch(new RegExp(`\\| \`${part}\` +\\| +${String(points)} +\\|`));
  }
});

/** `rsc sync` against a backend in the same process, and its exit codes. */
import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { origin } from '../../backend/backend.test-support.ts';
import { internalsOf } from '../../backend/store/internals.ts';
import { rowsOf } from '../../backend/store/store.test-support.ts';
import { candidate } from '../../../test/support/ats-records.ts';
import { createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { sync } from './sync.ts';
import { durationText } from './texts.ts';

const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
const ats = createMemoryAts();
const test = useKit({
  source: ats,
  sync: { reconcileEveryDays: 0 },
  admin: { tokens: [{ id: 'ops', sha256 }] },
});
const environment = { RSC_ORIGIN: origin, RSC_ADMIN_TOKEN: token };
let isAway = false;
/** Answers that get lost on their way from here on. */
let lost = 0;

async function run(
  args: readonly string[],
  { given = environment, isLive = false }: { given?: object; isLive?: boolean } = {},
) {
  let written = '';
  let warned = '';
  const code = await sync(
    args,
    given as Record<string, string>,
    { write: (text) => void (written += text), warn: (text) => void (warned += text) },
    {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        if (request.method === 'GET' && lost > 0) {
          lost -= 1;
          isAway = true;
        }
        if (isAway) throw new TypeError('fetch failed');
        return test().kit.fetch(request);
      },
      terminal: {
        isLive,
        now: () => test().clock(),
        // The backend works while the terminal waits.
        async wait() {
          isAway = false;
          test().clock.advance(61);
          await rowsOf(
            internalsOf(test().store).connection,
            `update rsc_jobs.job set start_after = now() where state < 'active'`,
          );
          await test().kit.workers.runUntilIdle();
        },
      },
    },
  );
  return { code, written, warned };
}

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  for (let index = 0; index < 30; index += 1) {
    ats.put('candidates', candidate({ id: `c-${String(index)}` }));
  }
  ats.put('candidates', { ...candidate({ id: 'bad' }), firstName: '' });
}, 60_000);
beforeEach(() => {
  isAway = false;
  test().clock.advance(61);
});

const own = ['--customer', 'acme'];

describe('rsc sync', () => {
  it('plans: records and requests by kind, and how long they take', async () => {
    const { code, written, warned } = await run(['plan', ...own, '--since', 'all']);
    expect([code, warned]).toEqual([0, '']);
    expect(written).toMatch(/^candidates +31 +1$/m);
    expect(written).toMatch(/^About \d+ s at LinkedIn's limits/m);
    expect(written).toMatch(/^Left today: [\d,]+ of 100,000 requests \(sync\)/m);
  });

  it('runs to the end with a line that changes, and says what was rejected and why', async () => {
    const args = ['run', ...own, '--since', 'all', '--resources', 'candidates'];
    const { code, written, warned } = await run(args, { isLive: true });
    const lines = warned.split('\r\u001b[2K').slice(1);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]).toBe('[························] 0 %  0 of 31 read, 0 sent, 0 a minute');
    expect(lines.at(-1)).toMatch(/31 of 31 read, 30 sent, 1 refused, .*finished\n\n$/);
    expect(written).toMatch(/^candidates +31 +30 +1 +0 +0 +yes$/m);
    expect(written).toMatch(/^ {2}candidates: 1 record_invalid$/m);
    // Something needs a person.
    expect(code).toBe(1);
  });

  it('follows one that is under way, over a restart of the backend, without a terminal', async () => {
    ats.put('candidates', candidate({ id: 'bad' }));
    await test().kit.sync.backfill('acme', { sinceMs: 0, resources: ['candidates'] });
    lost = 2;
    const { code, written, warned } = await run(['run', ...own]);
    expect(lost).toBe(0);
    expect(warned).not.toContain('\u001b');
    expect(warned).toMatch(/30 unchanged/);
    expect(written).toMatch(/^candidates +31 +31 +0 +0 +0 +yes$/m);
    expect(code).toBe(0);
  });

  it('pauses, resumes and cancels', async () => {
    await test().kit.sync.backfill('acme', { sinceMs: 0 });
    expect((await run(['pause', ...own])).written).toMatch(/paused\n$/);
    expect((await run(['resume', ...own])).code).toBe(0);
    const { written } = await run(['cancel', ...own, '--json']);
    expect(JSON.parse(written)).toMatchObject({ state: 'cancelled' });
    expect(await run(['cancel', ...own])).toMatchObject({
      code: 2,
      warned: 'No backfill is under way (sync_unknown)\n',
    });
  });

  it('says how a customer stands, and ends with 1 when it fails', async () => {
    const well = await run(['status', ...own]);
    expect(well.code).toBe(0);
    expect(well.written).toMatch(/^Nothing waits\.$/m);
    expect(well.written).toMatch(/^Put aside: 0$/m);
    ats.put('candidates', candidate({ id: 'new' }));
    await test().kit.sync.changed('acme', { resource: 'candidates', id: 'new' });
    test().fault = () => 'down';
    await test().kit.workers.runUntilIdle();
    test().fault = () => null;
    const failing = await run(['status', ...own]);
    expect(failing.written).toMatch(/^It fails since .*: unreachable\.$/m);
    expect(failing.written).toMatch(/^Waiting: 1, the oldest for \d+ s \(1 candidates\)$/m);
    expect(failing.code).toBe(1);
  });

  it('explains a record, and sends it again', async () => {
    ats.put('candidates', { ...candidate({ id: 'a/b' }), firstName: '' });
    await test().kit.sync.changed('acme', { resource: 'candidates', id: 'a/b' });
    test().clock.advance(3_600);
    await test().kit.workers.runUntilIdle();
    const told = await run(['explain', 'candidates/a%2Fb', ...own]);
    expect(told.code).toBe(1);
    expect(told.written).toMatch(/^Candidate a\/b was put aside: firstName /);
    expect(told.written).toMatch(/→ Enter a first name/);
    ats.put('candidates', candidate({ id: 'a/b' }));
    expect((await run(['retry', 'candidates/a%2Fb', ...own])).written).toBe('1 sent again.\n');
    await test().kit.workers.runUntilIdle();
    expect((await run(['explain', 'candidates/a%2Fb', ...own, '--json'])).code).toBe(0);
    expect((await run(['retry', '--all', ...own])).written).toBe('0 sent again.\n');
    expect((await run(['retry', '--reason', 'record_invalid', ...own])).code).toBe(0);
  });

  it.each([
    ['nothing', [], /rsc sync plan\|run/],
    ['no customer', ['status'], /--customer must be/],
    ['an unknown option', ['status', ...own, '--token', 'x'], /--token is unknown/],
    ['a time that is none', ['plan', ...own, '--since', 'soon'], /--since must be like/],
    ['an unknown kind', ['plan', ...own, '--resources', 'people'], /--resources must be some of/],
    ['what is not of the verb', ['status', ...own, '--since', '2y'], /is of plan and run/],
    ['a record that is none', ['explain', 'people', ...own], /resource\/id/],
    ['a retry of nothing', ['retry', ...own], /retry needs/],
    ['a customer there is not', ['status', '--customer', 'nobody'], /no such customer/],
  ])('ends with 2 for %s', async (_, args, expected) => {
    const { code, written, warned } = await run(args);
    expect([code, written]).toEqual([2, '']);
    expect(warned).toMatch(expected);
  });

  it('ends with 2 without a token, with one that does not count, and without a backend', async () => {
    const without = await run(['status', ...own], { given: { RSC_ORIGIN: origin } });
    expect([without.code, without.written]).toEqual([2, '']);
    expect(without.warned).toMatch(/RSC_ADMIN_TOKEN must be/);
    const wrong = { ...environment, RSC_ADMIN_TOKEN: 'x'.repeat(20) };
    expect((await run(['status', ...own], { given: wrong })).warned).toMatch(/not one of/);
    isAway = true;
    expect((await run(['status', ...own])).warned).toMatch(/does not answer at RSC_ORIGIN/);
  });

  it('writes durations as people say them', () => {
    expect([900, 59_000, 60_000, 3_660_000, 187_200_000].map(durationText)).toEqual([
      '1 s',
      '59 s',
      '1 min',
      '1 h 1 min',
      '2 d 4 h',
    ]);
  });
});

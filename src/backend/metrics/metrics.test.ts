/** Metrics as Prometheus reads them, and who may. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { origin } from '../backend.test-support.ts';
import { expositionOf } from './exposition.ts';

const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
const ats = createMemoryAts();
const options = { source: ats, sync: { reconcileEveryDays: 0 } };
const test = useKit({ ...options, admin: { tokens: [{ id: 'ops', sha256 }] } });
const open = useKit({ serveMetrics: true });
const closed = useKit();

const get = (kit: typeof test, headers: Record<string, string> = {}) =>
  kit().kit.fetch(new Request(`${origin}/rsc/metrics`, { headers }));
const asOperator = { authorization: `Bearer ${token}` };

interface Read {
  readonly kinds: Record<string, string>;
  readonly values: Record<string, number>;
}
/** Reads the format by its grammar, and refuses what is not of it. */
function parse(text: string): Read {
  expect(text.endsWith('\n')).toBe(true);
  const read: Read = { kinds: {}, values: {} };
  for (const line of text.slice(0, -1).split('\n')) {
    const type = /^# TYPE ([a-z_]+) (counter|gauge)$/.exec(line);
    if (type !== null) {
      const [, name = '', kind = ''] = type;
      expect(read.kinds).not.toHaveProperty(name);
      read.kinds[name] = kind;
      continue;
    }
    if (/^# HELP [a-z_]+ \S/.test(line)) continue;
    const sample =
      /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
        line,
      );
    if (sample === null) throw new Error(`not of the format: ${line}`);
    const [, name = '', labels = '', value] = sample;
    // The type stands before the first sample.
    expect(read.kinds).toHaveProperty(name);
    expect(read.values).not.toHaveProperty([name + labels]);
    read.values[name + labels] = Number(value);
  }
  return read;
}

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  const refs = ['1', '2'].map((id) => ats.put('candidates', candidate({ id })));
  refs.push(ats.put('candidates', { ...candidate({ id: 'bad' }), firstName: '' }));
  await kit.sync.changed('acme', refs);
  await kit.workers.runUntilIdle();
  await kit.sync.changed('acme', ats.put('candidates', candidate({ id: '3' })));
  test().fault = () => 'down';
  await kit.workers.runUntilIdle();
  test().clock.advance(90);
}, 60_000);

describe('GET /rsc/metrics', () => {
  it('tells what waits, what was sent, what is left, and what fails', async () => {
    const response = await get(test, asOperator);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    const { kinds, values } = parse(text);
    expect(values).toMatchObject({
      'rsc_sync_backlog_records{tenant="acme",priority="change"}': 1,
      'rsc_sync_backlog_records{tenant="acme",priority="backfill"}': 0,
      'rsc_sync_oldest_unsent_seconds{tenant="acme"}': 90,
      'rsc_sync_records_total{tenant="acme",resource="candidates",outcome="sent"}': 2,
      'rsc_sync_records_total{tenant="acme",resource="candidates",outcome="refused"}': 1,
      'rsc_sync_quarantined_records{tenant="acme"}': 1,
      'rsc_sync_failing{tenant="acme"}': 1,
      'rsc_push_requests_total{result="forged"}': 0,
    });
    expect(
      values['rsc_linkedin_limit_left{tenant="acme",group="sync",what="requests",window="day"}'],
    ).toBeGreaterThan(90_000);
    expect(kinds['rsc_sync_records_total']).toBe('counter');
    // Nothing of people, and no secret.
    for (const canary of ['Ada', 'example.com', token, await test().clientIdOf('acme')]) {
      expect(text).not.toContain(canary);
    }
  });

  it('is refused without a token, and is not there where nobody asked for it', async () => {
    const refused = await get(test);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await get(test, { authorization: `Bearer ${'x'.repeat(20)}` })).status).toBe(401);
    expect((await get(closed, asOperator)).status).toBe(404);
  });

  it('is open where the deployment keeps others away', async () => {
    const response = await get(open);
    expect(response.status).toBe(200);
    expect(parse(await response.text()).values).toHaveProperty(
      ['rsc_push_requests_total{result="accepted"}'],
      0,
    );
  });

  it('is an error, and not a page of zeros, where the store does not answer', async () => {
    await open().store.close();
    expect((await get(open)).status).toBe(500);
  });
});

describe('expositionOf', () => {
  it('escapes what would end a label or a line, and leaves out what has no samples', () => {
    const metric = { name: 'rsc_test', kind: 'gauge', help: 'Of\na \\ test.' } as const;
    const labels = { tenant: 'a"b\\c\nd' };
    const text = expositionOf([
      { ...metric, samples: [{ labels, value: 1.5 }] },
      { ...metric, name: 'rsc_none', samples: [] },
    ]);
    expect(text).toBe(
      '# HELP rsc_test Of\\na \\\\ test.\n# TYPE rsc_test gauge\nrsc_test{tenant="a\\"b\\\\c\\nd"} 1.5\n',
    );
    expect(parse(text).values).toEqual({ 'rsc_test{tenant="a\\"b\\\\c\\nd"}': 1.5 });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createClock, type SandboxClock } from '../clock.ts';
import { resourceOf, type ApiResource } from '../resources.ts';
import { createLimits, type Limits } from './limits.ts';

const resource = (path: string): ApiResource => {
  const found = resourceOf(path);
  if (found === null) throw new Error(path);
  return found;
};
const candidates = resource('/v2/atsCandidates');
const applications = resource('/rest/atsApplications');
const jobs = resource('/v2/simpleJobPostings');
const events = resource('/v2/conversationEvents');
const dayMs = 86_400_000;
const minuteMs = 60_000;

let clock: SandboxClock;
let limits: Limits;

beforeEach(() => {
  clock = createClock(() => 0);
  clock.run(0);
  clock.set(Date.parse('2026-11-03T23:00:30Z'));
  limits = createLimits(clock);
});

const pass = (count: number, of = candidates): void => {
  let refused = 0;
  for (let i = 0; i < count; i += 1) if (limits.request('app', of) !== null) refused += 1;
  expect(refused).toBe(0);
};

describe('the limits of an application', () => {
  it('are 100,000 requests a UTC day for all that is synced', () => {
    pass(60_000);
    pass(40_000, applications);
    const refused = limits.request('app', candidates);
    expect(refused?.message).toContain('APPLICATION DAY limit');
    expect(refused?.message).toContain('sync: 100000 requests a UTC day');
    expect(refused?.retryAfterSeconds).toBe(59 * 60 + 30);
    clock.advance(59 * minuteMs + 30_000);
    expect(limits.request('app', candidates)).toBeNull();
  });

  it('are its own', () => {
    pass(100_000);
    expect(limits.request('app', applications)).not.toBeNull();
    expect(limits.request('other', candidates)).toBeNull();
    expect(limits.request('app', jobs)).toBeNull();
  });

  it('are 10,000 records a minute for what is synced', () => {
    for (let i = 0; i < 100; i += 1) expect(limits.records('app', candidates, 100)).toBeNull();
    const refused = limits.records('app', applications, 1);
    expect(refused?.message).toContain('sync: 10000 records a minute');
    expect(refused?.retryAfterSeconds).toBe(30);
    clock.advance(29_999);
    expect(limits.records('app', candidates, 1)).not.toBeNull();
    clock.advance(1);
    expect(limits.records('app', candidates, 100)).toBeNull();
  });

  it('are 2,000 records a minute and 60,000 a day for jobs', () => {
    for (let minute = 0; minute < 30; minute += 1) {
      for (let i = 0; i < 20; i += 1) expect(limits.records('app', jobs, 100)).toBeNull();
      expect(limits.records('app', jobs, 1)?.message).toContain('jobs: 2000 records a minute');
      clock.advance(minuteMs);
    }
    expect(limits.records('app', jobs, 1)?.message).toContain('jobs: 60000 records a UTC day');
  });

  it.each([
    ['/v2/atsIntegrations', 5_000],
    ['/rest/integrations', 5_000],
    ['/rest/integrationConfigurations', 5_000],
    ['/v2/atsIntegrations/key/configurations', 5_000],
    ['/v2/exportedCandidates', 100_000],
    ['/rest/exportedApplicationEvaluations', 100_000],
    ['/v2/seatsV2', 100_000],
  ])('of %s are %i requests a day', (path, count) => {
    pass(count, resource(path));
    expect(limits.request('app', resource(path))).not.toBeNull();
  });

  it('count seats, InMail, notes and stubs together', () => {
    for (const path of ['seatsV2', 'seats', 'prospectNotes', 'mailStubs', 'conversationEvents']) {
      pass(20_000, resource(`/v2/${path}`));
    }
    expect(limits.request('app', resource('/rest/seatsV2'))).not.toBeNull();
  });

  it('let an application ask for the InMail of one member 12 times a minute', () => {
    for (let i = 0; i < 12; i += 1) {
      expect(limits.records('app', events, 50, 'urn:li:seat:1')).toBeNull();
    }
    expect(limits.records('app', events, 50, 'urn:li:seat:2')).toBeNull();
    expect(limits.records('app', events, 50, 'urn:li:seat:1')?.retryAfterSeconds).toBe(30);
    clock.advance(30_000);
    expect(limits.records('app', events, 50, 'urn:li:seat:1')).toBeNull();
  });

  it('tell to wait as long as it takes on the wall of the client', () => {
    clock.run(60);
    pass(5_000, resource('/rest/integrations'));
    const refused = limits.request('app', resource('/rest/integrations'));
    expect(refused?.retryAfterSeconds).toBe(60);
  });

  it('do not count what they refuse', () => {
    limits.configure('documented', [{ recordsPerMinute: 10 }]);
    expect(limits.records('app', candidates, 9)).toBeNull();
    expect(limits.records('app', candidates, 2)).not.toBeNull();
    expect(limits.records('app', candidates, 1)).toBeNull();
  });

  it('let a request pass that is larger than an empty window, and nothing after it', () => {
    limits.configure('documented', [{ recordsPerMinute: 10 }]);
    expect(limits.records('app', candidates, 100)).toBeNull();
    expect(limits.records('app', candidates, 1)).not.toBeNull();
  });

  it('let nothing pass at 0', () => {
    limits.configure('documented', [{ family: 'sync', requestsPerDay: 0, recordsPerMinute: 0 }]);
    expect(limits.request('app', candidates)).not.toBeNull();
    expect(limits.records('app', candidates, 1)).not.toBeNull();
    expect(limits.request('app', jobs)).toBeNull();
  });

  it('can be switched off', () => {
    limits.configure('off', []);
    pass(100_001);
    expect(limits.records('app', candidates, 1_000_000)).toBeNull();
  });

  it('can be set for one application, one family, one resource; the later rule wins', () => {
    limits.configure('documented', [
      { requestsPerDay: 5 },
      { family: 'jobs', requestsPerDay: 4 },
      { application: 'app', family: 'jobs', requestsPerDay: null },
      { resource: 'atsCandidates', requestsPerDay: 1 },
    ]);
    pass(6, jobs);
    for (let i = 0; i < 4; i += 1) expect(limits.request('other', jobs)).toBeNull();
    expect(limits.request('other', jobs)?.message).toContain('(jobs: 4 requests');
    pass(1);
    expect(limits.request('app', candidates)?.message).toContain('(atsCandidates: 1 requests');
    pass(4, applications);
    expect(limits.request('app', applications)?.message).toContain('(sync: 5 requests');
  });

  it('keep what was used when they are changed, until told to forget it', () => {
    pass(10);
    limits.configure('documented', [{ requestsPerDay: 10 }]);
    expect(limits.request('app', candidates)).not.toBeNull();
    limits.clear();
    expect(limits.request('app', candidates)).toBeNull();
  });

  it('say what was used', () => {
    pass(2);
    limits.records('app', candidates, 30);
    clock.advance(minuteMs);
    limits.records('app', candidates, 4);
    expect(limits.usage()).toEqual([
      {
        application: 'app',
        of: 'sync',
        requestsToday: 2,
        recordsToday: 34,
        recordsThisMinute: 4,
        limits: { requestsPerDay: 100_000, recordsPerMinute: 10_000 },
      },
    ]);
    clock.advance(dayMs);
    expect(limits.usage()[0]?.requestsToday).toBe(0);
  });
});

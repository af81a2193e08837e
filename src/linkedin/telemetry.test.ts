import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { candidate } from '../../test/support/ats-records.ts';
import { allDone, organization, refusal, scripted } from './scripted.test-support.ts';
import type { LinkedInLogEntry, LinkedInTracer } from './telemetry.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A tracer that keeps its spans, as OpenTelemetry's in-memory exporter does. */
function recordingTracer() {
  const spans: {
    name: string;
    attributes: Record<string, string | number>;
    status?: number;
    ended: number;
  }[] = [];
  const tracer: LinkedInTracer = {
    startSpan: (name, { attributes }) => {
      const span = { name, attributes: { ...attributes }, ended: 0 } as (typeof spans)[number];
      spans.push(span);
      return {
        setAttribute: (key, value) => (span.attributes[key] = value),
        setStatus: ({ code }) => (span.status = code),
        end: () => (span.ended += 1),
      };
    },
  };
  return { spans, tracer };
}

describe('telemetry', () => {
  it('has a log entry and a span for each attempt, those for tokens included', async () => {
    const log: LinkedInLogEntry[] = [];
    const { spans, tracer } = recordingTracer();
    const { client } = scripted({
      api: (seen, index) => (index === 0 ? refusal(503, { 'x-li-uuid': 'uuid-1' }) : allDone(seen)),
    });
    const options = { log: (entry: LinkedInLogEntry) => log.push(entry), tracer };
    const pending = client({ ...options, retry: { random: () => 0.5 } }).candidates.update(
      organization,
      [candidate({ id: '1' }), candidate({ id: '2' })],
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await pending;
    expect(log).toMatchObject([
      { route: '/oauth/v2/accessToken', method: 'POST', status: 200, level: 'info' },
      {
        event: 'linkedin_request',
        application: 'app-1',
        route: '/v2/atsCandidates',
        method: 'PUT',
        attempt: 1,
        records: 2,
        status: 503,
        code: 'unavailable',
        requestId: 'uuid-1',
        retryInMs: 250,
        level: 'warn',
      },
      { route: '/v2/atsCandidates', attempt: 2, status: 200, level: 'info' },
    ]);
    const calls = spans.filter(({ name }) => name === 'PUT /v2/atsCandidates');
    expect(calls).toMatchObject([
      {
        attributes: {
          'http.request.method': 'PUT',
          'url.template': '/v2/atsCandidates',
          'server.address': 'api.test',
          'http.request.resend_count': 0,
          'http.response.status_code': 503,
          'error.type': 'unavailable',
          'linkedin.request_id': 'uuid-1',
        },
        status: 2,
      },
      { attributes: { 'http.request.resend_count': 1, 'http.response.status_code': 200 } },
    ]);
    expect(spans.every(({ ended }) => ended === 1)).toBe(true);
  });

  it('ends a span for every way a request can end', async () => {
    const { spans, tracer } = recordingTracer();
    const ends = [
      () => refusal(400),
      () => refusal(401),
      () => new Response('<html>'),
      () => Promise.reject(new TypeError('reset')),
      () => Response.json({ results: null }),
    ];
    for (const api of ends) {
      const { client } = scripted({ api });
      const options = { tracer, retry: { attempts: 1 } };
      await expect(client(options).candidates.get(organization, ['1'])).rejects.toThrow();
    }
    const leaving = new AbortController();
    const { client } = scripted({ api: () => new Promise<Response>(() => undefined) });
    const pending = client({ tracer }).candidates.get(organization, ['1'], {
      signal: leaving.signal,
    });
    await vi.advanceTimersByTimeAsync(5);
    leaving.abort();
    await expect(pending).rejects.toThrow();
    expect(spans.length).toBeGreaterThanOrEqual(2 * ends.length);
    expect(spans.every(({ ended }) => ended === 1)).toBe(true);
  });

  it('names sub-resources by their route, never by a key', async () => {
    const log: LinkedInLogEntry[] = [];
    const { client } = scripted({ api: allDone });
    const note = { candidateId: 'c-secret', id: 'n-secret', atsCreatedAt: 1, note: 'x' };
    await client({ log: (entry) => log.push(entry) }).candidateNotes.update(organization, [note]);
    expect(log.map(({ route }) => route)).toContain('/v2/atsCandidates/{key}/notes');
    expect(JSON.stringify(log)).not.toContain('secret');
  });
});

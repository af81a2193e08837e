/** What all answers have in common, and what the log says of them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createJsonLogger, failureOf, quietLogger } from '../logging.ts';
import {
  codeOf,
  createTestBackend,
  framePath,
  origin,
  pluginOrigin,
  signedInFrame,
  type TestBackend,
} from '../backend.test-support.ts';

let test: TestBackend;
beforeEach(async () => {
  test = await createTestBackend();
});

describe('every answer', () => {
  it.each(['/rsc/embed.js', '/rsc/reach.js', '/rsc/health', '/rsc/nothing', '/', '/rsc/session'])(
    'to %s has an id of its own, a date, and a type that is not guessed at',
    async (path) => {
      const [first, second] = await Promise.all([test.get(path), test.get(path)]);
      expect(first.headers.get('rsc-request-id')).toMatch(/^[\w-]{22}$/);
      expect(first.headers.get('rsc-request-id')).not.toBe(second.headers.get('rsc-request-id'));
      expect(first.headers.get('x-content-type-options')).toBe('nosniff');
      expect(first.headers.get('date')).toBe('Mon, 02 Mar 2026 10:00:00 GMT');
      expect(first.headers.has('set-cookie')).toBe(false);
    },
  );
});

describe('an unknown route', () => {
  it.each([
    '/',
    '/rsc',
    '/rsc/',
    '/rsc/candidates',
    '/embed.js',
    '/RSC/embed.js',
    '/rsc//embed.js',
  ])('such as %s is not found', async (path) => {
    const response = await test.get(path);
    expect(response.status).toBe(404);
    expect(await codeOf(response)).toBe('not_found');
  });

  it('repeats nothing of what was asked', async () => {
    const response = await test.get('/rsc/ada-canary@example.com?token=canary');
    expect(await response.text()).not.toContain('canary');
    expect(JSON.stringify(test.log)).not.toContain('canary');
  });
});

describe('the two origins', () => {
  it('are told apart by host and port, whatever the scheme behind a proxy', async () => {
    const behindProxy = pluginOrigin.replace('https:', 'http:');
    const path = framePath('profile-widget').replace('/frame/profile-widget', '/plugin/profile');
    expect((await test.get(path, {}, behindProxy)).status).toBe(200);
    expect((await test.get('/rsc/embed.js', {}, behindProxy)).status).toBe(404);
    const otherPort = `${pluginOrigin}:8443`;
    expect((await test.get(path, {}, otherPort)).status).toBe(404);
  });

  it('both tell that they are well', async () => {
    for (const base of [origin, pluginOrigin, 'http://10.0.0.7:8080']) {
      const response = await test.get('/rsc/health', {}, base);
      expect(await response.json()).toEqual({ status: 'ok', version: '1.2.3' });
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('a method that a route does not know', () => {
  it.each([
    ['POST', '/rsc/embed.js', 'HEAD, GET'],
    ['PUT', '/rsc/session', 'POST, DELETE'],
    ['GET', '/rsc/revoke', 'POST'],
    ['DELETE', '/rsc/candidates/42', 'HEAD, GET'],
    ['PROPFIND', '/rsc/health', 'HEAD, GET'],
  ])('(%s %s) is refused with those it knows', async (method, path, allow) => {
    const response = await test.backend.fetch(new Request(origin + path, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await codeOf(response)).toBe('method_not_allowed');
  });
});

describe('a failure nobody foresaw', () => {
  it('is a 500 without details, and a log entry without personal data', async () => {
    const failing = await createTestBackend({
      tenants: {
        byId: () => {
          throw new RangeError('canary of a database');
        },
      },
    });
    const response = await failing.get(framePath('profile-widget'));
    const html = await response.text();
    expect(response.status).toBe(500);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(html).toContain('backend_error');
    expect(html + JSON.stringify(failing.log)).not.toContain('canary');
    const [failure, request] = failing.log;
    expect(failure).toMatchObject({ event: 'failure', level: 'error', error: 'RangeError' });
    expect(request).toMatchObject({ event: 'request', level: 'error', status: 500 });
    expect(request).toHaveProperty('requestId', response.headers.get('rsc-request-id'));
  });
});

describe('the log', () => {
  it('has one entry a request, with the route’s pattern and the customer', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:id-canary' });
    await frame.call('/rsc/candidates/id-canary');
    const entries = test.log.filter(({ event }) => event === 'request');
    expect(entries).toMatchObject([
      { method: 'GET', route: '/rsc/frame/:widget', status: 200, tenant: 'acme', level: 'info' },
      { method: 'POST', route: '/rsc/session', status: 200, tenant: 'acme', level: 'info' },
      {
        method: 'GET',
        route: '/rsc/candidates/:id',
        status: 503,
        tenant: 'acme',
        level: 'error',
        code: 'linkedin_unavailable',
      },
    ]);
  });

  it('never holds ids of people or candidates, tokens, contexts, proofs or queries', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:id-canary' });
    const ticket = await frame.ticket();
    await frame.call('/rsc/candidates/id-canary?q=query-canary');
    await frame.openSession(ticket);
    await frame.openSession(ticket);
    const text = JSON.stringify(test.log);
    for (const secret of ['canary', 'user-a', 'org-1', 'session-a', ticket, frame.token]) {
      expect(text).not.toContain(secret);
    }
  });

  it('takes over no text that a client made up', async () => {
    const request = new Request(`${origin}/rsc/health`, { method: 'CANARY' });
    await test.backend.fetch(request);
    await test.get(framePath('profile-widget', { p: 'canary' }));
    expect(JSON.stringify(test.log)).not.toMatch(/canary/i);
    expect(test.log[0]).toMatchObject({ method: 'OTHER' });
  });

  it('is written as lines of JSON', () => {
    const lines: string[] = [];
    const logger = createJsonLogger(
      (line) => lines.push(line),
      () => 0,
    );
    logger.log({
      event: 'linkedin',
      level: 'warn',
      tenant: 'acme',
      operation: 'read',
      code: 'linkedin_unavailable',
      status: 500,
    });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      time: '1970-01-01T00:00:00.000Z',
      event: 'linkedin',
      status: 500,
    });
  });

  it('is silent by default about what went well', () => {
    expect(() => {
      quietLogger.log({
        event: 'request',
        level: 'info',
        requestId: 'x',
        method: 'GET',
        route: '/rsc/health',
        status: 200,
        ms: 1,
      });
    }).not.toThrow();
  });

  it('describes what is thrown without its message, even if it is no error', () => {
    const { error, stack } = failureOf(new TypeError('canary\n    at canary'));
    expect(error).toBe('TypeError');
    expect(stack.length).toBeGreaterThan(0);
    expect(stack.length).toBeLessThanOrEqual(8);
    expect(failureOf('canary')).toEqual({ error: 'string', stack: [] });
  });
});

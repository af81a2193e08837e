import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateOf, contextObject, jobOf, objectFits, widgets } from './context.ts';
import { atsId, integrationContext, isWebOrigin, personUrn, tenantId, webOrigin } from './ids.ts';

describe('an origin', () => {
  it.each([
    'https://ats.example.com',
    'https://ats.example.com:8443',
    'http://localhost:4400',
    'http://127.0.0.1:4400',
    'http://[::1]:4400',
    'https://my_ats.example.com',
    'https://xn--bcher-kva.example',
  ])('is taken as browsers print it: %s', (text) => {
    expect(isWebOrigin(text)).toBe(true);
  });

  it.each([
    ['a path', 'https://ats.example.com/'],
    ['the default port', 'https://ats.example.com:443'],
    ['a trailing dot', 'https://ats.example.com.'],
    ['upper case', 'https://ATS.example.com'],
    ['an upper-case scheme', 'HTTPS://ats.example.com'],
    ['letters that punycode writes otherwise', 'https://bücher.example'],
    ['a full-width look-alike', 'https://ａts.example.com'],
    ['user info', 'https://ats.example.com@evil.example'],
    ['a query', 'https://ats.example.com?x'],
    ['a fragment', 'https://ats.example.com#x'],
    ['a wildcard', 'https://*.example.com'],
    ['a directive of a CSP', 'https://a;script-src'],
    ['a quote', "https://a'b.example"],
    ['an empty label', 'https://a..example.com'],
    ['a NUL', 'https://ats.example.com\u0000'],
    ['white space', ' https://ats.example.com'],
    ['no scheme', 'ats.example.com'],
    ['another scheme', 'ftp://ats.example.com'],
    ['a script', 'javascript:alert(1)'],
    ['the opaque origin', 'null'],
    ['a file', 'file://'],
    ['nothing', ''],
  ])('with %s is refused', (_what, text) => {
    expect(webOrigin.safeParse(text).success).toBe(false);
  });

  it('is whatever the URL parser prints as one, and nothing else', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        const { origin } = new URL(url);
        expect(isWebOrigin(origin)).toBe(
          /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(new URL(url).hostname),
        );
        expect(isWebOrigin(`${origin}.`)).toBe(false);
        expect(isWebOrigin(`${origin}/`)).toBe(false);
      }),
    );
  });
});

describe('an id of the ATS', () => {
  it('may hold anything a person could have typed, but no control characters', () => {
    for (const id of ['1', 'a/b?c=d&e', "O'Neil, 50 %", '候補者-7', 'مرشح:١', 'x'.repeat(255)]) {
      expect(atsId.safeParse(id).success).toBe(true);
    }
    for (const id of ['', 'x'.repeat(256), 'a\nb', 'a\u0000', '\u009f']) {
      expect(atsId.safeParse(id).success).toBe(false);
    }
  });

  it('comes out of a context object as it went in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255 }), (id) => {
        const object = `candidate:${id}`;
        expect(candidateOf(object)).toBe(atsId.safeParse(id).success ? id : null);
        expect(contextObject.safeParse(object).success).toBe(atsId.safeParse(id).success);
      }),
    );
  });

  it('is not found in an object about all candidates or about something else', () => {
    for (const object of ['candidates', 'exports', 'job:1', 'candidates:1']) {
      expect(candidateOf(object)).toBeNull();
    }
    for (const object of [
      'candidate:',
      'job:',
      'job:.',
      '',
      'candidates:1',
      'Candidate:1',
      'jobs',
    ]) {
      expect(contextObject.safeParse(object).success).toBe(false);
    }
  });

  it('names one job or all exports, and each element has objects of its own', () => {
    expect(jobOf('job:a:b/c')).toBe('a:b/c');
    expect(jobOf('candidate:1')).toBeNull();
    const fitting = (object: string) => widgets.filter((name) => objectFits(name, object));
    expect(contextObject.safeParse('exports').success).toBe(true);
    expect(fitting('exports')).toEqual(['export-panel']);
    expect(contextObject.safeParse('job:1').success).toBe(true);
    expect(fitting('job:1')).toEqual(['export-panel', 'rediscovered-candidates']);
    expect(fitting('candidate:1')).toEqual(['profile-widget', 'activity']);
    expect(objectFits('export-panel', 'candidates')).toBe(false);
  });
});

describe('URNs and customer ids', () => {
  it('are told from text that only begins like them', () => {
    expect(personUrn.safeParse('urn:li:person:aB_9-z').success).toBe(true);
    expect(integrationContext.safeParse('urn:li:organization:42').success).toBe(true);
    expect(integrationContext.safeParse('urn:li:contract:42').success).toBe(true);
    for (const text of [
      'urn:li:person:',
      'urn:li:person:a b',
      'urn:li:member:1',
      'x urn:li:person:a',
    ]) {
      expect(personUrn.safeParse(text).success).toBe(false);
    }
    expect(integrationContext.safeParse('urn:li:person:42').success).toBe(false);
    for (const text of ['', '-acme', '../acme', 'a b', 'a'.repeat(65)]) {
      expect(tenantId.safeParse(text).success).toBe(false);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { configurationRecord } from './integration.ts';

const isCallback = (value: string): boolean =>
  configurationRecord.safeParse({ key: 'CALLBACK_URL', value }).success;

describe('a callback URL', () => {
  it.each(['https://ats.example/push/x', 'HTTPS://ats.example/'])('may be %s', (url) => {
    expect(isCallback(url)).toBe(true);
  });

  it.each([
    'http://localhost:4401/x',
    'http://partner.localhost/x',
    'http://127.0.0.1:80',
    'http://[::1]:3/',
  ])('may do without TLS on this machine: %s', (url) => {
    expect(isCallback(url)).toBe(true);
  });

  it.each([
    '',
    'ats.example',
    'http://ats.example/x',
    'http://localhost.ats.example/',
    'http://localhost@ats.example/',
    'http://10.0.0.1/',
    'ftp://localhost/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    `https://ats.example/${'x'.repeat(2_000)}`,
  ])('is not %s', (url) => {
    expect(isCallback(url)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { refusalOf } from './guard.ts';

const ask = (url: string, headers: Record<string, string> = {}): string | null =>
  refusalOf(new Request(url, { headers }), ['sandbox', 'linkedin.test']);

describe('the controls', () => {
  it.each([
    'http://localhost:4500/sandbox',
    'http://LOCALHOST/sandbox',
    'http://linkedin.localhost:4402/sandbox',
    'http://a.b.localhost/sandbox',
    'http://127.0.0.1:1/sandbox',
    'http://[::1]:1/sandbox',
    'http://sandbox:80/sandbox',
    'https://linkedin.test/sandbox',
  ])('answer a program that calls them %s', (url) => {
    expect(ask(url)).toBeNull();
  });

  it.each([
    'http://evil.example/sandbox',
    'http://localhost.evil.example/sandbox',
    'http://evillocalhost/sandbox',
    'http://127.0.0.1.nip.io/sandbox',
    'http://192.168.0.7:4500/sandbox',
    'http://notlinkedin.test/sandbox',
  ])('do not answer as %s, where a rebound name would lead', (url) => {
    expect(ask(url)).toContain('do not answer as');
  });

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4501' },
    { origin: 'https://localhost:4500' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4500' },
  ])('do not answer a page of another origin: %o', (headers) => {
    expect(ask('http://localhost:4500/sandbox', headers)).toContain('pages of other origins');
  });

  it.each([
    { origin: 'http://localhost:4500', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:4500' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-mode': 'cors' },
  ])('answer pages of the sandbox, and people who type the address: %o', (headers) => {
    expect(ask('http://localhost:4500/sandbox', headers)).toBeNull();
  });
});

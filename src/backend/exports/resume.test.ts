/** A resume is fetched from LinkedIn, so much and no more, and documents only. */
import { describe, expect, it } from 'vitest';
import { fetchResume, maxResumeBytes } from './resume.ts';

const apiBaseUrl = 'https://api.linkedin.com';
const address = 'https://media.licdn.com/resumes/1';
const asked: { url: string; init: RequestInit | undefined }[] = [];
const get = (response: () => Response, url = address) =>
  fetchResume(url, {
    apiBaseUrl,
    fetch: (input, init) => {
      asked.push({ url: new Request(input).url, init });
      return Promise.resolve(response());
    },
  });
const pdf = (body: BodyInit, headers = {}): Response =>
  new Response(body, { headers: { 'content-type': 'application/pdf; q=1', ...headers } });
/** A body that never ends, whatever its header says. */
const endless = () =>
  new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });

describe('fetchResume', () => {
  it('takes a document, without a token and without following anybody', async () => {
    const result = await get(() => pdf('%PDF'));
    expect(result).toEqual({
      ok: true,
      resume: { type: 'application/pdf', bytes: new TextEncoder().encode('%PDF') },
    });
    expect(asked.at(-1)?.init?.redirect).toBe('manual');
    expect(asked.at(-1)?.init?.headers).toBeUndefined();
  });

  it.each([
    'http://media.licdn.com/1',
    'https://licdn.com.evil.example/1',
    'https://evil.example/linkedin.com',
    'https://169.254.169.254/latest',
    'https://user:pass@www.linkedin.com/1',
    'https://www.linkedin.com:8443/1',
    'file:///etc/passwd',
    'no',
  ])('asks nobody at %s', async (url) => {
    const before = asked.length;
    expect(await get(() => pdf('x'), url)).toEqual({ ok: false, why: 'refused' });
    expect(asked).toHaveLength(before);
  });

  it('stops where it is too large, and takes no other types', async () => {
    const refused = { ok: false, why: 'refused' };
    expect(await get(() => pdf(endless()))).toEqual(refused);
    const large = { 'content-length': String(maxResumeBytes + 1) };
    expect(await get(() => pdf('x', large))).toEqual(refused);
    expect(
      await get(() => new Response('x', { headers: { 'content-type': 'text/html' } })),
    ).toEqual(refused);
    expect(
      await get(() => new Response('x', { headers: { location: address }, status: 302 })),
    ).toEqual(refused);
    expect(await get(() => new Response('x', { status: 404 }))).toEqual(refused);
  });

  it('tells what may pass from what will not', async () => {
    const unavailable = { ok: false, why: 'unavailable' };
    expect(await get(() => new Response('x', { status: 503 }))).toEqual(unavailable);
    expect(
      await get(() => {
        throw new TypeError('fetch failed');
      }),
    ).toEqual(unavailable);
  });
});

import { describe, expect, it } from 'vitest';
import { manifest, testAssets } from './backend.test-support.ts';
import { acceptsBrotli, createAssetResponder, createAssets } from './assets.ts';

const responder = createAssetResponder(testAssets());
const ask = (path: string, headers: Record<string, string> = {}) =>
  responder.respond(new Request('https://partner.example/', { headers }), path);

describe('files of the bundle', () => {
  it('are kept for ever when their name changes with their content', async () => {
    const response = await ask('assets/profile-widget-eeee.js');
    expect(response?.status).toBe(200);
    expect(response?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response?.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response?.text()).toBe('/* assets/profile-widget-eeee.js */');
  });

  it('are kept shortly when their name stays', async () => {
    const response = await ask('embed.js');
    expect(response?.headers.get('cache-control')).toBe(
      'public, max-age=300, stale-while-revalidate=86400',
    );
  });

  it('may be loaded by any page, with integrity checks and in isolation', async () => {
    const headers = (await ask('embed.js'))?.headers;
    expect(headers?.get('access-control-allow-origin')).toBe('*');
    expect(headers?.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers?.has('set-cookie')).toBe(false);
  });

  it('are sent as brotli to those who accept it, and say so to caches', async () => {
    const plain = await ask('embed.js', { 'accept-encoding': 'gzip, deflate' });
    const brotli = await ask('embed.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(plain?.headers.has('content-encoding')).toBe(false);
    expect(brotli?.headers.get('content-encoding')).toBe('br');
    const text = (await brotli?.text()) ?? '';
    expect(text).toBe('brotli of embed.js');
    expect(brotli?.headers.get('content-length')).toBe(String(text.length));
    for (const response of [plain, brotli]) {
      expect(response?.headers.get('vary')).toBe('accept-encoding');
    }
    expect(plain?.headers.get('etag')).not.toBe(brotli?.headers.get('etag'));
  });

  it('are not sent again to those who have them in the same encoding', async () => {
    const first = await ask('embed.js', { 'accept-encoding': 'br' });
    const etag = first?.headers.get('etag') ?? '';
    const again = await ask('embed.js', {
      'accept-encoding': 'br',
      'if-none-match': `"other", W/${etag}`,
    });
    expect(again?.status).toBe(304);
    expect(again?.headers.get('etag')).toBe(etag);
    expect(again?.headers.get('access-control-allow-origin')).toBe('*');
    expect(await again?.text()).toBe('');
    const plain = await ask('embed.js', { 'if-none-match': etag });
    expect(plain?.status).toBe(200);
  });

  it.each([
    'manifest.json',
    'assets/../manifest.json',
    'assets/..%2fmanifest.json',
    '',
    '/etc/passwd',
  ])('do not include "%s"', async (path) => {
    expect(await ask(path)).toBeNull();
  });
});

describe('acceptsBrotli', () => {
  it.each([
    ['br', true],
    ['gzip, br;q=0.5', true],
    ['BR', true],
    ['br;q=0', false],
    ['br; q=0.0', false],
    ['brotli', false],
    ['*', false],
    ['', false],
  ])('reads "%s" as %s', (header, accepted) => {
    expect(acceptsBrotli(header)).toBe(accepted);
  });

  it('takes no header for no', () => {
    expect(acceptsBrotli(null)).toBe(false);
  });
});

describe('createAssets', () => {
  it('refuses a build that lacks what a document needs', () => {
    expect(() => createAssets(manifest, new Map())).toThrow(/no embed\.js/);
  });

  it('refuses a manifest of another version', () => {
    expect(() => createAssets({ version: '1' }, new Map())).toThrow(/frames/);
  });
});

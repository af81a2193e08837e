/** The files of the browser build, as the backend serves them. */
import { assetManifest, type AssetManifest } from '../protocol/manifest.ts';
import { toBase64url } from '../handshake/keys.ts';

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, compressed with brotli ahead of time. */
  readonly brotli?: Uint8Array<ArrayBuffer> | undefined;
}

export interface AssetSource {
  readonly manifest: AssetManifest;
  /** @param path below `/rsc/`, for example `embed.js` or `assets/profile-widget-1a2b.js` */
  get(path: string): Asset | null;
}

/**
 * Assets held in memory. Only what is in `files` can be asked for: no path leads to a disk.
 * @throws TypeError if the manifest does not fit its schema or names a file that is not there
 */
export function createAssets(manifest: unknown, files: ReadonlyMap<string, Asset>): AssetSource {
  const parsed = assetManifest.safeParse(manifest);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new TypeError(`manifest.json is not one of this version, see "${field}"; build again`);
  }
  const documents = [...Object.values(parsed.data.frames), parsed.data.plugin];
  const named = documents.flatMap((document) =>
    document === undefined ? [] : [document.script, ...document.imports],
  );
  for (const path of ['embed.js', ...named]) {
    if (!files.has(path)) throw new TypeError(`the browser build has no ${path}; build again`);
  }
  return { manifest: parsed.data, get: (path) => files.get(path) ?? null };
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json',
  map: 'application/json',
  woff2: 'font/woff2',
};

const contentTypeOf = (path: string): string =>
  contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

/** Tells whether `br` is among what the browser accepts (RFC 9110 section 12.5.3). */
export function acceptsBrotli(header: string | null): boolean {
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [coding, ...parameters] = part.split(';').map((text) => text.trim());
    if (coding !== 'br') continue;
    const quality = parameters.find((text) => text.startsWith('q='));
    return quality === undefined || Number(quality.slice(2)) > 0;
  }
  return false;
}

/** Content-hashed files never change; the addresses in customers' pages change with a release. */
const immutable = 'public, max-age=31536000, immutable';
const shortLived = 'public, max-age=300, stale-while-revalidate=86400';

/**
 * Headers for what any page may load: customers' pages are of other origins, some of them
 * cross-origin isolated, and integrity checks need CORS.
 */
export const sharedFileHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

export interface AssetResponder {
  /** Answers with the file, `304` if the browser has it, or null if there is no such file. */
  respond(request: Request, path: string): Promise<Response | null>;
}

/** Serves the files of `source`. */
export function createAssetResponder(source: AssetSource): AssetResponder {
  const digests = new Map<string, Promise<string>>();

  function digestOf(path: string, { bytes }: Asset): Promise<string> {
    let digest = digests.get(path);
    if (digest === undefined) {
      digest = crypto.subtle
        .digest('SHA-256', bytes)
        .then((hash) => toBase64url(new Uint8Array(hash)).slice(0, 22));
      digests.set(path, digest);
    }
    return digest;
  }

  return {
    async respond(request, path) {
      const asset = source.get(path);
      if (asset === null) return null;
      const brotli = acceptsBrotli(request.headers.get('accept-encoding'))
        ? asset.brotli
        : undefined;
      const digest = await digestOf(path, asset);
      // The two encodings are different bytes, and a strong ETag names bytes.
      const etag = `"${digest}${brotli === undefined ? '' : '-br'}"`;
      const headers = new Headers({
        ...sharedFileHeaders,
        'cache-control': path.startsWith('assets/') ? immutable : shortLived,
        vary: 'accept-encoding',
        etag,
      });
      const known = (request.headers.get('if-none-match') ?? '').split(',');
      if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
        return new Response(null, { status: 304, headers });
      }
      const bytes = brotli ?? asset.bytes;
      headers.set('content-type', contentTypeOf(path));
      headers.set('content-length', String(bytes.byteLength));
      if (brotli !== undefined) headers.set('content-encoding', 'br');
      return new Response(bytes, { headers });
    },
  };
}

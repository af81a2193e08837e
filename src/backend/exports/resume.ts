/**
 * The resume of an export, fetched from where LinkedIn says it is. The address is part of an answer
 * of LinkedIn's, but that is no reason to go wherever it leads: only to LinkedIn, over https, no
 * redirects, no token, so much and no more, and documents only.
 */
import { readBytes } from '../http/body.ts';
import { RscError } from '../../protocol/errors.ts';
import type { ExportedResume } from './ports.ts';

export type ResumeResult =
  | { readonly ok: true; readonly resume: ExportedResume }
  /** `refused`: it will never be taken; `unavailable`: it may come later. */
  | { readonly ok: false; readonly why: 'refused' | 'unavailable' };

export interface ResumeOptions {
  readonly fetch: typeof fetch;
  /** Where the customer's LinkedIn is; its own host may serve resumes too. */
  readonly apiBaseUrl: string;
}

/** Ten times a usual one. */
export const maxResumeBytes = 5 * 1024 * 1024;
const timeoutMs = 20_000;

const types: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.text',
  'application/rtf',
  'text/rtf',
  'text/plain',
]);
const hosts = ['linkedin.com', 'licdn.com'];

export async function fetchResume(
  address: string,
  { fetch, apiBaseUrl }: ResumeOptions,
): Promise<ResumeResult> {
  const refused = { ok: false, why: 'refused' } as const;
  const unavailable = { ok: false, why: 'unavailable' } as const;
  if (!mayAsk(address, apiBaseUrl)) return refused;
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return response.status >= 500 || response.status === 429 || response.status === 408
        ? unavailable
        : refused;
    }
    const [type = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
    if (!types.has(type.trim())) {
      await response.body?.cancel();
      return refused;
    }
    const bytes = await readBytes(response, maxResumeBytes);
    return { ok: true, resume: { bytes, type: type.trim() } };
  } catch (error) {
    return error instanceof RscError && error.code === 'request_too_large' ? refused : unavailable;
  }
}

function mayAsk(address: string, apiBaseUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === new URL(apiBaseUrl).origin) return true;
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  );
}

/**
 * Who may use the admin API: whoever holds one of the tokens that the partner has configured, by hash.
 * Tokens come in a header that no page can make a browser send (there are no cookies and no CORS), so
 * that no other site can act in an operator's name.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { explainIssues } from '../explain-issues.ts';

export interface AdminToken {
  /** Names the holder in the audit log: an opaque id, never a person's name. */
  readonly id: string;
  /** SHA-256 of the token in hexadecimal digits; the token itself is kept nowhere. */
  readonly sha256: string;
}

export interface AdminOptions {
  readonly tokens: readonly AdminToken[];
  /** Requests a minute that a token may make; 600 if left out. */
  readonly requestsPerMinute?: number;
}

const adminOptions = z.strictObject({
  tokens: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_.-]{1,50}$/, { error: 'must be an opaque id' }),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits in lower case' }),
      }),
    )
    .min(1)
    .max(100)
    .refine((tokens) => new Set(tokens.map(({ id }) => id)).size === tokens.length, {
      error: 'must not name an id twice',
    }),
  requestsPerMinute: z.int().min(1).max(100_000).default(600),
});

/** Whether a request may pass. */
export type Admittance =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: 'unauthorized' }
  | { readonly ok: false; readonly reason: 'busy'; readonly retryAfterMs: number };

export interface AdminAccess {
  admit(request: Request): Admittance;
}

const minuteMs = 60_000;
/** Failed attempts a minute, of all the world together: those who hold a token do not notice. */
const maxFailures = 60;

/**
 * @param clock milliseconds since 1970
 * @throws TypeError that names each option that is wrong
 */
export function createAdminAccess(options: AdminOptions, clock: () => number): AdminAccess {
  const parsed = adminOptions.safeParse(options);
  if (!parsed.success) throw new TypeError(`admin:\n${explainIssues(parsed.error)}`);
  const { requestsPerMinute } = parsed.data;
  const tokens = parsed.data.tokens.map(({ id, sha256 }) => ({
    id,
    hash: Buffer.from(sha256, 'hex'),
  }));
  const used = createWindow(clock);

  return {
    admit(request) {
      const header = request.headers.get('authorization') ?? '';
      const [, token = ''] = /^Bearer ([\x21-\x7e]{16,512})$/i.exec(header) ?? [];
      const hash = createHash('sha256').update(token).digest();
      // All are compared, whichever fits: how long it takes tells nothing of them.
      let found: (typeof tokens)[number] | undefined;
      for (const each of tokens) if (timingSafeEqual(each.hash, hash)) found = each;
      const { count, leftMs } = used(found?.id ?? '');
      if (count > (found === undefined ? maxFailures : requestsPerMinute)) {
        return { ok: false, reason: 'busy', retryAfterMs: leftMs };
      }
      return found === undefined
        ? { ok: false, reason: 'unauthorized' }
        : { ok: true, id: found.id };
    },
  };
}

/** Counts in windows of a minute. The keys are ids of tokens, of which there are a few. */
function createWindow(clock: () => number) {
  let startMs = 0;
  let counts = new Map<string, number>();
  return (key: string): { count: number; leftMs: number } => {
    const nowMs = clock();
    if (nowMs - startMs >= minuteMs || nowMs < startMs) {
      startMs = nowMs;
      counts = new Map();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { count, leftMs: startMs + minuteMs - nowMs };
  };
}

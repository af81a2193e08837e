/** What a backend is made from. */
import * as z from 'zod';
import type { ReplayStore, RevocationStore } from '../handshake/replay.ts';
import { isWebOrigin } from '../protocol/ids.ts';
import type { AssetSource } from './assets.ts';
import type { AtsPorts } from './candidates/service.ts';
import type { CandidateStore } from './candidates/store.ts';
import { explainIssues } from './explain-issues.ts';
import type { Logger } from './logging.ts';
import { isSafeUrl, safeUrlRule } from './origins.ts';
import type { OnboardingOptions } from './onboarding/kit.ts';
import type { TenantSource } from './tenants/tenants.ts';

export interface BackendOptions extends AtsPorts {
  /** Public origin of bundle, frames and API, for example `https://partner.example.com`. */
  readonly origin: string;
  /** Public origin of the document that runs LinkedIn's script. Must not be `origin`. */
  readonly pluginOrigin: string;
  readonly tenants: TenantSource;
  /** The browser build; `readAssets()` of `rsc-embed/backend/node` reads it. */
  readonly assets: AssetSource;
  /** At least 32 random bytes, the same in each process and kept over restarts. */
  readonly tokenSecret: Uint8Array;
  /** How LinkedIn is reached; the global `fetch` if left out. */
  readonly linkedInFetch?: typeof fetch;
  /** Warnings and errors go to standard error if left out. */
  readonly logger?: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Ids that must not be seen twice. In memory if left out, which is right for one process. */
  readonly replay?: ReplayStore;
  /** Who was signed out when. In memory if left out, which is right for one process. */
  readonly revocations?: RevocationStore;
  /** What was sent and linked when. In memory if left out. */
  readonly candidateStore?: CandidateStore;
  /** Milliseconds that what LinkedIn says of a candidate is used again; 60,000 if left out. */
  readonly statusCacheMs?: number;
}

/** Options of a backend that onboards customers. */
export interface KitOptions extends Omit<BackendOptions, 'tenants'>, OnboardingOptions {
  /** The store's if left out. */
  readonly tenants?: TenantSource;
}

const origin = z
  .string({ error: 'must be an origin such as https://partner.example.com' })
  .refine(isWebOrigin, {
    error:
      'must be an origin such as https://partner.example.com, without path or slash at its end',
    abort: true,
  })
  .refine(isSafeUrl, { error: safeUrlRule });

const method = (name: string) =>
  z.custom((value) => typeof (value as Record<string, unknown> | null)?.[name] === 'function', {
    error: `must have a method ${name}()`,
  });
const callback = z.custom((value) => typeof value === 'function', { error: 'must be a function' });

const sinkMethods = [
  'find',
  'candidate',
  'create',
  'merge',
  'link',
  'undo',
  'job',
  'user',
  'record',
];
const sink = z
  .custom((value) => typeof value === 'object' && value !== null)
  .superRefine((value, context) => {
    for (const name of sinkMethods) {
      if (typeof (value as Record<string, unknown>)[name] === 'function') continue;
      context.addIssue({ code: 'custom', message: `must have a method ${name}()` });
    }
  });

const backendOptions = z
  .strictObject({
    origin,
    pluginOrigin: origin,
    tenants: method('byId').optional(),
    assets: method('get'),
    tokenSecret: z
      .custom<Uint8Array>((value) => value instanceof Uint8Array, { error: 'must be a Uint8Array' })
      .refine((secret) => secret.length >= 32, { error: 'must have at least 32 bytes' })
      .refine((secret) => new Set(secret).size > 1, { error: 'must be random' }),
    linkedInFetch: callback.optional(),
    logger: method('log').optional(),
    clock: callback.optional(),
    replay: method('remember').optional(),
    revocations: method('revoke').optional(),
    candidateStore: method('read').optional(),
    statusCacheMs: z.int().min(0).max(3_600_000).optional(),
    onMatch: callback.optional(),
    candidateExists: callback.optional(),
    store: method('ping').optional(),
    partner: z
      .custom((value) => typeof value === 'object' && value !== null, {
        error: 'must be an object',
      })
      .optional(),
    source: method('read').optional(),
    sink: sink.optional(),
    exports: z.strictObject({ keepDays: z.int().min(30).max(3_650).optional() }).optional(),
    // Checked by what it is made of.
    rediscovery: z.custom((value) => typeof value === 'object' && value !== null).optional(),
    retrieval: z.custom((value) => typeof value === 'object' && value !== null).optional(),
    // Checked by the engine, which knows what its options mean.
    sync: z.custom((value) => typeof value === 'object' && value !== null).optional(),
    onSynced: callback.optional(),
    onMatched: callback.optional(),
    admin: z.custom((value) => typeof value === 'object' && value !== null).optional(),
    serveMetrics: z.boolean().optional(),
    outsideFetch: callback.optional(),
    purgeSteps: z.array(method('run')).optional(),
    reconcileEveryMs: z.int().min(60_000).max(86_400_000).optional(),
  })
  .refine(({ store, partner }) => (store === undefined) === (partner === undefined), {
    path: ['store'],
    error: 'and partner belong together',
  })
  .refine(({ store, tenants }) => store !== undefined || tenants !== undefined, {
    path: ['tenants'],
    error: 'must have a method byId()',
  })
  .refine(({ origin: own, pluginOrigin }) => own !== pluginOrigin, {
    path: ['pluginOrigin'],
    error: "must not be origin: LinkedIn's script must not share an origin with frames and keys",
  });

/**
 * Checks what the types cannot say.
 * @throws TypeError that names each option that is wrong, never its value
 */
export function assertBackendOptions(options: BackendOptions | KitOptions): void {
  const parsed = backendOptions.safeParse(options);
  if (!parsed.success) throw new TypeError(`createBackend:\n${explainIssues(parsed.error)}`);
}

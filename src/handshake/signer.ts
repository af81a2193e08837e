/**
 * The signer's side: the ATS's own server, which knows who is logged in.
 *
 * A host page asks `POST /rsc/context` on its own origin for signed contexts. The page is not
 * believed: it only says which element wants which object and which frame key to bind to. Who is
 * looking, for which account and on which origin comes from the session and the configuration of
 * this server; what that person may see is asked of the ATS for each object. Were it otherwise, the
 * endpoint would sign whatever a script in the page likes to claim.
 */
import { importJWK, SignJWT, type JWK } from 'jose';
import {
  candidateOf,
  contextRequest,
  jobOf,
  objectFits,
  tokenTypes,
  type ContextAnswer,
  type ContextRequest,
  type Scope,
  type Widget,
} from '../protocol/context.ts';
import { RscError, type ErrorCode } from '../protocol/errors.ts';
import { isWebOrigin, tenantId } from '../protocol/ids.ts';
import { channelNonce, randomNonce } from './keys.ts';

/** Person looking, out of the ATS's own session. All ids are opaque to us. */
export interface Viewer {
  readonly sub: string;
  /** Account of the ATS in which the person works. */
  readonly org: string;
  /** Opaque id of the session, best a hash of it; a revocation can name it. */
  readonly sid: string;
  /** BCP 47 tag, for display only. */
  readonly locale?: string | undefined;
}

export interface AuthorizationRequest {
  readonly widget: Widget;
  /** `candidate:{id}`, `candidates`, `integrations`, `job:{id}` or `exports`. */
  readonly obj: string;
  /** The id in `candidate:{id}`, or null for others. */
  readonly candidateId: string | null;
  /** The id in `job:{id}`, or null for others. */
  readonly jobId: string | null;
}

export interface SignerKey {
  /** Key id under which the partner has registered the public key (or the shared secret). */
  readonly kid: string;
  readonly alg: 'ES256' | 'HS256';
  /** Private P-256 key for ES256, `{ kty: 'oct', k }` with at least 32 bytes for HS256. */
  readonly jwk: JWK;
}

export interface SignerOptions {
  /** Customer id that the partner gave this ATS. */
  readonly tenant: string;
  /** Origin of the pages that embed elements, for example `https://ats.example.com`. */
  readonly origin: string;
  /** Origin of the partner's frames, for example `https://partner.example.com`. */
  readonly audience: string;
  readonly key: SignerKey;
  /** Life of a context in seconds, 10 to 60. */
  readonly ttlSeconds?: number;
  /** Requests a viewer may make in a minute. */
  readonly requestsPerMinute?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

type Awaitable<T> = T | Promise<T>;

export interface ContextSigner {
  /**
   * Answers `POST /rsc/context`.
   * @param request the request as the host page sent it
   * @param identify the person of the request's session, or null if nobody is signed in
   * @param authorize what that person may do with an object: scopes, or null for nothing
   */
  handle(
    request: Request,
    identify: (request: Request) => Awaitable<Viewer | null>,
    authorize: (
      viewer: Viewer,
      request: AuthorizationRequest,
    ) => Awaitable<readonly Scope[] | null>,
  ): Promise<Response>;
  /** Signs one context; `handle` does this for each entry that is authorized. */
  sign(viewer: Viewer, entry: ContextRequest[number], scopes: readonly Scope[]): Promise<string>;
  /**
   * Signs a revocation for the partner's `POST /rsc/revoke`; send it when somebody signs out.
   * @param subject exactly one of session, person, or account
   */
  revoke(subject: { sid: string } | { sub: string } | { org: string }): Promise<string>;
}

const maxBodyBytes = 64 * 1024;
/** What an element can be granted at all, whatever `authorize` says. */
const widgetScopes: Readonly<Record<Widget, readonly Scope[]>> = {
  'profile-widget': ['profile:read', 'profile:link', 'status:read'],
  'in-ats-indicator': ['status:read'],
  'integration-settings': ['integrations:manage'],
  'export-panel': ['exports:read', 'exports:decide', 'exports:all'],
  activity: ['profile:read'],
  'rediscovered-candidates': ['rediscovered:read', 'rediscovered:decide'],
};

/**
 * Makes the signer of one customer.
 * @throws TypeError if an option is not usable; the message names it
 */
export function createContextSigner(options: SignerOptions): ContextSigner {
  const { tenant, origin, audience, key, ttlSeconds = 60, clock = Date.now } = options;
  assertOptions(options, ttlSeconds);
  const privateKey = importJWK(key.jwk, key.alg);
  privateKey.catch(() => undefined); // reported by the first signature, not as unhandled
  const admit = createRateLimit(options.requestsPerMinute ?? 240, clock);

  async function sign(viewer: Viewer, entry: ContextRequest[number], scopes: readonly Scope[]) {
    const iat = Math.floor(clock() / 1000);
    const claims = {
      wid: entry.widget,
      obj: entry.obj,
      scope: scopes,
      org: viewer.org,
      sid: viewer.sid,
      origin,
      cnf: { jkt: entry.jkt },
      nonce: await channelNonce(entry.fn, entry.hn),
      inst: entry.inst,
      ver: 1,
      ...(viewer.locale === undefined ? {} : { loc: viewer.locale }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: key.alg, typ: tokenTypes.context, kid: key.kid })
      .setIssuer(tenant)
      .setAudience(audience)
      .setSubject(viewer.sub)
      .setJti(randomNonce())
      .setIssuedAt(iat)
      .setNotBefore(iat)
      .setExpirationTime(iat + ttlSeconds)
      .sign(await privateKey);
  }

  return {
    sign,

    async handle(request, identify, authorize) {
      try {
        assertSameOrigin(request, origin);
        const entries = await readEntries(request);
        const viewer = await identify(request);
        if (viewer === null) throw new RscError('signer_signed_out', 'nobody is signed in');
        admit(viewer.sid);
        const answer: ContextAnswer = [];
        for (const entry of entries) {
          const scopes = await grantedScopes(viewer, entry, authorize);
          answer.push(
            scopes.length === 0
              ? { inst: entry.inst, status: 403 }
              : { inst: entry.inst, ticket: await sign(viewer, entry, scopes) },
          );
        }
        const refused = answer.every((item) => 'status' in item);
        return json(refused ? 403 : 200, answer);
      } catch (error) {
        if (error instanceof RscError) return refusal(error);
        throw error;
      }
    },

    async revoke(subject) {
      return new SignJWT({ ...subject })
        .setProtectedHeader({ alg: key.alg, typ: tokenTypes.revocation, kid: key.kid })
        .setIssuer(tenant)
        .setAudience(audience)
        .setJti(randomNonce())
        .setIssuedAt(Math.floor(clock() / 1000))
        .sign(await privateKey);
    },
  };
}

function assertOptions(options: SignerOptions, ttlSeconds: number): void {
  const { tenant, origin, audience, key } = options;
  const fail = (name: string, rule: string): never => {
    throw new TypeError(`createContextSigner: ${name} ${rule}`);
  };
  if (!tenantId.safeParse(tenant).success) fail('tenant', 'must be the id the partner gave you');
  if (!isWebOrigin(origin)) fail('origin', 'must be an origin such as https://ats.example.com');
  if (!isWebOrigin(audience)) fail('audience', "must be the origin of the partner's frames");
  if (origin === audience)
    fail('audience', 'must differ from origin: frames need one of their own');
  if (key.kid === '') fail('key.kid', 'must not be empty');
  const fits = key.alg === 'ES256' ? key.jwk.kty === 'EC' && 'd' in key.jwk : key.jwk.kty === 'oct';
  if (!fits) fail('key.jwk', `must be a private key that fits ${key.alg}`);
  if (key.alg === 'HS256' && (key.jwk.k ?? '').length < 43) {
    fail('key.jwk', 'must hold a secret of at least 32 bytes (RFC 7518 section 3.2)');
  }
  if (!(Number.isInteger(ttlSeconds) && ttlSeconds >= 10 && ttlSeconds <= 60)) {
    fail('ttlSeconds', 'must be a whole number of seconds from 10 to 60');
  }
}

/**
 * A form or a script of another site can send the session cookie but not all three of these: JSON
 * and the extra header need a preflight, and the browser itself tells where a request comes from.
 */
function assertSameOrigin(request: Request, origin: string): void {
  const refuse = (why: string): never => {
    throw new RscError('signer_cross_site', why);
  };
  if (request.method !== 'POST') refuse('contexts are requested by POST');
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    refuse('content-type must be application/json');
  }
  if (request.headers.get('x-rsc') !== '1') refuse('header x-rsc: 1 is missing');
  const site = request.headers.get('sec-fetch-site');
  if (site === null ? request.headers.get('origin') !== origin : site !== 'same-origin') {
    refuse('the request does not come from a page of this origin');
  }
}

async function readEntries(request: Request): Promise<ContextRequest> {
  const bad = (why: string): never => {
    throw new RscError('signer_bad_request', why);
  };
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) bad('body over 64 kB');
  const text = await request.text();
  if (text.length > maxBodyBytes) bad('body over 64 kB');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    bad('body is not JSON');
  }
  const parsed = contextRequest.safeParse(body);
  if (!parsed.success) {
    return bad(`invalid at ${parsed.error.issues[0]?.path.join('.') ?? 'body'}`);
  }
  if (new Set(parsed.data.map(({ inst }) => inst)).size !== parsed.data.length) {
    bad('an instance is named twice');
  }
  return parsed.data;
}

async function grantedScopes(
  viewer: Viewer,
  entry: ContextRequest[number],
  authorize: (viewer: Viewer, request: AuthorizationRequest) => Awaitable<readonly Scope[] | null>,
): Promise<readonly Scope[]> {
  const { widget, obj } = entry;
  if (!objectFits(widget, obj)) return [];
  const granted = await authorize(viewer, {
    widget,
    obj,
    candidateId: candidateOf(obj),
    jobId: jobOf(obj),
  });
  return (granted ?? []).filter((scope) => widgetScopes[widget].includes(scope));
}

/** Fixed windows of a minute per session: enough against a page that asks in a loop. */
function createRateLimit(perMinute: number, clock: () => number): (sid: string) => void {
  let windowStartMs = 0;
  let counts = new Map<string, number>();
  return (sid) => {
    const nowMs = clock();
    if (nowMs - windowStartMs >= 60_000) {
      windowStartMs = nowMs;
      counts = new Map();
    }
    const count = (counts.get(sid) ?? 0) + 1;
    counts.set(sid, count);
    if (count > perMinute) {
      throw new RscError('signer_busy', 'too many requests of one session', {
        retryAfterMs: windowStartMs + 60_000 - nowMs,
      });
    }
  };
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  signer_signed_out: 401,
  signer_cross_site: 403,
  signer_bad_request: 400,
  signer_busy: 429,
};

function refusal(error: RscError): Response {
  const { code, message, retryAfterMs } = error;
  const headers: Record<string, string> =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  return json(statusOf[code] ?? 400, { error: { code, message } }, headers);
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });

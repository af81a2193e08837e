/**
 * The harness as an ATS: signs contexts for its own pages. Which person is looking is part of the
 * path, because a preview has to show what a given person sees; a real ATS takes it from its
 * session and from nowhere else.
 */
import {
  createContextSigner,
  type AuthorizationRequest,
  type ContextSigner,
  type Viewer,
} from 'rsc-embed/signer';
import type { JWK } from 'jose';
import type { HarnessOptions } from './options.ts';
import { customerNames, type CustomerName } from './customers.ts';
import { tenantNames, type TenantName } from './tenants.ts';

/** Who looks, and what becomes of the request for a context. */
export const people = [
  'recruiter',
  'manager',
  'nobody',
  'late',
  'hasty',
  'unlucky',
  'leaving',
] as const;
export type Person = (typeof people)[number];

/** Customer whose ATS the harness plays. */
export type Issuer = TenantName | CustomerName;

export interface Keys {
  readonly kid: string;
  readonly privateJwk: JWK;
}

export interface Signers {
  /**
   * Answers a request for contexts.
   * @param sid session that the contexts belong to
   */
  answer(issuer: Issuer, person: Person, sid: string, request: Request): Promise<Response>;
  /** A signed statement that ends the session. */
  revoke(issuer: Issuer, sid: string): Promise<string>;
}

const hourMs = 3_600_000;
/** A page with every state asks often; the usual limit is made for one person's tabs. */
const requestsPerMinute = 10_000;

export const isIssuer = (text: string): text is Issuer =>
  ([...tenantNames, ...customerNames] as readonly string[]).includes(text);
export const isPerson = (text: string): text is Person =>
  (people as readonly string[]).includes(text);

export const contextPath = (tenant: Issuer, person: Person, sid?: string): string =>
  `/contexts/${tenant}/${person}${sid === undefined ? '' : `/${sid}`}`;

export function createSigners(options: HarnessOptions, keys: ReadonlyMap<Issuer, Keys>): Signers {
  const { origins, clock = Date.now } = options;
  const make = (lagMs: number): ReadonlyMap<string, ContextSigner> =>
    new Map(
      Array.from(keys, ([name, { kid, privateJwk }]) => [
        name,
        createContextSigner({
          tenant: name,
          origin: origins.harness,
          audience: origins.backend,
          key: { kid, alg: 'ES256', jwk: privateJwk },
          requestsPerMinute,
          clock: () => clock() - lagMs,
        }),
      ]),
    );
  const punctual = make(0);
  const late = make(hourMs);
  const of = (set: ReadonlyMap<string, ContextSigner>, tenant: Issuer): ContextSigner => {
    const signer = set.get(tenant);
    if (signer === undefined) throw new TypeError(`no signer for tenant ${tenant}`);
    return signer;
  };

  return {
    async answer(tenant, person, sid, request) {
      if (person === 'hasty') return busy();
      if (person === 'unlucky') return broken();
      const set = person === 'late' ? late : punctual;
      return of(set, tenant).handle(request, () => viewerOf(person, sid), authorizationOf(person));
    },
    revoke: (tenant, sid) => of(punctual, tenant).revoke({ sid }),
  };
}

const viewerOf = (person: Person, sid: string): Viewer | null =>
  person === 'nobody' ? null : { sub: `harness-${person}`, org: 'harness', sid };

const authorizationOf = (person: Person) => (_viewer: Viewer, request: AuthorizationRequest) => {
  if (person === 'manager') return null;
  switch (request.widget) {
    case 'profile-widget':
      return ['profile:read', 'profile:link', 'status:read'] as const;
    case 'in-ats-indicator':
      return ['status:read'] as const;
    case 'integration-settings':
      return ['integrations:manage'] as const;
    case 'rediscovered-candidates':
      return ['rediscovered:read', 'rediscovered:decide'] as const;
    case 'activity':
      return ['profile:read'] as const;
    case 'export-panel':
      return ['exports:read', 'exports:decide', 'exports:all'] as const;
    default:
      return null;
  }
};

const busy = (): Response =>
  Response.json(
    { error: { code: 'signer_busy', message: 'too many requests' } },
    { status: 429, headers: { 'retry-after': '30', 'cache-control': 'no-store' } },
  );

/** What a web server says of its own when the application behind it has died. */
const broken = (): Response =>
  new Response('<!doctype html><title>500</title><h1>Internal Server Error</h1>', {
    status: 500,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });

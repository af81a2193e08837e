/** LinkedIn itself, by the environment's variables; docs/linkedin/conformance.md names them. */
import { defaultBaseUrls, defaultVersion } from '../../src/linkedin/client.ts';
import { generations, type Generation } from '../../src/linkedin/form.ts';
import type { Credentials, Target } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns null if the environment names no application */
export function linkedInTarget(environment: Environment): Target | null {
  const value = (name: string): string | null => environment[`RSC_LINKEDIN_${name}`] ?? null;
  const credentials = (prefix: string): Credentials | null => {
    const clientId = value(`${prefix}CLIENT_ID`);
    const clientSecret = value(`${prefix}CLIENT_SECRET`);
    return clientId === null || clientSecret === null ? null : { clientId, clientSecret };
  };
  const application = credentials('');
  if (application === null) return null;
  const organization = value('ORGANIZATION');
  if (organization === null) throw new Error('RSC_LINKEDIN_ORGANIZATION is missing');
  const wanted = (value('GENERATIONS') ?? 'v2').split(',');
  return {
    ...application,
    name: 'LinkedIn',
    baseUrls: {
      api: value('API_URL') ?? defaultBaseUrls.api,
      oauthToken: value('TOKEN_URL') ?? defaultBaseUrls.oauthToken,
    },
    generations: generations.filter((generation: Generation) => wanted.includes(generation)),
    version: value('VERSION') ?? defaultVersion,
    organization,
    contract: value('CONTRACT'),
    person: value('PERSON'),
    partner: credentials('PARTNER_'),
    recruiter: null,
    requests: { export: value('EXPORT_REQUEST'), status: value('STATUS_REQUEST') },
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    passTime: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** A client and the sandbox's API in one process: every byte goes through real requests. */
import { createLinkedInClient, type LinkedInClientOptions } from '../../src/linkedin/index.ts';
import { apiRoutes } from '../../src/sandbox/api/routes.ts';
import { SandboxState, type SandboxApplication } from '../../src/sandbox/state/store.ts';

export const organization = 'urn:li:organization:5001';
export const apiOrigin = 'http://linkedin.test';

export const application: SandboxApplication = {
  clientId: 'app-1',
  clientSecret: 'secret-1',
  name: 'Example ATS - Acme',
  organizations: [organization],
  validJsSdkDomains: [],
};

export interface LinkedInParties {
  readonly state: SandboxState;
  readonly requests: Request[];
  readonly clock: { nowMs: number };
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  client(options?: Partial<LinkedInClientOptions>): ReturnType<typeof createLinkedInClient>;
}

export function createLinkedInParties(members = 400): LinkedInParties {
  const clock = { nowMs: Date.parse('2026-03-02T10:00:00Z') };
  const state = new SandboxState({
    members,
    clock: () => clock.nowMs,
    accounts: [],
    applications: [
      application,
      {
        ...application,
        clientId: 'app-2',
        clientSecret: 'secret-2',
        organizations: ['urn:li:organization:5002'],
      },
      {
        ...application,
        clientId: 'app-3',
        clientSecret: 'secret-3',
        enabledIntegrations: ['PROFILE_PLUGIN'],
      },
    ],
  });
  const api = apiRoutes(state);
  const requests: Request[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    requests.push(request.clone());
    return api.fetch(request);
  };
  return {
    state,
    requests,
    clock,
    fetch,
    client: (options = {}) =>
      createLinkedInClient({
        clientId: application.clientId,
        clientSecret: application.clientSecret,
        baseUrls: { api: apiOrigin, oauthToken: `${apiOrigin}/oauth/v2/accessToken` },
        fetch,
        clock: () => clock.nowMs,
        ...options,
      }),
  };
}

export { candidate } from './ats-records.ts';

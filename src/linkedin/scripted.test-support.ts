/** A client whose LinkedIn is a function of the test's: answers what it says, and keeps what it saw. */
import { createLinkedInClient, type LinkedInClientOptions } from './client.ts';

export const organization = 'urn:li:organization:5001';
export const contract = 'urn:li:contract:7001';
export const seat = 'urn:li:seat:9001';
export const tokenPath = '/oauth/v2/accessToken';

/** A request as it left the client. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  /** Without `?`, as it was sent. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: string;
  /** Milliseconds of the clock when it was sent. */
  readonly atMs: number;
}

export interface Script {
  /** Answers a request to the API. */
  readonly api?: (request: Seen, index: number) => Response | Promise<Response>;
  /** Answers a request for a token; `token-1`, `token-2`, … for half an hour if left out. */
  readonly token?: (request: Seen, index: number) => Response | Promise<Response>;
}

export function scripted(script: Script) {
  const requests: Seen[] = [];
  const tokenRequests: Seen[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = typeof input === 'string' ? input : request.url;
    const seen: Seen = {
      method: request.method,
      url,
      path: new URL(url).pathname,
      query: url.split('?')[1] ?? '',
      headers: request.headers,
      body: await request.text(),
      atMs: Date.now(),
    };
    const isToken = seen.path === tokenPath;
    const list = isToken ? tokenRequests : requests;
    list.push(seen);
    const answer = (isToken ? script.token : script.api) ?? (isToken ? token : nothing);
    return answer(seen, list.length - 1);
  };
  return {
    fetch,
    requests,
    tokenRequests,
    client: (options: Partial<LinkedInClientOptions> = {}) =>
      createLinkedInClient({
        clientId: 'app-1',
        clientSecret: 'secret-1',
        baseUrls: { api: 'https://api.test', oauthToken: `https://www.test${tokenPath}` },
        fetch,
        ...options,
      }),
  };
}

const token = (_request: Seen, index: number): Response =>
  Response.json({ access_token: `token-${index + 1}`, expires_in: 1_800 });
const nothing = (): Response => Response.json({ elements: [], paging: { links: [] } });

/** What a batch request is answered with when all went well. */
export function allDone({ method, body, query }: Seen): Response {
  const keys =
    method === 'DELETE'
      ? query.split('&').map((part) => part.replace('ids=', ''))
      : Object.keys((JSON.parse(body) as { entities: object }).entities);
  return Response.json({ results: Object.fromEntries(keys.map((key) => [key, { status: 204 }])) });
}

/** LinkedIn's error envelope. */
export const refusal = (
  status: number,
  headers: Record<string, string> = {},
  message = 'no',
): Response => Response.json({ message, serviceErrorCode: 65_600, status }, { status, headers });

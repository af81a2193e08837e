/** An ATS with few candidates, and a browser's part in talking to it. */
import { generateKeyPairSync } from 'node:crypto';
import { createAts, type Ats, type AtsOptions, type Person } from './index.ts';

export const atsOrigin = 'http://ats.localhost:4400';
export const backendOrigin = 'http://partner.localhost:4401';
export const revocationUrl = 'http://127.0.0.1:4401/rsc/revoke';
export const nowMs = Date.UTC(2026, 10, 24, 9);

export const person = (firstName: string, lastName: string, title: string): Person => ({
  firstName,
  lastName,
  email: `${String(title.length)}@example.com`,
  phone: '+1 555 0100',
  location: 'Lyon, FR',
  profileUrl: 'https://www.linkedin.com/in/nobody',
  summary: `Works as ${title}.`,
  positions: [
    { title, company: 'Ferrous Works', startYear: 2022 },
    { title: 'Trainee', company: 'Halden Instruments', startYear: 2019, endYear: 2022 },
  ],
  schools: [{ school: 'Lakeshore State University', degree: 'B.Sc. Mechanics', endYear: 2019 }],
  skills: ['SolidWorks', 'Six Sigma'],
});

/** The second is a troublemaker. */
export const people: readonly Person[] = [
  person('José', 'Araújo', 'Mechanical Engineer'),
  person('<b>Bobby</b>', 'Tables"><script>alert(1)</script>', 'Data Analyst'),
  person('Naomi', 'Pruitt', 'Copywriter'),
];

export interface SentRequest {
  readonly url: string;
  readonly body: string;
}

export interface TestAts {
  readonly ats: Ats;
  /** What the ATS has sent to the partner. */
  readonly sent: readonly SentRequest[];
  /** A browser without a session. */
  browser(): TestBrowser;
}

export function createTestAts(changes: Partial<AtsOptions> = {}): TestAts {
  const sent: SentRequest[] = [];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ats = createAts({
    origins: { ats: atsOrigin, backend: backendOrigin, linkedIn: 'http://linkedin.localhost:4402' },
    partner: { tenant: 'kestrel', revocationUrl },
    apiKey: '77kestreldemo',
    integrationContext: 'urn:li:organization:1',
    signingKey: { kid: 'k1', jwk: privateKey.export({ format: 'jwk' }) },
    people,
    clock: () => nowMs,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push({ url: request.url, body: await request.text() });
      return new Response(null, { status: 204 });
    },
    ...changes,
  });
  return { ats, sent, browser: () => new TestBrowser(ats) };
}

/** Keeps the session's cookie and sends the headers browsers send. */
export class TestBrowser {
  readonly #ats: Ats;
  cookie = '';

  constructor(ats: Ats) {
    this.#ats = ats;
  }

  get(path: string): Promise<Response> {
    return this.#send(path, {});
  }

  /** Sends a form of the ATS's own pages. */
  post(path: string, fields: Record<string, string> = {}, headers = {}): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: atsOrigin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** Asks for one context, as the partner's script does. */
  async context(
    widget: string,
    obj: string,
    headers = {},
    path = '/rsc/context',
  ): Promise<Response> {
    const entry = {
      ...{ inst: 'instance-1', jkt: 'j'.repeat(43), fn: 'f'.repeat(22), hn: 'h'.repeat(22) },
      ...{ widget, obj },
    };
    return this.#send(path, {
      method: 'POST',
      body: JSON.stringify([entry]),
      headers: {
        'content-type': 'application/json',
        'x-rsc': '1',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
  }

  async signIn(slug: string): Promise<this> {
    await this.post(`/sign-in/${slug}`);
    return this;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie !== '') headers.set('cookie', this.cookie);
    const response = await this.#ats.fetch(new Request(atsOrigin + path, { ...init, headers }));
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    return response;
  }
}

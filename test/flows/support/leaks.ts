/** Who may hold what: the rules by which a piece of what gets about is a leak. */
import type { Canaries, Finding, Secret } from './canaries.ts';
import type { Piece } from './capture.ts';
import type { WireEntry } from './record-wire.ts';

export interface Leak extends Finding {
  /** Where it was found. */
  readonly label: string;
}

const people = [
  // The ATS shows its candidates and takes what is written about them.
  /^(?:answer|document|title) (?:ats|harness) /,
  // What somebody has typed into the list of the ATS is there again after a reload.
  /^history-state ats \/candidates$/,
  /^body ats POST \/(?!rsc\/)/,
  // So does LinkedIn; names to search for travel in bodies.
  /^(?:answer|document) linkedin /,
  /^body linkedin POST \/rsc\/plugin\/profile\/search$/,
  // Records of the ATS, and the names of those who have written notes and feedback.
  /^body linkedin-server PUT \/v2\/ats(?:Candidates|Applications)(?:\/[^/]+\/(?:notes|interviewFeedback))?$/,
  // Who has a seat in Recruiter: retrieval asks, to find users of the ATS.
  /^answer linkedin-server GET \/v2\/seats(?:V2)?$/,
];

/** Places, as labels of pieces, where something may be. Everywhere else it is a leak. */
const places: Readonly<Record<string, readonly RegExp[]>> = {
  name: people,
  'e-mail address': people,
  'telephone number': people,
  // The page says it as a candidate's id, and ids go to the ATS's signer and to our frame.
  'misused name': [
    /^document ats /,
    /^element ats /,
    /^port ats /,
    /^body ats POST \/rsc\/context$/,
  ],
  'LinkedIn profile': [
    /^(?:answer|document) linkedin /,
    /^body linkedin POST \/rsc\/plugin\/profile\/search$/,
  ],
  context: [
    /^answer ats POST \/rsc\/context$/,
    /^answer harness POST \/contexts\//,
    /^port (?:ats|harness) /,
    /^body partner POST \/rsc\/session$/,
  ],
  'access token': [
    /^answer partner POST \/rsc\/session$/,
    /^header authorization partner \w+ \/rsc\//,
  ],
  proof: [/^header dpop partner \w+ \/rsc\//],
  revocation: [/^body partner-server POST \/rsc\/revoke$/],
  "LinkedIn's access token": [
    /^answer linkedin-server POST \/oauth\/v2\/accessToken$/,
    /^header authorization linkedin-server \w+ \/v2\//,
  ],
  'client secret': [
    /^body linkedin-server POST \/oauth\/v2\/accessToken$/,
    // LinkedIn hands it to the partner's server, which has provisioned the application.
    /^answer linkedin-server GET \/v2\/provisionedApplications$/,
  ],
  "ATS's session": [/^answer-header set-cookie ats /, /^header cookie ats /],
  "harness's session": [/^answer-header set-cookie harness /, /^header cookie harness /],
  "LinkedIn's session": [/^answer-header set-cookie linkedin /, /^header cookie linkedin /],
  // Works once; another test sees to it that it does.
  'one-time code': [
    /^answer-header location linkedin GET \/uas\/one-click$/,
    /^address ats GET \/linkedin\/signed-in$/,
    /^answer ats GET \/linkedin\/signed-in$/,
    /^address linkedin GET \/uas\/handover$/,
    /^answer linkedin POST \/uas\/login$/,
    /^message linkedin \/rsc\/plugin\/profile$/,
    /^body linkedin POST \/uas\/handover$/,
  ],
  'signed token': [/^header dpop partner /],
};

export const leaksIn = (pieces: readonly Piece[], canaries: Canaries): Leak[] =>
  pieces.flatMap(({ label, text }) =>
    canaries
      .search(text)
      .filter(({ kind }) => !(places[kind] ?? []).some((place) => place.test(label)))
      .map((finding) => ({ label, ...finding })),
  );

/** All secrets that a record of traffic hands out. */
export function secretsIn(entries: readonly WireEntry[]): Secret[] {
  const found = new Map<string, Secret>();
  const add = (kind: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') found.set(value, { kind, value });
  };
  for (const { host, target, headers, body, status, answerHeaders, answer } of entries) {
    const [path = ''] = target.split('?');
    // Whoever asked may have gone before the answer was read: nobody has what was in it.
    const isGood = status < 400 && answer !== '';
    if (/^\/(?:rsc\/context$|contexts\/)/.test(path) && isGood) {
      for (const { ticket } of JSON.parse(answer) as { ticket?: string }[]) add('context', ticket);
    }
    if (path === '/rsc/session' && isGood) {
      add('access token', (JSON.parse(answer) as { access_token: string }).access_token);
    }
    if (path === '/rsc/revoke') {
      add('revocation', (JSON.parse(body) as { revocation: string }).revocation);
    }
    if (path === '/oauth/v2/accessToken' && isGood) {
      add('client secret', new URLSearchParams(body).get('client_secret') ?? undefined);
      add("LinkedIn's access token", (JSON.parse(answer) as { access_token: string }).access_token);
    }
    for (const [name, value] of headers) if (name === 'dpop') add('proof', value);
    for (const [name, value] of answerHeaders) {
      if (name === 'set-cookie') {
        const site = host.startsWith('ats.')
          ? 'ATS'
          : host.startsWith('harness.')
            ? 'harness'
            : 'LinkedIn';
        add(`${site}'s session`, /=([^;]*)/.exec(value)?.[1]);
      }
      if (name === 'location') add('one-time code', /[?&]handover=([^&]+)/.exec(value)?.[1]);
    }
    add('one-time code', /data-handover="([^"]+)"/.exec(answer)?.[1]);
  }
  return [...found.values()];
}

/** The demo's sites: who answers under which host name of which port. */
import type { Ats } from '../ats/index.ts';
import type { Harness } from '../harness/index.ts';
import type { Addresses } from './addresses.ts';
import type { Answer, Behaviour, Site } from './listeners.ts';

export interface SiteParts {
  readonly ats: Ats;
  readonly backend: Answer;
  readonly sandbox: Answer;
  readonly harness: Harness;
}

export function sitesOf({ origins, ports }: Addresses, parts: SiteParts): readonly Site[] {
  const answer = (fetch: Answer): Behaviour => ({ kind: 'answer', answer: fetch });
  const hostOf = (origin: string): string => new URL(origin).host;
  const { ats, backend, sandbox, harness } = parts;
  const faults = Object.entries(harness.backendAliases).map(
    ([host, fault]) =>
      [
        host,
        fault === 'down'
          ? { kind: 'down' }
          : {
              kind: 'slow',
              origin: origins.backend,
              answer: backend,
              hangs: (request: Request) =>
                request.method === 'POST' && new URL(request.url).pathname === '/rsc/session',
            },
      ] satisfies [string, Behaviour],
  );
  const aliases = Object.keys(harness.presetSessions);
  // Servers ask LinkedIn's API at its number. What it names in answers, such as the address of a resume,
  // has to be of the same origin: nobody follows it elsewhere.
  const api = `127.0.0.1:${String(ports.sandbox)}`;
  return [
    {
      name: 'ATS',
      port: ports.ats,
      hosts: new Map([[hostOf(origins.ats), answer(ats.fetch)]]),
      otherwise: { kind: 'redirect', origin: origins.ats },
    },
    {
      name: 'partner backend',
      port: ports.backend,
      hosts: new Map<string, Behaviour>([
        [hostOf(origins.backend), answer(backend)],
        [hostOf(origins.plugin), answer(backend)],
        ...faults,
      ]),
      otherwise: { kind: 'serve', origin: origins.backend },
    },
    {
      name: 'LinkedIn sandbox',
      port: ports.sandbox,
      hosts: new Map<string, Behaviour>([
        ...[hostOf(origins.sandbox), api, ...aliases].map(
          (host) => [host, answer(sandbox)] as const,
        ),
        [harness.deadLinkedIn, { kind: 'down' }],
      ]),
      otherwise: { kind: 'serve', origin: origins.sandbox },
    },
    {
      name: 'harness',
      port: ports.harness,
      hosts: new Map([[hostOf(origins.harness), answer(harness.fetch)]]),
      otherwise: { kind: 'redirect', origin: origins.harness },
    },
  ];
}

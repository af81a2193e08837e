/**
 * The whole demo in one process: an ATS, the partner's backend, LinkedIn's stand-in and the
 * harness, each at a site of its own. They talk to each other over HTTP, as they would anywhere.
 */
import { randomBytes } from 'node:crypto';
import { createBackend, type Backend, type LogEntry } from 'rsc-embed/backend';
import { readAssets } from 'rsc-embed/backend/node';
import { createSandbox } from 'rsc-embed/sandbox';
import { createAts, fullName, toCandidateRecord, type Ats } from '../ats/index.ts';
import { createHarness, type Harness, type PresetAccount } from '../harness/index.ts';
import { addressesFrom, serverAddress, type Addresses } from './addresses.ts';
import { createCustomer, customerId, linkedInAccounts, organization } from './customer.ts';
import { listen, type Answer, type Behaviour, type Site } from './listeners.ts';
import { createOnboardingPartner, type OnboardingPartner } from './onboarding.ts';
import { createPeople } from './people.ts';
import { assertReady } from './readiness.ts';
import { chooseShowcase, type Showcase } from './showcase.ts';
import { joinTenants } from './tenants.ts';

/** What the demo says of itself when it is ready; printed with `--json`. */
export interface DemoInfo {
  readonly ats: string;
  readonly backend: string;
  readonly harness: string;
  readonly sandbox: {
    readonly origin: string;
    /** For servers on this machine. */
    readonly apiBase: string;
    readonly oauthTokenUrl: string;
  };
  readonly pages: Readonly<
    Record<'list' | 'candidate' | 'unmatchedCandidate' | 'linkedinMarkup', string>
  >;
  /** Opening one signs its person in. */
  readonly signIn: Readonly<Record<'recruiter' | 'hiringManager' | 'linkedin', string>>;
}

export interface Demo {
  readonly info: DemoInfo;
  /** Stops everything at once. */
  close(): Promise<void>;
}

/**
 * Starts the demo and sends its candidates to LinkedIn's stand-in.
 * @param firstPort first of four neighbouring ports
 * @throws PortInUseError; Error if something is not as it has to be
 */
export async function startDemo(firstPort: number): Promise<Demo> {
  const addresses = addressesFrom(firstPort);
  const { origins, ports } = addresses;
  const customer = createCustomer(addresses);
  const onboarding = createOnboardingPartner(addresses);

  const ats = createAts({
    origins: { ats: origins.ats, backend: origins.backend, linkedIn: origins.sandbox },
    partner: {
      tenant: customer.tenant.id,
      revocationUrl: `${serverAddress(ports.backend)}/rsc/revoke`,
    },
    apiKey: customer.tenant.linkedIn.clientId,
    integrationContext: organization,
    signingKey: customer.signingKey,
    onboarding: { ...onboarding, origin: origins.onboarding },
    people: createPeople(),
  });
  const showcase = chooseShowcase(ats.candidates.all());

  const harness = createHarness({
    origins,
    linkedIn: customer.tenant.linkedIn,
    candidates: {
      matched: showcase.matched.id,
      unmatched: showcase.unmatched.id,
      notSynced: showcase.notSynced.id,
      more: showcase.more.map(({ id }) => id),
    },
    nameOf: (id) => {
      const candidate = ats.candidates.byId(id);
      return candidate === null ? undefined : fullName(candidate);
    },
    backendFetch: (request) => backend.fetch(request),
  });

  const sandbox = createSandbox({
    origin: origins.sandbox,
    partners: [{ ...onboarding.application, name: 'Fieldbook' }],
    applications: [
      {
        clientId: customer.tenant.linkedIn.clientId,
        clientSecret: customer.tenant.linkedIn.clientSecret,
        name: `Fieldbook - ${customer.tenant.name}`,
        organizations: [organization],
        validJsSdkDomains: [origins.plugin, origins.ats],
      },
    ],
    accounts: Object.values(linkedInAccounts),
    presetSessions: mapValues(harness.presetSessions, accountOf),
    returnOrigins: [origins.ats],
  });

  const backend = createBackend({
    origin: origins.backend,
    pluginOrigin: origins.plugin,
    tenants: joinTenants([customer.tenant, ...harness.tenants]),
    assets: readAssets(),
    tokenSecret: randomBytes(32),
    logger: { log: logTrouble },
    onMatch: (event) => {
      if (event.tenant === customerId) ats.onMatch(event);
    },
  });

  const listeners = await listen(
    sitesOf(addresses, { ats, backend, onboarding, sandbox: sandbox.fetch, harness }),
  );
  try {
    await syncCandidates(ats, backend, origins.ats);
    await assertReady({ addresses, backend, showcase });
  } catch (error) {
    await listeners.close();
    throw error;
  }
  return {
    info: infoOf(addresses, showcase),
    async close() {
      await Promise.all([listeners.close(), onboarding.close()]);
    },
  };
}

/** Sends everybody who has not objected. */
async function syncCandidates(ats: Ats, { candidates }: Backend, origin: string): Promise<void> {
  const records = ats.candidates
    .all()
    .filter(({ sharedWithLinkedIn }) => sharedWithLinkedIn)
    .map((candidate) => toCandidateRecord(candidate, origin));
  const outcomes = await candidates.sync(customerId, records);
  const refused = outcomes.find((outcome) => !outcome.ok);
  if (refused !== undefined && !refused.ok) {
    const { status, code } = refused.error;
    throw new Error(`LinkedIn's stand-in refused a candidate (${String(status)}, ${code ?? '-'}).`);
  }
}

interface Parts {
  readonly ats: Ats;
  readonly backend: Backend;
  readonly onboarding: OnboardingPartner;
  readonly sandbox: Answer;
  readonly harness: Harness;
}

function sitesOf({ origins, ports }: Addresses, parts: Parts): readonly Site[] {
  const answer = (fetch: Answer): Behaviour => ({ kind: 'answer', answer: fetch });
  const hostOf = (origin: string): string => new URL(origin).host;
  const { ats, backend, onboarding, sandbox, harness } = parts;
  const faults = Object.entries(harness.backendAliases).map(
    ([host, fault]) =>
      [
        host,
        fault === 'down'
          ? { kind: 'down' }
          : {
              kind: 'slow',
              origin: origins.backend,
              answer: (request: Request) => backend.fetch(request),
              hangs: (request: Request) =>
                request.method === 'POST' && new URL(request.url).pathname === '/rsc/session',
            },
      ] satisfies [string, Behaviour],
  );
  const aliases = Object.keys(harness.presetSessions);
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
        [hostOf(origins.backend), answer(backend.fetch)],
        [hostOf(origins.plugin), answer(backend.fetch)],
        [hostOf(origins.onboarding), answer(onboarding.fetch)],
        [hostOf(origins.onboardingPlugin), answer(onboarding.fetch)],
        ...faults,
      ]),
      otherwise: { kind: 'serve', origin: origins.backend },
    },
    {
      name: 'LinkedIn sandbox',
      port: ports.sandbox,
      hosts: new Map([hostOf(origins.sandbox), ...aliases].map((host) => [host, answer(sandbox)])),
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

function infoOf({ origins, ports }: Addresses, { matched, unmatched }: Showcase): DemoInfo {
  const { ats, backend, harness, sandbox } = origins;
  const signInLinkedIn = new URL('/uas/one-click', sandbox);
  signInLinkedIn.searchParams.set('account', linkedInAccounts.recruiter.id);
  signInLinkedIn.searchParams.set('return', `${ats}/linkedin/signed-in`);
  const api = serverAddress(ports.sandbox);
  return {
    ats,
    backend,
    harness,
    sandbox: { origin: sandbox, apiBase: api, oauthTokenUrl: `${api}/oauth/v2/accessToken` },
    pages: {
      list: `${ats}/candidates`,
      candidate: `${ats}/candidates/${matched.id}`,
      unmatchedCandidate: `${ats}/candidates/${unmatched.id}`,
      linkedinMarkup: `${ats}/linkedin-markup/${matched.id}`,
    },
    signIn: {
      recruiter: `${ats}/demo/sign-in/recruiter`,
      hiringManager: `${ats}/demo/sign-in/hiring-manager`,
      linkedin: signInLinkedIn.href,
    },
  };
}

const accountOf = (preset: PresetAccount): string | null =>
  preset === 'nobody' ? null : linkedInAccounts[preset].id;

const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** Refusals are part of what the harness shows; faults of ours and of LinkedIn's are not. */
function logTrouble(entry: LogEntry): void {
  if (entry.event !== 'request') console.error(JSON.stringify(entry));
}

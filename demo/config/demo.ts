/**
 * The whole demo in one process: an ATS, the partner's backend, LinkedIn's stand-in and the
 * harness, each at a site of its own. They talk to each other over HTTP, as they would anywhere.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kit, RecordRef } from 'rsc-embed/backend';
import { createSandbox } from 'rsc-embed/sandbox';
import { createAts, fullName, type Ats } from '../ats/index.ts';
import { createHarness, type PresetAccount } from '../harness/index.ts';
import { addressesFrom, serverAddress, type Addresses } from './addresses.ts';
import {
  company,
  createLinkedInSettings,
  createParentApplication,
  customerId,
  knownApplication,
  linkedInAccounts,
  organization,
} from './customer.ts';
import { openDemoStore } from './demo-store.ts';
import { createPreparation, harnessAdministrator, harnessCompany } from './harness-customers.ts';
import { createInstances } from './instances.ts';
import { listen } from './listeners.ts';
import { onboardConnected } from './onboard.ts';
import { createPartner } from './partner.ts';
import { createPeople } from './people.ts';
import { assertReady } from './readiness.ts';
import { chooseShowcase, type Showcase } from './showcase.ts';
import { sitesOf } from './sites.ts';

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
    Record<'list' | 'candidate' | 'unmatchedCandidate' | 'linkedinMarkup' | 'integrations', string>
  >;
  /** Opening one signs its person in. */
  readonly signIn: Readonly<
    Record<'recruiter' | 'hiringManager' | 'administrator' | 'linkedin', string>
  >;
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
  const stops: Stop[] = [];
  try {
    const info = await start(addressesFrom(firstPort), stops);
    return { info, close: () => stopAll(stops) };
  } catch (error) {
    await stopAll(stops).catch(() => undefined); // why it has failed says more
    throw error;
  }
}

/** The longest that sending the candidates may take. */
const syncWithinMs = 60_000;

type Stop = () => Promise<void>;

/** Who asks comes before who is asked. */
async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops) await stop();
}

/** @param stops gets what has to be stopped, as it starts */
async function start(addresses: Addresses, stops: Stop[]): Promise<DemoInfo> {
  const { origins, ports } = addresses;
  const linkedIn = createLinkedInSettings(addresses);
  const parent = createParentApplication();
  const { main, test } = createInstances(origins.ats);
  const adminToken = randomBytes(24).toString('base64url');
  const backendAddress = serverAddress(ports.backend);
  let backend: Kit | null = null;
  /** Nobody knows the address yet while there is none. */
  const askBackend = async (request: Request): Promise<Response> =>
    (await backend?.fetch(request)) ?? new Response(null, { status: 503 });

  const ats = createAts({
    origins: { ats: origins.ats, backend: origins.backend, linkedIn: origins.sandbox },
    partner: { tenant: customerId, revocationUrl: `${backendAddress}/rsc/revoke` },
    apiKey: linkedIn.clientId,
    integrationContext: organization,
    signingKey: main.instance.signingKey,
    administration: {
      url: `${backendAddress}/rsc/admin/v1`,
      token: adminToken,
      instances: [main.instance, test.instance],
    },
    people: createPeople(),
    membersOfUsers: async () => {
      const seats = (await backend?.retrieval.seats.list(customerId)) ?? [];
      const members = new Map(
        seats.map(({ atsUserId, member }) => [atsUserId ?? '', member ?? ''] as const),
      );
      return [...members]
        .filter(([userId, member]) => userId !== '' && member !== '')
        .map(([userId, member]) => ({ userId, member }));
    },
  });
  const showcase = chooseShowcase(ats.candidates.all());

  const harness = createHarness({
    origins,
    linkedIn,
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
    prepare: (id) => prepare(id),
    backendFetch: askBackend,
  });
  let prepare = (_id: string): Promise<void> => Promise.reject(new Error('There is no store yet.'));

  const sandbox = createSandbox({
    origin: origins.sandbox,
    partners: [parent],
    organizations: [company, harnessCompany],
    applications: [knownApplication(linkedIn, parent)],
    accounts: Object.values(accounts),
    presetSessions: mapValues(harness.presetSessions, accountOf),
    returnOrigins: [origins.ats],
  });

  // Before the store, which takes longest: a port in use is told at once.
  const listeners = await listen(
    sitesOf(addresses, { ats, harness, sandbox: sandbox.fetch, backend: askBackend }),
  );
  stops.push(async () => {
    await listeners.close();
    sandbox.close();
  });
  const store = await openDemoStore();
  stops.push(async () => {
    await backend?.workers.stop();
    await store.close();
  });
  const kit = createPartner({
    ...{ addresses, store, parent, adminToken },
    played: harness.tenants,
    ats,
    onMatch: (event) => {
      if (event.tenant === customerId) ats.onMatch(event);
    },
  });
  backend = kit;
  prepare = createPreparation({ kit, store, sandbox, linkedIn, customers: harness.customers });
  kit.workers.start();

  await onboardConnected(kit, main);
  await kit.customers.create(test.customer);
  ats.onRecords((refs, op) => {
    kit.sync.changed(customerId, refs, { op }).catch((error: unknown) => {
      console.error('A change could not be told to LinkedIn:', error);
    });
  });
  await syncCandidates(ats, kit);
  await assertReady({ addresses, backend: kit, showcase });
  // What hangs on them, two years of it, follows while the demo is used.
  await kit.sync.backfill(customerId);
  return infoOf(addresses, showcase);
}

/** Sends everybody who has not objected, and waits until LinkedIn's stand-in has them. */
async function syncCandidates(ats: Ats, { sync }: Kit): Promise<void> {
  const refs = ats.candidates
    .all()
    .filter(({ sharedWithLinkedIn }) => sharedWithLinkedIn)
    .map(({ id }): RecordRef => ({ resource: 'candidates', id }));
  await sync.changed(customerId, refs);
  for (const until = Date.now() + syncWithinMs; ; await delay(50)) {
    const { backlog, quarantined } = await sync.status(customerId);
    if (Object.keys(quarantined).length > 0 || Date.now() > until) {
      const left = `${String(backlog.total)} waiting, put aside: ${JSON.stringify(quarantined)}`;
      throw new Error(`LinkedIn's stand-in does not take the candidates: ${left}.`);
    }
    if (backlog.total === 0) break;
  }
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
      integrations: `${ats}/integrations`,
    },
    signIn: {
      recruiter: `${ats}/demo/sign-in/recruiter`,
      hiringManager: `${ats}/demo/sign-in/hiring-manager`,
      administrator: `${ats}/demo/sign-in/administrator?next=/integrations`,
      linkedin: signInLinkedIn.href,
    },
  };
}

const accounts = { ...linkedInAccounts, administrator: harnessAdministrator };

const accountOf = (preset: PresetAccount): string | null =>
  preset === 'nobody' ? null : accounts[preset].id;

const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The partner: its backend with a store, a parent application at LinkedIn and an admin API. */
import { createHash, randomBytes } from 'node:crypto';
import {
  createBackend,
  type AtsSink,
  type Kit,
  type LogEntry,
  type MatchEvent,
  type RediscoverySource,
} from 'rsc-embed/backend';
import { readAssets } from 'rsc-embed/backend/node';
import { storeTenants, type Store } from 'rsc-embed/backend/store';
import type { Ats } from '../ats/index.ts';
import { serverAddress, type Addresses } from './addresses.ts';
import { atsName, customerId, type ParentApplication } from './customer.ts';
import { loopbackFetch } from './loopback.ts';
import { createHarnessActivities } from './harness-activities.ts';
import { createHarnessApplicants } from './harness-applicants.ts';
import { createHarnessSink } from './harness-sink.ts';
import { joinTenants } from './tenants.ts';

export interface PartnerParts {
  readonly addresses: Addresses;
  readonly store: Store;
  readonly parent: ParentApplication;
  /** Of an operator, for the admin API. */
  readonly adminToken: string;
  /** Customers that only the harness plays: entries of `configTenants`. */
  readonly played: readonly unknown[];
  /** Of the demo's own customer. */
  readonly ats: Pick<
    Ats,
    'contacts' | 'findUsers' | 'rediscovery' | 'sink' | 'source' | 'stageHistory'
  >;
  onMatch(event: MatchEvent): void;
}

/** Makes the backend. */
export function createPartner(parts: PartnerParts): Kit {
  const { addresses, store, parent, adminToken, played, ats, onMatch } = parts;
  const { origins, ports } = addresses;
  const api = serverAddress(ports.sandbox);
  return createBackend({
    origin: origins.backend,
    pluginOrigin: origins.plugin,
    assets: readAssets(),
    tokenSecret: randomBytes(32),
    logger: { log: logTrouble },
    onMatch,
    source: ats.source,
    sink: sinkByCustomer(ats.sink, createHarnessSink()),
    retrieval: {
      findAtsUsers: ats.findUsers,
      contacts: ats.contacts,
      timelineSources: [ats.stageHistory, createHarnessActivities()],
    },
    rediscovery: { source: byCustomer(ats.rediscovery, createHarnessApplicants()) },
    store,
    tenants: joinTenants(storeTenants(store), played),
    partner: {
      atsName,
      clientId: parent.clientId,
      clientSecret: parent.clientSecret,
      linkedIn: {
        apiBaseUrl: api,
        oauthTokenUrl: `${api}/oauth/v2/accessToken`,
        scriptUrl: `${origins.sandbox}/xdoor/scripts/in.js`,
        extensionUrl: `${origins.sandbox}/rsc/extensions/profile-widget`,
      },
    },
    admin: {
      tokens: [{ id: 'fieldbook', sha256: createHash('sha256').update(adminToken).digest('hex') }],
    },
    outsideFetch: loopbackFetch,
  });
}

/**
 * Refusals are part of what the harness shows, and so is LinkedIn's refusing to take what work beside
 * requests tells it of the harness's customers; faults of ours and of LinkedIn's with others are not.
 */
function logTrouble(entry: LogEntry): void {
  const isShown = entry.event === 'worker' && entry.tenant?.startsWith('harness') === true;
  if (entry.event !== 'request' && !isShown) console.error(JSON.stringify(entry));
}

/** Each customer has an ATS of its own. */
function byCustomer(own: RediscoverySource, others: RediscoverySource): RediscoverySource {
  const of = (tenant: string): RediscoverySource => (tenant === customerId ? own : others);
  return {
    job: (tenant, ...input) => of(tenant).job(tenant, ...input),
    scan: (tenant, ...input) => of(tenant).scan(tenant, ...input),
    read: (tenant, ...input) => of(tenant).read(tenant, ...input),
    add: (tenant, ...input) => of(tenant).add(tenant, ...input),
  };
}

function sinkByCustomer(own: AtsSink, others: AtsSink): AtsSink {
  const of = (tenant: string): AtsSink => (tenant === customerId ? own : others);
  return {
    find: (tenant, ...input) => of(tenant).find(tenant, ...input),
    candidate: (tenant, ...input) => of(tenant).candidate(tenant, ...input),
    create: (member) => of(member.tenant).create(member),
    merge: (member, ...input) => of(member.tenant).merge(member, ...input),
    link: (member, ...input) => of(member.tenant).link(member, ...input),
    undo: (done) => of(done.tenant).undo(done),
    job: (tenant, ...input) => of(tenant).job(tenant, ...input),
    user: (tenant, ...input) => of(tenant).user(tenant, ...input),
    record: (tenant, ...input) => of(tenant).record(tenant, ...input),
  };
}

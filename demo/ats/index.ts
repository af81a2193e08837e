/**
 * Fieldbook, a small applicant tracking system with a login of its own: the customer's side of the
 * demo. All the partner asks of it is one script tag, two kinds of elements and `contexts.ts`.
 */
import type {
  AtsSink,
  AtsSource,
  ContactSink,
  FindAtsUsers,
  RecordRef,
  RediscoverySource,
  TimelineSource,
} from 'rsc-embed/backend';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { accounts } from './accounts.ts';
import { assetResponse } from './assets.ts';
import { createContexts } from './contexts.ts';
import { createContactSink, findUsers } from './linkedin/contacts.ts';
import { createAtsSink } from './linkedin/sink.ts';
import {
  candidateChanges,
  createAtsSource,
  positionChanges,
  type RecordChanges,
} from './linkedin/source.ts';
import { createStageHistory } from './linkedin/stage-history.ts';
import type { AtsContext, AtsEnv } from './environment.ts';
import type { AtsOptions } from './options.ts';
import { createInstances } from './instances.ts';
import { createNonce } from './page-headers.ts';
import { messageBody } from './pages/layout.ts';
import { createPartnerAdmin } from './partner-admin.ts';
import { createRediscoverySource } from './rediscovery.ts';
import type { Candidate } from './records/candidate.ts';
import { openings } from './records/openings.ts';
import { createPositionStore } from './records/positions.ts';
import { seedCandidates } from './records/seed.ts';
import { createCandidateStore } from './records/store.ts';
import { candidateRoutes } from './routes/candidates.ts';
import { integrationContexts } from './integration-contexts.ts';
import { integrationRoutes } from './routes/integrations.ts';
import { respond } from './routes/respond.ts';
import { positionRoutes } from './routes/positions.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { createSessionStore, sessionCookie } from './sessions.ts';

export type { Instance } from './instances.ts';
export type { AtsOptions } from './options.ts';
export { toCandidateRecord } from './linkedin/candidate-record.ts';
export { fullName, type Candidate } from './records/candidate.ts';
export type { Person } from './records/person.ts';
export { fitOf, type Fit } from './records/seed.ts';

/** A person has linked a candidate to a member of LinkedIn, or taken the link away. */
export interface MatchChange {
  readonly candidateId: string;
  readonly action: 'linked' | 'unlinked';
  readonly member: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

export interface Ats {
  fetch(request: Request): Promise<Response>;
  readonly candidates: {
    all(): readonly Candidate[];
    byId(id: string): Candidate | null;
  };
  /** Where past applicants come from who fit open positions. */
  readonly rediscovery: RediscoverySource;
  /** What LinkedIn is told: positions, candidates and what hangs on them. */
  readonly source: AtsSource;
  /** Where exports from Recruiter go. */
  readonly sink: AtsSink;
  /** Where contact details go that members share. */
  readonly contacts: ContactSink;
  readonly findUsers: FindAtsUsers;
  readonly stageHistory: TimelineSource;
  /** @param listener is told of records that LinkedIn should hear about */
  onRecords(listener: (refs: readonly RecordRef[], op: 'upsert' | 'delete') => void): void;
  /** Remembers what the partner reports; the same report twice does nothing more. */
  onMatch(change: MatchChange): void;
}

type RecordsListener = (refs: readonly RecordRef[], op: 'upsert' | 'delete') => void;

const seed = 'kestrel';
const dayMs = 86_400_000;
/** Positions have been listed for nearly two years, which is what LinkedIn is told at first. */
const listedDays = 700;

/** Makes the ATS with its candidates. */
export function createAts(options: AtsOptions): Ats {
  const { origins, people, clock = Date.now } = options;
  const candidates = createCandidateStore(
    seedCandidates(people, {
      seed,
      todayMs: Math.floor(clock() / dayMs) * dayMs,
      authors: [accounts[0].name, accounts[1].name],
    }),
  );
  const told: RecordsListener[] = [];
  const tell: RecordsListener = (refs, op) => {
    if (refs.length > 0) for (const listener of told) listener(refs, op);
  };
  const tellOf = ({ changed, gone }: RecordChanges): void => {
    tell(gone, 'delete');
    tell(changed, 'upsert');
  };
  candidates.onChange((before, after) => {
    tellOf(candidateChanges(before, after, origins.ats));
  });
  const listedAtMs = clock() - listedDays * dayMs;
  const positions = createPositionStore(openings, listedAtMs, (before, after) => {
    tellOf(positionChanges(before, after, origins.ats));
  });
  const { tenant } = options.partner;
  const parts = {
    ...{ tenant, candidates, positions, clock },
    origin: origins.ats,
    integrationContext: options.integrationContext,
  };
  const sessions = createSessionStore(clock);
  const contexts = createContexts(options, { candidates, positions });

  const app = new Hono<AtsEnv>();
  app.use(async (c, next) => {
    c.set('session', sessions.find(getCookie(c, sessionCookie)));
    c.set('nonce', createNonce());
    await next();
  });
  // The signer refuses foreign requests by stricter rules of its own.
  app.post('/rsc/context', (c) => contexts.answer(c.req.raw, c.var.session));
  const { administration } = options;
  const instances = createInstances(administration?.instances ?? []);
  const integrationContext = integrationContexts(options);
  app.post('/rsc/integration-context/:tenant', (c) => {
    const instance = instances.byTenant(c.req.param('tenant'));
    return instance === null
      ? c.notFound()
      : integrationContext(c.req.raw, c.var.session, instance);
  });
  app.use(csrf({ origin: origins.ats, secFetchSite: 'same-origin' }));

  app.get('/assets/:name', async (c) => (await assetResponse(c.req.param('name'))) ?? c.notFound());
  app.get('/', (c) => c.redirect('/candidates'));
  app.route('/', sessionRoutes(options, sessions, contexts));
  app.route('/', candidateRoutes(options, candidates, sessions));
  app.route('/', positionRoutes(options, { candidates, positions }));
  if (administration !== undefined) {
    const admin = createPartnerAdmin(options, administration);
    app.route('/', integrationRoutes({ options, admin, instances }));
  }

  app.notFound((c) => {
    const link = html`<a class="button" href="/candidates">All candidates</a>`;
    const text = 'Nothing in Fieldbook has this address. It may have been deleted or mistyped.';
    return respond(c as AtsContext, {
      title: 'Not found',
      kind: 'plain',
      status: 404,
      body: messageBody('Not found', text, link),
    });
  });

  return {
    rediscovery: createRediscoverySource(parts),
    source: createAtsSource(parts),
    sink: createAtsSink(parts),
    contacts: createContactSink(parts),
    findUsers,
    stageHistory: createStageHistory(tenant, candidates),
    onRecords: (listener) => void told.push(listener),
    fetch: async (request) => app.fetch(request),
    candidates,
    onMatch({ candidateId, action, member, atMs }) {
      candidates.setLinkedMember(candidateId, action === 'linked' ? member : null, atMs);
    },
  };
}

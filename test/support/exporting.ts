/** A customer whose recruiters export to an ATS in memory: the one of docs/exports.md. */
import { createSink, type Ats } from '../../docs/examples/exports.ts';
import type { AtsSink } from '../../src/backend/exports/ports.ts';
import { hostOrigin } from '../../src/backend/backend.test-support.ts';
import type { Kit } from '../../src/backend/app.ts';
import type { PrivateKey } from '../../src/backend/onboarding/signing-keys.ts';
import type { ExportedCandidate } from '../../src/sandbox/state/exports.ts';
import type { Person } from '../../src/sandbox/state/people.ts';
import {
  contract,
  organization,
  requestedBy,
  type NamedCustomer,
  type TestKit,
} from './onboarding-kit.ts';

export const seat = 'urn:li:seat:501';
export const jobs = new Map([
  ['job-1', { title: 'Engineer', isOpen: true }],
  ['job-2', { title: 'Gardener', isOpen: true }],
  ['job-closed', { title: 'Pilot', isOpen: false }],
]);

/** The ATS, what it was asked, and what it fails at. */
export interface TestAts extends Ats {
  readonly sink: AtsSink;
  /** Calls that change something, as `create`, `merge c-1`, `link c-1 job-1`, `undo c-1`. */
  readonly calls: string[];
  readonly lost: string[];
  /** Throws to make a call fail, before or after it was carried out. */
  onCall: (call: string) => void;
  onDone: (call: string) => void;
}

export function createTestAts(): TestAts {
  const ats: Ats = {
    candidates: new Map(),
    applications: new Map(),
    jobs,
    users: new Map([[seat, { id: 'user-r', name: 'Rita Recruiter' }]]),
    before: new Map(),
  };
  const real = createSink(ats);
  async function told<T>(call: string, work: () => Promise<T>): Promise<T> {
    test.onCall(call);
    const result = await work();
    test.calls.push(call);
    test.onDone(call);
    return result;
  }
  const sink: AtsSink = {
    ...real,
    create: (member) => told('create', () => real.create(member)),
    merge: (member, id) => told(`merge ${id}`, () => real.merge(member, id)),
    link: (member, id, job) =>
      told(`link ${id} ${job ?? 'pool'}`, () => real.link(member, id, job)),
    undo: (done) => told(`undo ${done.candidateId}`, () => real.undo(done)),
    lost: ({ exportId }) => void test.lost.push(exportId),
  };
  const test: TestAts = {
    ...ats,
    sink,
    calls: [],
    lost: [],
    onCall: () => undefined,
    onDone: () => undefined,
  };
  return test;
}

export interface Exporter {
  readonly clientId: string;
  readonly key: PrivateKey;
  /** A recruiter exports somebody; LinkedIn pushes it. @returns the request id */
  export(person: Person, change?: Partial<ExportedCandidate>): Promise<string>;
}

/** Onboards a customer with everything enabled. */
export async function exportingCustomer(
  test: TestKit,
  customer: NamedCustomer,
  org = organization,
  own = contract,
): Promise<Exporter> {
  const { kit, sandbox, clock } = test;
  const { privateKey } = await kit.customers.create({ ...customer, domains: [hostOrigin] });
  if (privateKey === null) throw new Error('the customer has been made before');
  const clientId = await test.clientIdOf(customer.id);
  test.request(clientId, requestedBy(org, own));
  await kit.integrations.requested(customer.id, requestedBy(org, own));
  test.switch(clientId, true);
  await kit.integrations.refresh(customer.id);
  return {
    clientId,
    key: privateKey,
    async export(person, change = {}) {
      const requestId = sandbox.state.exports.requests.add({
        clientId,
        integrationContext: org,
        jobPostingId: 'job-1',
        exportType: 'PROFILE',
        member: person.personUrn,
        seat,
        createdAtMs: clock(),
        ...change,
      });
      const type = 'EXPORT_CANDIDATE_PROFILE';
      const response = await test.push(clientId, { type, id: requestId });
      if (response.status !== 200) throw new Error('the push was refused');
      return requestId;
    },
  };
}

/** The customer's newest export. */
export async function newestExport(kit: Kit, tenantId: string) {
  const [found] = (await kit.exports?.list(tenantId)) ?? [];
  if (found === undefined) throw new Error('there is no export');
  return found;
}

/** Recruiters at the sandbox's pages, in one process: they follow links, fill forms, press buttons. */
import type { EntityName, EntityRecord } from '../../src/linkedin/forms.ts';
import { entityResources } from '../../src/linkedin/forms.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { IntegrationType } from '../../src/linkedin/records/integration.ts';
import type { JobPostingRecord } from '../../src/linkedin/records/job-posting.ts';
import type { Integration } from '../../src/sandbox/state/integrations.ts';
import type { Seat } from '../../src/sandbox/state/organizations.ts';
import type { Person } from '../../src/sandbox/state/people.ts';
import type { AtsRecord, RecordName } from '../../src/sandbox/state/records.ts';
import * as records from './ats-records.ts';
import { PageReader } from './page-reader.ts';

export const origin = 'http://linkedin.test';
export const acme = 'urn:li:organization:5001';
export const other = 'urn:li:organization:6001';
export const emea = 'urn:li:contract:1';
export const americas = 'urn:li:contract:2';
export const clientId = 'app-1';

export interface RecruiterWorld {
  readonly sandbox: Sandbox;
  readonly clock: { nowMs: number };
  readonly people: readonly Person[];
  /** Somebody at a browser of their own, signed in. */
  visitor(account: string): Promise<Visitor>;
  seatOf(account: string): Seat;
  integration(type: IntegrationType, client?: string, context?: string): Integration;
  /** Jobs and applications without access lists are everybody's to see. */
  showToAll(): void;
  put<Name extends RecordName>(name: Name, record: EntityRecord<Name>): void;
  putJob(changes?: Partial<JobPostingRecord>, sentBy?: string): void;
  /** Sends somebody as a candidate with everything that can hang on one; ids end in the number. */
  sync(person: Person, number: number): void;
}

/** Two customers; the first has two contracts, an application with everything enabled, and recruiters. */
export function createRecruiterWorld(): RecruiterWorld {
  const clock = { nowMs: Date.parse('2026-03-02T10:00:00Z') };
  const account = (id: string, name: string, contract: string, roles?: readonly string[]) => ({
    id,
    name,
    email: `${id}@example.com`,
    seat: true,
    organization: contract === 'urn:li:contract:9' ? other : acme,
    contract,
    ...(roles === undefined ? {} : { roles }),
  });
  const sandbox = createSandbox({
    origin,
    members: 60,
    clock: () => clock.nowMs,
    organizations: [
      {
        urn: acme,
        name: 'Acme',
        contracts: [
          { urn: emea, name: 'Acme EMEA' },
          { urn: americas, name: 'Acme Americas' },
        ],
      },
      { urn: other, name: 'Other', contracts: [{ urn: 'urn:li:contract:9', name: 'Other' }] },
    ],
    applications: [
      {
        clientId,
        clientSecret: 's',
        name: 'ATS - Acme',
        organizations: [acme],
        validJsSdkDomains: ['https://ats.example.com'],
        uniqueForeignId: 'acme-1',
      },
      {
        clientId: 'app-other',
        clientSecret: 's',
        name: 'ATS - Other',
        organizations: [other],
        validJsSdkDomains: [],
      },
    ],
    accounts: [
      account('rita', 'Rita Admin', emea),
      account('tom', 'Tom Recruiter', emea),
      account('olga', 'Olga Americas', americas, ['SOURCER_ADD_PROSPECT']),
      account('boris', 'Boris Other', 'urn:li:contract:9'),
      { id: 'nora', name: 'Nora', email: 'nora@example.com', seat: false, organization: acme },
    ],
  });
  const { state } = sandbox;

  const seatOf = (id: string): Seat => {
    const seat = state.organizations.seats.get(state.accounts.get(id)?.seatUrn ?? '');
    if (seat === undefined) throw new Error(`no seat: ${id}`);
    return seat;
  };
  const integration = (
    integrationType: IntegrationType,
    client = clientId,
    integrationContext = acme,
  ): Integration => {
    const ref = { integrationContext, integrationType, tenantType: 'RECRUITER' };
    const found = state.integrations.get(client, ref);
    if (found === null) throw new Error(`no integration: ${integrationType}`);
    return found;
  };
  const put = <Name extends EntityName & RecordName>(
    name: Name,
    record: EntityRecord<Name>,
  ): void => {
    const parsed = entityResources[name].schema.parse(record) as AtsRecord<Name>;
    const stored = { context: acme, record: parsed, sentBy: clientId, receivedAtMs: clock.nowMs };
    state.records.put(name, stored);
  };

  return {
    sandbox,
    clock,
    people: [...state.members.values()].slice(0, 60),
    seatOf,
    integration,
    put,
    async visitor(id) {
      const visitor = new Visitor(sandbox);
      await visitor.post('/uas/login', { account: id, next: '/talent/search' });
      return visitor;
    },
    showToAll() {
      const all = 'ALL_PRODUCT_USERS';
      const { integrations } = state;
      integrations.configure(
        integration('ONE_CLICK_EXPORT'),
        'JOB_POSTING_VIEWERS',
        all,
        clock.nowMs,
      );
      integrations.configure(
        integration('IN_ATS_INDICATOR'),
        'APPLICATION_VIEWERS',
        all,
        clock.nowMs,
      );
    },
    putJob(changes = {}, sentBy = clientId) {
      state.jobs.put(records.jobPosting(changes), sentBy, clock.nowMs);
    },
    sync(person, number) {
      const candidateId = `c-${String(number)}`;
      const applicationId = `a-${String(number)}`;
      const { firstName, lastName } = person;
      const record = records.candidate({
        id: candidateId,
        firstName,
        lastName,
        emailAddresses: [person.emails[0] ?? ''],
        externalProfileUrl: `https://ats.example.com/candidates/${candidateId}`,
      });
      state.putCandidate(acme, entityResources.candidates.schema.parse(record));
      put('candidateNotes', records.candidateNote({ candidateId }));
      put('applications', records.application({ id: applicationId, candidateId, firstName }));
      put('applicationNotes', records.applicationNote({ applicationId }));
      put('stages', records.stage({ applicationId }));
      put('interviewFeedback', records.interviewFeedback({ applicationId }));
      put('attachments', records.attachment({ applicationId }));
    },
  };
}

const sameOrigin = { 'sec-fetch-site': 'same-origin' };

/** A browser: it keeps cookies and follows redirects. */
export class Visitor {
  readonly #sandbox: Sandbox;
  readonly #cookies = new Map<string, string>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Sends a request as a browser does, and does not follow what it answers. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '));
    const request = new Request(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    const response = await this.#sandbox.fetch(request);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  async get(path: string): Promise<PageReader> {
    let url = new URL(path, origin);
    for (let hops = 0; hops < 5; hops += 1) {
      const response = await this.send(url.href);
      const location = response.headers.get('location');
      if (location === null) return new PageReader(url, response.status, await response.text());
      url = new URL(location, url);
    }
    throw new Error(`redirected too often: ${path}`);
  }

  async post(
    path: string,
    fields: Readonly<Record<string, string>> | URLSearchParams,
    headers: Readonly<Record<string, string>> = sameOrigin,
  ): Promise<PageReader> {
    const body = new URLSearchParams(fields);
    const response = await this.send(path, { method: 'POST', headers, body });
    const location = response.headers.get('location');
    if (location !== null) return this.get(new URL(location, new URL(path, origin)).href);
    return new PageReader(new URL(path, origin), response.status, await response.text());
  }

  /** Follows a link of a page by its name. */
  async follow(page: PageReader, name: string | RegExp): Promise<PageReader> {
    const href = page.link(name);
    if (href === null) throw new Error(`no link ${String(name)} on: ${page.text.slice(0, 300)}`);
    return this.get(new URL(href, page.url).href);
  }

  /** Fills the form a button is in and presses it. */
  async press(
    page: PageReader,
    button: string | RegExp,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<PageReader> {
    const form = page.form(button);
    if (form === null) throw new Error(`no button ${String(button)} on: ${page.text}`);
    for (const [name, value] of Object.entries(fields)) form.fields.set(name, value);
    return this.post(form.action, form.fields);
  }
}

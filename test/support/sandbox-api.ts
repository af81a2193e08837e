/** The sandbox's API with one customer: requests in, answers out, no port. */
import {
  keyOf,
  toEntity,
  type EntityForm,
  type EntityResource,
  type Generation,
} from '../../src/linkedin/form.ts';
import { entityResources, type EntityName } from '../../src/linkedin/forms.ts';
import { idsQuery, type Key } from '../../src/linkedin/restli.ts';
import { apiRoutes, type ApiOptions } from '../../src/sandbox/api/routes.ts';
import type { Seat } from '../../src/sandbox/state/organizations.ts';
import type { SandboxStorage } from '../../src/sandbox/state/storage.ts';
import { SandboxState } from '../../src/sandbox/state/store.ts';

export const context = 'urn:li:organization:5001';
export const contract = 'urn:li:contract:700';
export const otherContext = 'urn:li:organization:5002';
export const partnerId = 'partner';

export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON; whatever it is, tests look into it. */
  readonly body: Json;
  readonly headers: Headers;
}
/** JSON that tests walk through. */
export type Json = { readonly [name: string]: Json } & readonly Json[];

export interface CallOptions {
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Client id whose token is sent; the customer's without. Null sends none. */
  readonly as?: string | null;
}

export interface SandboxApi {
  readonly state: SandboxState;
  readonly clock: { nowMs: number };
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
  /** Sends records in a batch, as an ATS does. */
  put(
    name: EntityName,
    generation: Generation,
    records: readonly object[],
    changes?: Readonly<Record<string, unknown>>,
  ): Promise<ApiAnswer>;
  tokenOf(clientId: string): Promise<string>;
  seat(account: string): Seat;
}

export interface SandboxApiOptions extends ApiOptions {
  readonly storage?: SandboxStorage;
  readonly members?: number;
}

const secret = 'secret';
const customer = { clientSecret: secret, validJsSdkDomains: [], partner: partnerId };

export function createSandboxApi(options: SandboxApiOptions = {}): SandboxApi {
  const { members = 80, storage, ...apiOptions } = options;
  const clock = { nowMs: Date.parse('2026-03-02T10:00:00Z') };
  const state = new SandboxState({
    members,
    clock: () => clock.nowMs,
    ...(storage === undefined ? {} : { storage }),
    partners: [{ clientId: partnerId, clientSecret: secret, name: 'Example ATS' }],
    organizations: [
      {
        urn: context,
        name: 'Acme',
        contracts: [
          { urn: contract, name: 'Acme Recruiter' },
          { urn: `${contract}1`, name: 'Acme Recruiter, second' },
        ],
      },
    ],
    applications: [
      { ...customer, clientId: 'app', name: 'ATS - Acme', organizations: [context] },
      {
        ...customer,
        clientId: 'other',
        name: 'ATS - Other',
        organizations: [otherContext],
        uniqueForeignId: 'other-1',
      },
      {
        ...customer,
        clientId: 'off',
        name: 'ATS - Off',
        organizations: [context],
        enabledIntegrations: ['PROFILE_PLUGIN'],
      },
    ],
    accounts: [
      {
        id: 'rita',
        name: 'Rita Seat',
        email: 'rita@example.com',
        seat: true,
        organization: context,
      },
      { id: 'tom', name: 'Tom Seat', email: 'tom@example.com', seat: true, organization: context },
    ],
  });
  const api = apiRoutes(state, apiOptions);
  const tokens = new Map<string, { readonly token: string; readonly atMs: number }>();
  /** A token that is young enough, as a client keeps one. */
  const current = (clientId: string): string | undefined => {
    const known = tokens.get(clientId);
    return known !== undefined && clock.nowMs - known.atMs < 1_700_000 ? known.token : undefined;
  };

  const tokenOf = async (clientId: string): Promise<string> => {
    const response = await api.request('http://linkedin.test/oauth/v2/accessToken', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    tokens.set(clientId, { token, atMs: clock.nowMs });
    return token;
  };

  const call: SandboxApi['call'] = async (method, path, { body, headers, as = 'app' } = {}) => {
    const token = as === null ? null : (current(as) ?? (await tokenOf(as)));
    const isRest = path.startsWith('/rest/');
    const request = new Request(`http://linkedin.test${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(isRest ? { 'linkedin-version': '202604' } : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await api.fetch(request);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Json,
    };
  };

  return {
    state,
    clock,
    call,
    tokenOf,
    put(name, generation, records, changes = {}) {
      const wires = records.map((record) => wireOf(name, generation, record as Fields));
      const [first] = wires;
      if (first === undefined) throw new Error('no records');
      const entities = Object.fromEntries(
        wires.map(({ form, key, entity }) => [form.style.entity(key), { ...entity, ...changes }]),
      );
      return call('PUT', addressOf(wires), { body: { entities } });
    },
    seat(account) {
      const urn = state.accounts.get(account)?.seatUrn;
      const seat = state.organizations.seats.get(urn ?? '');
      if (seat === undefined) throw new Error(`${account} has no seat`);
      return seat;
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

export interface Wire {
  readonly form: EntityForm;
  /** Path of the collection, with the parent's key for sub-resources. */
  readonly path: string;
  readonly key: Key;
  readonly entity: Readonly<Record<string, unknown>>;
}

/** How a record goes over the wire. */
export function wireOf(name: EntityName, generation: Generation, record: object): Wire {
  const resource: EntityResource = entityResources[name];
  const form = resource.forms[generation];
  if (form === null) throw new Error(`${name} is not under /${generation}`);
  const fields = withDefaults(record as Fields);
  const compound = keyOf(form, context, fields);
  const entity = toEntity(resource, form, fields);
  return form.sub === undefined
    ? { form, path: form.path, key: compound, entity }
    : {
        form,
        path: `${form.path}/${form.style.segment(compound)}/${form.sub}`,
        key: String(fields['id']),
        entity,
      };
}

/** ACLs are on job postings unless they say otherwise. */
const withDefaults = (record: Fields): Fields =>
  'aclId' in record ? { entityType: 'JOB_POSTING', ...record } : record;

/** Address of a few records of one collection. */
export function addressOf(wires: readonly Wire[]): string {
  const [first] = wires;
  if (first === undefined) throw new Error('no records');
  const { path, form } = first;
  return `${path}?${idsQuery(
    form.style,
    wires.map(({ key }) => key),
  )}`;
}

/**
 * `/v2/provisionedApplications`: the partner's application makes and changes those of its customers
 * [doc].
 */
import {
  provisionedApplicationPatch,
  provisionedApplicationRecord,
  type ProvisionedApplicationPatch,
} from '../../linkedin/records/integration.ts';
import { decodeValue } from '../../linkedin/restli.ts';
import { isObject, readJson } from './body.ts';
import {
  noContent,
  ok,
  restliMethod,
  type Answer,
  type Handler,
  type PartnerCall,
} from './call.ts';
import { credentialsElement } from './elements/credentials.ts';
import { problemsOf } from './entities/records.ts';
import { ApiRefusal, malformed, notFound, serviceErrors } from './envelope.ts';
import { foundAll, page } from './paging.ts';

/** Fields are called the same on the wire. */
const wireName = (field: string): string => field;

export const provisionedApplications: Handler<PartnerCall> = (call) => {
  const [urn, ...others] = call.segments;
  if (others.length > 0) throw notFound('There is no such resource here');
  if (urn === undefined) {
    return restliMethod(call, { POST: ['create'], GET: ['finder'] }) === 'create'
      ? create(call)
      : find(call);
  }
  const method = restliMethod(call, { POST: ['partial_update'], GET: ['get'] });
  const application = call.state.applications.byUrn(decodeValue(urn));
  if (application?.partner !== call.application.clientId) {
    throw notFound('There is no such application among those of this partner');
  }
  return method === 'get'
    ? ok(credentialsElement(application))
    : change(call, application.clientId);
};

async function create(call: PartnerCall): Promise<Answer> {
  // Mandatory for this call [doc].
  const type = call.request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw malformed('Content-Type must be application/json', 415);
  }
  const body = await readJson(call.request);
  assertUrls(body);
  const parsed = provisionedApplicationRecord.safeParse(body);
  if (!parsed.success) throw malformed(problemsOf(parsed.error, wireName));
  const { applications } = call.state;
  const { clientId: partner } = call.application;
  const { uniqueForeignId, name, description } = parsed.data;
  const { oauth2AuthorizedCallbackUrls = [], validJsSdkDomains = [] } = parsed.data;
  if (applications.byForeignId(partner, uniqueForeignId) !== undefined) {
    throw new ApiRefusal(
      409,
      serviceErrors.conflict,
      'uniqueForeignId: another application of this partner has it',
    );
  }
  const { urn } = applications.create(
    {
      partner,
      uniqueForeignId,
      name,
      description,
      oauth2AuthorizedCallbackUrls,
      validJsSdkDomains,
    },
    call.nowMs,
  );
  // Of the answer only `key` is known [postman]; secrets are the finder's to tell.
  return {
    status: 201,
    body: { key: urn, uniqueForeignId, name },
    headers: {
      'x-restli-id': urn,
      location: `${call.pathname}/${encodeURIComponent(urn)}`,
    },
  };
}

function find(call: PartnerCall): Answer {
  const { parameters, state, application } = call;
  if (parameters.get('q') !== 'credentialsByUniqueForeignId') {
    throw malformed('q: must be credentialsByUniqueForeignId');
  }
  const uniqueForeignId = parameters.get('uniqueForeignId') ?? '';
  if (uniqueForeignId === '') throw malformed('uniqueForeignId: is required');
  const found = state.applications.byForeignId(application.clientId, uniqueForeignId);
  return page(call, foundAll(found === undefined ? [] : [found]), credentialsElement);
}

async function change(call: PartnerCall, clientId: string): Promise<Answer> {
  const { patch } = await readJson(call.request);
  const set = isObject(patch) ? patch['$set'] : undefined;
  if (!isObject(patch) || !isObject(set)) throw malformed('patch: an object with $set is required');
  const other = Object.keys(patch).find((name) => name !== '$set');
  if (other !== undefined) throw malformed(`patch: ${other.slice(0, 100)} is not supported here`);
  assertUrls(set);
  const parsed = provisionedApplicationPatch.safeParse(set);
  if (!parsed.success) throw malformed(problemsOf(parsed.error, wireName));
  call.state.applications.change(clientId, withoutUndefined(parsed.data));
  return noContent;
}

/** The schema takes for granted that domains are addresses. */
function assertUrls({ validJsSdkDomains: domains }: Readonly<Record<string, unknown>>): void {
  if (!Array.isArray(domains)) return;
  if (domains.some((domain) => typeof domain === 'string' && !URL.canParse(domain))) {
    throw malformed('validJsSdkDomains: must be origins');
  }
}

type Changes = {
  [Field in keyof ProvisionedApplicationPatch]-?: Exclude<
    ProvisionedApplicationPatch[Field],
    undefined
  >;
};

const withoutUndefined = (patch: ProvisionedApplicationPatch): Partial<Changes> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

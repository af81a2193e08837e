/**
 * Candidates as LinkedIn takes them: PUT (batch_update), GET (batch_get), POST (batch_partial_update)
 * and DELETE on `/v2/atsCandidates` and `/rest/candidates`. The header `X-RestLi-Method` may be left
 * out, as in some of LinkedIn's own samples [postman]; a wrong one is refused. A batch is answered
 * with a status for each entity.
 */
import * as z from 'zod';
import { candidateRecord, type CandidateRecord } from '../../linkedin/candidate.ts';
import { maxQueryBytes, maxRecords, maxUrlBytes } from '../../linkedin/limits.ts';
import { parseQueryKeys, type CompoundKey } from '../../linkedin/restli.ts';
import { candidateWires, type CandidateWire, type Generation } from '../../linkedin/wire.ts';
import type { SandboxApplication, SandboxState, StoredCandidate } from '../state/store.ts';
import { ApiRefusal, serviceErrors } from './envelope.ts';

interface Answer {
  results: Record<string, unknown>;
  errors: Record<string, { status: number; message: string }>;
  statuses: Record<string, number>;
}

const restliMethods: Readonly<Record<string, string>> = {
  GET: 'batch_get',
  PUT: 'batch_update',
  POST: 'batch_partial_update',
  DELETE: 'batch_delete',
};
/** Candidates carry this in the integration they belong to. */
const integration = 'IN_ATS_INDICATOR';

const patchEntity = z.object({
  patch: z
    .strictObject({
      $set: z.strictObject({ manualMatchedMember: z.string() }).optional(),
      $delete: z.array(z.literal('manualMatchedMember')).optional(),
    })
    .refine((patch) => patch.$set !== undefined || patch.$delete !== undefined, {
      error: 'needs $set or $delete',
    }),
});

/** Answers a request for candidates of one generation. */
export async function answerCandidates(
  state: SandboxState,
  application: SandboxApplication,
  generation: Generation,
  request: Request,
): Promise<Response> {
  const wire = candidateWires[generation];
  const { search, href } = new URL(request.url);
  const query = search.slice(1);
  assertSize(query, href);
  assertMethod(request);
  const keys = readKeys(wire, generation, query, application);
  const answer: Answer = { results: {}, errors: {}, statuses: {} };
  const entities =
    request.method === 'PUT' || request.method === 'POST' ? await readEntities(request) : {};
  const lookUp = entityLookup(wire, entities);

  for (const key of keys) {
    const text = wire.style.entity(key);
    const organization = key['integrationContext'] ?? '';
    const id = key[wire.names.id] ?? '';
    const report = (status: number, message?: string): void => {
      answer.statuses[text] = status;
      if (message === undefined) answer.results[text] = { status };
      else answer.errors[text] = { status, message };
    };
    switch (request.method) {
      case 'PUT':
        put(state, wire, organization, id, lookUp(key), report);
        break;
      case 'POST':
        patch(state, organization, id, lookUp(key), report);
        break;
      case 'DELETE':
        if (state.deleteCandidate(organization, id)) report(204);
        else report(404, 'There is no such candidate');
        break;
      default: {
        const stored = state.candidate(organization, id);
        if (stored === null) report(404, 'There is no such candidate');
        else {
          answer.statuses[text] = 200;
          answer.results[text] = project(view(state, wire, organization, stored), query);
        }
      }
    }
  }
  return Response.json(answer);
}

type Report = (status: number, message?: string) => void;

function put(
  state: SandboxState,
  wire: CandidateWire,
  organization: string,
  id: string,
  entity: unknown,
  report: Report,
): void {
  if (entity === undefined) {
    report(400, 'The body has no entity for this key');
    return;
  }
  const {
    [wire.names.createdAt]: atsCreatedAt,
    [wire.names.modifiedAt]: atsLastModifiedAt,
    ...rest
  } = (entity ?? {}) as Record<string, unknown>;
  const own = { ...rest, id, atsCreatedAt, atsLastModifiedAt };
  const present = Object.fromEntries(
    Object.entries(own).filter(([, value]) => value !== null && value !== undefined),
  );
  const parsed = candidateRecord.safeParse(present);
  if (!parsed.success) {
    report(400, messageOf(parsed.error, wire));
    return;
  }
  report(state.putCandidate(organization, parsed.data) === 'created' ? 201 : 200);
}

function patch(
  state: SandboxState,
  organization: string,
  id: string,
  entity: unknown,
  report: Report,
): void {
  const parsed = patchEntity.safeParse(entity);
  if (!parsed.success) {
    report(400, `patch: only manualMatchedMember can be set or deleted here`);
    return;
  }
  if (state.candidate(organization, id) === null) {
    report(404, 'There is no such candidate');
    return;
  }
  const member = parsed.data.patch.$set?.manualMatchedMember;
  if (member === undefined) state.unlink(organization, id);
  else if (!state.link(organization, id, member)) {
    report(400, 'manualMatchedMember: there is no such member');
    return;
  }
  report(204);
}

/** Names the field as the caller's generation spells it. */
function messageOf(error: z.ZodError<CandidateRecord>, { names }: CandidateWire): string {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).join('.');
  const field =
    path === 'atsCreatedAt'
      ? names.createdAt
      : path === 'atsLastModifiedAt'
        ? names.modifiedAt
        : path;
  return `${field || 'entity'}: ${issue?.message ?? 'is not valid'}`;
}

function view(
  state: SandboxState,
  { names }: CandidateWire,
  organization: string,
  { record, manualMatch }: StoredCandidate,
): Record<string, unknown> {
  const { id, atsCreatedAt, atsLastModifiedAt, manualMatchedMember: _sent, ...rest } = record;
  const match = state.matchOf(organization, id);
  return {
    ...rest,
    [names.createdAt]: atsCreatedAt,
    [names.modifiedAt]: atsLastModifiedAt,
    matchedMembers: match.kind === 'automatic' ? [match.person.personUrn] : [],
    ...(manualMatch === null ? {} : { manualMatchedMember: manualMatch }),
  };
}

/** `fields=a,b` leaves only those. */
function project(entity: Record<string, unknown>, query: string): Record<string, unknown> {
  const fields = new URLSearchParams(query).get('fields');
  if (fields === null) return entity;
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.has(name)));
}

function assertSize(query: string, href: string): void {
  if (query.length > maxQueryBytes || href.length > maxUrlBytes) {
    throw new ApiRefusal(
      414,
      serviceErrors.tooLong,
      `Request URI too long: at most ${String(maxQueryBytes)} bytes of query and ${String(maxUrlBytes)} of URL`,
    );
  }
}

function assertMethod(request: Request): void {
  const expected = restliMethods[request.method];
  if (expected === undefined) {
    throw new ApiRefusal(405, serviceErrors.malformed, `${request.method} is not supported here`);
  }
  const named = request.headers.get('x-restli-method');
  if (named !== null && named.toLowerCase() !== expected) {
    throw new ApiRefusal(
      400,
      serviceErrors.malformed,
      `X-RestLi-Method must be ${expected} for ${request.method}`,
    );
  }
}

function readKeys(
  wire: CandidateWire,
  generation: Generation,
  query: string,
  application: SandboxApplication,
): CompoundKey[] {
  const bad = (message: string): never => {
    throw new ApiRefusal(400, serviceErrors.malformed, message);
  };
  const keys = parseQueryKeys(query) ?? bad('ids: there are none, or they are malformed');
  if (keys.length > maxRecords) bad(`ids: at most ${String(maxRecords)} in a batch`);
  const seen = new Set<string>();
  return keys.map((key) => {
    const id = key[wire.names.id] ?? '';
    if (id === '') bad(`ids: ${wire.names.id} is missing`);
    if (generation === 'v2' && key['dataProvider'] !== 'ATS') bad('ids: dataProvider must be ATS');
    const context = key['integrationContext'] ?? '';
    if (!/^urn:li:organization:\w+$/.test(context)) {
      bad('ids: integrationContext must be urn:li:organization:{id}');
    }
    const enabled = application.enabledIntegrations?.includes(integration) ?? true;
    if (!application.organizations.includes(context) || !enabled) {
      throw new ApiRefusal(
        403,
        serviceErrors.forbidden,
        'This application has no enabled integration for the integrationContext',
      );
    }
    // Keys of one record in canonical form, whatever order or encoding they came in.
    const canonical = wire.key(context, id);
    const text = wire.style.entity(canonical);
    if (seen.has(text)) bad('ids: a key stands there twice');
    seen.add(text);
    return canonical;
  });
}

async function readEntities(request: Request): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new ApiRefusal(400, serviceErrors.malformed, 'The body is not JSON');
  }
  const parsed = z.object({ entities: z.record(z.string(), z.unknown()) }).safeParse(body);
  if (parsed.success) return parsed.data.entities;
  throw new ApiRefusal(400, serviceErrors.malformed, 'entities: an object is required');
}

/**
 * Finds the entity of a key. Samples write raw ids into body keys, careful clients encode them:
 * both are accepted [inferred], compared by what they decode to, then as they stand.
 */
function entityLookup(
  wire: CandidateWire,
  entities: Record<string, unknown>,
): (key: CompoundKey) => unknown {
  const decoded = new Map<string, unknown>();
  for (const [text, entity] of Object.entries(entities)) {
    const key = wire.style.parse(text);
    const id = key?.[wire.names.id];
    const context = key?.['integrationContext'];
    if (id !== undefined && context !== undefined) {
      decoded.set(wire.style.entity(wire.key(context, id)), entity);
    }
  }
  return (key) => {
    const found = decoded.get(wire.style.entity(key));
    if (found !== undefined) return found;
    const raw = Object.entries(key)
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    return entities[raw];
  };
}

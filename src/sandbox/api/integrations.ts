/**
 * `/v2/atsIntegrations` and `/rest/integrations`: what a customer has asked for, named by the ATS and
 * switched on by the customer [doc].
 */
import { integrationForms } from '../../linkedin/forms.ts';
import { maxRecords } from '../../linkedin/limits.ts';
import { integrationName, integrationTypes } from '../../linkedin/records/integration.ts';
import { parseQueryKeys, parseSegment, type CompoundKey, type Key } from '../../linkedin/restli.ts';
import type { Integration, IntegrationRef } from '../state/integrations.ts';
import { BatchAnswer } from './batch-answer.ts';
import { isObject, readJson } from './body.ts';
import {
  countRecords,
  noContent,
  ok,
  restliMethod,
  type Answer,
  type Call,
  type Handler,
} from './call.ts';
import { integrationElement } from './elements/integration.ts';
import { identifyCompound, matchEntities, readEntities } from './entities/bodies.ts';
import { malformed, notFound } from './envelope.ts';
import { styleOf } from './key-style.ts';
import { foundAll, page } from './paging.ts';
import { projectionOf } from './projection.ts';

export const integrations: Handler = (call) => {
  const [segment] = call.segments;
  if (segment !== undefined) return single(call, segment);
  if (call.request.method === 'GET' && call.parameters.has('q')) {
    restliMethod(call, { GET: ['finder'] });
    return findByRequest(call);
  }
  return batch(
    call,
    restliMethod(call, { GET: ['batch_get'], POST: ['batch_partial_update'] } as const),
  );
};

async function batch(call: Call, method: 'batch_get' | 'batch_partial_update'): Promise<Answer> {
  const targets = readIntegrationKeys(call);
  countRecords(call, targets.length);
  const answer = new BatchAnswer();
  const entities = method === 'batch_get' ? [] : await entitiesOf(call, targets, answer);
  const project = projectionOf(call.parameters);
  targets.forEach(({ ref, text }, index) => {
    const integration = call.state.integrations.get(call.application.clientId, ref);
    if (integration === null) {
      answer.outcome(text, 404, 'The customer has requested no such integration');
    } else if (method === 'batch_get') {
      answer.entity(text, project(integrationElement(integration, call.generation)));
    } else {
      const problem = changeName(call, integration, entities[index]);
      answer.outcome(text, problem === null ? 204 : 400, problem ?? undefined);
    }
  });
  return answer.answer();
}

async function single(call: Call, segment: string): Promise<Answer> {
  const method = restliMethod(call, { GET: ['get'], POST: ['partial_update'] } as const);
  const integration = integrationOf(call, segment);
  countRecords(call, 1);
  if (method === 'get') {
    const element = integrationElement(integration, call.generation);
    return ok(projectionOf(call.parameters)(element));
  }
  const problem = changeName(call, integration, await readJson(call.request));
  if (problem !== null) throw malformed(problem);
  return noContent;
}

/** The application's integration a segment of the path names. @throws ApiRefusal 400, 404 */
export function integrationOf(call: Call, segment: string): Integration {
  const key = parseSegment(segment);
  if (key === null) throw malformed('integrationContext: the path has no such key');
  const { ref, others } = readIntegrationRef(call, key);
  const [other] = Object.keys(others);
  if (other !== undefined) throw malformed(`ids: ${other.slice(0, 100)} is no part of the key`);
  const found = call.state.integrations.get(call.application.clientId, ref);
  if (found === null) throw notFound('The customer has requested no such integration');
  return found;
}

/** Only the name is the ATS's to set [postman]. */
function changeName(
  { state, nowMs }: Call,
  integration: Integration,
  entity: unknown,
): string | null {
  const patch = isObject(entity) ? entity['patch'] : undefined;
  const set = isObject(patch) ? patch['$set'] : undefined;
  if (!isObject(patch) || !isObject(set)) return 'patch: an object with $set is required';
  const other =
    Object.keys(patch).find((name) => name !== '$set') ??
    Object.keys(set).find((name) => name !== 'integrationName');
  if (other !== undefined) return `${other.slice(0, 100)}: cannot be changed here`;
  const name = integrationName.safeParse(set['integrationName']);
  if (!name.success) return 'integrationName: a text is required';
  state.integrations.setName(integration, name.data, nowMs);
  return null;
}

function findByRequest(call: Call): Answer {
  const { parameters, state, application, nowMs, generation } = call;
  if (parameters.get('q') !== 'request') throw malformed('q: must be request');
  const requestId = parameters.get('requestId') ?? '';
  if (requestId === '') throw malformed('requestId: is required');
  const { clientId } = application;
  const change = state.integrations.statusChanges.get(requestId, clientId, nowMs);
  if (change === null) throw notFound('requestId: there is no such request, or it has expired');
  const changed = change.integrations.flatMap((ref) => state.integrations.get(clientId, ref) ?? []);
  return page(call, foundAll(changed), (item) => integrationElement(item, generation));
}

interface KeyTarget {
  readonly ref: IntegrationRef;
  readonly key: CompoundKey;
  readonly text: string;
}

function readIntegrationKeys(call: Call): KeyTarget[] {
  const keys = readCompoundKeys(call);
  const style = styleOf(call.query);
  const seen = new Set<string>();
  return keys.map((key) => {
    const { ref, others } = readIntegrationRef(call, key);
    const [other] = Object.keys(others);
    if (other !== undefined) throw malformed(`ids: ${other.slice(0, 100)} is no part of the key`);
    const usual = usualKey(call, ref);
    const text = style.entity(usual);
    if (seen.has(text)) throw malformed('ids: a key stands there twice');
    seen.add(text);
    return { ref, key: usual, text };
  });
}

async function entitiesOf(
  call: Call,
  targets: readonly KeyTarget[],
  answer: BatchAnswer,
): Promise<unknown[]> {
  const entities = await readEntities(call.request);
  const identityOf = (key: CompoundKey): string => JSON.stringify(key);
  return matchEntities(
    answer,
    targets.map(({ text, key }) => ({ text, identity: identityOf(key) })),
    entities,
    (text) =>
      identifyCompound(text, new Map(), (key) => {
        const { ref } = readIntegrationRef(call, key);
        return identityOf(usualKey(call, ref));
      }),
  );
}

/** Compound keys of a batch. @throws ApiRefusal 400 */
export function readCompoundKeys({ query }: Call): CompoundKey[] {
  const keys: readonly Key[] | null = parseQueryKeys(query);
  if (keys === null) throw malformed('ids: there are none, or they are malformed');
  if (keys.length > maxRecords) throw malformed(`ids: at most ${maxRecords} in a batch`);
  return keys.map((key) => {
    const parsed = typeof key === 'string' ? parseSegment(key) : key;
    if (parsed === null) throw malformed('ids: integrationContext is missing');
    return parsed;
  });
}

/** What a key says of an integration, and what is left of it. @throws ApiRefusal 400 */
export function readIntegrationRef(
  { generation }: Call,
  key: CompoundKey,
): { readonly ref: IntegrationRef; readonly others: CompoundKey } {
  const { integrationContext, integrationType, tenantType, dataProvider, ...others } = key;
  for (const [name, value] of Object.entries({ integrationContext, integrationType, tenantType })) {
    if ((value ?? '') === '') throw malformed(`ids: ${name} is missing`);
  }
  if (dataProvider !== (generation === 'v2' ? 'ATS' : undefined)) {
    throw malformed(
      generation === 'v2'
        ? 'ids: dataProvider must be ATS'
        : 'ids: dataProvider is no part of the key under /rest',
    );
  }
  const type = integrationTypes.find((known) => known === integrationType);
  if (type === undefined) throw malformed('ids: integrationType is not known');
  return {
    ref: {
      integrationContext: integrationContext ?? '',
      integrationType: type,
      tenantType: tenantType ?? '',
    },
    others,
  };
}

/** A key put together in the usual order. */
export function usualKey({ generation }: Call, ref: IntegrationRef): CompoundKey {
  const key: Record<string, string> = {};
  for (const [wire, field] of integrationForms[generation].key) {
    key[wire] = field === '=' ? 'ATS' : ref[field as keyof IntegrationRef];
  }
  return key;
}

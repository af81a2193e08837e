/**
 * Configurations of integrations, in the spellings there are: below an integration
 * (`/v2/atsIntegrations/{key}/configurations?ids=CALLBACK_URL`) [postman], and as a resource of their
 * own (`/v2/atsIntegrationConfigurations`, `/rest/integrationConfigurations`) [doc], whose key we take
 * to be the integration's with `configurationKey` [unknown].
 */
import { maxRecords } from '../../linkedin/limits.ts';
import { configurationKeys, type ConfigurationKey } from '../../linkedin/records/integration.ts';
import {
  decodeValue,
  parseQueryKeys,
  parseSegment,
  type CompoundKey,
} from '../../linkedin/restli.ts';
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
import { identifyCompound, identifyPlain, matchEntities, readEntities } from './entities/bodies.ts';
import { ApiRefusal, malformed, notFound, serviceErrors } from './envelope.ts';
import { integrationOf, readCompoundKeys, readIntegrationRef, usualKey } from './integrations.ts';
import { styleOf } from './key-style.ts';

/** Deleting is only seen below an integration [postman]; a customer who turns to ACLs needs it everywhere. */
const batchMethods = {
  GET: ['batch_get'],
  PUT: ['batch_update'],
  DELETE: ['batch_delete'],
} as const;
const singleMethods = { GET: ['get'], PUT: ['update'], DELETE: ['delete'] } as const;

interface Target {
  readonly integration: Integration | null;
  readonly key: ConfigurationKey;
  readonly text: string;
  readonly identity: string;
}

interface Outcome {
  readonly status: number;
  readonly message?: string;
  readonly entity?: Readonly<Record<string, unknown>>;
}

/** `/v2/atsIntegrations/{key}/configurations` */
export const configurationsOfIntegration: Handler = async (call) => {
  const [segment = '', , own, ...others] = call.segments;
  if (others.length > 0) throw notFound('There is no such resource here');
  const integration = integrationOf(call, segment);
  if (own !== undefined) {
    const key = configurationKeyOf(decodeValue(own));
    return single(call, { integration, key, text: key, identity: key });
  }
  const keys = parseQueryKeys(call.query);
  if (keys === null) throw malformed('ids: there are none, or they are malformed');
  if (keys.length > maxRecords) throw malformed(`ids: at most ${maxRecords} in a batch`);
  const targets = keys.map((id) => {
    const key = configurationKeyOf(id);
    return { integration, key, text: key, identity: key };
  });
  return batch(call, targets, identifyPlain);
};

/** `/v2/atsIntegrationConfigurations`, `/rest/integrationConfigurations` */
export const integrationConfigurations: Handler = async (call) => {
  const [segment, ...others] = call.segments;
  if (others.length > 0) throw notFound('There is no such resource here');
  const style = styleOf(call.query);
  const targetOf = (key: CompoundKey): Target => {
    const { ref, configurationKey } = readOwnKey(call, key);
    const usual = { ...usualKey(call, ref), configurationKey };
    return {
      integration: call.state.integrations.get(call.application.clientId, ref),
      key: configurationKey,
      text: style.entity(usual),
      identity: JSON.stringify(usual),
    };
  };
  if (segment !== undefined) {
    const key = parseSegment(segment);
    if (key === null) throw malformed('configurationKey: the path has no such key');
    return single(call, targetOf(key));
  }
  return batch(call, readCompoundKeys(call).map(targetOf), (text) =>
    identifyCompound(text, new Map(), (key) => targetOf(key).identity),
  );
};

async function batch(
  call: Call,
  targets: readonly Target[],
  identify: (text: string) => string | null,
): Promise<Answer> {
  const method = restliMethod(call, batchMethods);
  if (new Set(targets.map(({ identity }) => identity)).size < targets.length) {
    throw malformed('ids: a key stands there twice');
  }
  countRecords(call, targets.length);
  const answer = new BatchAnswer();
  const entities =
    method === 'batch_update'
      ? matchEntities(answer, targets, await readEntities(call.request), identify)
      : [];
  targets.forEach((target, index) => {
    const { status, message, entity } = operate(call, target, method, entities[index]);
    if (entity === undefined) answer.outcome(target.text, status, message);
    else answer.entity(target.text, entity);
  });
  return answer.answer();
}

async function single(call: Call, target: Target): Promise<Answer> {
  const method = restliMethod(call, singleMethods);
  countRecords(call, 1);
  const entity = method === 'update' ? await readJson(call.request) : undefined;
  const outcome = operate(call, target, `batch_${method}`, entity);
  if (outcome.message !== undefined) {
    throw new ApiRefusal(outcome.status, serviceErrors.malformed, outcome.message);
  }
  return outcome.entity === undefined ? noContent : ok(outcome.entity);
}

function operate(
  { state, nowMs }: Call,
  { integration, key }: Target,
  method: (typeof batchMethods)[keyof typeof batchMethods][number],
  entity: unknown,
): Outcome {
  if (integration === null) {
    return { status: 404, message: 'The customer has requested no such integration' };
  }
  const value = integration.configurations[key];
  const absent: Outcome = { status: 404, message: `${key}: is not set` };
  // Earlier keys of the batch may have changed the integration.
  const current = state.integrations.get(integration.clientId, integration) ?? integration;
  switch (method) {
    case 'batch_get':
      if (value === undefined) return absent;
      return { status: 200, entity: { configurationValue: { string: value } } };
    case 'batch_delete':
      if (value === undefined) return absent;
      state.integrations.configure(current, key, null, nowMs);
      return { status: 204 };
    case 'batch_update': {
      const union = isObject(entity) ? entity['configurationValue'] : undefined;
      // A union, of which only the member `string` has been seen [postman].
      const text = isObject(union) ? union['string'] : undefined;
      if (typeof text !== 'string') {
        return { status: 400, message: 'configurationValue: an object with a string is required' };
      }
      const problem =
        problemOf(current, key, text) ?? takenBy(state.integrations, current, key, text);
      if (problem !== null) return { status: 400, message: `configurationValue: ${problem}` };
      state.integrations.configure(current, key, text, nowMs);
      return { status: value === undefined ? 201 : 200 };
    }
  }
}

function problemOf(
  { integrationType }: Integration,
  key: ConfigurationKey,
  text: string,
): string | null {
  if (key !== 'CALLBACK_URL') {
    // The one valid value [doc].
    return text === 'ALL_PRODUCT_USERS' ? null : 'must be ALL_PRODUCT_USERS';
  }
  if (!integrationType.endsWith('ONE_CLICK_EXPORT')) {
    return `CALLBACK_URL is not for integrations of type ${integrationType}`;
  }
  const url = URL.canParse(text) && text.length <= 2_000 ? new URL(text) : null;
  // LinkedIn wants https, on port 443 or 80 [doc]. A partner's machine has no certificate, so the
  // sandbox also calls back to its own.
  const isOwn =
    url !== null && /^(?:localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwn)) {
    return url.hash === '' && url.username === '' ? null : 'must have no user and no fragment';
  }
  return 'must be an https URL';
}

/** One address for one customer [doc]. */
function takenBy(
  integrations: Call['state']['integrations'],
  { clientId }: Integration,
  key: ConfigurationKey,
  text: string,
): string | null {
  if (key !== 'CALLBACK_URL') return null;
  const other = integrations.byCallbackUrl(text).some((found) => found.clientId !== clientId);
  return other ? 'is the CALLBACK_URL of another customer' : null;
}

function readOwnKey(
  call: Call,
  key: CompoundKey,
): { readonly ref: IntegrationRef; readonly configurationKey: ConfigurationKey } {
  const { ref, others } = readIntegrationRef(call, key);
  const { configurationKey = '', ...more } = others;
  const [other] = Object.keys(more);
  if (other !== undefined) throw malformed(`ids: ${other.slice(0, 100)} is no part of the key`);
  return { ref, configurationKey: configurationKeyOf(configurationKey) };
}

function configurationKeyOf(key: unknown): ConfigurationKey {
  const found = configurationKeys.find((known) => known === key);
  if (found !== undefined) return found;
  throw malformed(`ids: a configuration key is one of ${configurationKeys.join(', ')}`);
}

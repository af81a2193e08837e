/** Integrations of a customer and their configurations [doc, postman]. */
import * as z from 'zod';
import { readIntegration, type Integration } from '../answers/integration.ts';
import { isRaw, pick, textOf } from '../answers/tolerant.ts';
import { sendBatches, type BatchCall, type BatchItem } from '../batches.ts';
import { checked, givenId } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { codeOfStatus, LinkedInError } from '../errors.ts';
import type { EntityForm } from '../form.ts';
import { configurationForms, integrationForms } from '../forms.ts';
import type { Platform } from '../platform.ts';
import {
  configurationKey,
  configurationRecord,
  integrationKey,
  integrationName,
  type ConfigurationKey,
  type ConfigurationRecord,
  type IntegrationKey,
} from '../records/integration.ts';
import { silence, type Told } from '../told.ts';
import { find, single } from './finder.ts';

export interface IntegrationsApi {
  /**
   * How integrations stand. One that LinkedIn does not know is null.
   * @returns one for each key, in their order
   * @throws LinkedInError
   */
  get(keys: readonly IntegrationKey[], options?: CallOptions): Promise<(Integration | null)[]>;
  /**
   * Names an integration for the customer's Recruiter administrator [postman, mandatory].
   * @throws LinkedInError `invalid`, `not_found`, `rejected`
   */
  setName(key: IntegrationKey, name: string, options?: CallOptions): Promise<void>;
  /**
   * What a push of INTEGRATION_STATUS_CHANGE is about.
   * @throws LinkedInError `not_found` when the request id is unknown or too old
   */
  changes(requestId: string, options?: CallOptions): Promise<Integration[]>;
  /**
   * Values of configurations; one that is not set is null.
   * @throws LinkedInError
   */
  configurations(
    key: IntegrationKey,
    names: readonly ConfigurationKey[],
    options?: CallOptions,
  ): Promise<Map<ConfigurationKey, string | null>>;
  /**
   * Sets configurations of an integration; of two for one key the later one counts.
   * @throws LinkedInError `invalid` that names the field, `rejected`
   */
  configure(
    key: IntegrationKey,
    records: readonly ConfigurationRecord[],
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Removes configurations; one that is not set is no error. The versioned API is not documented to
   * have this [unknown].
   * @throws LinkedInError
   */
  removeConfigurations(
    key: IntegrationKey,
    names: readonly ConfigurationKey[],
    options?: CallOptions,
  ): Promise<void>;
}

const integrationKeys = z.array(integrationKey);
const configurationKeys = z.array(configurationKey);
const configurationRecords = z.array(configurationRecord);

export function createIntegrationsApi(platform: Platform): IntegrationsApi {
  const { generation } = platform;
  const form: EntityForm = integrationForms[generation];
  const integrations = { form, group: 'integrations' } as const;
  const settings = {
    form: configurationForms[generation] as EntityForm,
    // Below an integration's path they count as its requests [inferred].
    group: generation === 'v2' ? 'integrations' : 'configurations',
  } as const;

  const itemOf = (
    fields: z.output<typeof integrationKey>,
    name = '',
    entity?: object,
  ): BatchItem => ({
    context: fields.integrationContext,
    fields: { ...fields, key: name },
    id: name,
    entity,
  });
  /** What is said of each item, in their order. A key may stand only once in a request. */
  const ask = async (call: BatchCall, items: readonly BatchItem[]): Promise<Told[]> => {
    const unique = new Map(items.map((item) => [JSON.stringify(item.fields), item]));
    const identities = [...unique.keys()];
    const told: Told[] = [];
    await sendBatches(platform, call, [...unique.values()], (index, one) => {
      told[index] = one;
    });
    return items.map(({ fields }) => told[identities.indexOf(JSON.stringify(fields))] ?? silence);
  };

  return {
    async get(keys, { signal } = {}) {
      const parsed = checked(integrationKeys, keys, 'keys');
      const replies = await ask(
        { ...integrations, method: 'GET', signal },
        parsed.map((key) => itemOf(key)),
      );
      return replies.map((told, index) => {
        if (isAbsent(told)) return null;
        const read = readIntegration(told.result);
        const key = parsed[index];
        return {
          ...read,
          integrationContext: read.integrationContext ?? key?.integrationContext,
          integrationType: read.integrationType ?? key?.integrationType,
          tenantType: read.tenantType ?? key?.tenantType,
        };
      });
    },

    async setName(key, name, { signal } = {}) {
      const fields = checked(integrationKey, key, 'key');
      const $set = { integrationName: checked(integrationName, name, 'integrationName') };
      const call = { ...integrations, method: 'POST', signal } as const;
      assertDone(await ask(call, [itemOf(fields, '', { patch: { $set } })]));
    },

    async changes(requestId, options) {
      checked(givenId, requestId, 'requestId');
      const finder = {
        resource: form.path.slice(`/${generation}/`.length),
        query: ['q=request', single('requestId', requestId)],
        group: 'integrations',
        pageSize: 100,
        read: readIntegration,
      } as const;
      const found: Integration[] = [];
      for await (const one of find(platform, finder, options)) found.push(one);
      return found;
    },

    async configurations(key, names, { signal } = {}) {
      const fields = checked(integrationKey, key, 'key');
      const items = checked(configurationKeys, names, 'names').map((name) => itemOf(fields, name));
      const replies = await ask({ ...settings, method: 'GET', signal }, items);
      return new Map(names.map((name, index) => [name, valueOf(replies[index] ?? silence)]));
    },

    async configure(key, records, { signal } = {}) {
      const fields = checked(integrationKey, key, 'key');
      const items = checked(configurationRecords, records, 'records').map(({ key: name, value }) =>
        itemOf(fields, name, { configurationValue: { string: value } }),
      );
      assertDone(await ask({ ...settings, method: 'PUT', signal }, items));
    },

    async removeConfigurations(key, names, { signal } = {}) {
      const fields = checked(integrationKey, key, 'key');
      const items = checked(configurationKeys, names, 'names').map((name) => itemOf(fields, name));
      const replies = await ask({ ...settings, method: 'DELETE', signal }, items);
      assertDone(replies.filter(({ status }) => status !== 404));
    },
  };
}

function valueOf(told: Told): string | null {
  if (isAbsent(told) || !isRaw(told.result)) return null;
  const value = pick(told.result, 'configurationValue.string', 'configurationValue', 'value');
  return textOf(value) ?? null;
}

/**
 * Whether LinkedIn does not have it.
 * @throws LinkedInError when it refuses to say
 */
function isAbsent(told: Told): boolean {
  if (told.result !== undefined) return false;
  if (told.error === undefined || told.status === 404) return true;
  throw refusal(told);
}

/** @throws LinkedInError */
function assertDone(replies: readonly Told[]): void {
  for (const told of replies) {
    const { status = told.result === undefined ? 0 : 200, error } = told;
    if (error !== undefined || status < 200 || status >= 300) throw refusal(told);
  }
}

function refusal({ status, error }: Told): LinkedInError {
  const message = error === undefined ? 'says nothing about' : 'refuses';
  return new LinkedInError(
    status === undefined || status < 400 ? 'bad_answer' : codeOfStatus(status),
    `LinkedIn ${message} this integration or configuration`,
    { status, said: error?.message },
  );
}

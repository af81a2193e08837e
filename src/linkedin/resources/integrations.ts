/** Integrations of a customer and their configurations [doc, postman]. */
import { sendBatches, type BatchCall, type BatchItem, type Told } from '../batches.ts';
import { readIntegration, type Integration } from '../answers/integration.ts';
import { isRaw, pick, textOf } from '../answers/tolerant.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import {
  configurationForms,
  integrationForms,
  type EntityForm,
  type Generation,
} from '../forms.ts';
import { readCollection } from '../pages.ts';
import {
  configurationRecord,
  integrationKey,
  integrationName,
  type ConfigurationKey,
  type ConfigurationRecord,
  type IntegrationKey,
} from '../records/integration.ts';
import { encodeValue } from '../restli.ts';
import type { Send } from '../transport.ts';

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
   * Sets configurations of an integration.
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

export function createIntegrationsApi(
  generation: Generation,
  baseUrlBytes: number,
  send: Send,
): IntegrationsApi {
  const form: EntityForm = integrationForms[generation];
  const configurationForm: EntityForm = configurationForms[generation];
  const common = { form, group: 'integrations', baseUrlBytes } as const;
  const settings = { form: configurationForm, group: 'configurations', baseUrlBytes } as const;

  const itemOf = (key: IntegrationKey, name = '', entity?: unknown): BatchItem => {
    const fields = checked(key);
    return {
      context: fields.integrationContext,
      fields: { ...fields, key: name },
      id: name,
      entity,
    };
  };
  /** What is said of each item, in their order. */
  const ask = async (call: BatchCall, items: readonly BatchItem[]): Promise<Told[]> => {
    const told = new Map<BatchItem, Told>();
    await sendBatches(send, call, items, (item, one) => void told.set(item, one));
    return items.map((item) => told.get(item) ?? nothing);
  };

  return {
    async get(keys, { signal } = {}) {
      const items = keys.map((key) => itemOf(key));
      const replies = await ask({ ...common, method: 'GET', signal }, items);
      return replies.map((told, index) => {
        if (isAbsent(told)) return null;
        const read = readIntegration(told.result);
        const key = keys[index];
        return {
          ...read,
          integrationContext: read.integrationContext ?? key?.integrationContext,
          integrationType: read.integrationType ?? key?.integrationType,
          tenantType: read.tenantType ?? key?.tenantType ?? 'RECRUITER',
        };
      });
    },

    async setName(key, name, { signal } = {}) {
      const parsed = integrationName.safeParse(name);
      if (!parsed.success)
        throw new LinkedInError('invalid', 'integrationName: 1 to 1,000 characters');
      const item = itemOf(key, '', { patch: { $set: { integrationName: name } } });
      assertDone(await ask({ ...common, method: 'POST', signal }, [item]));
    },

    async changes(requestId, options = {}) {
      const found: Integration[] = [];
      const collection = {
        path: form.path,
        query: `q=request&requestId=${encodeValue(requestId)}`,
        group: 'integrations',
        style: form.style,
        pageSize: 100,
        ...options,
      } as const;
      const identify = (one: Integration): string =>
        `${one.integrationContext ?? ''} ${one.integrationType ?? ''}`;
      for await (const { element } of readCollection(send, collection, readIntegration, identify)) {
        found.push(element);
      }
      return found;
    },

    async configurations(key, names, { signal } = {}) {
      const items = names.map((name) => itemOf(key, name));
      const replies = await ask({ ...settings, method: 'GET', signal }, items);
      const values = replies.map((told) => {
        if (isAbsent(told) || !isRaw(told.result)) return null;
        const value = pick(told.result, 'configurationValue.string', 'configurationValue', 'value');
        return textOf(value) ?? null;
      });
      return new Map(names.map((name, index) => [name, values[index] ?? null]));
    },

    async configure(key, records, { signal } = {}) {
      const items = records.map((record) => {
        const parsed = configurationRecord.safeParse(record);
        if (!parsed.success) {
          const [issue] = parsed.error.issues;
          throw new LinkedInError(
            'invalid',
            `${issue?.path.join('.') ?? 'configuration'}: ${issue?.message ?? 'is not valid'}`,
          );
        }
        const { key: name, value } = parsed.data;
        return itemOf(key, name, { configurationValue: { string: value } });
      });
      assertDone(await ask({ ...settings, method: 'PUT', signal }, items));
    },

    async removeConfigurations(key, names, { signal } = {}) {
      const items = names.map((name) => itemOf(key, name));
      const replies = await ask({ ...settings, method: 'DELETE', signal }, items);
      assertDone(replies.filter(({ status }) => status !== 404));
    },
  };
}

/** @throws LinkedInError `invalid` */
function checked(key: IntegrationKey) {
  const parsed = integrationKey.safeParse(key);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LinkedInError(
    'invalid',
    `${issue?.path.join('.') ?? 'key'}: ${issue?.message ?? 'is not valid'}`,
  );
}

const nothing: Told = { status: undefined, result: undefined, error: undefined };

/**
 * Whether LinkedIn does not have it.
 * @throws LinkedInError when it refuses to say
 */
function isAbsent(told: Told): boolean {
  if (told.result !== undefined) return false;
  if (told.status === 404 || told.status === undefined) return true;
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
  return new LinkedInError(
    status === 404 ? 'not_found' : status === 403 ? 'forbidden' : 'rejected',
    error?.message ?? 'LinkedIn said nothing about this integration',
    { status },
  );
}

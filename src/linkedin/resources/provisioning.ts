/**
 * Applications of customers, provisioned with the token of the partner's own (parent) application
 * [doc, postman]. This is where customers' secrets come from: they are in results only, never in
 * errors or logs.
 */
import * as z from 'zod';
import {
  readApplicationUrn,
  readCredentials,
  type ApplicationCredentials,
} from '../answers/provisioned-application.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import { pageAnswer } from '../pages.ts';
import {
  provisionedApplicationPatch,
  provisionedApplicationRecord,
  type ProvisionedApplicationPatch,
  type ProvisionedApplicationRecord,
} from '../records/integration.ts';
import { encodeValue } from '../restli.ts';
import { parseAnswer, type ApiRequest, type Send } from '../transport.ts';

export interface ProvisioningApi {
  /**
   * Provisions the application of a customer.
   * @returns its URN, by which it is updated
   * @throws LinkedInError `conflict` when the foreign id is taken (then `credentials` finds it),
   * `invalid` that names the field. When nobody knows whether the request arrived (`unreachable`,
   * `unavailable`) it is not repeated: ask for `credentials` first.
   */
  create(application: ProvisionedApplicationRecord, options?: CallOptions): Promise<string>;
  /**
   * Changes an application; lists are replaced whole [inferred].
   * @param urn `urn:li:developerApplication:…`
   * @throws LinkedInError
   */
  update(urn: string, patch: ProvisionedApplicationPatch, options?: CallOptions): Promise<void>;
  /**
   * Client id and secret of an application.
   * @returns null if the foreign id is not known
   * @throws LinkedInError
   */
  credentials(
    uniqueForeignId: string,
    options?: CallOptions,
  ): Promise<ApplicationCredentials | null>;
}

/** Provisioning is on `/v2` in all samples; the migration table does not list it. */
const path = '/v2/provisionedApplications';

export function createProvisioningApi(send: Send): ProvisioningApi {
  const request = { path, route: path, query: '', group: 'provisioning', records: 0 } as const;

  return {
    async create(application, { signal } = {}) {
      const body = parse(provisionedApplicationRecord, application);
      const call: ApiRequest = { ...request, method: 'POST', body, repeatable: false, signal };
      return send(call, ({ body: answer, createdId }) => {
        const urn = readApplicationUrn(answer) ?? createdId;
        if (urn !== undefined) return urn;
        throw new LinkedInError('bad_answer', 'the answer names no application: key');
      });
    },

    async update(urn, patch, { signal } = {}) {
      const $set = parse(provisionedApplicationPatch, patch);
      const call: ApiRequest = {
        ...request,
        method: 'POST',
        path: `${path}/${encodeURIComponent(urn)}`,
        route: `${path}/{key}`,
        body: { patch: { $set } },
        signal,
      };
      await send(call, () => undefined);
    },

    async credentials(uniqueForeignId, { signal } = {}) {
      const query = `q=credentialsByUniqueForeignId&uniqueForeignId=${encodeValue(uniqueForeignId)}`;
      try {
        return await send({ ...request, method: 'GET', query, signal }, (answer) => {
          // A finder answers with elements; a single object would do as well [unknown].
          const page = pageAnswer.safeParse(answer.body);
          const raw = page.success ? page.data.elements[0] : parseAnswer(z.unknown(), answer);
          return raw === undefined ? null : readCredentials(raw);
        });
      } catch (error) {
        if (error instanceof LinkedInError && error.code === 'not_found') return null;
        throw error;
      }
    },
  };
}

/** @throws LinkedInError `invalid` that names the field, never its value */
function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LinkedInError(
    'invalid',
    `${issue?.path.join('.') ?? 'application'}: ${issue?.message ?? 'is not valid'}`,
  );
}

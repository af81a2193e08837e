/**
 * Applications of customers, provisioned with the token of the partner's own (parent) application
 * [doc, postman]. This is where customers' secrets come from: they are in results only, never in
 * errors or logs.
 */
import { pageAnswer } from '../answers/page.ts';
import {
  readApplicationUrn,
  readCredentials,
  type ApplicationCredentials,
} from '../answers/provisioned-application.ts';
import { checked } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { developerApplicationUrn } from '../records/common.ts';
import {
  provisionedApplicationPatch,
  provisionedApplicationRecord,
  type ProvisionedApplicationPatch,
  type ProvisionedApplicationRecord,
} from '../records/integration.ts';
import { encodeValue } from '../restli.ts';
import type { HttpAnswer } from '../http.ts';
import { single } from './finder.ts';

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

export function createProvisioningApi({ send }: Platform): ProvisioningApi {
  const request = { path, route: path, query: '', group: 'provisioning', records: 0 } as const;

  return {
    async create(application, { signal } = {}) {
      const body = JSON.stringify(
        checked(provisionedApplicationRecord, application, 'application'),
      );
      return send({ ...request, method: 'POST', body, repeatable: false, signal }, (answer) => {
        const urn = readApplicationUrn(answer.body) ?? answer.createdId;
        if (urn !== undefined) return urn;
        throw new LinkedInError('bad_answer', 'the answer names no application: key');
      });
    },

    async update(urn, patch, { signal } = {}) {
      checked(developerApplicationUrn, urn, 'urn');
      const $set = checked(provisionedApplicationPatch, patch, 'patch');
      const call = {
        ...request,
        method: 'POST',
        path: `${path}/${encodeValue(urn)}`,
        route: `${path}/{key}`,
        body: JSON.stringify({ patch: { $set } }),
        signal,
      } as const;
      await send(call, () => undefined);
    },

    async credentials(uniqueForeignId, { signal } = {}) {
      checked(
        provisionedApplicationRecord.shape.uniqueForeignId,
        uniqueForeignId,
        'uniqueForeignId',
      );
      const finder = 'q=credentialsByUniqueForeignId';
      const query = `${finder}&${single('uniqueForeignId', uniqueForeignId)}`;
      try {
        return await send({ ...request, method: 'GET', query, signal }, credentialsOf);
      } catch (error) {
        if (error instanceof LinkedInError && error.code === 'not_found') return null;
        throw error;
      }
    },
  };
}

/** A finder answers with elements; a single object would do as well [unknown]. */
function credentialsOf({ body }: HttpAnswer): ApplicationCredentials | null {
  const page = pageAnswer.safeParse(body);
  const raw: unknown = page.success ? page.data.elements[0] : body;
  if (raw === undefined) return null;
  const credentials = readCredentials(raw);
  if (credentials !== null) return credentials;
  throw new LinkedInError('bad_answer', 'the answer has no client id and secret');
}

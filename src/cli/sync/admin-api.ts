/** Asks a running backend by its admin API, for one customer. */
import type * as z from 'zod';
import { errorView } from '../../backend/admin/schemas.ts';
import { SyncCommandError } from './errors.ts';

export interface AdminApi {
  /** @param path below the customer's @throws SyncCommandError */
  ask<T extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    answer: T,
    body?: object,
  ): Promise<z.output<T>>;
}

export interface AdminApiOptions {
  readonly origin: string;
  /** Of an operator. */
  readonly token: string;
  readonly customer: string;
  readonly fetch: typeof fetch;
}

const timeoutMs = 120_000;

export function createAdminApi({ origin, token, customer, fetch }: AdminApiOptions): AdminApi {
  const base = `${origin}/rsc/admin/v1/customers/${encodeURIComponent(customer)}`;
  return {
    async ask(method, path, answer, body) {
      const response = await fetch(base + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      }).catch(() => {
        throw new SyncCommandError(
          'The backend does not answer at RSC_ORIGIN: check DNS, TLS and proxy.',
        );
      });
      const told: unknown = await response.json().catch(() => null);
      const parsed = answer.safeParse(told);
      if (response.ok && parsed.success) return parsed.data;
      throw refusal(response.status, told);
    },
  };
}

function refusal(status: number, told: unknown): SyncCommandError {
  const known = errorView.safeParse(told).data?.error;
  if (status === 401) return new SyncCommandError('RSC_ADMIN_TOKEN is not one of the backend.');
  if (known !== undefined) {
    const fields = (known.fields ?? []).map(({ field, fix }) => `\n  ${field}: ${fix}`);
    return new SyncCommandError(`${known.message} (${known.code})${fields.join('')}`, known.code);
  }
  if (status === 404) {
    return new SyncCommandError('The backend has no admin API: give createBackend `admin`.');
  }
  return new SyncCommandError(
    status < 300
      ? 'The backend answers in the form of another version: use the `rsc` of its version.'
      : `The backend answers ${String(status)}: look at its log.`,
  );
}

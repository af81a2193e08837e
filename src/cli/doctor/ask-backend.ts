/** Checks that a running backend does itself, asked by its admin API. */
import * as z from 'zod';
import type { CheckResult } from '../../backend/onboarding/checks/check.ts';
import { DoctorError } from './errors.ts';

export interface BackendQuestion {
  readonly origin: string;
  /** Of an operator. */
  readonly token: string;
  /** One customer; all, and the deployment, if undefined. */
  readonly customer: string | undefined;
  readonly maxCustomers: number;
  readonly fetch: typeof fetch;
}

const checkList = z.object({
  items: z.array(
    z.object({
      check: z.string(),
      customer: z.string().optional(),
      outcome: z.enum(['pass', 'warn', 'fail']),
      found: z.string(),
      fix: z.string(),
    }),
  ),
});
const page = z.object({
  items: z.array(z.object({ id: z.string(), status: z.string() })),
  next: z.string().nullable(),
});
const timeoutMs = 120_000;

/** @throws DoctorError if the backend cannot be asked */
export async function askBackend(question: BackendQuestion): Promise<CheckResult[]> {
  const { customer, maxCustomers } = question;
  if (customer !== undefined) return checksAt(question, `/customers/${customer}/checks`);
  const results = await checksAt(question, '/checks');
  let asked = 0;
  for (let after: string | null = ''; after !== null && asked < maxCustomers;) {
    const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const found: z.infer<typeof page> = await ask(
      question,
      'GET',
      `/customers?limit=100${query}`,
      page,
    );
    for (const { id, status } of found.items) {
      if (status === 'purged') continue;
      asked += 1;
      results.push(...(await checksAt(question, `/customers/${encodeURIComponent(id)}/checks`)));
    }
    after = found.next;
  }
  return results;
}

async function checksAt(question: BackendQuestion, path: string): Promise<CheckResult[]> {
  const { items } = await ask(question, 'POST', path, checkList);
  return items.map(({ customer, ...result }) =>
    customer === undefined ? result : { ...result, customer },
  );
}

async function ask<T extends z.ZodType>(
  { origin, token, fetch }: BackendQuestion,
  method: 'GET' | 'POST',
  path: string,
  schema: T,
): Promise<z.output<T>> {
  const response = await fetch(`${origin}/rsc/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new DoctorError('The backend does not answer at RSC_ORIGIN: check DNS, TLS and proxy.');
  });
  if (response.status === 401) throw new DoctorError('RSC_ADMIN_TOKEN is not one of the backend.');
  if (response.status === 404) {
    throw new DoctorError(
      'There is no such customer, or the backend has no admin API: give createBackend `admin`.',
    );
  }
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (response.ok && parsed.success) return parsed.data;
  throw new DoctorError(`The backend answers ${String(response.status)}: look at its log.`);
}

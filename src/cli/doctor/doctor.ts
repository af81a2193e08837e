/**
 * `rsc doctor`: checks a deployment from outside in, and says what to do. With the token of an
 * operator it asks the backend itself, through its public address; otherwise it opens the store, which
 * an embedded store allows only while no backend has it.
 */
import type { Kit } from '../../backend/app.ts';
import type { CheckResult } from '../../backend/onboarding/checks/check.ts';
import type { TenantPage } from '../../backend/tenants/tenant-records.ts';
import type { CommandOutput } from '../output.ts';
import { askBackend } from './ask-backend.ts';
import { DoctorError } from './errors.ts';
import {
  missingForStore,
  parseArguments,
  parseEnvironment,
  type DoctorArguments,
  type DoctorEnvironment,
} from './options.ts';
import { openForChecks } from './open-for-checks.ts';
import { tableOf } from './table.ts';

export const doctorUsage = 'rsc doctor [--json] [--customer ID]';

export interface DoctorParts {
  /** How the deployment and LinkedIn are reached. */
  readonly fetch?: typeof fetch;
}

/** Customers that are checked one by one when none is named. */
const maxCustomers = 1_000;

/**
 * Runs the checks and prints what they found.
 * @returns exit code: 0 if nothing fails, 1 if something does, 2 if it could not be checked
 */
export async function doctor(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: CommandOutput,
  parts: DoctorParts = {},
): Promise<0 | 1 | 2> {
  const parsed = parseArguments(args);
  if (parsed === null) {
    output.warn(`${doctorUsage}\n`);
    return 2;
  }
  const settings = parseEnvironment(environment);
  if ('problems' in settings) {
    output.warn(`${settings.problems.join('\n')}\n`);
    return 2;
  }
  const results = await collect(parsed, settings.found, parts).catch((error: unknown) => {
    // Errors of ours say what to do and hold no secret; of others only the class is told.
    const isOurs = error instanceof Error && 'code' in error && 'help' in error;
    const what = error instanceof DoctorError || isOurs ? error.message : nameOf(error);
    output.warn(`${what}\n`);
    return null;
  });
  if (results === null) return 2;
  output.write(parsed.json ? `${JSON.stringify({ results }, null, 2)}\n` : tableOf(results));
  return results.some(({ outcome }) => outcome === 'fail') ? 1 : 0;
}

const nameOf = (error: unknown): string =>
  `It could not be checked: ${error instanceof Error ? error.name : typeof error}`;

async function collect(
  { customer }: DoctorArguments,
  found: DoctorEnvironment,
  parts: DoctorParts,
): Promise<CheckResult[]> {
  const { RSC_ADMIN_TOKEN: token, RSC_ORIGIN: origin } = found;
  const fetch = parts.fetch ?? globalThis.fetch;
  if (token !== undefined) return askBackend({ origin, token, customer, maxCustomers, fetch });
  const missing = missingForStore(found);
  if (missing.length > 0) {
    throw new DoctorError(
      `Set RSC_ADMIN_TOKEN to ask the backend, or, to open its store, also: ${missing.join(', ')}`,
    );
  }
  const opened = await openForChecks(found, fetch);
  try {
    const { kit } = opened;
    const results = customer === undefined ? await kit.check() : [];
    for (const id of customer === undefined ? await idsOf(kit) : [customer]) {
      results.push(...(await kit.check(id)));
    }
    return results;
  } finally {
    await opened.close();
  }
}

async function idsOf({ customers }: Kit): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = '';
  while (after !== null && ids.length < maxCustomers) {
    const page: TenantPage = await customers.list({ limit: 100, after });
    ids.push(...page.items.filter(({ status }) => status !== 'purged').map(({ id }) => id));
    after = page.next;
  }
  return ids;
}

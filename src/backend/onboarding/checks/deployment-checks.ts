/** Whether all is well with a deployment as a whole. */
import { count, lt, and, eq, isNotNull, sql } from 'drizzle-orm';
import { internalsOf } from '../../store/internals.ts';
import { migrations } from '../../store/migrations/index.ts';
import { sealedColumns } from '../../store/sealing/sealed-columns.ts';
import { pushEvents, reconciliations, storeKeys, syncLanes } from '../../store/tables/index.ts';
import { linkedInDefaults } from '../../tenants/fields.ts';
import type { CustomerCheckOptions } from './customer-checks.ts';
import { fail, pass, runCheck, warn, type CheckResult, type Finding } from './check.ts';

const timeoutMs = 10_000;
/** A proof's age and a context's life are judged in seconds. */
const maxSkewMs = 30_000;
const hourMs = 60 * 60_000;

export interface DeploymentCheckOptions extends CustomerCheckOptions {
  readonly pluginOrigin: string;
  /** How LinkedIn is reached. */
  readonly linkedInFetch: typeof fetch;
}

/** Checks the deployment. Never rejects. */
export async function checkDeployment(options: DeploymentCheckOptions): Promise<CheckResult[]> {
  const { onboarding, origin, pluginOrigin, fetch, clock } = options;
  const { store, access, partner } = onboarding;
  const { connection, sealer } = internalsOf(store);
  const ask = (url: string, by = fetch): Promise<Response | null> =>
    by(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) }).catch(() => null);

  const reach = async (): Promise<Finding> => {
    await store.ping();
    return pass(`${store.kind} answers`);
  };
  const schema = async (): Promise<Finding> =>
    store.version === migrations.length
      ? pass(`schema ${String(store.version)}`)
      : fail(
          `schema ${String(store.version)}, not ${String(migrations.length)}`,
          'Restart with this version: it migrates at start.',
        );
  const storeKey = async (): Promise<Finding> => {
    const known = await connection.run((database) =>
      database.select({ keyId: storeKeys.keyId }).from(storeKeys),
    );
    const old: string[] = [];
    for (const { keyId } of known) {
      if (keyId === sealer.currentKeyId) continue;
      for (const column of sealedColumns) {
        if (await connection.run((database) => column.uses(database, keyId))) {
          old.push(keyId);
          break;
        }
      }
    }
    return old.length === 0
      ? pass('all secrets are under the current key')
      : warn(`${String(old.length)} former keys are still in use`, 'Run rsc store rotate-keys.');
  };
  const parent = async (): Promise<Finding> => {
    await access.tryOut();
    return pass('LinkedIn gives the partner a token');
  };
  const health = async (): Promise<Finding> => {
    const response = await ask(`${origin}/rsc/health`);
    if (response === null) {
      return fail(
        'the public origin does not answer',
        'Check DNS, TLS and proxy of the public origin.',
      );
    }
    return response.status === 200
      ? pass('answers')
      : fail(
          `answers ${String(response.status)}`,
          'Route /rsc/ of the public origin to the backend.',
        );
  };
  const plugin = async (): Promise<Finding> => {
    const [own, frames] = await Promise.all([
      ask(`${pluginOrigin}/rsc/health`),
      ask(`${pluginOrigin}/rsc/integrations`),
    ]);
    if (own?.status !== 200) {
      return fail(
        'the plugin origin does not answer',
        'Route /rsc/ of the plugin origin to the backend.',
      );
    }
    // On the plugin origin the API must not be there: LinkedIn's script runs here.
    return frames?.status === 404
      ? pass('answers, and has nothing of the frames')
      : fail('the plugin origin serves the API', 'Let the proxy pass the Host header on.');
  };
  const skewOf = async (url: string, whose: string, by = fetch): Promise<Finding> => {
    const response = await ask(url, by);
    const date = Date.parse(response?.headers.get('date') ?? '');
    if (Number.isNaN(date)) return warn(`${whose} tells no time`, 'Compare the clocks by hand.');
    const skewMs = date - clock();
    const seconds = String(Math.round(skewMs / 1_000));
    return Math.abs(skewMs) <= maxSkewMs
      ? pass(`${seconds} s apart from ${whose}`)
      : fail(`${seconds} s apart from ${whose}`, 'Set the clock of this machine by NTP.');
  };
  const workers = async (): Promise<Finding> => {
    const late = new Date(clock() - hourMs);
    const [[events], [lanes], [turns]] = await Promise.all([
      connection.run((database) =>
        database
          .select({ late: count() })
          .from(pushEvents)
          .where(
            and(
              eq(pushEvents.state, 'received'),
              lt(pushEvents.dueAt, late),
              sql`exists (select from rsc.tenants
                where tenants.id = ${pushEvents.tenantId} and tenants.status = 'active')`,
            ),
          ),
      ),
      connection.run((database) =>
        database
          .select({ late: count() })
          .from(syncLanes)
          .where(and(isNotNull(syncLanes.dueAt), lt(syncLanes.dueAt, late))),
      ),
      connection.run((database) =>
        database
          .select({ late: count() })
          .from(reconciliations)
          .where(
            and(
              lt(reconciliations.dueAt, late),
              sql`exists (select from rsc.tenants
                where tenants.id = ${reconciliations.tenantId} and tenants.status = 'active')`,
            ),
          ),
      ),
    ]);
    const all = (events?.late ?? 0) + (lanes?.late ?? 0) + (turns?.late ?? 0);
    return all === 0
      ? pass('nothing is late')
      : fail(
          `${String(all)} pieces of work are over an hour late`,
          'Start workers in at least one process: kit.workers.start().',
        );
  };
  const rules = async (): Promise<Finding> => {
    const { rules: all } = await onboarding.journeys.partner();
    const open = all.filter(({ done }) => !done);
    return open.length === 0
      ? pass('RSC-101 to RSC-106 can be shown')
      : warn(open.map(({ rule }) => rule).join(', '), open[0]?.next ?? '');
  };

  const checks: readonly (readonly [string, () => Promise<Finding>])[] = [
    ['store.reachable', reach],
    ['store.schema', schema],
    ['store.keys', storeKey],
    ['partner.token', parent],
    ['origin.health', health],
    ['origin.plugin', plugin],
    ['clock.partner', () => skewOf(`${origin}/rsc/health`, 'the public origin')],
    [
      'clock.linkedin',
      () =>
        skewOf(
          partner.linkedIn.apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
          'LinkedIn',
          options.linkedInFetch,
        ),
    ],
    ['queue.age', workers],
    ['partner.journey', rules],
  ];
  const results: CheckResult[] = [];
  for (const [name, run] of checks) results.push(await runCheck(name, undefined, run));
  return results;
}

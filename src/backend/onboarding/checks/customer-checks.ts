/** Whether all is well with one customer: at LinkedIn, in the store, and from outside. */
import { createHmac, randomUUID } from 'node:crypto';
import { internalsOf } from '../../store/internals.ts';
import { readTenantRow } from '../../tenants/tenant-queries.ts';
import { ownChallenge } from '../callback-tokens.ts';
import { integrationNameOf, isRsc, linkedInKey } from '../configuring.ts';
import { OnboardingError } from '../errors.ts';
import type { Onboarding } from '../kit.ts';
import { atLinkedIn } from '../linkedin-access.ts';
import { fail, pass, runCheck, warn, type CheckResult, type Finding } from './check.ts';
import { frameFinding, keyFinding, pushFinding } from './findings.ts';

export interface CustomerCheckOptions {
  readonly onboarding: Onboarding;
  readonly origin: string;
  /** How the deployment is reached from outside. */
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const hourMs = 60 * 60_000;
const timeoutMs = 10_000;

/**
 * Checks one customer. Never rejects for what is wrong with it.
 * @throws OnboardingError `customer_unknown`
 */
export async function checkCustomer(
  { onboarding, origin, fetch, clock }: CustomerCheckOptions,
  id: string,
): Promise<CheckResult[]> {
  const { customers, integrations, access, configuring, callbacks, provisioning } = onboarding;
  const customer = await customers.find(id);
  if (customer === null) throw new OnboardingError('customer_unknown', 'There is no such customer');
  const known = await integrations.list(id);

  const token = async (): Promise<Finding> => {
    try {
      await access.tryOut(id);
    } catch (error) {
      if (!(error instanceof OnboardingError) || error.code !== 'linkedin_refused') throw error;
      return fail(
        'LinkedIn refuses client id and secret',
        'If the secret was renewed at LinkedIn: customers.replaceClientSecret.',
      );
    }
    return pass('LinkedIn gives a token');
  };

  const states = async (): Promise<Finding> => {
    if (known.length === 0) {
      return warn('nothing was requested yet', 'An administrator requests it in the settings.');
    }
    const { client } = await access.child(id);
    const rsc = known.filter(isRsc);
    const said = await atLinkedIn('status', 'say how things stand', () =>
      client.integrations.get(rsc.map(linkedInKey)),
    );
    const stale = rsc.filter((one, index) => (said[index]?.status ?? null) !== one.rawStatus);
    const text = known.map(({ type, state }) => `${type} ${state}`).join(', ');
    if (stale.length > 0) {
      return warn(
        `${text}; LinkedIn says otherwise of ${String(stale.length)}`,
        'Run integrations.refresh, or wait for the reconciliation.',
      );
    }
    return known.every(({ state }) => state === 'enabled')
      ? pass(text)
      : warn(text, 'A Recruiter administrator switches on what is not enabled.');
  };

  const configured = async (): Promise<Finding> => {
    const { client, row } = await access.child(id);
    const wrong: string[] = [];
    for (const one of known.filter(isRsc)) {
      if (one.state === 'none') continue;
      if (one.name !== integrationNameOf(onboarding.partner, row, one.type)) {
        wrong.push(`${one.type} name`);
      }
      const wanted = await configuring.wanted(row, one);
      if (wanted.length === 0) continue;
      const present = await atLinkedIn('configurations', 'tell its configurations', () =>
        client.integrations.configurations(
          linkedInKey(one),
          wanted.map(({ key }) => key),
        ),
      );
      for (const { key, value } of wanted) {
        if ((present.get(key) ?? null) !== value) wrong.push(`${one.type} ${key}`);
      }
    }
    return wrong.length === 0
      ? pass('names, callback and viewers as they have to be')
      : fail(`differs: ${wrong.join(', ')}`, 'Run integrations.configure.');
  };

  const reachable = async (): Promise<Finding> => {
    const { url, validatedAt } = await callbacks.address(id);
    const { clientSecret } = await access.child(id);
    const challengeCode = randomUUID();
    const query = new URLSearchParams({ challengeCode, [ownChallenge]: '1' });
    const response = await fetch(`${url.reveal()}?${query.toString()}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => null);
    if (response === null) {
      return fail(
        'the callback address does not answer',
        'Check DNS, TLS, proxy and firewall of the public origin.',
      );
    }
    const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
    const expected = createHmac('sha256', clientSecret.reveal())
      .update(challengeCode)
      .digest('hex');
    if (response.status !== 200 || answer?.['challengeResponse'] !== expected) {
      return fail(
        `the callback answers ${String(response.status)} and not the challenge`,
        'Route /rsc/push/ of the public origin to this backend, with the query as it is.',
      );
    }
    return validatedAt === null || known.length === 0
      ? warn(
          'answers challenges; LinkedIn has not sent one yet',
          'Wait: LinkedIn validates every two hours or so.',
        )
      : pass('answers challenges, and LinkedIn has validated it');
  };

  const domains = async (): Promise<Finding> =>
    provisioning.isInStep(customer)
      ? pass(`LinkedIn knows ${String(customer.application?.jsSdkDomains.length ?? 0)} domains`)
      : fail(
          'LinkedIn was told other domains',
          'Run customers.update, or wait for the reconciliation.',
        );

  const keys = async (): Promise<Finding> => keyFinding(customer, clock());

  const frame = async (): Promise<Finding> => {
    const own = customer.origins[0];
    if (own === undefined) return fail('no origin may embed', 'Add the origins of the ATS.');
    const query = new URLSearchParams({ p: id, o: own, i: 'rsc-doctor', v: '1' });
    const response = await fetch(`${origin}/rsc/frame/profile-widget?${query.toString()}`, {
      headers: { 'sec-fetch-dest': 'iframe' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => null);
    if (response === null) {
      return fail(
        'the public origin does not answer',
        'Check DNS, TLS and proxy of the public origin.',
      );
    }
    return frameFinding(response, own);
  };

  const queue = async (): Promise<Finding> => {
    const [depth, backlog] = await Promise.all([
      onboarding.queue.depth(id),
      onboarding.events.backlog(id),
    ]);
    const text = `${String(depth.waiting)} records and ${String(backlog.received)} events wait, ${String(backlog.failed)} events failed`;
    const oldest = backlog.oldestAt?.getTime() ?? clock();
    if (customer.status === 'active' && clock() - oldest > hourMs) {
      return fail(
        `${text}; the oldest event is over an hour old`,
        'Start workers in at least one process: kit.workers.start().',
      );
    }
    const isOn = known.some(({ state }) => state === 'enabled') && customer.status === 'active';
    const recordMs = depth.oldestAt?.getTime() ?? clock();
    if (isOn && clock() - recordMs > hourMs) {
      return fail(
        `${text}; the oldest record is over an hour old`,
        'Start workers; see whether LinkedIn takes records.',
      );
    }
    return pass(text);
  };

  const refused = async (): Promise<Finding> =>
    pushFinding(await onboarding.refused.read(id), clock());

  const status = async (): Promise<Finding> => {
    if (customer.status === 'active') return pass('active');
    if (customer.status === 'purged') return fail('left', 'Nothing: its receipt is kept.');
    const receipts = await customers.receipts(id);
    if (receipts.some(({ completedAt }) => completedAt === null)) {
      return fail('is being deleted', 'Run customers.leave again: it goes on where it stopped.');
    }
    return customer.status === 'disabled'
      ? fail('disabled', 'Enable the customer.')
      : fail('provisioning', 'Run customers.create again.');
  };

  const sealed = async (): Promise<Finding> => {
    const row = await internalsOf(onboarding.store).connection.run((database) =>
      readTenantRow(database, id),
    );
    if (row !== null && (await access.open(row)) !== null) return pass('the client secret opens');
    return fail('there is no client secret', 'Run customers.create again.');
  };

  if (customer.status === 'purged') return [await runCheck('customer.status', id, status)];
  const checks: readonly (readonly [string, () => Promise<Finding>])[] = [
    ['customer.status', status],
    ['customer.secret', sealed],
    ['customer.token', token],
    ['customer.domains', domains],
    ['customer.keys', keys],
    ['customer.integrations', states],
    ['customer.configurations', configured],
    ['customer.callback', reachable],
    ['customer.push', refused],
    ['customer.frame', frame],
    ['customer.queue', queue],
  ];
  const results: CheckResult[] = [];
  for (const [name, ask] of checks) results.push(await runCheck(name, id, ask));
  return results;
}

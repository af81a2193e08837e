/** What to make of what was found: no question is asked here. */
import type { RefusedPushes } from '../../push/refusal-counts.ts';
import type { TenantRecord } from '../../tenants/tenant-records.ts';
import { fail, pass, warn, type Finding } from './check.ts';

const dayMs = 24 * 60 * 60_000;

/** Whether the ATS's signer has a key that counts, and will have one tomorrow. */
export function keyFinding({ keys }: Pick<TenantRecord, 'keys'>, nowMs: number): Finding {
  const active = keys.filter(
    ({ activeFrom, retiredAt }) =>
      activeFrom.getTime() <= nowMs && (retiredAt?.getTime() ?? Number.POSITIVE_INFINITY) > nowMs,
  );
  if (active.length === 0) {
    return fail('no signing key counts', 'Add a key: customers.addKey.');
  }
  const last = Math.max(
    ...active.map(({ retiredAt }) => retiredAt?.getTime() ?? Number.POSITIVE_INFINITY),
  );
  return last - nowMs < dayMs
    ? warn('the last signing key ends within a day', 'Add the next key and switch the signer.')
    : pass(active.length === 1 ? 'one signing key' : `${String(active.length)} signing keys`);
}

/** What a browser would think of the frame's headers. */
export function frameFinding({ status, headers }: Response, hostOrigin: string): Finding {
  if (status !== 200) {
    return fail(
      `the frame is refused (${String(status)})`,
      'Check that the proxy passes Host and query on, and that the customer is active.',
    );
  }
  const policy = headers.get('content-security-policy') ?? '';
  const ancestors = /(?:^|;)\s*frame-ancestors ([^;]*)/.exec(policy)?.[1]?.trim();
  const framing = headers.get('x-frame-options');
  if (ancestors !== hostOrigin) {
    return fail(
      'frame-ancestors is not the customer’s page',
      'Let no proxy change or drop Content-Security-Policy.',
    );
  }
  if (framing !== null) {
    return fail('a proxy adds X-Frame-Options', 'Remove X-Frame-Options below /rsc/.');
  }
  if (!policy.includes("default-src 'none'") || headers.get('cache-control') !== 'no-store') {
    return fail('headers were changed on their way', 'Let no proxy change headers below /rsc/.');
  }
  return pass('headers as the backend sends them');
}

/** Whether somebody is at the customer's address who should not be, or LinkedIn and we disagree. */
export function pushFinding(all: readonly RefusedPushes[], nowMs: number): Finding {
  const recent = all.filter(({ lastAt }) => nowMs - lastAt.getTime() < dayMs);
  if (recent.length === 0) return pass('no event was refused within a day');
  const text = recent.map(({ refused, reason }) => `${String(refused)} ${reason}`).join(', ');
  return warn(
    `events were refused: ${text}`,
    recent.some(({ reason }) => reason === 'forged')
      ? 'If the secret was renewed at LinkedIn: customers.replaceClientSecret. Otherwise somebody knows the address: customers.rotateCallback.'
      : 'Somebody else knows the address, or LinkedIn sends what we do not know: customers.rotateCallback tells the two apart.',
  );
}

/** `rsc doctor` against a deployment in the same process, and its exit codes. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { origin, pluginOrigin } from '../../backend/backend.test-support.ts';
import { openStore, storeLocation } from '../../backend/store/open-store.ts';
import { environmentKeyring } from '../../backend/store/sealing/keyring.ts';
import { backings } from '../../backend/store/store.test-support.ts';
import {
  acme,
  linkedInOrigin,
  parentSecret,
  useKit,
  type TestKit,
} from '../../../test/support/onboarding-kit.ts';
import { doctor } from './doctor.ts';

const token = 'operator-token-of-the-test';
describe.each(backings())('rsc doctor on $name', (backing) => {
  let current: TestKit | null = null;
  const outside: typeof fetch = (input, init) => {
    if (current === null) throw new Error('no kit');
    const request = new Request(input, init);
    const isLinkedIn = request.url.startsWith(linkedInOrigin);
    return isLinkedIn ? current.sandbox.fetch(request) : current.kit.fetch(request);
  };
  const test = useKit(
    {
      admin: { tokens: [{ id: 'ops', sha256: createHash('sha256').update(token).digest('hex') }] },
      outsideFetch: outside,
    },
    backing,
  );
  const environment = {
    RSC_ORIGIN: origin,
    RSC_PLUGIN_ORIGIN: pluginOrigin,
    RSC_ADMIN_TOKEN: token,
  };

  async function run(
    args: readonly string[],
    given: Record<string, string | undefined> = environment,
  ) {
    let written = '';
    let warned = '';
    const code = await doctor(
      args,
      given,
      { write: (text) => void (written += text), warn: (text) => void (warned += text) },
      { fetch: outside },
    );
    return { code, written, warned };
  }

  beforeAll(async () => {
    current = test();
    await test().kit.customers.create(acme);
  });
  beforeEach(() => {
    test().fault = () => null;
  });

  describe('with the token of an operator, or the store', () => {
    it('prints a table of the deployment and its customers, and what to do', async () => {
      const { code, written, warned } = await run([]);
      expect(warned).toBe('');
      expect(written).toMatch(/^pass {2}store\.reachable +(?:pglite|postgres) answers$/m);
      expect(written).toMatch(/^pass {2}acme token +LinkedIn gives a token$/m);
      expect(written).toMatch(/^wait {2}acme integrations +nothing was requested yet$/m);
      expect(written).toMatch(/→ An administrator requests it in the settings\./);
      expect(written).toMatch(/\d+ pass, \d+ wait, 0 fail\n$/);
      expect(code).toBe(0);
    });

    it('tells programs the same as JSON, of one customer if asked', async () => {
      const { code, written } = await run(['--json', '--customer', 'acme']);
      const { results } = JSON.parse(written) as { results: { check: string; customer: string }[] };
      expect(results.map(({ customer }) => customer)).toEqual(results.map(() => 'acme'));
      expect(results.map(({ check }) => check)).toContain('customer.callback');
      expect(code).toBe(0);
    });

    it('ends with 1 when something fails', async () => {
      await test().kit.customers.disable('acme');
      const { code, written } = await run(['--customer', 'acme']);
      expect(written).toMatch(/^FAIL {2}acme status +disabled$/m);
      expect(code).toBe(1);
      await test().kit.customers.enable('acme');
    });

    it.each([
      ['an unknown argument', ['--fix'], environment, /rsc doctor \[--json\]/],
      ['no customer', ['--customer'], environment, /rsc doctor/],
      ['a customer there is not', ['--customer', 'nobody'], environment, /no such customer/],
      ['nothing set', [], {}, /RSC_ORIGIN is not set/],
      [
        'an origin with a path',
        [],
        { ...environment, RSC_ORIGIN: `${origin}/x` },
        /must be an origin/,
      ],
      [
        'a token that is not one',
        [],
        { ...environment, RSC_ADMIN_TOKEN: 'x'.repeat(20) },
        /not one/,
      ],
      [
        'neither token nor store',
        [],
        { ...environment, RSC_ADMIN_TOKEN: undefined },
        /RSC_STORE_KEYS/,
      ],
    ])('ends with 2 for %s', async (_, args, given, expected) => {
      const { code, written, warned } = await run(args, given);
      expect([code, written]).toEqual([2, '']);
      expect(warned).toMatch(expected);
    });

    it('opens the store itself; a folder only if no backend has it', async () => {
      const { dataDir, databaseUrl } = await backing.location();
      const own = {
        ...environment,
        RSC_ADMIN_TOKEN: undefined,
        RSC_STORE_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        RSC_STORE_KEYS: `k1:${Buffer.alloc(32, 'key-of-a-test-').toString('base64')}`,
        RSC_ATS_NAME: 'Example ATS',
        RSC_PARTNER_CLIENT_ID: 'parent',
        RSC_PARTNER_CLIENT_SECRET: parentSecret,
        RSC_LINKEDIN_API_URL: linkedInOrigin,
        RSC_LINKEDIN_TOKEN_URL: `${linkedInOrigin}/oauth/v2/accessToken`,
      };
      const { written, warned } = await run(['--json'], own);
      expect(warned).toBe('');
      expect(written).toContain('"store.schema"');
      expect(written).not.toContain(parentSecret);

      const keyring = environmentKeyring(own.RSC_STORE_KEYS);
      const taken = await openStore(storeLocation('', own), { keyring });
      const beside = await run(['--json'], own);
      await taken.close();
      if (databaseUrl !== undefined) expect(beside.warned).toBe('');
      else {
        expect([beside.code, beside.written]).toEqual([2, '']);
        expect(beside.warned).toMatch(/in use/);
      }
    }, 60_000);

    it('runs as a program', () => {
      const program = fileURLToPath(new URL('../rsc.ts', import.meta.url));
      const text = execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' });
      expect(text).toContain('rsc doctor [--json] [--customer ID]');
    }, 30_000);
  });
});

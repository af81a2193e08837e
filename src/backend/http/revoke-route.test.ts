/** What an ATS's server sends when somebody signs out. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTestBackend,
  expectRefusal,
  loadFrame,
  signedInFrame,
  type TestBackend,
  type TestFrame,
} from '../backend.test-support.ts';

let test: TestBackend;
let frame: TestFrame;
beforeEach(async () => {
  test = await createTestBackend();
  frame = await loadFrame(test);
});

describe('POST /rsc/revoke', () => {
  const revoke = (body: unknown, headers: Record<string, string> = {}) =>
    test.backend.fetch(
      // As the ATS's server reaches the backend: under whatever name, and with no browser's headers.
      new Request('http://127.0.0.1:4401/rsc/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    );

  it('ends the sessions it names, and no others', async () => {
    const mine = await signedInFrame(test);
    const revocation = await test.signer.revoke({ sid: 'session-a' });
    expect((await revoke({ revocation })).status).toBe(204);
    await expectRefusal(await mine.call('/rsc/candidates/42'), 401, 'revoked');
    await expectRefusal(await frame.openSession(), 401, 'revoked');
    const other = await frame.openSession(
      await frame.ticket({ sub: 'user-b', org: 'org-1', sid: 'session-b' }),
    );
    expect(other.status).toBe(200);
  });

  it('is refused a second time', async () => {
    const revocation = await test.signer.revoke({ sub: 'user-a' });
    await revoke({ revocation });
    await expectRefusal(await revoke({ revocation }), 401, 'ctx_replay');
  });

  it('is refused when it is a context, or signed by nobody we know', async () => {
    await expectRefusal(await revoke({ revocation: await frame.ticket() }), 401, 'ctx_type');
    const [tenant] = test.config.tenants;
    const revocation = await test.signer.revoke({ sid: 'session-a' });
    test.tenants.reload({ tenants: [{ ...tenant, id: 'other' }] });
    await expectRefusal(await revoke({ revocation }), 401, 'ctx_unknown_key');
  });

  it('is refused when it is malformed', async () => {
    await expectRefusal(await revoke({ revocation: 7 }), 400, 'request_invalid');
    await expectRefusal(await revoke({ revocation: 'a.b.c' }), 401, 'ctx_malformed');
    await expectRefusal(
      await revoke({ revocation: 'a.b.c' }, { 'content-type': 'text/plain' }),
      400,
      'request_invalid',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createTestBackend, origin, testAssets } from './backend.test-support.ts';

const refusal = async (overrides: Record<string, unknown>): Promise<string> => {
  try {
    await createTestBackend(overrides);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as TypeError).message;
  }
  return 'accepted';
};

describe('createBackend', () => {
  it.each([
    ['plain http', 'http://partner.example'],
    ['a path', 'https://partner.example/rsc'],
    ['a slash at its end', 'https://partner.example/'],
    ['no scheme', 'partner.example'],
    ['nothing', undefined],
  ])('refuses an origin with %s', async (_what, value) => {
    expect(await refusal({ origin: value })).toMatch(/- origin: must be/);
    expect(await refusal({ pluginOrigin: value })).toMatch(/- pluginOrigin: must be/);
  });

  it('accepts plain http on the machine itself', async () => {
    const overrides = {
      origin: 'http://partner.localhost:4401',
      pluginOrigin: 'http://plugin.partner.localhost:4401',
    };
    expect(await refusal(overrides)).toBe('accepted');
  });

  it("refuses to let LinkedIn's script share the frames' origin", async () => {
    expect(await refusal({ pluginOrigin: origin })).toMatch(/- pluginOrigin: must not be origin/);
  });

  it('refuses a secret that is short, constant, or text', async () => {
    expect(await refusal({ tokenSecret: new Uint8Array(31).map((_, i) => i) })).toMatch(
      /- tokenSecret: must have at least 32 bytes/,
    );
    expect(await refusal({ tokenSecret: new Uint8Array(32) })).toMatch(
      /- tokenSecret: must be random/,
    );
    const text = await refusal({ tokenSecret: 'secret-canary-secret-canary-secret' });
    expect(text).toMatch(/- tokenSecret: must be a Uint8Array/);
    expect(text).not.toContain('canary');
  });

  it('refuses what is not there, and what it does not know', async () => {
    expect(await refusal({ tenants: {} })).toMatch(/- tenants: must have a method byId/);
    expect(await refusal({ assets: undefined })).toMatch(/- assets: must have a method get/);
    expect(await refusal({ assets: testAssets(), tenant: [] })).toMatch(/"tenant"/);
  });

  it('names all that is wrong at once', async () => {
    const message = await refusal({ origin: 'x', tokenSecret: null });
    expect(message).toMatch(/origin/);
    expect(message).toMatch(/tokenSecret/);
  });
});

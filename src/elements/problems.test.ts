import { afterEach, describe as suite, expect, it, vi } from 'vitest';
import { errorAnchor, errorTable } from '../protocol/errors.ts';
import { describe, problemOf } from './problem-facts.ts';
import { report } from './problems.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

suite('describe', () => {
  it('takes owner and retryability from the table', () => {
    expect(
      describe({ code: 'blocked_csp', detail: 'frame-src must allow https://p.example' }),
    ).toEqual({
      code: 'blocked_csp',
      owner: errorTable.blocked_csp.owner,
      retryable: errorTable.blocked_csp.retryable,
      message:
        "the page's Content-Security-Policy blocks the frame: frame-src must allow https://p.example",
      docs: `rsc-embed/docs/errors.md${errorAnchor('blocked_csp')}`,
    });
  });

  it('has something to say about codes it does not know', () => {
    expect(describe({ code: 'from_the_future' })).toMatchObject({
      code: 'from_the_future',
      owner: 'partner',
    });
  });
});

suite('report', () => {
  it('warns once with a link, and tells each time', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const problem = { code: 'attribute_missing', detail: 'candidate-id' };
    expect((await report(problem)).code).toBe('attribute_missing');
    expect((await report(problem)).owner).toBe('site');
    expect(warn.mock.calls).toEqual([
      [
        '[rsc-embed] attribute_missing: an attribute is missing: candidate-id ' +
          '(rsc-embed/docs/errors.md#attribute-missing)',
      ],
    ]);
  });
});

suite('problemOf', () => {
  const isTenantId = (value: unknown): boolean => value === 'acme';
  const config = { tenant: 'acme', endpoint: 'https://partner.example/rsc' };

  it.each([
    [{}, 'https://ats.example', 'config_missing'],
    [{ tenant: 'acme' }, 'https://ats.example', 'config_missing'],
    [{ ...config, tenant: 'a b' }, 'https://ats.example', 'attribute_invalid'],
    [{ ...config, endpoint: 'rsc' }, 'https://ats.example', 'attribute_invalid'],
    [{ ...config, endpoint: 'file:///rsc' }, 'https://ats.example', 'attribute_invalid'],
    [config, 'https://partner.example', 'same_origin_frame'],
    [config, 'null', 'unsupported_host_origin'],
  ])('names what is wrong with %j on %s', (given, origin, code) => {
    vi.stubGlobal('location', { origin });
    expect(problemOf(given, isTenantId).code).toBe(code);
  });
});

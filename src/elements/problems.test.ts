import { afterEach, describe as suite, expect, it, vi } from 'vitest';
import { stateOf } from '../handshake/host.ts';
import { errorDocsUrl, errorTable } from '../protocol/errors.ts';
import type { ErrorDetail } from '../protocol/events.ts';
import { describe } from './problem-facts.ts';
import { report } from './problems.ts';

afterEach(() => {
  vi.restoreAllMocks();
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
      docs: errorDocsUrl('blocked_csp'),
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
  it('warns once with a link, and fires each time', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const heard: ErrorDetail[] = [];
    const target = new EventTarget();
    target.addEventListener('rsc-error', (event) => {
      heard.push((event as CustomEvent<ErrorDetail>).detail);
    });
    await report({ code: 'attribute_missing', detail: 'candidate-id' }, target as Element);
    await report({ code: 'attribute_missing', detail: 'candidate-id' }, target as Element);
    expect(heard.map(({ code }) => code)).toEqual(['attribute_missing', 'attribute_missing']);
    expect(warn.mock.calls).toEqual([
      [
        '[rsc-embed] attribute_missing: an attribute is missing: candidate-id ' +
          '(https://rsc-embed.dev/errors#attribute-missing)',
      ],
    ]);
  });
});

suite('states of problems found in the page', () => {
  it.each([
    'blocked_csp',
    'frame_refused',
    'offline',
    'upgrade_required',
    'backend_unreachable',
    'no_response',
  ] as const)('agree with the table about %s', (code) => {
    expect(stateOf(code)).toBe(errorTable[code].state);
  });
});

/** Attacks on a frame's port: who gets it, and what the page at its other end may say. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  evil,
  frameOf,
  handMadeHost,
  handPort,
  hearMessages,
  joinByHand,
  overPort,
  portMessage,
  receivedBy,
  saidOverPort,
  say,
  type PortChanges,
} from './support/attack-pages.ts';
import { context, freshContexts } from './support/fresh.ts';
import { backend, candidate, serve } from './support/hostile.ts';

freshContexts({}, hearMessages);

const settings = async () => ({ t: 'set', settings: { candidateId: await candidate() } });

/** The frame works with this port: it has asked for a context over it. */
const expectConnected = async (page: Page): Promise<void> => {
  await say(page, await settings());
  expect(await saidOverPort(page, 'need-context')).toHaveLength(1);
};

describe('The race for the port of a frame', () => {
  it('is lost by a frame beside it that knows everything there is to know', async () => {
    const { page, greeting } = await handMadeHost(context);
    const beside = await frameOf(page, 'beside');
    await beside.evaluate(handPort, {
      target: 'parent.0',
      origin: backend,
      message: portMessage(greeting),
      ports: 1,
    });
    const victim = await frameOf(page);
    const arrived = async () => (await receivedBy(victim)).map(({ origin }) => origin);
    await expect.poll(arrived).toEqual([evil]);
    await say(beside, await settings());
    await joinByHand(page, greeting);
    await expectConnected(page);
    expect(await overPort(beside)).toEqual([]);
  });

  it('is lost by a window that the page has opened, and by one that has opened the page', async () => {
    const { page, greeting } = await handMadeHost(context);
    await serve(context, `${evil}/window`, { body: 'window' });
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate((url) => {
        open(url);
      }, `${evil}/window`),
    ]);
    await popup.waitForLoadState();
    await popup.evaluate(handPort, {
      target: 'opener.0',
      origin: backend,
      message: portMessage(greeting),
      ports: 1,
    });
    const victim = await frameOf(page);
    const arrived = async () => (await receivedBy(victim)).map(({ origin }) => origin);
    await expect.poll(arrived).toEqual([evil]);
    await say(popup, await settings());
    await joinByHand(page, greeting);
    await expectConnected(page);
    expect(await overPort(popup)).toEqual([]);
  });

  const wrong: Readonly<Record<string, PortChanges>> = {
    'the instance of another frame': { inst: 'DDDDDDDDDDDDDDDDDDDDDD' },
    'the nonce of another handshake': { fn: 'DDDDDDDDDDDDDDDDDDDDDD' },
    'a malformed nonce': { fn: '' },
  };
  it.each(Object.entries(wrong))(
    'is not won with %s: the frame waits for the right one',
    async (_what, changes) => {
      const { page, greeting } = await handMadeHost(context);
      await joinByHand(page, greeting, changes);
      await say(page, await settings());
      const victim = await frameOf(page);
      await expect.poll(async () => (await receivedBy(victim)).length).toBe(1);
      expect(await overPort(page)).toEqual([]);
      await joinByHand(page, greeting);
      await expectConnected(page);
    },
  );

  it.each([
    ['no port', { ports: 0 }],
    ['two ports', { ports: 2 }],
    ['a version that does not exist', { v: 0 }],
  ] as const)('ends in an error if the right page sends %s', async (_what, changes) => {
    const { page, greeting } = await handMadeHost(context);
    await joinByHand(page, greeting, changes);
    await say(page, await settings());
    const victim = await frameOf(page);
    const text = () => victim.locator('rsc-notice code').innerText();
    await expect.poll(text).toBe('upgrade_required');
    expect(await overPort(page)).toEqual([]);
  });

  it('is over once won: a second port is not looked at', async () => {
    const { page, greeting } = await handMadeHost(context);
    await joinByHand(page, greeting);
    await expectConnected(page);
    await joinByHand(page, greeting);
    await say(page, { t: 'set', settings: { candidateId: 'another' } });
    await say(page, { t: 'ping', id: 1 });
    const victim = await frameOf(page);
    await expect.poll(async () => (await receivedBy(victim)).length).toBe(2);
    expect(await overPort(page)).toEqual([]);
  });
});

describe('What a page says to a frame', () => {
  it('may be malformed, huge, deep or of a newer version: the frame goes on as before', async () => {
    const { page, greeting } = await handMadeHost(context);
    await joinByHand(page, greeting);
    await page.evaluate((backend) => {
      let deep: object = {};
      for (let depth = 0; depth < 1_000; depth += 1) deep = { deep };
      const polluted: unknown = JSON.parse(
        '{"t":"set","settings":{"__proto__":{"candidateId":"x"}},"__proto__":{"pwned":1},"constructor":{"prototype":{"pwned":1}}}',
      );
      for (const message of [
        ...[null, undefined, 1, '', 'set', [], {}, new Map(), new Date(), new Uint8Array(8)],
        ...[
          deep,
          polluted,
          new Blob(['x']),
          { t: '__proto__' },
          { t: 'toString' },
          { t: 'future' },
        ],
        { t: 'set', settings: { candidateId: 'x'.repeat(10_000_000) } },
        { t: 'set', settings: { candidateId: ['x'] } },
        { t: 'set', settings: { candidateId: 'a\u0000b' } },
        { t: 'set', settings: { appearance: 'red' } },
        { t: 'context', id: 1, ticket: 'x'.repeat(8_193) },
        { t: 'context', id: 1, ticket: { length: 5 } },
        { t: 'context-error', id: 1, status: 200_000, code: '<b>' },
      ]) {
        window.port?.postMessage(message);
        window.postMessage(message);
        window[0]?.postMessage(message, backend);
      }
    }, backend);
    await say(page, { t: 'ping', id: 7 });
    expect(await saidOverPort(page, 'pong')).toEqual([{ t: 'pong', id: 7 }]);
    expect((await overPort(page)).map(({ t }) => t)).not.toContain('need-context');
    await expectConnected(page);
    const victim = await frameOf(page);
    expect(await victim.evaluate(() => ({}))).toEqual({});
    expect(await victim.evaluate(() => 'pwned' in {})).toBe(false);
  });
});

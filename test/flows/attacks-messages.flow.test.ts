/** Attacks on the page around a frame: frames that were taken over, and others that speak for them. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  evil,
  frameOf,
  handMadeHost,
  handPort,
  hearMessages,
  hostNonce,
  iframe,
  openAt,
  receivedBy,
  saidOverPort,
  type Greeting,
} from './support/attack-pages.ts';
import { context, freshContexts } from './support/fresh.ts';
import {
  backend,
  embed,
  errorsTold,
  expectStates,
  framesOf,
  harness,
  profile,
  serve,
  statesOf,
} from './support/hostile.ts';

freshContexts({}, hearMessages);

/** Puts a document of the test's own in the place of our frame: one that somebody has taken over. */
async function takeOverFrame(version = 1): Promise<Page> {
  await context.route(`${backend}/rsc/frame/profile-widget**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': `frame-ancestors ${harness}` },
      body: `<!doctype html><title>Taken over</title><script>
        overPort = [];
        addEventListener('message', ({ data, ports: [port] }) => {
          if (data.rsc !== 'port') return;
          window.port = port;
          port.onmessage = ({ data }) => overPort.push(data);
        });
        greeting = { rsc: 'hello', v: [${String(version)}], inst: new URLSearchParams(location.search).get('i'),
          fn: '${hostNonce}', jkt: 'A'.repeat(43) };
        parent.postMessage(greeting, '${harness}');
      </script>`,
    }),
  );
  const { page } = await openAt(context, `${harness}/flows/taken`, {
    head: embed(),
    body: `${await profile()}<p id="below">Below</p>`,
  });
  return page;
}

const takenFrame = async (page: Page) => {
  const frame = () => framesOf(page)[0];
  await expect.poll(() => frame()?.evaluate(() => 'port' in window)).toBe(true);
  const found = frame();
  if (found === undefined) throw new Error('There is no frame.');
  return found;
};

describe('What a frame that was taken over says to the page', () => {
  it('is dropped unless it fits: no event, no state, no pollution, and the page answers on', async () => {
    const page = await takeOverFrame();
    const frame = await takenFrame(page);
    await page.evaluate(() => {
      addEventListener('click', () => (window.pwned = 'clicked'));
    });
    await frame.evaluate(async (harness) => {
      const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
        'sign',
      ]);
      let deep: object = {};
      for (let depth = 0; depth < 1_000; depth += 1) deep = { deep };
      const polluted = JSON.parse(
        '{"t":"state","state":"ready","__proto__":{"pwned":1},"constructor":{"prototype":{"pwned":1}}}',
      ) as object;
      const { port1, port2 } = new MessageChannel();
      const urn = 'urn:li:person:x';
      const { port } = window;
      port?.postMessage({ t: 'port', port1 }, [port1]);
      for (const message of [
        ...[
          null,
          0,
          '',
          'state',
          [],
          {},
          deep,
          key,
          { t: 'event', key },
          new Blob(['x']),
          port2.onmessage,
        ],
        ...[{ t: '__proto__' }, { t: 'constructor' }, { t: ['state'] }, { t: 'toString', id: 1 }],
        { t: 'event', name: 'rsc-link', detail: { member: '<img src=x onerror=pwned=1>' } },
        { t: 'event', name: 'rsc-link', detail: { member: `${urn}${'x'.repeat(10_000_000)}` } },
        { t: 'event', name: 'click', detail: { member: urn } },
        { t: 'event', name: 'rsc-link', detail: { member: [urn] } },
        { t: 'state', state: 'pwned' },
        { t: 'state', state: 'error', code: '<img src=x onerror=pwned=1>' },
        { t: 'size', height: '900px; position: fixed' },
        { t: 'size', height: -1 },
        { t: 'size', height: Infinity },
        { t: 'statuses', items: [] },
        polluted,
      ]) {
        port?.postMessage(message);
        parent.postMessage(message, harness);
      }
      port?.postMessage({ t: 'ping', id: 9 });
    }, harness);
    await saidOverPort(frame, 'pong');
    // Of all that, one message fits: the state, without what was hung on to it.
    await expectStates(page, /^ready$/);
    const log = await page.evaluate(() => window.harness.log);
    const told = log.map(
      ({ name, detail }) => `${name} ${(detail as { state?: string }).state ?? ''}`,
    );
    expect(told.filter((one) => !/^rsc-(state|ready) /.test(one))).toEqual([]);
    expect(told).not.toContain('rsc-state error');
    expect(await page.evaluate(() => ['pwned' in {}, window.pwned])).toEqual([false, undefined]);
    expect((await page.locator('rsc-profile-widget').boundingBox())?.height).toBe(560);
  });

  it('may be 10,000 sizes and the largest: the height has a limit, and the page stays usable', async () => {
    const page = await takeOverFrame();
    const frame = await takenFrame(page);
    const box = page.locator('rsc-profile-widget');
    await frame.evaluate(() => {
      for (let count = 0; count < 10_000; count += 1) {
        window.port?.postMessage({ t: 'size', height: 600 + (count % 50), user: true });
      }
      window.port?.postMessage({ t: 'ping', id: 1 });
    });
    await saidOverPort(frame, 'pong');
    await page.getByText('Below').click();
    expect((await box.boundingBox())?.height).toBeLessThan(700);
    // A second later it may speak again, and asks for more than a page has.
    await expect
      .poll(async () => {
        await frame.evaluate(() => {
          window.port?.postMessage({ t: 'size', height: Number.MAX_SAFE_INTEGER, user: true });
        });
        return (await box.boundingBox())?.height;
      })
      .toBeGreaterThan(700);
    expect((await box.boundingBox())?.height).toBeLessThanOrEqual(20_000);
  });

  it('may be a protocol of before: it is told apart, and no context is given', async () => {
    const page = await takeOverFrame(0);
    await expectStates(page, /^incompatible$/);
    await expect.poll(() => errorsTold(page)).toMatchObject([{ code: 'upgrade_required' }]);
    expect(await framesOf(page)[0]?.evaluate(() => window.port)).toBeUndefined();
  });
});

describe('A window that speaks in the name of our frame', () => {
  it('is not heard by the page: not a frame beside, not a popup, not the page itself', async () => {
    await serve(context, `${evil}/beside`, { body: 'beside' });
    const { page } = await openAt(context, `${harness}/flows/spoofed`, {
      head: embed(),
      body: (await profile()) + iframe(`${evil}/beside`, 'beside'),
    });
    await expectStates(page);
    const before = (await receivedBy(page)).map(({ data }) => data as Greeting);
    const beside = await frameOf(page, 'beside');
    await serve(context, `${evil}/window`, { body: 'window' });
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate((url) => {
        open(url);
      }, `${evil}/window`),
    ]);
    await popup.waitForLoadState();
    const messages = [before[0], { t: 'bye' }, { t: 'state', state: 'revoked' }];
    for (const message of messages) {
      const spoof = { origin: harness, message, ports: 1 };
      await beside.evaluate(handPort, { ...spoof, target: 'parent' });
      await popup.evaluate(handPort, { ...spoof, target: 'opener' });
      await page.evaluate(handPort, { ...spoof, target: 'self' });
    }
    const received = async () => (await receivedBy(page)).length - before.length;
    await expect.poll(received).toBe(9);
    expect(await statesOf(page)).toEqual(['ready']);
    expect((await receivedBy(beside)).length + (await receivedBy(popup)).length).toBe(0);
    const events = await page.evaluate(() => window.harness.log.map(({ name }) => name));
    expect(events.filter((name) => name === 'rsc-ready')).toHaveLength(1);
    expect(events).not.toContain('rsc-error');
  });

  it('is a foreign page that our frame was made to show: it hears nothing, and ours comes back', async () => {
    await serve(context, `${evil}/instead`, {
      body: `<script>parent.postMessage({ rsc: 'hello', v: [1], inst: 'AAAAAAAAAAAAAAAAAAAAAA',
        fn: 'AAAAAAAAAAAAAAAAAAAAAA', jkt: 'A'.repeat(43) }, '*')</script>`,
    });
    const { page } = await openAt(context, `${harness}/flows/navigated`, {
      head: embed(),
      body: await profile(),
    });
    await expectStates(page);
    await page.evaluate((url) => {
      document
        .querySelector('rsc-profile-widget')
        ?.shadowRoot?.querySelector('iframe')
        ?.contentWindow?.location.replace(url);
    }, `${evil}/instead`);
    const instead = await page.waitForEvent('framenavigated', {
      predicate: (frame) => frame.url() === `${evil}/instead`,
    });
    expect(await receivedBy(instead)).toEqual([]);
    await expect.poll(() => framesOf(page).length).toBe(1);
    await expectStates(page);
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${evil}/instead`);
  });

  it('cannot send our frame elsewhere from beside it', async () => {
    await serve(context, `${evil}/beside`, { body: 'beside' });
    const { page } = await openAt(context, `${harness}/flows/beside`, {
      head: embed(),
      body: (await profile()) + iframe(`${evil}/beside`, 'beside'),
    });
    await expectStates(page);
    const beside = await frameOf(page, 'beside');
    // Ours is inside a shadow root, where nobody finds it: the evil frame sees itself alone.
    expect(await beside.evaluate(() => parent.length)).toBe(1);
    await expectStates(page);
    // And where it could be found, the browser does not let others send it anywhere.
    const { page: plain } = await handMadeHost(context);
    const outcome = await (
      await frameOf(plain, 'beside')
    ).evaluate((url) => {
      try {
        parent[0]!.location.href = url;
        return 'went';
      } catch (error) {
        return (error as Error).name;
      }
    }, `${evil}/instead`);
    expect(outcome).toBe('SecurityError');
  });
});

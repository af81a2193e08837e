/** What assistive technology is told as a profile comes, fails and comes again. */
import { describe, expect, it } from 'vitest';
import { context, freshContexts } from './support/fresh.ts';
import { backend, harness } from './support/hostile.ts';
import { settled } from './support/layout.ts';
import { expectState, expectText, widgetOf } from './support/recruiter.ts';

freshContexts();

describe('What is said aloud', () => {
  it('is each change of the state, once: loading, failure, success', async () => {
    await context.addInitScript(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const watched = new WeakSet<Node>();
      const watch = (root: Node): void => {
        if (watched.has(root)) return;
        watched.add(root);
        new MutationObserver(look).observe(root, {
          subtree: true,
          childList: true,
          characterData: true,
        });
      };
      const look = (): void => {
        const walk = (root: ParentNode & Node): void => {
          watch(root);
          for (const one of root.querySelectorAll('*')) {
            if (one.shadowRoot) walk(one.shadowRoot);
            if (!one.matches('main > [role=status]')) continue;
            const text = one.textContent.trim();
            if (text !== '' && text !== said.at(-1)) said.push(text);
          }
        };
        walk(document);
      };
      const every = (): void => {
        look();
        requestAnimationFrame(every);
      };
      every();
    });
    let isDown = true;
    await context.route(`${backend}/rsc/candidates/**`, (route) =>
      isDown ? route.fulfill({ status: 503, body: '' }) : route.fallback(),
    );
    const page = await context.newPage();
    await page.goto(`${harness}/preview`);
    const { frame, element } = widgetOf(page);
    await expectState(element, 'backend_5xx');
    isDown = false;
    await frame.getByRole('button', { name: 'Try again' }).click();
    await expectState(element, 'ready');
    await settled(page);
    const status = frame.locator('main > [role=status]');
    await expectText(status, 'The LinkedIn profile has loaded.');
    const said = await status.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said).toEqual([
      'Loading the LinkedIn profile…',
      expect.stringMatching(/\w+\. \w+/),
      'The LinkedIn profile has loaded.',
    ]);
  });
});

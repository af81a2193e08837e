/** Elements that a page adds, moves, hides and takes away while it lives. */
import { describe, expect, it } from 'vitest';
import { context, freshContexts } from './support/fresh.ts';
import { count, expectStates, framesOf, harness, statesOf, visit } from './support/hostile.ts';

freshContexts();

const fixture = (id: string) => visit(context, `${harness}/fixtures/${id}`);

describe('A single-page application', () => {
  const press = (page: Awaited<ReturnType<typeof fixture>>['page'], name: string) =>
    page.getByRole('button', { name, exact: true }).click();

  it('mounts, unmounts, moves and remounts an element 25 times at once, and has one frame', async () => {
    const visited = await fixture('spa');
    const { page } = visited;
    await expectStates(page);
    expect(count(visited, /POST .*\/rsc\/context/)).toBe(1);
    await press(page, 'Remount 25 times');
    await expectStates(page);
    expect(framesOf(page)).toHaveLength(1);
    expect(count(visited, /POST .*\/rsc\/context/)).toBeLessThanOrEqual(2);
    expect(count(visited, /POST .*\/rsc\/session/)).toBeLessThanOrEqual(2);
    await press(page, 'Move');
    await expect.poll(() => page.locator('#second rsc-profile-widget').count()).toBe(1);
    await expectStates(page);
    expect(framesOf(page)).toHaveLength(1);
    await press(page, 'Unmount');
    await expect.poll(() => framesOf(page).length).toBe(0);
    await press(page, 'Mount');
    await expectStates(page);
    expect(visited.uncaught).toEqual([]);
  });

  it('copies an element, and the copy has a frame of its own', async () => {
    const { page, uncaught } = await fixture('spa');
    await expectStates(page);
    await press(page, 'Clone');
    await expect.poll(async () => (await statesOf(page)).length).toBe(2);
    await expectStates(page);
    const instances = framesOf(page).map((frame) => new URL(frame.url()).searchParams.get('i'));
    expect(new Set(instances).size).toBe(2);
    expect(uncaught).toEqual([]);
  });

  it('shows the last candidate of many that it goes through quickly', async () => {
    const { page, uncaught } = await fixture('spa');
    for (let times = 0; times < 7; times += 1) await press(page, 'Next candidate');
    await expectStates(page);
    const shown = await page.locator('rsc-profile-widget').getAttribute('candidate-id');
    await expect
      .poll(
        () =>
          page
            .frames()
            .find((frame) => frame.url().includes('linkedin'))
            ?.url() ?? '',
      )
      .not.toBe('');
    expect(framesOf(page)).toHaveLength(1);
    expect(shown).not.toBeNull();
    expect(uncaught).toEqual([]);
  });

  it('mounts and unmounts for a long time without keeping anything', async () => {
    const { page } = await fixture('spa');
    await expectStates(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    const cycle = async (times: number) => {
      for (let time = 0; time < times; time += 1) {
        await page.evaluate(async () => {
          const press = (name: string) =>
            document.querySelector<HTMLElement>(`[data-do="${name}"]`)?.click();
          const placed = () =>
            document.querySelector('rsc-profile-widget')?.shadowRoot?.querySelector('iframe');
          press('unmount');
          await new Promise(requestAnimationFrame);
          press('mount');
          while (!placed()) await new Promise(requestAnimationFrame);
        });
      }
    };
    /** What is there once everything that nobody needs has been collected. */
    const kept = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
      return { listeners: of('JSEventListeners'), documents: of('Documents'), nodes: of('Nodes') };
    };
    await cycle(2);
    const before = await kept();
    await cycle(40);
    // Frames that were on their way are let go when their requests are.
    await expect
      .poll(async () => {
        const after = await kept();
        return {
          listeners: after.listeners - before.listeners < 20,
          documents: after.documents - before.documents < 5,
          nodes: after.nodes - before.nodes < 200,
        };
      })
      .toEqual({ listeners: true, documents: true, nodes: true });
  });
});

describe('A place that is not in view', () => {
  it('is an accordion, a dialog, a tab or has no width, and is right once shown', async () => {
    const { page, uncaught } = await fixture('hidden-containers');
    await expect.poll(() => page.evaluate(() => 'RSC' in window)).toBe(true);
    expect(framesOf(page)).toHaveLength(0);
    const widthOf = async (selector: string) =>
      Math.round((await page.locator(`${selector} iframe`).boundingBox())?.width ?? 0);

    await page.getByText('Accordion', { exact: true }).click();
    await page.getByRole('button', { name: 'Show tab' }).click();
    await page.getByRole('button', { name: 'Give width' }).click();
    await page.getByRole('button', { name: 'Open dialog' }).click();
    await expectStates(page);
    for (const place of ['#accordion', '#tab', '#dialog']) {
      expect(await widthOf(place), place).toBeGreaterThan(200);
      const frame = page.locator(`${place} iframe`);
      expect((await frame.boundingBox())?.height, place).toBeGreaterThanOrEqual(560);
    }
    expect((await page.locator('#narrow rsc-in-ats-indicator').boundingBox())?.width).toBe(156);

    await page.locator('main').evaluate((main) => (main.style.visibility = 'hidden'));
    await expect.poll(() => page.locator('#tab iframe').isVisible()).toBe(false);
    await page.locator('main').evaluate((main) => (main.style.visibility = ''));

    // Away and back, as tabs do: the same frame, at the same size.
    const [before, frames] = [await widthOf('#tab'), framesOf(page).length];
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show tab' }).click();
    expect(await widthOf('#tab')).toBe(0);
    await page.getByRole('button', { name: 'Show tab' }).click();
    await expect.poll(() => widthOf('#tab')).toBe(before);
    expect(framesOf(page)).toHaveLength(frames);
    await expectStates(page);
    expect(uncaught).toEqual([]);
  });
});

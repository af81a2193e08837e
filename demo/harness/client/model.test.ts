import { describe, expect, it, vi } from 'vitest';
import { createTestHarness } from '../harness.test-support.ts';
import type { WorkbenchData } from '../pages.ts';
import { toneOf, WorkbenchModel, type Preview } from './model.ts';

const page = await (await createTestHarness().get('/')).text();
const data = JSON.parse(/id="data">([^<]*)</.exec(page)?.[1] ?? '') as WorkbenchData;

const createModel = (search = '') => {
  const onChange = vi.fn();
  return { model: new WorkbenchModel(data, search, onChange), onChange };
};
const first = ({ previews }: WorkbenchModel): Preview => {
  const [preview] = previews;
  if (preview === undefined) throw new Error('no preview');
  return preview;
};
const say = (state: string) =>
  ({
    t: 'event',
    entry: { name: 'rsc-state', detail: { state }, element: null, atMs: 1 },
  }) as const;

describe('WorkbenchModel', () => {
  it('starts with one element in all states', () => {
    const { model } = createModel();
    const shown = data.states.filter(({ expected }) => expected['profile-widget'] !== undefined);
    expect(model.previews.map(({ state }) => state)).toEqual(shown);
    expect(shown.length).toBeLessThan(data.states.length);
    expect(new Set(model.previews.map(({ element }) => element.id))).toEqual(
      new Set(['profile-widget']),
    );
  });

  it('takes choices from the address, and none that do not exist', () => {
    const { model } = createModel('?element=all&state=offline&locale=ar&width=7&toString=1');
    expect(model.previews.map(({ key }) => key)).toEqual(
      data.elements.map(({ id }) => `${id}/offline`),
    );
    expect(model.chosen).toMatchObject({ locale: 'ar', dir: 'rtl', width: 'full' });
    expect(createModel(model.search).model.chosen).toEqual(model.chosen);
  });

  it('offers the states an element has, and shows all of them if it does not have the chosen one', () => {
    const { model } = createModel('?state=matched');
    model.select('element', 'integration-settings');
    expect(model.chosen.state).toBe('all');
    const offered = model.states.map(({ id }) => id);
    expect(offered).toEqual(model.previews.map(({ state }) => state.id));
    expect(offered).toContain('choosing');
    expect(offered).not.toContain('matched');
    model.select('state', 'choosing');
    model.select('element', 'all');
    expect(model.previews.map(({ key }) => key)).toEqual(['integration-settings/choosing']);
  });

  it('keeps what previews said while they stay, and forgets it when their page changes', () => {
    const { model, onChange } = createModel('?state=matched');
    model.take(first(model), say('ready'));
    model.select('state', 'all');
    expect(model.previews.find(({ key }) => key === 'profile-widget/matched')?.shown).toBe('ready');
    model.select('appearance', 'dark');
    expect(model.previews.every(({ shown }) => shown === 'idle')).toBe(true);
    model.select('state', 'offline');
    model.select('state', 'matched');
    expect(first(model).entries).toEqual([]);
    expect(onChange).toHaveBeenCalledTimes(5);
  });

  it('starts a reloaded preview anew, in another frame', () => {
    const { model } = createModel('?state=matched');
    model.take(first(model), say('ready'));
    model.reload(first(model));
    expect(first(model)).toMatchObject({ generation: 1, shown: 'idle', entries: [] });
  });

  it('keeps heights and logs within bounds', () => {
    const { model } = createModel('?state=matched');
    for (const [px, height] of [
      [1, 160],
      [900, 900],
      [1e9, 4000],
    ] as const) {
      model.take(first(model), { t: 'height', px });
      expect(first(model).heightPx).toBe(height);
    }
    for (let count = 0; count < 150; count += 1) model.take(first(model), say('loading'));
    expect(first(model).entries).toHaveLength(100);
  });
});

describe('toneOf', () => {
  it.each([
    ['matched', 'ready', 'good'],
    ['matched', 'authorizing', 'waiting'],
    ['matched', 'ctx_rejected', 'bad'],
    ['offline', 'offline', 'good'],
    ['offline', 'idle', 'waiting'],
  ])('finds %s in state %s %s', (state, shown, tone) => {
    const { model } = createModel(`?state=${state}`);
    expect(toneOf({ ...first(model), shown })).toBe(tone);
  });
});

import { describe, expect, it } from 'vitest';
import type { CandidateView } from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import { testClock } from '../backend.test-support.ts';
import { createCandidateReader, type ReaderOptions } from './reader.ts';
import type { CandidateScope } from './store.ts';

const scope: CandidateScope = { tenant: 'acme', integrationContext: 'urn:li:organization:1' };
const view: CandidateView = { atsCreatedAt: 1, atsLastModifiedAt: 2, matchedMembers: [] };

/** A LinkedIn that notes what it is asked and answers when the test lets it. */
function createReader(options: Partial<ReaderOptions> = {}) {
  const asked: { scope: CandidateScope; ids: string[] }[] = [];
  const clock = testClock();
  const absent = new Set<string>();
  let gate: Promise<void> = Promise.resolve();
  const reader = createCandidateReader({
    clock,
    async fetchViews(where, ids) {
      asked.push({ scope: where, ids });
      await gate;
      return new Map(ids.filter((id) => !absent.has(id)).map((id) => [id, view]));
    },
    ...options,
  });
  const hold = (): (() => void) => {
    let release = (): void => undefined;
    gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  };
  return { reader, asked, clock, absent, hold };
}

describe('the reader of candidates', () => {
  it('asks LinkedIn once for everybody who asks at the same time', async () => {
    const { reader, asked } = createReader();
    const answers = await Promise.all([
      reader.read(scope, ['1', '2']),
      reader.read(scope, ['2', '3']),
      reader.read(scope, ['1']),
    ]);
    expect(asked).toEqual([{ scope, ids: ['1', '2', '3'] }]);
    expect(answers.map((answer) => [...answer.keys()])).toEqual([['1', '2'], ['2', '3'], ['1']]);
  });

  it('joins a question that is under way', async () => {
    const { reader, asked, hold } = createReader();
    const release = hold();
    const first = reader.read(scope, ['1']);
    await new Promise((resolve) => setTimeout(resolve));
    const second = reader.read(scope, ['1']);
    release();
    await Promise.all([first, second]);
    expect(asked).toHaveLength(1);
  });

  it('sends batches of a hundred, one after the other', async () => {
    let running = 0;
    let most = 0;
    const sizes: number[] = [];
    const { reader } = createReader({
      async fetchViews(_scope, ids) {
        running += 1;
        most = Math.max(most, running);
        sizes.push(ids.length);
        await new Promise((resolve) => setTimeout(resolve));
        running -= 1;
        return new Map();
      },
    });
    await reader.read(
      scope,
      Array.from({ length: 250 }, (_, index) => String(index)),
    );
    expect(sizes).toEqual([100, 100, 50]);
    expect(most).toBe(1);
  });

  it('uses an answer again for a minute, and not longer', async () => {
    const { reader, asked, clock } = createReader();
    const first = await reader.read(scope, ['1']);
    clock.advance(59);
    const cached = await reader.read(scope, ['1']);
    expect(cached.get('1')).toEqual(first.get('1'));
    expect(asked).toHaveLength(1);
    clock.advance(1);
    const fresh = await reader.read(scope, ['1']);
    expect(asked).toHaveLength(2);
    expect(fresh.get('1')?.observedAtMs).toBe(clock());
  });

  it('soon asks again for what LinkedIn does not have yet', async () => {
    const { reader, asked, clock, absent } = createReader();
    absent.add('1');
    expect((await reader.read(scope, ['1'])).get('1')?.view).toBeNull();
    clock.advance(4);
    absent.delete('1');
    expect((await reader.read(scope, ['1'])).get('1')?.view).toEqual(view);
    expect(asked).toHaveLength(2);
  });

  it('forgets what has changed', async () => {
    const { reader, asked } = createReader();
    await reader.read(scope, ['1', '2']);
    reader.forget(scope, ['1']);
    await reader.read(scope, ['1', '2']);
    expect(asked.map(({ ids }) => ids)).toEqual([['1', '2'], ['1']]);
  });

  it('does not keep an answer that was asked for before the change', async () => {
    const { reader, asked, hold } = createReader();
    const release = hold();
    const before = reader.read(scope, ['1']);
    await new Promise((resolve) => setTimeout(resolve));
    reader.forget(scope, ['1']);
    const after = reader.read(scope, ['1']);
    release();
    await Promise.all([before, after]);
    expect(asked).toHaveLength(2);
  });

  it('keeps customers and integration contexts apart', async () => {
    const { reader, asked } = createReader();
    await reader.read(scope, ['1']);
    await reader.read({ ...scope, tenant: 'globex' }, ['1']);
    await reader.read({ ...scope, integrationContext: 'urn:li:organization:2' }, ['1']);
    expect(asked).toHaveLength(3);
  });

  it('tells everybody of a failure, and asks again the next time', async () => {
    let fails = true;
    const { reader } = createReader({
      fetchViews: () =>
        fails
          ? Promise.reject(new RscError('linkedin_unavailable', 'down'))
          : Promise.resolve(new Map([['1', view]])),
    });
    const asks = await Promise.allSettled([reader.read(scope, ['1']), reader.read(scope, ['1'])]);
    expect(asks.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect((await reader.read(scope, ['1'])).get('1')?.view).toEqual(view);
  });

  it('leaves LinkedIn alone for as long as it asked', async () => {
    let calls = 0;
    const { reader, clock } = createReader({
      fetchViews: () => {
        calls += 1;
        return calls === 1
          ? Promise.reject(new RscError('linkedin_unavailable', 'busy', { retryAfterMs: 30_000 }))
          : Promise.resolve(new Map([['1', view]]));
      },
    });
    await expect(reader.read(scope, ['1'])).rejects.toMatchObject({ retryAfterMs: 30_000 });
    clock.advance(10);
    await expect(reader.read(scope, ['1'])).rejects.toMatchObject({ retryAfterMs: 20_000 });
    expect(calls).toBe(1);
    clock.advance(20);
    await expect(reader.read(scope, ['1'])).resolves.toBeDefined();
  });

  it('keeps no more answers than it may', async () => {
    const { reader, asked } = createReader({ maxCached: 2 });
    await reader.read(scope, ['1', '2', '3']);
    await reader.read(scope, ['3', '2']);
    expect(asked).toHaveLength(1);
    await reader.read(scope, ['1']);
    expect(asked).toHaveLength(2);
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('come in the order they were asked for, also after one that fails', async () => {
    const { take } = createTurns();
    const order: number[] = [];
    const turn = (number: number, ms: number) =>
      take(async () => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        order.push(number);
        if (number === 2) throw new Error('no');
        return number;
      });
    const outcomes = await Promise.allSettled([turn(1, 5), turn(2, 1), turn(3, 0)]);
    expect(order).toEqual([1, 2, 3]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('do not keep what earlier ones came to: a client lives for days', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const { take } = createTurns();
    const results: WeakRef<object>[] = [];
    for (let count = 0; count < 20; count += 1) {
      results.push(new WeakRef(await take(async () => ({ of: new Array(1_000).fill(count) }))));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
    expect(results.filter((result) => result.deref() !== undefined).length).toBeLessThan(3);
  });
});

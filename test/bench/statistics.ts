/** How the benchmarks measure: several rounds, both sides in turn, medians. */

/** Middle value; of an even number the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** The value that a share of all, 0 to 1, is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Comparison<Name extends string> {
  /** Median of a contestant over all rounds. */
  readonly medians: Readonly<Record<Name, number>>;
  /** Median of what two contestants came to in the same round, divided. */
  ratio(name: Name, other: Name): number;
}

/**
 * Runs all contestants once a round, each round in another order, so that a machine that slows
 * down or warms up meanwhile favours nobody.
 */
export async function interleaved<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  { rounds, warmups = 1 }: { rounds: number; warmups?: number },
): Promise<Comparison<Name>> {
  const names = Object.keys(contestants) as Name[];
  const results: Record<Name, number>[] = [];
  for (let round = -warmups; round < rounds; round += 1) {
    const shift = Math.abs(round) % names.length;
    const result = {} as Record<Name, number>;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      result[name] = await contestants[name]();
    }
    if (round >= 0) results.push(result);
  }
  return {
    medians: Object.fromEntries(
      names.map((name) => [name, median(results.map((result) => result[name]))]),
    ) as Record<Name, number>,
    ratio: (name, other) => median(results.map((result) => result[name] / result[other])),
  };
}

/** Operations a second of `count` runs of `run`, at most `inFlight` of them at a time. */
export async function throughput(
  count: number,
  inFlight: number,
  run: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await run(index);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count / (performance.now() - startedAt)) * 1000;
}

/**
 * Prometheus' text format, version 0.0.4. It is a dozen lines, so that no library is needed: what a
 * client library is for, counting within the process, the store does for all processes.
 */

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metric {
  /** In snake case, with its unit; totals end in `_total`. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** Metrics without samples are left out. */
export const expositionOf = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, kind, help, samples }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`,
      `# TYPE ${name} ${kind}\n`,
      ...samples.map((sample) => `${name}${labelsOf(sample)} ${String(sample.value)}\n`),
    ])
    .join('');

function labelsOf({ labels }: Sample): string {
  const written = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name}="${escaped}"`;
  });
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

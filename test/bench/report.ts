/** One row of the benchmark's table: a figure of ours, what it is held against, what is asked. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  /** Name and figure of what ours is compared with. */
  readonly against?: {
    readonly name: string;
    readonly figure: number;
    /** Ours divided by it, round by round. */
    readonly ratio: number;
  };
  /** What must hold; without one the row only informs. */
  readonly asked?: {
    /** Of `ours` itself, or of its ratio to the other. */
    readonly of: 'figure' | 'ratio';
    readonly atLeast?: number;
    readonly atMost?: number;
  };
}

/** Whether a row is as asked; undefined if nothing is asked. */
export function holds(row: Row): boolean | undefined {
  if (!row.asked) return undefined;
  const { of, atLeast = -Infinity, atMost = Infinity } = row.asked;
  const value = of === 'figure' ? row.ours : row.against?.ratio;
  return value !== undefined && value >= atLeast && value <= atMost;
}

/** The table, with ratios to two digits and a verdict where something is asked. */
export function table(rows: readonly Row[]): string {
  const figure = (value: number): string =>
    value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
  const cells = rows.map((row) => {
    const ratio = row.against?.ratio;
    return [
      row.what,
      `${figure(row.ours)} ${row.unit}`,
      row.against ? `${row.against.name} ${figure(row.against.figure)}` : '',
      ratio === undefined ? '' : ratio.toFixed(2),
      asked(row),
      { true: 'ok', false: 'MISSED', undefined: '' }[String(holds(row)) as 'true'],
    ];
  });
  const all = [['', 'ours', 'against', 'ratio', 'asked', ''], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...all.map((line) => (line[column] ?? '').length)),
  );
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function asked({ asked: wish, unit }: Row): string {
  if (!wish) return '';
  const suffix = wish.of === 'ratio' ? ' x' : ` ${unit}`;
  if (wish.atLeast !== undefined) return `>= ${wish.atLeast}${suffix}`;
  return `<= ${wish.atMost}${suffix}`;
}

/** One line of the benchmark: a measured figure against its budget, as a ratio of one run. */
export interface Figure {
  what: string;
  /** What was measured, in words with its unit. */
  measured: string;
  budget: string;
  /** Whether the budget is met; undefined where there is none. */
  isMet?: boolean;
}

/** Prints the figures as a table. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ what, measured, budget, isMet }) => [
    isMet === undefined ? ' ' : isMet ? 'met' : 'MISSED',
    what,
    measured,
    budget,
  ]);
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => (row[i] as string).length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

// Medians, spreads and ratios of interleaved runs. Runs in the benchmark's own process.

/** A figure of several rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
  rounds: number;
}

/** Median of at least one number; of an even count, the mean of the middle two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the given share (0 to 1) of the values lies, interpolated between neighbours. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

/** Median, smallest and largest of the values. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), rounds: values.length };
}

/** Round by round, value / base; rounds that lack either are left out. */
export function ratios(values: readonly (number | undefined)[], bases: readonly (number | undefined)[]): number[] {
  return values.flatMap((value, round) => {
    const base = bases[round];
    return value === undefined || base === undefined ? [] : [value / base];
  });
}

/** Geometric mean. NaN of none. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** True if the two ranges overlap, so that the rounds do not tell which of the two is the larger. */
export function isHidden(a: Spread, b: Spread): boolean {
  return a.min <= b.max && b.min <= a.max;
}

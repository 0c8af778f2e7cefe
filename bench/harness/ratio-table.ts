// Tables of ratios to a base row or column, made from interleaved rounds. Runs in the benchmark's own process.

import { formatNumber, formatSpread } from '../report/markdown-table.js';
import { isHidden, ratios, type Spread, spreadOf } from './statistics.js';

/** One figure of one tool (or size, or thread count) over the rounds; undefined where a run failed. */
export type Figure = (number | undefined)[];

/** The spread of figure over base, round by round; undefined if no round has both. */
export function ratioSpread(figure: Figure | undefined, base: Figure | undefined): Spread | undefined {
  const values = ratios(figure ?? [], base ?? []);
  return values.length > 0 ? spreadOf(values) : undefined;
}

/** The spread of the figure itself; undefined if every run failed. */
export function figureSpread(figure: Figure): Spread | undefined {
  const values = figure.filter((value) => value !== undefined);
  return values.length > 0 ? spreadOf(values) : undefined;
}

export interface MarkOptions {
  /** The spread of plain over plain; what overlaps it is marked "≈". */
  noise: Spread | undefined;
  /** Whether the least or the most is best, and printed bold. */
  best: 'least' | 'most';
}

/** Spreads as table cells: the best bold, those that the noise hides marked. */
export function markedSpreads(spreads: (Spread | undefined)[], { noise, best }: MarkOptions): string[] {
  const medians = spreads.flatMap((spread) => spread?.median ?? []);
  const extreme = best === 'least' ? Math.min(...medians) : Math.max(...medians);
  return spreads.map((spread) => {
    if (!spread) return '-';
    const text = spread.median === extreme ? `**${formatSpread(spread)}**` : formatSpread(spread);
    return noise && spread.rounds > 1 && isHidden(spread, noise) ? `${text} ≈` : text;
  });
}

/** Sentence about the noise, from plain over plain. */
export function noiseSentence(spreads: (Spread | undefined)[]): string {
  const known = spreads.filter((spread) => spread !== undefined);
  const low = Math.min(...known.map(({ min }) => min));
  const high = Math.max(...known.map(({ max }) => max));
  return `Noise: the plain program over itself came to ${formatNumber(low)}-${formatNumber(high)}.`;
}

/** The sentence that explains the marks. */
export const LEGEND = '"≈": the spread hides the difference from plain. Bold: the best of the row among the tools.';

// Counts of one run in Istanbul's terms: by covd's map and counters, and by istanbul-lib-instrument itself.

import type { FileCoverageData } from 'istanbul-lib-coverage';
import { istanbulCounts } from './istanbul-reference.js';
import { execute, type Run, unitCounts } from './run-instrumented.js';

export interface Counts {
  s: number[];
  f: number[];
  b: number[][];
}

export function ourCounts(run: Run): Counts {
  const units = unitCounts(run);
  const sum = (indexes: number[]): number => indexes.reduce((total, index) => total + (units[index] ?? 0), 0);
  const { s, f, b } = run.map.istanbul ?? { s: [], f: [], b: [] };
  // A branch whose arms are all ignored is in the skeleton alone.
  return { s: s.map(sum), f: f.map(sum), b: b.filter((arms) => arms.length > 0).map((arms) => arms.map(sum)) };
}

/** Runs the program under istanbul-lib-instrument. */
export async function theirCounts(source: string): Promise<Counts> {
  const { s, f, b }: FileCoverageData = await istanbulCounts(source, execute);
  return { s: Object.values(s), f: Object.values(f), b: Object.values(b) };
}

/** Which functions and arms ran: what is exact at perblock, whatever throws. */
export function coveredOnly({ f, b }: Counts): { f: boolean[]; b: boolean[][] } {
  return { f: f.map(Boolean), b: b.map((arms) => arms.map(Boolean)) };
}

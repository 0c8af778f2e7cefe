// The counter entries of one module's live functions, as they stand in a counter file. The hot loop of every snapshot.
// Daemon thread.
//
//   entry, all ULEB128: number of units | package index | function index | one count per unit

import type { CoveredModule } from '../totals/module-registry.js';
import type { CounterCopy } from '../totals/module-totals.js';

/** A module's part of a counter file; `functions` is the number of entries in `bytes`. */
export interface LiveFunctions {
  functions: number;
  bytes: Uint8Array;
}

const MAX_COUNT = 0xffff_ffff;
const MAX_ULEB_BYTES = 5;

/**
 * Entries of the functions with a unit that ran since `baseline` (undefined: all counters were zero). Counts above
 * `maxCount` (1 in mode set) are written as that.
 */
export function encodeLiveFunctions(
  module: CoveredModule,
  baseline: CounterCopy | undefined,
  maxCount = MAX_COUNT,
): LiveFunctions {
  const counts = countUnits(module, baseline, maxCount);
  const { functionUnits } = module.plan;
  const functions = functionUnits.length - 1;
  const out = new Uint8Array((3 * functions + counts.length) * MAX_ULEB_BYTES);
  let end = 0;
  let live = 0;
  for (let f = 0; f < functions; f++) {
    const first = functionUnits[f] as number;
    const last = functionUnits[f + 1] as number;
    if (!hasRun(counts, first, last)) continue;
    live++;
    end = writeUleb(out, end, last - first);
    end = writeUleb(out, end, module.index);
    end = writeUleb(out, end, f);
    for (let u = first; u < last; u++) end = writeUleb(out, end, counts[u] as number);
  }
  return { functions: live, bytes: out.slice(0, end) };
}

/** Count of every unit of the module since the baseline: the sum of its counters, saturated. */
function countUnits({ plan, totals }: CoveredModule, baseline: CounterCopy | undefined, maxCount: number): Uint32Array {
  const { unitCounters, counters } = plan;
  const counts = new Uint32Array(unitCounters.length - 1);
  const now = totals.counters;
  let i = 0;
  for (let u = 0; u < counts.length; u++) {
    const end = unitCounters[u + 1] as number;
    let count = 0;
    for (; i < end; i++) {
      const counter = counters[i] as number;
      count += (now[counter] as number) - (baseline === undefined ? 0 : (baseline[counter] as number));
    }
    counts[u] = Math.min(count, maxCount);
  }
  return counts;
}

function hasRun(counts: Uint32Array, first: number, end: number): boolean {
  for (let u = first; u < end; u++) if (counts[u] !== 0) return true;
  return false;
}

function writeUleb(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    out[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[end++] = rest;
  return end;
}

// Which counters add up to which unit, flat, so that a snapshot of a hundred thousand units walks three arrays instead
// of as many objects. Daemon thread only.

import type { MappedFunction } from '../../instrument/module-map.js';

/**
 * Function f has the units functionUnits[f] .. functionUnits[f + 1] - 1, unit u is the sum of the counters whose
 * indexes stand at unitCounters[u] .. unitCounters[u + 1] - 1 of `counters`. All indexes are 0-based.
 */
export interface UnitPlan {
  functionUnits: Uint32Array;
  unitCounters: Uint32Array;
  counters: Uint32Array;
}

/** Lays out the functions of one module map. */
export function planUnits(functions: readonly MappedFunction[]): UnitPlan {
  const units = functions.flatMap((fn) => fn.units);
  return {
    functionUnits: toStarts(functions.map((fn) => fn.units.length)),
    unitCounters: toStarts(units.map((unit) => unit.counters.length)),
    counters: Uint32Array.from(units.flatMap((unit) => unit.counters)),
  };
}

/** Where each run starts if runs of these lengths follow each other, and behind them where the last one ends. */
function toStarts(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) starts[i + 1] = (starts[i] as number) + length;
  return starts;
}

// Which counters add up to which unit, flat, so that a snapshot of a hundred thousand units walks a few arrays instead
// of as many objects. Daemon thread only.

import type { MappedFunction } from '../../instrument/module-map.js';

/** Stands in `unitCounter` where a unit is not one counter by itself. */
export const SUM_OF_COUNTERS = -1;

/**
 * Function f has the units functionUnits[f] .. functionUnits[f + 1] - 1, unit u is the sum of the counters whose
 * indexes stand at unitCounters[u] .. unitCounters[u + 1] - 1 of `counters`. All indexes are 0-based.
 */
export interface UnitPlan {
  functionUnits: Uint32Array;
  unitCounters: Uint32Array;
  counters: Uint32Array;
  /** The one counter of each unit, which most have, or SUM_OF_COUNTERS. */
  unitCounter: Int32Array;
}

/** Lays out the functions of one module map. */
export function planUnits(functions: readonly MappedFunction[]): UnitPlan {
  const [functionUnits, unitCounters, counters]: [number[], number[], number[]] = [[0], [0], []];
  const unitCounter: number[] = [];
  for (const { units } of functions) {
    for (const unit of units) {
      for (const counter of unit.counters) counters.push(counter);
      unitCounters.push(counters.length);
      unitCounter.push(unit.counters.length === 1 ? (unit.counters[0] as number) : SUM_OF_COUNTERS);
    }
    functionUnits.push(unitCounter.length);
  }
  return {
    functionUnits: Uint32Array.from(functionUnits),
    unitCounters: Uint32Array.from(unitCounters),
    counters: Uint32Array.from(counters),
    unitCounter: Int32Array.from(unitCounter),
  };
}

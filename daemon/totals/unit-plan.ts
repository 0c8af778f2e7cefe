// Which counters add up to which unit, flat, so that a snapshot of a hundred thousand units walks a few arrays instead
// of as many objects. Daemon thread only.

import type { MappedUnit } from '../../instrument/module-map.js';

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

/** What of a mapped function makes its counts. */
export interface FunctionSums {
  units: readonly Pick<MappedUnit, 'counters'>[];
}

/** Lays out the functions of one module map. */
export function planUnits(functions: readonly FunctionSums[]): UnitPlan {
  const [functionUnits, unitCounters, counters]: [number[], number[], number[]] = [[0], [0], []];
  for (const { units } of functions) {
    for (const unit of units) {
      for (const counter of unit.counters) counters.push(counter);
      unitCounters.push(counters.length);
    }
    functionUnits.push(unitCounters.length - 1);
  }
  return completePlan({
    functionUnits: Uint32Array.from(functionUnits),
    unitCounters: Uint32Array.from(unitCounters),
    counters: Uint32Array.from(counters),
  });
}

/** The plan of which the other columns are known. */
export function completePlan(sums: Omit<UnitPlan, 'unitCounter'>): UnitPlan {
  const { unitCounters, counters } = sums;
  const unitCounter = new Int32Array(unitCounters.length - 1);
  for (let u = 0; u < unitCounter.length; u++) {
    const first = unitCounters[u] as number;
    const isSingle = (unitCounters[u + 1] as number) - first === 1;
    unitCounter[u] = isSingle ? (counters[first] as number) : SUM_OF_COUNTERS;
  }
  return { ...sums, unitCounter };
}

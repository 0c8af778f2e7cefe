// The walk's plan -> the final order of functions, counters and units, and the module map that says so. Runs wherever
// sources are instrumented.

import { createHash } from 'node:crypto';
import { type MappedFunction, MODULE_MAP_VERSION, type ModuleFacts, type ModuleMap } from '../module-map.js';
import type { AuthorPositions } from './author-positions.js';
import type { CoveragePlan, PlannedFunction, PlannedUnit } from './coverage-plan.js';
import { hashFunctionTexts, type TextRange } from './function-text-hash.js';
import type { DraftCounter } from './insertion-list.js';
import type { LineTable } from './line-table.js';
import type { SkeletonRecorder } from './skeleton-recorder.js';
import { UnitMapper } from './unit-mapper.js';

export interface ModuleMapInput {
  facts: ModuleFacts;
  source: string;
  plan: CoveragePlan;
  skeleton: SkeletonRecorder;
  lines: LineTable;
  /** Where the source has a source map. */
  author: AuthorPositions | undefined;
}

export interface BuiltMap {
  map: ModuleMap;
  /** Index of a draft counter in the module's area. */
  counterIndex: (counter: DraftCounter) => number;
}

/** Functions come in source order, counters and units grouped by function. */
export function buildModuleMap(input: ModuleMapInput): BuiltMap {
  const { plan, lines } = input;
  const ordered = [...plan.functions].sort((a, b) => a.start - b.start || a.index - b.index);
  const { firstCounters, counts, indexes } = orderCounters(plan, ordered);
  const counterIndex = (counter: DraftCounter): number => indexes[counter] as number;
  const { byFunction, unitIndex } = orderUnits(plan, ordered);
  const textHashes = hashFunctionTexts(
    input.source,
    ordered.map((planned) => rangeOf(planned, byFunction, input.source)),
  );
  const mapper = new UnitMapper({ ...input.facts, lines, author: input.author });
  const functions = ordered.map((planned, position): MappedFunction => {
    const { index, literal } = planned;
    return {
      name: literal ? mapper.literalName(planned) : planned.name,
      file: mapper.fileOf(planned),
      literal,
      textHash: textHashes[position] as string,
      firstCounter: firstCounters[index] as number,
      counterCount: counts[index] as number,
      units: (byFunction[index] as PlannedUnit[]).map((unit) =>
        mapper.map(unit, plan.probed(unit.counters).map(counterIndex)),
      ),
    };
  });
  const istanbul = input.skeleton.build(lines, (unit) => unitIndex[unit] as number);
  if (input.author) istanbul.inputSourceMap = input.author.inputSourceMap;
  const counterCount = counts.reduce((sum, count) => sum + count, 0);
  const sourceHash = createHash('sha256').update(input.source).digest('hex').slice(0, 32);
  const version = MODULE_MAP_VERSION;
  return { map: { version, ...input.facts, sourceHash, counterCount, functions, istanbul }, counterIndex };
}

interface CounterOrder {
  /** By plan index of the function: its first counter in the module's area, and how many it has. */
  firstCounters: number[];
  counts: number[];
  /** By draft counter with a probe: its index in the module's area. */
  indexes: number[];
}

/** Counters are numbered function by function; those without a probe have no number. */
function orderCounters(plan: CoveragePlan, ordered: readonly PlannedFunction[]): CounterOrder {
  const counts = plan.functions.map(() => 0);
  const indexes = plan.counterOwners.map(({ index }, counter) => {
    const number = counts[index] as number;
    if (!plan.isDerived(counter)) counts[index] = number + 1;
    return number;
  });
  const firstCounters: number[] = [];
  let next = 0;
  for (const { index } of ordered) {
    firstCounters[index] = next;
    next += counts[index] as number;
  }
  for (const [counter, { index }] of plan.counterOwners.entries())
    indexes[counter] = (indexes[counter] as number) + (firstCounters[index] as number);
  return { firstCounters, counts, indexes };
}

function orderUnits(
  plan: CoveragePlan,
  ordered: readonly PlannedFunction[],
): { byFunction: PlannedUnit[][]; unitIndex: number[] } {
  const byFunction: PlannedUnit[][] = plan.functions.map(() => []);
  const within = plan.units.map((unit) => (byFunction[unit.owner.index] as PlannedUnit[]).push(unit) - 1);
  const firstUnits: number[] = [];
  let next = 0;
  for (const { index } of ordered) {
    firstUnits[index] = next;
    next += (byFunction[index] as PlannedUnit[]).length;
  }
  const unitIndex = plan.units.map(
    ({ owner }, draft) => (firstUnits[owner.index] as number) + (within[draft] as number),
  );
  return { byFunction, unitIndex };
}

/** A function reaches to the end of its last unit, `<module>` (index 0) over the whole source. */
function rangeOf({ start, index }: PlannedFunction, byFunction: PlannedUnit[][], source: string): TextRange {
  if (index === 0) return { start: 0, end: source.length };
  const units = byFunction[index] as PlannedUnit[];
  return { start, end: units.reduce((end, unit) => Math.max(end, unit.end), start) };
}

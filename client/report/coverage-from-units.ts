// Istanbul's view of a file of which only Go's is known: every unit with statements is one statement, a function's count is
// that of its first unit, and there are no branches. Runs in the CLI process.

import type { FunctionMapping } from 'istanbul-lib-coverage';
import type { MetaFunction, MetaUnit } from '../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { toRecord } from './coverage-from-skeleton.js';
import type { FileData } from './measured-file.js';
import { createUnitRanges } from './unit-ranges.js';

export interface UnitCounts {
  fn: MetaFunction;
  /** One per unit of `fn`. */
  counts: readonly number[];
}

/** covd's name for the code outside of all functions, which Istanbul does not count as one. */
const TOP_LEVEL = '<module>';

export interface FileUnits {
  functions: UnitCounts[];
  mode: CoverageMode;
  /** The source, if it is the one that was measured. */
  text: string | undefined;
}

/** Istanbul's file coverage for `path`. */
export function coverageFromUnits(path: string, { functions, mode, text }: FileUnits): FileData {
  const limit = mode === 'set' ? 1 : Number.POSITIVE_INFINITY;
  const toRange = createUnitRanges({ text, byteColumns: path.endsWith('.go') });
  const called = functions.filter(({ fn }) => fn.units.length > 0 && fn.name !== TOP_LEVEL);
  const statements = functions.flatMap(({ fn, counts }) =>
    fn.units.map((unit, index) => ({ unit, count: counts[index] ?? 0 })).filter(({ unit }) => unit[4] > 0),
  );
  return {
    path,
    statementMap: toRecord(statements.map(({ unit }) => toRange(unit))),
    fnMap: toRecord(called.map(({ fn }) => toFunction(fn))),
    branchMap: {},
    s: toRecord(statements.map(({ count }) => Math.min(count, limit))),
    f: toRecord(called.map(({ counts }) => Math.min(counts[0] ?? 0, limit))),
    b: {},
  };
}

const rangeOfUnit = createUnitRanges({ text: undefined, byteColumns: false });

/** All of the function that is known: from its first unit to the end of its last. */
function toFunction({ name, units }: MetaFunction): FunctionMapping {
  const last = units.reduce((latest, unit) => (isBehind(unit, latest) ? unit : latest));
  const { start } = rangeOfUnit(units[0] ?? last);
  return {
    name,
    decl: { start, end: { line: start.line, column: start.column + 1 } },
    loc: { start, end: rangeOfUnit(last).end },
    line: start.line,
  };
}

function isBehind(unit: MetaUnit, other: MetaUnit): boolean {
  return unit[2] > other[2] || (unit[2] === other[2] && unit[3] > other[3]);
}

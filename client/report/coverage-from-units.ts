// Istanbul's view of a file of which only Go's is known: every unit with statements is one statement, a function's count is
// that of its first unit, and there are no branches. Runs in the CLI process.

import type { Range } from 'istanbul-lib-coverage';
import type { MetaFunction, MetaUnit } from '../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import type { FileData } from './measured-file.js';

export interface UnitCounts {
  fn: MetaFunction;
  /** One per unit of `fn`. */
  counts: readonly number[];
}

/** covd's name for the code outside of all functions, which Istanbul does not count as one. */
const TOP_LEVEL = '<module>';

/** Istanbul's file coverage for `path`. A unit that comes twice counts twice, as in Go's text format. */
export function coverageFromUnits(path: string, file: { functions: UnitCounts[]; mode: CoverageMode }): FileData {
  const data: FileData = { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} };
  const limit = file.mode === 'set' ? 1 : Number.POSITIVE_INFINITY;
  for (const { fn, counts } of file.functions) {
    addFunction(data, fn, Math.min(counts[0] ?? 0, limit));
    fn.units.forEach((unit, index) => {
      addStatement(data, unit, Math.min(counts[index] ?? 0, limit));
    });
  }
  return data;
}

function addFunction(data: FileData, { name, units }: MetaFunction, count: number): void {
  const [first] = units;
  if (!first || name === TOP_LEVEL) return;
  const last = units.reduce((latest, unit) => (isBehind(unit, latest) ? unit : latest));
  const start = toRange(first).start;
  const key = String(Object.keys(data.fnMap).length);
  data.fnMap[key] = {
    name,
    decl: { start, end: { line: start.line, column: start.column + 1 } },
    loc: { start, end: toRange(last).end },
    line: start.line,
  };
  data.f[key] = count;
}

function isBehind(unit: MetaUnit, other: MetaUnit): boolean {
  return unit[2] > other[2] || (unit[2] === other[2] && unit[3] > other[3]);
}

function addStatement(data: FileData, unit: MetaUnit, count: number): void {
  if (unit[4] === 0) return;
  const key = String(Object.keys(data.statementMap).length);
  data.statementMap[key] = toRange(unit);
  data.s[key] = count;
}

/** Go's columns start at 1, Istanbul's at 0. */
function toRange([startLine, startColumn, endLine, endColumn]: MetaUnit): Range {
  return {
    start: { line: startLine, column: Math.max(0, startColumn - 1) },
    end: { line: endLine, column: Math.max(0, endColumn - 1) },
  };
}

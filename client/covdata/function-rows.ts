// `covd func`: statement coverage by function. Runs in the CLI process.

import { alignWithTabs } from './align-with-tabs.js';
import {
  addTotals,
  type CoverageProfile,
  type ProfileFunction,
  type ProfileUnit,
  type StatementTotals,
} from './coverage-profile.js';
import { percentText } from './percent-text.js';
import { compareBytes } from './pods.js';

export interface FunctionRow extends StatementTotals {
  package: string;
  file: string;
  /** 1-based line of the function's first unit. */
  line: number;
  name: string;
  literal: boolean;
}

/** One row for each function, in order of package, file and position; functions of one name in one file have a row each. */
export function functionRows(profile: CoverageProfile): FunctionRow[] {
  return profile
    .packagePaths()
    .flatMap((path) => groupByOrigin(profile, path).map(([first, ...rest]) => toRow(path, [first, ...rest])));
}

/**
 * Go's rows: runs of neighbouring units (by position) whose functions have the same name. So a function is split where
 * another one's units stand between its own, and neighbours of one name in two files are one row.
 */
export function goFunctionRows(profile: CoverageProfile): FunctionRow[] {
  return profile.packagePaths().flatMap((path) => {
    const runs: [ProfileUnit, ...ProfileUnit[]][] = [];
    for (const unit of profile.unitsOf(path)) {
      const run = runs.at(-1);
      if (run && run[0].fn.name === unit.fn.name) run.push(unit);
      else runs.push([unit]);
    }
    return runs.map((run) => toRow(path, run));
  });
}

/** Go's table: literals are left out but count in the total. */
export function formatFunctionRows(rows: readonly FunctionRow[]): string {
  const cells = rows
    .filter(({ literal }) => !literal)
    .map((row): [string, string, string] => [`${row.file}:${row.line}:`, row.name, percentText(row)]);
  return alignWithTabs([...cells, ['total', '(statements)', percentText(addTotals(rows))]]);
}

function groupByOrigin(profile: CoverageProfile, path: string): [ProfileUnit, ...ProfileUnit[]][] {
  const groups = new Map<string, [ProfileUnit, ...ProfileUnit[]]>();
  const ids = new Map<ProfileFunction, number>();
  for (const item of profile.unitsOf(path)) {
    if (!ids.has(item.fn)) ids.set(item.fn, ids.size);
    const [line, column] = item.origin;
    const key = `${ids.get(item.fn)} ${line} ${column}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].sort(compareStarts);
}

/** By file and the position of the first unit. */
function compareStarts(
  [a]: readonly [ProfileUnit, ...ProfileUnit[]],
  [b]: readonly [ProfileUnit, ...ProfileUnit[]],
): number {
  return compareBytes(a.fn.file, b.fn.file) || a.origin[0] - b.origin[0] || a.origin[1] - b.origin[1];
}

function toRow(path: string, units: readonly [ProfileUnit, ...ProfileUnit[]]): FunctionRow {
  const [{ fn, unit: first }] = units;
  const row = {
    package: path,
    file: fn.file,
    line: first[0],
    name: fn.name,
    literal: fn.literal,
    statements: 0,
    covered: 0,
  };
  for (const { unit, count } of units) {
    row.statements += unit[4];
    if (count !== 0) row.covered += unit[4];
  }
  return row;
}

// Istanbul's counts of a file that covd measured: each statement, function and branch arm is the sum of its units. Runs in
// the CLI process.

import type { BranchMapping, FunctionMapping, Range } from 'istanbul-lib-coverage';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import type { IstanbulRange, IstanbulSkeleton } from '../../instrument/module-map.js';
import type { FileData } from './measured-file.js';

export interface SkeletonCounts {
  skeleton: IstanbulSkeleton;
  /** One count per unit of the package. */
  counts: ArrayLike<number>;
  mode: CoverageMode;
  /** False leaves the branches out, instead of showing arms that nobody counted as never taken. */
  hasBranches: boolean;
}

/** Istanbul's file coverage for `path`; in mode set every count is 0 or 1. */
export function coverageFromSkeleton(path: string, { skeleton, counts, mode, hasBranches }: SkeletonCounts): FileData {
  const sum = (units: readonly number[]) => sumUnits(units, counts, mode);
  const { statementMap, fnMap, inputSourceMap } = skeleton;
  const branches = hasBranches ? skeleton.branchMap : [];
  const branchMap = toRecord(branches.map((branch) => (branch.locations.length > 0 ? toBranch(branch) : undefined)));
  return {
    path,
    statementMap: toRecord(statementMap.map(toRange)),
    fnMap: toRecord(fnMap.map(toFunction)),
    branchMap,
    s: toRecord(skeleton.s.map(sum)),
    f: toRecord(skeleton.f.map(sum)),
    b: toRecord(branches.map(({ locations }, i) => (locations.length > 0 ? skeleton.b[i]?.map(sum) : undefined))),
    ...(inputSourceMap !== undefined && inputSourceMap !== null && { inputSourceMap }),
  };
}

function sumUnits(units: readonly number[], counts: ArrayLike<number>, mode: CoverageMode): number {
  let sum = 0;
  for (const unit of units) sum += counts[unit] ?? 0;
  return mode === 'set' ? Math.min(sum, 1) : sum;
}

/** Istanbul's way to write a list: by "0", "1" and so on; nothing stands for `undefined`. */
export function toRecord<T>(list: readonly (T | undefined)[]): Record<string, T> {
  const record: Record<string, T> = {};
  for (const [index, value] of list.entries()) if (value !== undefined) record[String(index)] = value;
  return record;
}

/** Istanbul writes an arm without source, the else that is not there, as positions without numbers. */
function toRange({ start, end }: IstanbulRange): Range {
  return { start: toPosition(start), end: toPosition(end) };
}

function toPosition({ line, column }: IstanbulRange['start']): Range['start'] {
  return { ...(typeof line === 'number' && { line }), ...(typeof column === 'number' && { column }) } as Range['start'];
}

function toFunction({ name, decl, loc, line }: IstanbulSkeleton['fnMap'][number]): FunctionMapping {
  return { name, decl: toRange(decl), loc: toRange(loc), line };
}

function toBranch({ loc, type, locations, line }: IstanbulSkeleton['branchMap'][number]): BranchMapping {
  return { loc: toRange(loc), type, locations: locations.map(toRange), line };
}

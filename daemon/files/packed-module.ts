// A module's part of the meta-data extension as it is stored: Istanbul's ranges as four numbers each, in flat arrays, which
// is a fifth of their size as maps. Runs in the daemon thread and in tools.

import type { IstanbulPosition, IstanbulRange, IstanbulSkeleton } from '../../instrument/module-map.js';
import type { MetaPackage, ModuleExtension } from './coverage-data.js';

/** [start line, start column, end line, end column] of each range, one after the other; null for Istanbul's undefined. */
type FlatRanges = (number | null)[];

/** Later versions may add fields behind these. */
export type PackedModule = [
  file: string,
  sourceHash: string,
  skeleton: PackedSkeleton | null,
  functionHashes: string[] | null,
];

type PackedSkeleton = {
  statements: FlatRanges;
  /** fnMap: names, lines, and decl and loc in turns. */
  functions: [names: string[], lines: number[], ranges: FlatRanges];
  /** branchMap: types, lines, locs, and the arms' ranges of each branch. */
  branches: [types: string[], lines: number[], locs: FlatRanges, arms: FlatRanges[]];
  s: number[][];
  f: number[][];
  b: number[][][];
  inputSourceMap: unknown;
};

export function packModule({ file, sourceHash, istanbul, functionHashes }: ModuleExtension): PackedModule {
  return [file, sourceHash, istanbul ? packSkeleton(istanbul) : null, functionHashes ?? null];
}

/** The module that `value` holds, or undefined if it is none or counts by units that `pkg` does not have. */
export function unpackModule(value: unknown, pkg: MetaPackage): ModuleExtension | undefined {
  if (!Array.isArray(value)) return undefined;
  const [file, sourceHash, skeleton, hashes] = value as unknown[];
  if (typeof file !== 'string' || typeof sourceHash !== 'string') return undefined;
  const units = pkg.functions.reduce((sum, fn) => sum + fn.units.length, 0);
  if (skeleton !== null && !isPackedSkeleton(skeleton, units)) return undefined;
  if (hashes !== null && !strings(pkg.functions.length)(hashes)) return undefined;
  const istanbul = skeleton === null ? undefined : unpackSkeleton(skeleton);
  return { file, sourceHash, istanbul, functionHashes: hashes === null ? undefined : (hashes as string[]) };
}

function packSkeleton(skeleton: IstanbulSkeleton): PackedSkeleton {
  const { statementMap, fnMap, branchMap, s, f, b, inputSourceMap } = skeleton;
  return {
    statements: flatten(statementMap),
    functions: [
      fnMap.map((fn) => fn.name),
      fnMap.map((fn) => fn.line),
      flatten(fnMap.flatMap((fn) => [fn.decl, fn.loc])),
    ],
    branches: [
      branchMap.map((branch) => branch.type),
      branchMap.map((branch) => branch.line),
      flatten(branchMap.map((branch) => branch.loc)),
      branchMap.map((branch) => flatten(branch.locations)),
    ],
    s,
    f,
    b,
    inputSourceMap: inputSourceMap ?? null,
  };
}

function unpackSkeleton(packed: PackedSkeleton): IstanbulSkeleton {
  const { statements, functions, branches, s, f, b, inputSourceMap } = packed;
  const [names, fnLines, fnRanges] = functions;
  const [types, lines, locs, arms] = branches;
  return {
    statementMap: s.map((_, i) => rangeAt(statements, i)),
    fnMap: names.map((name, i) => ({
      name,
      decl: rangeAt(fnRanges, 2 * i),
      loc: rangeAt(fnRanges, 2 * i + 1),
      line: fnLines[i] ?? 0,
    })),
    branchMap: types.map((type, i) => ({
      loc: rangeAt(locs, i),
      type,
      locations: (b[i] ?? []).map((_, arm) => rangeAt(arms[i] ?? [], arm)),
      line: lines[i] ?? 0,
    })),
    s,
    f,
    b,
    ...(inputSourceMap !== null && { inputSourceMap }),
  };
}

function flatten(ranges: IstanbulRange[]): FlatRanges {
  return ranges.flatMap(({ start, end }) => [start, end].flatMap(({ line, column }) => [line ?? null, column ?? null]));
}

function rangeAt(flat: FlatRanges, index: number): IstanbulRange {
  return { start: positionAt(flat, 4 * index), end: positionAt(flat, 4 * index + 2) };
}

function positionAt(flat: FlatRanges, index: number): IstanbulPosition {
  return { line: flat[index] ?? undefined, column: flat[index + 1] ?? undefined };
}

function isPackedSkeleton(value: unknown, units: number): value is PackedSkeleton {
  if (typeof value !== 'object' || value === null) return false;
  const { statements, functions, branches, s, f, b } = value as Record<keyof PackedSkeleton, unknown>;
  const isSum = (sum: unknown) => isArrayOf(sum, (unit) => Number.isInteger(unit) && inRange(unit as number, units));
  if (!isArrayOf(s, isSum) || !isArrayOf(f, isSum) || !isArrayOf(b, (arms) => isArrayOf(arms, isSum))) return false;
  return (
    isRanges(statements, s.length) &&
    isTuple(functions, [strings(f.length), numbers(f.length), (v) => isRanges(v, 2 * f.length)]) &&
    isTuple(branches, [
      strings(b.length),
      numbers(b.length),
      (v) => isRanges(v, b.length),
      (v) => isArrayOf(v, (arms) => isRanges(arms)) && v.length === b.length,
    ])
  );
}

function isArrayOf(value: unknown, isItem: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(isItem);
}

function isTuple(value: unknown, items: ((item: unknown) => boolean)[]): boolean {
  return Array.isArray(value) && value.length === items.length && items.every((isItem, i) => isItem(value[i]));
}

function isRanges(value: unknown, count?: number): boolean {
  const isNumber = (item: unknown) => item === null || typeof item === 'number';
  return isArrayOf(value, isNumber) && (count === undefined || value.length === 4 * count);
}

function strings(count: number): (value: unknown) => boolean {
  return (value) => isArrayOf(value, (item) => typeof item === 'string') && value.length === count;
}

function numbers(count: number): (value: unknown) => boolean {
  return (value) => isArrayOf(value, (item) => typeof item === 'number') && value.length === count;
}

function inRange(value: number, end: number): boolean {
  return value >= 0 && value < end;
}

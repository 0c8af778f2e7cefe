// IstanbulSkeleton <-> bytes: MessagePack of columns (number-column.ts). Written when a source is instrumented; the
// daemon hands the bytes on into the extension of meta-data files without looking inside; tools read them for reports.

import { CoverageError } from '../coverage-error.js';
import { packMessage, unpackMessage } from '../message-pack.js';
import type { IstanbulPosition, IstanbulRange, IstanbulSkeleton } from '../module-map.js';
import { type PackedLists, packLists, packNumbers, unpackLists, unpackNumbers } from './number-column.js';

/** Raise when a field changes its meaning; fields may be added behind the last one. */
const SKELETON_VERSION = 1;

/** Start lines, start columns, end lines, end columns; -1 for Istanbul's undefined. */
type PackedRanges = [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

type PackedSkeleton = [
  version: number,
  statements: PackedRanges,
  functionNames: string[],
  functionLines: Uint8Array,
  functionDecls: PackedRanges,
  functionLocs: PackedRanges,
  branchTypes: string[],
  branchLines: Uint8Array,
  branchLocs: PackedRanges,
  /** How many arms each branch has, and the ranges of all arms. */
  armCounts: Uint8Array,
  arms: PackedRanges,
  s: PackedLists,
  f: PackedLists,
  b: PackedLists,
  inputSourceMap: unknown,
];

export function packSkeleton({
  statementMap,
  fnMap,
  branchMap,
  s,
  f,
  b,
  inputSourceMap,
}: IstanbulSkeleton): Uint8Array {
  const packed: PackedSkeleton = [
    SKELETON_VERSION,
    packRanges(statementMap),
    fnMap.map(({ name }) => name),
    packNumbers(fnMap.map(({ line }) => line)),
    packRanges(fnMap.map(({ decl }) => decl)),
    packRanges(fnMap.map(({ loc }) => loc)),
    branchMap.map(({ type }) => type),
    packNumbers(branchMap.map(({ line }) => line)),
    packRanges(branchMap.map(({ loc }) => loc)),
    packNumbers(b.map((arms) => arms.length)),
    packRanges(branchMap.flatMap(({ locations }) => locations)),
    packLists(s),
    packLists(f),
    packLists(b.flat()),
    inputSourceMap ?? null,
  ];
  return packMessage(packed);
}

/**
 * The skeleton in `bytes`, which counts by the units 0 .. unitCount - 1; `from` names it in the error.
 * @throws CoverageError ERR_BAD_FILE for damaged bytes, another version, or units that there are not
 */
export function unpackSkeleton(bytes: Uint8Array, unitCount: number, from: string): IstanbulSkeleton {
  const skeleton = tryUnpack(bytes, unitCount);
  if (skeleton) return skeleton;
  throw new CoverageError(
    'ERR_BAD_FILE',
    `read skeleton of ${from}: found ${bytes.length} bytes that are none, wanted version ${SKELETON_VERSION} over ${unitCount} units`,
  );
}

function tryUnpack(bytes: Uint8Array, unitCount: number): IstanbulSkeleton | undefined {
  const value = tryDecode(bytes);
  if (!isPackedSkeleton(value)) return undefined;
  const [, statements, names, fnLines, decls, locs, types, lines, branchLocs, armCounts, arms, s, f, b, sourceMap] =
    value;
  const counts = unpackNumbers(armCounts, types.length);
  const armTotal = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  const sums = unpackLists(s, unitCount);
  const functions = unpackFunctions(names, fnLines, [decls, locs]);
  const branches = counts && unpackBranches(types, lines, { locs: branchLocs, counts, arms });
  const functionSums = unpackLists(f, unitCount);
  const armSums = unpackLists(b, unitCount);
  const statementMap = sums && unpackRanges(statements, sums.length);
  if (!statementMap || !sums || !functions || !branches) return undefined;
  if (functionSums?.length !== names.length || armSums?.length !== armTotal) return undefined;
  let arm = 0;
  return {
    statementMap,
    fnMap: functions,
    branchMap: branches,
    s: sums,
    f: functionSums,
    b: branches.map(({ locations }) => {
      const first = arm;
      arm += locations.length;
      return armSums.slice(first, arm);
    }),
    ...(sourceMap !== null && { inputSourceMap: sourceMap }),
  };
}

function unpackFunctions(
  names: string[],
  packedLines: Uint8Array,
  [decls, locs]: [PackedRanges, PackedRanges],
): IstanbulSkeleton['fnMap'] | undefined {
  const lines = unpackNumbers(packedLines, names.length);
  const declRanges = unpackRanges(decls, names.length);
  const locRanges = unpackRanges(locs, names.length);
  if (!lines || !declRanges || !locRanges) return undefined;
  return names.map((name, i) => ({
    name,
    decl: declRanges[i] as IstanbulRange,
    loc: locRanges[i] as IstanbulRange,
    line: lines[i] as number,
  }));
}

function unpackBranches(
  types: string[],
  packedLines: Uint8Array,
  packed: { locs: PackedRanges; counts: Int32Array; arms: PackedRanges },
): IstanbulSkeleton['branchMap'] | undefined {
  const lines = unpackNumbers(packedLines, types.length);
  const locs = unpackRanges(packed.locs, types.length);
  if (packed.counts.some((count) => count < 0)) return undefined;
  const total = packed.counts.reduce((sum, count) => sum + count, 0);
  const arms = unpackRanges(packed.arms, total);
  if (!lines || !locs || !arms) return undefined;
  let at = 0;
  return types.map((type, i) => {
    const first = at;
    at += packed.counts[i] as number;
    return { loc: locs[i] as IstanbulRange, type, locations: arms.slice(first, at), line: lines[i] as number };
  });
}

function packRanges(ranges: readonly IstanbulRange[]): PackedRanges {
  return [
    packNumbers(ranges.map(({ start }) => start.line ?? -1)),
    packNumbers(ranges.map(({ start }) => start.column ?? -1)),
    packNumbers(ranges.map(({ end }) => end.line ?? -1)),
    packNumbers(ranges.map(({ end }) => end.column ?? -1)),
  ];
}

function unpackRanges(packed: PackedRanges, count: number): IstanbulRange[] | undefined {
  const [startLines, startColumns, endLines, endColumns] = packed.map((column) => unpackNumbers(column, count));
  if (!startLines || !startColumns || !endLines || !endColumns) return undefined;
  return Array.from(startLines, (line, i) => ({
    start: position(line, startColumns[i] as number),
    end: position(endLines[i] as number, endColumns[i] as number),
  }));
}

function position(line: number, column: number): IstanbulPosition {
  return { line: line < 0 ? undefined : line, column: column < 0 ? undefined : column };
}

function tryDecode(bytes: Uint8Array): unknown {
  try {
    return unpackMessage(bytes);
  } catch {
    // The caller's error names the file, which msgpackr's does not.
    return undefined;
  }
}

function isPackedSkeleton(value: unknown): value is PackedSkeleton {
  if (!Array.isArray(value) || value.length < 15 || value[0] !== SKELETON_VERSION) return false;
  const isRanges = (item: unknown) => Array.isArray(item) && item.length === 4;
  const isStrings = (item: unknown) => Array.isArray(item) && item.every((text) => typeof text === 'string');
  return [value[1], value[4], value[5], value[8], value[10]].every(isRanges) && [value[2], value[6]].every(isStrings);
}

// MappedFunction[] <-> columns (number-column.ts): the part of a module map that the daemon thread reads. Runs wherever
// sources are instrumented, and in the daemon thread.

import type { MappedFunction, MappedUnit } from '../module-map.js';
import { type PackedLists, packLists, packNumbers, unpackLists, unpackNumbers } from './number-column.js';

export type PackedFunctions = [
  names: string[],
  files: string[],
  textHashes: string[],
  literals: Uint8Array,
  firstCounters: Uint8Array,
  counterCounts: Uint8Array,
  unitCounts: Uint8Array,
  unitTotal: number,
  /** Start lines, start columns, end lines, end columns and statements of all units. */
  units: Uint8Array[],
  counters: PackedLists,
];

export function packFunctions(functions: readonly MappedFunction[]): PackedFunctions {
  const units = functions.flatMap((fn) => fn.units);
  const column = (of: (unit: MappedUnit) => number) => packNumbers(units.map(of));
  return [
    functions.map((fn) => fn.name),
    functions.map((fn) => fn.file),
    functions.map((fn) => fn.textHash),
    packNumbers(functions.map((fn) => Number(fn.literal))),
    packNumbers(functions.map((fn) => fn.firstCounter)),
    packNumbers(functions.map((fn) => fn.counterCount)),
    packNumbers(functions.map((fn) => fn.units.length)),
    units.length,
    [
      column((unit) => unit.startLine),
      column((unit) => unit.startColumn),
      column((unit) => unit.endLine),
      column((unit) => unit.endColumn),
      column((unit) => unit.statements),
    ],
    packLists(units.map((unit) => unit.counters)),
  ];
}

/** The functions of a module with `counterCount` counters; undefined for anything but what `packFunctions` made. */
export function unpackFunctions(value: unknown, counterCount: number): MappedFunction[] | undefined {
  if (!isPackedFunctions(value)) return undefined;
  const [names, files, textHashes, packedLiterals, packedFirst, packedCounts, packedUnitCounts] = value;
  const units = unpackUnits(value, counterCount);
  const literals = unpackNumbers(packedLiterals, names.length);
  const first = unpackNumbers(packedFirst, names.length);
  const counts = unpackNumbers(packedCounts, names.length);
  const unitCounts = unpackNumbers(packedUnitCounts, names.length);
  if (!units || !literals || !first || !counts || !unitCounts) return undefined;
  let at = 0;
  const functions = names.map((name, i) => {
    const start = at;
    at += unitCounts[i] as number;
    return {
      name,
      file: files[i] as string,
      literal: literals[i] === 1,
      textHash: textHashes[i] as string,
      firstCounter: first[i] as number,
      counterCount: counts[i] as number,
      units: units.slice(start, at),
    };
  });
  return at === units.length ? functions : undefined;
}

function unpackUnits(packed: PackedFunctions, counterCount: number): MappedUnit[] | undefined {
  const total = packed[7];
  const [startLines, startColumns, endLines, endColumns, statements] = packed[8].map((c) => unpackNumbers(c, total));
  const counters = unpackLists(packed[9], counterCount);
  if (!startLines || !startColumns || !endLines || !endColumns || !statements) return undefined;
  if (counters?.length !== total) return undefined;
  return counters.map((sum, i) => ({
    startLine: startLines[i] as number,
    startColumn: startColumns[i] as number,
    endLine: endLines[i] as number,
    endColumn: endColumns[i] as number,
    statements: statements[i] as number,
    counters: sum,
  }));
}

function isPackedFunctions(value: unknown): value is PackedFunctions {
  if (!Array.isArray(value) || typeof value[7] !== 'number' || !Array.isArray(value[8])) return false;
  const [names, files, textHashes] = value as unknown[];
  return [names, files, textHashes].every(
    (texts) =>
      Array.isArray(texts) && texts.length === (names as unknown[]).length && texts.every((t) => typeof t === 'string'),
  );
}

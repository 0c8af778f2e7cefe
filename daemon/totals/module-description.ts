// What the daemon makes of a module's map: which counters add up to which unit, and the module's part of each meta-data
// file. Making it takes 0.7 ms a module (Node 20), so it is kept from one run to the next (description-store.ts).
// Daemon thread.

import { packMessage, unpackMessage } from '../../instrument/message-pack.js';
import type { StoredModuleMap } from '../../instrument/store/module-map-codec.js';
import { packNumbers, unpackNumbers } from '../../instrument/store/number-column.js';
import { encodeModuleMeta, type ModuleMeta } from '../emit/module-meta.js';
import { completePlan, planUnits, type UnitPlan } from './unit-plan.js';

export interface ModuleDescription {
  /** Length of the module's counter area, in counters. */
  counterCount: number;
  /** The package path that stands in `meta`. */
  packagePath: string;
  plan: UnitPlan;
  meta: ModuleMeta;
}

type PackedDescription = [
  counterCount: number,
  packagePath: string,
  functions: number,
  functionUnits: Uint8Array,
  units: number,
  unitCounters: Uint8Array,
  sums: number,
  counters: Uint8Array,
  blob: Uint8Array,
  hash: Uint8Array,
  extension: Uint8Array,
];

/** The description of the module with this map, as the package `packagePath`. */
export function describeModule(map: StoredModuleMap, packagePath: string): ModuleDescription {
  const plan = planUnits(map.functions);
  return { counterCount: map.counterCount, packagePath, plan, meta: encodeModuleMeta(map, packagePath) };
}

/** MessagePack of the description. */
export function packDescription({ counterCount, packagePath, plan, meta }: ModuleDescription): Uint8Array {
  const { functionUnits, unitCounters, counters } = plan;
  const packed: PackedDescription = [
    counterCount,
    packagePath,
    functionUnits.length,
    packNumbers([...functionUnits]),
    unitCounters.length,
    packNumbers([...unitCounters]),
    counters.length,
    packNumbers([...counters]),
    meta.blob,
    meta.hash,
    meta.extension,
  ];
  return packMessage(packed);
}

/** The description in `bytes`, of which it keeps views; undefined for anything but what `packDescription` made. */
export function unpackDescription(bytes: Uint8Array): ModuleDescription | undefined {
  const value = tryUnpack(bytes);
  if (!isPacked(value)) return undefined;
  const [counterCount, packagePath, functions, functionUnits, units, unitCounters, total, counters] = value;
  const sums = {
    functionUnits: toColumn(functionUnits, functions),
    unitCounters: toColumn(unitCounters, units),
    counters: toColumn(counters, total),
  };
  const [, , , , , , , , blob, hash, extension] = value;
  if (!isPlan(sums, counterCount)) return undefined;
  return { counterCount, packagePath, plan: completePlan(sums), meta: { blob, hash, extension } };
}

function tryUnpack(bytes: Uint8Array): unknown {
  try {
    return unpackMessage(bytes);
  } catch {
    // Damaged: the map says the same.
    return undefined;
  }
}

function isPacked(value: unknown): value is PackedDescription {
  if (!Array.isArray(value) || value.length !== 11) return false;
  const [counterCount, packagePath, ...rest] = value as unknown[];
  return (
    Number.isSafeInteger(counterCount) &&
    typeof packagePath === 'string' &&
    rest.slice(6).every((bytes) => bytes instanceof Uint8Array)
  );
}

function toColumn(bytes: Uint8Array, count: number): Uint32Array | undefined {
  const numbers = unpackNumbers(bytes, count);
  return numbers && new Uint32Array(numbers.buffer);
}

type Sums = Omit<UnitPlan, 'unitCounter'>;

/** A plan that leads to no counter, no unit that there is not. */
function isPlan(sums: { [Column in keyof Sums]: Sums[Column] | undefined }, end: number): sums is Sums {
  const { functionUnits, unitCounters, counters } = sums;
  if (!functionUnits || !unitCounters || !counters) return false;
  return (
    isStarts(functionUnits, unitCounters.length - 1) &&
    isStarts(unitCounters, counters.length) &&
    counters.every((counter) => counter < end)
  );
}

/** True for rising numbers from 0 to `end`. */
function isStarts(starts: Uint32Array, end: number): boolean {
  return (
    starts[0] === 0 &&
    starts[starts.length - 1] === end &&
    starts.every((start, i) => i === 0 || start >= (starts[i - 1] as number))
  );
}

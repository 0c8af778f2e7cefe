// The summed counters of one program (one meta-data file), in flat arrays. Runs in tools and their worker threads: memory
// is that of the totals, however many files are added.

import { badFile } from '../../daemon/files/byte-reader.js';
import { MAX_COUNT } from '../../daemon/files/counter-data-file.js';
import type { CounterEntry, CounterVisitor } from '../../daemon/files/counter-entries.js';
import type { MetaData, MetaPackage } from '../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';

/** Number of units of each function, by package: all that adding up needs to know of a program. */
export type ProgramShape = Uint32Array[];

export function shapeOf(packages: readonly MetaPackage[]): ProgramShape {
  return packages.map(({ functions }) => Uint32Array.from(functions, ({ units }) => units.length));
}

/** What to tell the user while files are added. */
export type Warn = (text: string) => void;

export class ProgramCounts {
  /** One count per unit, in file order, saturated at 2^32 - 1; in mode set 0 or 1. */
  readonly totals: Uint32Array;
  /** One per function, in file order: 1 if some file has an entry for it. */
  readonly live: Uint8Array;
  readonly #shape: ProgramShape;
  readonly #isSet: boolean;
  /** Number of functions, and of units by function, before each: prefix sums. */
  readonly #firstFunction: number[] = [];
  readonly #firstUnit: Uint32Array;

  constructor(shape: ProgramShape, mode: CoverageMode) {
    let functions = 0;
    for (const units of shape) {
      this.#firstFunction.push(functions);
      functions += units.length;
    }
    this.#shape = shape;
    this.#isSet = mode === 'set';
    this.#firstUnit = new Uint32Array(functions);
    this.live = new Uint8Array(functions);
    this.totals = new Uint32Array(this.#numberUnits());
  }

  static of(meta: MetaData): ProgramCounts {
    return new ProgramCounts(shapeOf(meta.packages), meta.mode);
  }

  /** A visitor that adds the entries of the counter file at `path`, as far as `accepts` has them. */
  adder(path: string, warn: Warn): CounterVisitor {
    const file = { path, warn };
    return (entry) => {
      if (!this.accepts(file, entry)) return;
      const ordinal = this.ordinalOf(entry.package, entry.function);
      this.live[ordinal] = 1;
      if (this.#add(this.#firstUnit[ordinal] as number, entry.counters, entry.count))
        warn('uint32 overflow during counter merge');
    };
  }

  /**
   * Whether an entry of a counter file fits the program: one for a function that it does not have is left out with a
   * warning; one with too many or too few counters is an ERR_BAD_FILE (none at all counts as zeros).
   */
  accepts(file: { path: string; warn: Warn }, { package: pkg, function: fn, count, offset }: CounterEntry): boolean {
    const units = this.#shape[pkg]?.[fn];
    if (units === undefined) {
      const what = `counters for function ${fn} of package ${pkg}, which the meta-data does not have`;
      file.warn(`${file.path}: ${what}, at byte ${offset}: ignored`);
      return false;
    }
    if (count !== units && count > 0)
      throw badFile(file.path, offset, `${count} counters for a function of ${units} units`);
    return true;
  }

  /** Adds the counts of the same program's other files. */
  addAll(other: { totals: Uint32Array; live: Uint8Array }, warn: Warn): void {
    other.live.forEach((isLive, ordinal) => {
      if (isLive) this.live[ordinal] = 1;
    });
    if (this.#add(0, other.totals, other.totals.length)) warn('uint32 overflow during counter merge');
  }

  /** 0-based number of the function in the whole program: its index in `live`. */
  ordinalOf(pkg: number, fn: number): number {
    return (this.#firstFunction[pkg] as number) + fn;
  }

  has(pkg: number, fn: number): boolean {
    return this.#shape[pkg]?.[fn] !== undefined;
  }

  isLive(pkg: number, fn: number): boolean {
    return this.live[this.ordinalOf(pkg, fn)] === 1;
  }

  /** The function's counts, a view of `totals`. */
  countersOf(pkg: number, fn: number): Uint32Array {
    const start = this.#firstUnit[this.ordinalOf(pkg, fn)] as number;
    return this.totals.subarray(start, start + (this.#shape[pkg]?.[fn] ?? 0));
  }

  /** The package's counts of all functions, a view of `totals`. */
  countersOfPackage(pkg: number): Uint32Array {
    const functions = this.#shape[pkg]?.length ?? 0;
    if (functions === 0) return this.totals.subarray(0, 0);
    const last = this.countersOf(pkg, functions - 1);
    const start = this.#firstUnit[this.ordinalOf(pkg, 0)] as number;
    return this.totals.subarray(start, last.byteOffset / 4 - this.totals.byteOffset / 4 + last.length);
  }

  /** Returns whether a sum had to be cut. */
  #add(start: number, counters: Uint32Array, count: number): boolean {
    const { totals } = this;
    let overflow = false;
    if (this.#isSet) {
      for (let i = 0; i < count; i++) if (counters[i] !== 0) totals[start + i] = 1;
      return false;
    }
    for (let i = 0; i < count; i++) {
      const before = totals[start + i] as number;
      const sum = (before + (counters[i] as number)) >>> 0;
      if (sum < before) overflow = true;
      totals[start + i] = sum < before ? MAX_COUNT : sum;
    }
    return overflow;
  }

  #numberUnits(): number {
    let ordinal = 0;
    let total = 0;
    for (const units of this.#shape) {
      for (const count of units) {
        this.#firstUnit[ordinal++] = total;
        total += count;
      }
    }
    return total;
  }
}

// Units and their counts by package, over any number of programs: what percent, func and textfmt print. Runs in tools.
// Functions are the same if package path, file, name and literal flag are; units if their five numbers are. Equal units
// are added, different ones stay side by side.

import { MAX_COUNT } from '../../daemon/files/counter-data-file.js';
import type { MetaFunction, MetaUnit } from '../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { compareBytes } from './pods.js';
import type { Program } from './read-programs.js';

export interface ProfileFunction {
  name: string;
  file: string;
  literal: boolean;
  /** No two are equal; the next two run parallel. */
  units: MetaUnit[];
  counts: number[];
  /** The first unit of the function that brought the unit: several if functions of one name stand in one file. */
  origins: MetaUnit[];
}

export interface ProfileUnit {
  fn: ProfileFunction;
  unit: MetaUnit;
  count: number;
  /** See ProfileFunction. */
  origin: MetaUnit;
}

/** Statement counts of some units. */
export interface StatementTotals {
  statements: number;
  covered: number;
}

export class CoverageProfile {
  /** By package path; functions by their key. */
  readonly #packages = new Map<string, Map<string, ProfileFunction>>();
  readonly mode: CoverageMode;

  /** Counts are 0 and 1 in mode set, else saturating sums. */
  constructor(mode: CoverageMode) {
    this.mode = mode;
  }

  /** Adds those packages of a program that `isWanted` accepts. */
  add({ meta, counts }: Pick<Program, 'meta' | 'counts'>, isWanted: (path: string) => boolean = () => true): void {
    for (const [pkg, { path, functions }] of meta.packages.entries()) {
      if (!isWanted(path)) continue;
      const known = this.#packages.get(path) ?? new Map<string, ProfileFunction>();
      this.#packages.set(path, known);
      for (const [index, fn] of functions.entries()) this.#addFunction(known, fn, counts.countersOf(pkg, index));
    }
  }

  /** Bytewise sorted. */
  packagePaths(): string[] {
    return [...this.#packages.keys()].sort(compareBytes);
  }

  functionsOf(path: string): ProfileFunction[] {
    return [...(this.#packages.get(path)?.values() ?? [])];
  }

  /** All units of a package in order of file and position. */
  unitsOf(path: string): ProfileUnit[] {
    const units = this.functionsOf(path).flatMap((fn) =>
      fn.units.map((unit, index) => ({ fn, unit, count: fn.counts[index] ?? 0, origin: fn.origins[index] ?? unit })),
    );
    return units.sort(compareUnits);
  }

  totalsOf(path: string): StatementTotals {
    return addTotals(this.functionsOf(path).map(totalsOfFunction));
  }

  #addFunction(
    known: Map<string, ProfileFunction>,
    { name, file, literal, units }: MetaFunction,
    counts: Uint32Array,
  ): void {
    const key = `${file}\0${name}\0${literal}`;
    const fn = known.get(key) ?? { name, file, literal, units: [], counts: [], origins: [] };
    known.set(key, fn);
    const [origin] = units;
    if (!origin) return;
    if (fn.units.length === 0 && isAscending(units)) {
      fn.units = units.slice();
      fn.counts = Array.from(counts, (count) => this.#sum(0, count));
      fn.origins = units.map(() => origin);
      return;
    }
    const indexes = new Map(fn.units.map((unit, index) => [unit.join(), index]));
    for (const [i, unit] of units.entries()) {
      const index = indexes.get(unit.join()) ?? fn.units.push(unit) - 1;
      indexes.set(unit.join(), index);
      fn.origins[index] ??= origin;
      fn.counts[index] = this.#sum(fn.counts[index] ?? 0, counts[i] ?? 0);
    }
  }

  #sum(a: number, b: number): number {
    return Math.min(a + b, this.mode === 'set' ? 1 : MAX_COUNT);
  }
}

/** Statements and covered statements of one function. */
function totalsOfFunction({ units, counts }: ProfileFunction): StatementTotals {
  let statements = 0;
  let covered = 0;
  for (let i = 0; i < units.length; i++) {
    const count = (units[i] as MetaUnit)[4];
    statements += count;
    if (counts[i] !== 0) covered += count;
  }
  return { statements, covered };
}

export function addTotals(totals: readonly StatementTotals[]): StatementTotals {
  const sum = { statements: 0, covered: 0 };
  for (const { statements, covered } of totals) {
    sum.statements += statements;
    sum.covered += covered;
  }
  return sum;
}

/** By start: then no two units are equal, and none has to be looked up. */
function isAscending(units: MetaUnit[]): boolean {
  return units.every((unit, index) => {
    const before = units[index - 1];
    return !before || before[0] < unit[0] || (before[0] === unit[0] && before[1] < unit[1]);
  });
}

/** By file, start line, end line, start column, end column, statements; that is the order of Go's text format. */
function compareUnits(a: ProfileUnit, b: ProfileUnit): number {
  const order = [0, 2, 1, 3, 4] as const;
  if (a.fn.file !== b.fn.file) return compareBytes(a.fn.file, b.fn.file);
  for (const field of order) if (a.unit[field] !== b.unit[field]) return a.unit[field] - b.unit[field];
  return 0;
}

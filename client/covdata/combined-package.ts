// One package put together from several programs. Runs in the CLI process. Functions are equal if name, file, literal flag
// and all units are.

import { MAX_COUNT } from '../../daemon/files/counter-data-file.js';
import type { FunctionCounts, MetaFunction, MetaPackage, ModuleExtension } from '../../daemon/files/coverage-data.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import type { PackageVersion } from './combine-programs.js';
import type { Warn } from './program-counts.js';

export interface CombineOptions {
  /** Of the result; counts are 0 or 1 in mode set. */
  mode: CoverageMode;
  /** Hears of sums beyond 2^32 - 1. */
  warn: Warn;
}

export class CombinedPackage {
  readonly pkg: MetaPackage;
  /** What the versions' sources are, as far as all of it is known and the same. */
  readonly module: ModuleExtension;
  readonly #indexes = new Map<string, number>();
  readonly #counters: (Uint32Array | undefined)[] = [];

  private constructor({ pkg, module }: PackageVersion) {
    this.pkg = { ...pkg, functions: [] };
    this.module = { ...(module ?? { file: '', sourceHash: '', skeleton: undefined, functionHashes: undefined }) };
  }

  /** Adds up versions, at least one. */
  static of(versions: readonly [PackageVersion, ...PackageVersion[]], options: CombineOptions): CombinedPackage {
    const [first, ...others] = versions;
    const combined = new CombinedPackage(first);
    for (const version of versions) combined.#add(version, options);
    const grew = combined.pkg.functions.length !== first.pkg.functions.length;
    // The skeleton counts units through all functions of the package, so it holds for its own version's functions alone.
    if (grew || others.some(({ module }) => module?.sourceHash !== combined.module.sourceHash))
      combined.#dropSkeleton();
    return combined;
  }

  /** Entries of the functions that some version has one for; `index` is the package's. */
  liveFunctions(index: number): FunctionCounts[] {
    return this.#counters.flatMap((counters, fn) => (counters ? [{ package: index, function: fn, counters }] : []));
  }

  #add({ pkg, counters }: PackageVersion, { mode, warn }: CombineOptions): void {
    const limit = mode === 'set' ? 1 : MAX_COUNT;
    for (const [index, fn] of pkg.functions.entries()) {
      const own = this.#indexOf(fn);
      const added = counters[index];
      if (!added) continue;
      const sums = this.#counters[own] ?? new Uint32Array(added.length);
      this.#counters[own] = sums;
      if (addCounters(sums, added, limit) && mode !== 'set') warn('uint32 overflow during counter merge');
    }
  }

  #indexOf(fn: MetaFunction): number {
    const key = JSON.stringify([fn.name, fn.file, fn.literal, fn.units]);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.pkg.functions.push(fn) - 1;
    this.#indexes.set(key, index);
    this.#counters.push(undefined);
    return index;
  }

  #dropSkeleton(): void {
    this.module.skeleton = undefined;
    this.module.functionHashes = undefined;
  }
}

/** Returns whether a sum had to be cut. */
function addCounters(sums: Uint32Array, added: Uint32Array, limit: number): boolean {
  let overflow = false;
  for (let i = 0; i < sums.length; i++) {
    const sum = (sums[i] as number) + (added[i] as number);
    if (sum > limit) overflow = true;
    sums[i] = Math.min(sum, limit);
  }
  return overflow;
}

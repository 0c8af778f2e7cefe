// The modules that the process has loaded so far, in the order in which the daemon first met a region of theirs. That
// order is the order of packages in every file of this process and only ever grows at its end. Daemon thread only.

import type { StoredModuleMap } from '../../instrument/store/module-map-codec.js';
import { encodeModuleMeta, type ModuleMeta } from '../emit/module-meta.js';
import { ModuleTotals } from './module-totals.js';
import { planUnits, type UnitPlan } from './unit-plan.js';

/** A module whose map is known. The map itself, many times as large, is not kept. */
export interface CoveredModule {
  /** 0-based index of its package in the files of this process. */
  index: number;
  totals: ModuleTotals;
  plan: UnitPlan;
  meta: ModuleMeta;
}

/** Looks up the map of a module by its hash; undefined where there is none (yet). */
export type FindMap = (hash: string) => StoredModuleMap | undefined;

/** All modules of the process; those without a map are counted, and emitted as soon as the map is found. */
export class ModuleRegistry {
  readonly #findMap: FindMap;
  readonly #totals = new Map<string, ModuleTotals>();
  readonly #packagePaths = new Set<string>();
  readonly #modules: CoveredModule[] = [];
  #unmapped: string[] = [];
  readonly #unreadable = new Set<string>();

  constructor(findMap: FindMap) {
    this.#findMap = findMap;
  }

  /** In package order; the array grows when `describe` finds more maps. */
  get modules(): readonly CoveredModule[] {
    return this.#modules;
  }

  /** How many modules count but had no readable map when it was last looked for. */
  get unreadable(): number {
    return this.#unreadable.size;
  }

  /** The totals of the module with this hash, made when it is met for the first time. */
  findTotals(hash: string, counterCount: number): ModuleTotals {
    const known = this.#totals.get(hash);
    if (known) return known;
    const totals = new ModuleTotals(counterCount);
    this.#totals.set(hash, totals);
    this.#unmapped.push(hash);
    return totals;
  }

  /** Totals of all modules, with and without a map. */
  allTotals(): IterableIterator<ModuleTotals> {
    return this.#totals.values();
  }

  /** Looks for the maps of modules that have none yet, and begins none after `budgetMs` milliseconds. */
  describe(budgetMs = Number.POSITIVE_INFINITY): void {
    const end = performance.now() + budgetMs;
    this.#unmapped = this.#unmapped.filter((hash) => performance.now() > end || !this.#describeOne(hash));
  }

  #describeOne(hash: string): boolean {
    const totals = this.#totals.get(hash);
    const map = this.#findMap(hash);
    if (!totals || map?.counterCount !== totals.counters.length) {
      this.#unreadable.add(hash);
      return false;
    }
    this.#unreadable.delete(hash);
    const packagePath = this.#claimPackagePath(map);
    const meta = encodeModuleMeta(map, packagePath);
    this.#modules.push({ index: this.#modules.length, totals, plan: planUnits(map.functions), meta });
    return true;
  }

  /** Go's files know a package by its path, so two versions of one file must not share it. */
  #claimPackagePath({ packagePath, hash }: StoredModuleMap): string {
    const path = this.#packagePaths.has(packagePath) ? `${packagePath}@${hash.slice(0, 8)}` : packagePath;
    this.#packagePaths.add(path);
    return path;
  }
}

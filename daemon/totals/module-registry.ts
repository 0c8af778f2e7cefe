// The modules that the process has loaded so far, in the order in which the daemon first met a region of theirs. That
// order is the order of packages in every file of this process and only ever grows at its end. Daemon thread only.

import type { StoredModuleMap } from '../../instrument/store/module-map-codec.js';
import type { ModuleMeta } from '../emit/module-meta.js';
import type { DescriptionStore } from './description-store.js';
import { describeModule, type ModuleDescription } from './module-description.js';
import { ModuleTotals } from './module-totals.js';
import type { UnitPlan } from './unit-plan.js';

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
  readonly #described: DescriptionStore;
  readonly #totals = new Map<string, ModuleTotals>();
  readonly #packagePaths = new Set<string>();
  readonly #modules: CoveredModule[] = [];
  #unmapped: string[] = [];
  readonly #unreadable = new Set<string>();

  constructor(findMap: FindMap, described: DescriptionStore) {
    this.#findMap = findMap;
    this.#described = described;
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

  /**
   * Looks for the maps of modules that have none yet, and begins none after `budgetMs` milliseconds. Returns how many it
   * has found.
   */
  describe(budgetMs = Number.POSITIVE_INFINITY): number {
    const end = performance.now() + budgetMs;
    const before = this.#modules.length;
    this.#unmapped = this.#unmapped.filter((hash) => performance.now() > end || !this.#describeOne(hash));
    return this.#modules.length - before;
  }

  #describeOne(hash: string): boolean {
    const totals = this.#totals.get(hash);
    const found = totals && (this.#findDescription(hash, totals) ?? this.#describe(hash, totals));
    if (!found) {
      this.#unreadable.add(hash);
      return false;
    }
    this.#unreadable.delete(hash);
    this.#packagePaths.add(found.packagePath);
    this.#modules.push({ index: this.#modules.length, totals, plan: found.plan, meta: found.meta });
    return true;
  }

  /** What an earlier run has found out, unless that names the module as another one is named in this process. */
  #findDescription(hash: string, totals: ModuleTotals): ModuleDescription | undefined {
    const found = this.#described.find(hash);
    if (found?.counterCount !== totals.counters.length || this.#packagePaths.has(found.packagePath)) return undefined;
    return found;
  }

  #describe(hash: string, totals: ModuleTotals): ModuleDescription | undefined {
    const map = this.#findMap(hash);
    if (map?.counterCount !== totals.counters.length) return undefined;
    const { packagePath } = map;
    // Go's files know a package by its path, so two versions of one file must not share it.
    if (this.#packagePaths.has(packagePath)) return describeModule(map, `${packagePath}@${hash.slice(0, 8)}`);
    const description = describeModule(map, packagePath);
    this.#described.add(hash, description);
    return description;
  }
}

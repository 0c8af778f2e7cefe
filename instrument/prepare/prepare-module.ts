// Source text -> instrumented text, out of the store or made anew. Claims nothing. Runs in measured threads and, on Node
// 20, in the thread of the ESM hooks.

import type { CoverageMode, CoverageOptions } from '../coverage-options.js';
import type { FileFilter } from '../filter/file-filter.js';
import type { FilterCompiler } from '../filter/filter-compiler.js';
import type { InstrumentedModule, InstrumentRequest } from '../instrumenter/instrumenter-channel.js';
import { messageOf } from '../message-of.js';
import { ModuleNames } from '../naming/module-name.js';
import { moduleHash, moduleKey } from '../store/module-hash.js';
import type { ModuleStore } from '../store/module-store.js';
import type { StoreEntry } from '../store/store-entry.js';
import { isMarked } from './measured-mark.js';

export type ModuleFormat = 'module' | 'commonjs';

export interface LoadedSource {
  /** Absolute path. */
  file: string;
  source: string;
  /** undefined: Node will find out from the syntax. */
  format: ModuleFormat | undefined;
}

export interface PreparedModule extends StoreEntry {
  hash: string;
  /** Absolute path. */
  file: string;
  mode: CoverageMode;
}

export interface PreparationEvents {
  /** Told of a file that is loaded as it is, because it cannot be instrumented. */
  onUnmeasured: (file: string, reason: string) => void;
  /** Told of a map that could not be kept in the store. */
  onUnstoredMap: (hash: string, map: Uint8Array) => void;
}

export interface ModulePreparerOptions extends PreparationEvents {
  options: CoverageOptions;
  covdVersion: () => string;
  compiler: FilterCompiler;
  filter: FileFilter;
  /** Asked for what the store does not hold. @throws CoverageError ERR_INSTRUMENT */
  instrument: (request: InstrumentRequest) => InstrumentedModule;
  /** Gives undefined where there is no place to keep anything. */
  store: () => ModuleStore | undefined;
}

export class ModulePreparer {
  readonly #given: ModulePreparerOptions;
  readonly #names: ModuleNames;
  readonly #unmeasured = new Set<string>();

  constructor(given: ModulePreparerOptions) {
    this.#given = given;
    this.#names = new ModuleNames(given.options.root);
  }

  /** False for a file that no hook needs to look at. */
  wants(file: string): boolean {
    return !this.#given.compiler.isLoading && this.#given.filter.includes(file);
  }

  /** The instrumented module; undefined: load the source as it is. Never throws. */
  prepare(loaded: LoadedSource): PreparedModule | undefined {
    if (!this.wants(loaded.file)) return undefined;
    try {
      return this.#prepare(loaded);
    } catch (error) {
      this.#report(loaded.file, messageOf(error));
      return undefined;
    }
  }

  #prepare({ file, source, format }: LoadedSource): PreparedModule | undefined {
    const { options, covdVersion, store } = this.#given;
    const { mode, granularity } = options;
    const name = this.#names.nameOf(file);
    const key = moduleKey(covdVersion(), { file, format, mode, granularity, ...name });
    const packed = store()?.findPacked(key, source);
    if (packed !== undefined) return { file, mode, ...packed };
    if (isMarked(source)) return undefined;
    const hash = moduleHash(key, source);
    const kept = store()?.read(hash);
    if (kept !== undefined) return isMeasured(kept) ? { hash, file, mode, ...kept } : undefined;
    return this.#instrument({ file, source, format, hash, mode, granularity, ...name }, key);
  }

  #instrument(request: InstrumentRequest, key: string): PreparedModule | undefined {
    const { instrument, store, onUnstoredMap } = this.#given;
    const { entry, map } = instrument(request);
    const { hash, file, mode, source } = request;
    if (!isMeasured(entry)) {
      store()?.write(hash, entry, { map });
      return undefined;
    }
    if (!store()?.write(hash, entry, { map, origin: { key, source } })) onUnstoredMap(hash, map);
    return { hash, file, mode, ...entry };
  }

  #report(file: string, reason: string): void {
    if (this.#unmeasured.has(file)) return;
    this.#unmeasured.add(file);
    this.#given.onUnmeasured(file, reason);
  }
}

function isMeasured(entry: StoreEntry): boolean {
  return entry.format !== undefined;
}

// Source text -> instrumented text, out of the store or made anew. Claims nothing: runs in measured threads, in the
// thread of the ESM hooks on Node 20 and in `covd build`.

import type { CoverageMode, CoverageOptions } from '../coverage-options.js';
import type { FileFilter } from '../filter/file-filter.js';
import { ModuleNames } from '../naming/module-name.js';
import type { InstrumentedSource, InstrumentInput } from '../source/instrument-source.js';
import { moduleHash, moduleKey } from '../store/module-hash.js';
import type { ModuleStore } from '../store/module-store.js';
import type { StoreEntry } from '../store/store-entry.js';
import { carriesSourceMap } from './inline-source-map.js';
import { isMarked, measuredMark } from './measured-mark.js';
import type { OwnModules } from './own-modules.js';

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
  own: OwnModules;
  filter: FileFilter;
  /** Gives undefined where there is no place to keep anything. */
  store: () => ModuleStore | undefined;
}

const INSTRUMENTER = 'instrument/prepare/instrumenter.cjs';

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
    return !this.#given.own.isLoading && this.#given.filter.includes(file);
  }

  /** The instrumented module; undefined: load the source as it is. Never throws. */
  prepare(loaded: LoadedSource): PreparedModule | undefined {
    if (!this.wants(loaded.file)) return undefined;
    try {
      return this.#prepare(loaded);
    } catch (error) {
      this.#report(loaded.file, error instanceof Error ? error.message : String(error));
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
    const sourceMap = carriesSourceMap(source);
    return this.#instrument({ file, source, hash, mode, granularity, sourceMap, ...name }, { key, format });
  }

  #instrument(
    request: Omit<InstrumentInput, 'format'>,
    { key, format }: { key: string; format: ModuleFormat | undefined },
  ): PreparedModule | undefined {
    const { own, store, onUnstoredMap } = this.#given;
    const { answer, format: found } = this.#instrumentAs(request, format ?? 'commonjs');
    if ('ignored' in answer) {
      store()?.write(request.hash, ignoredEntry(answer.ignored), { map: new Uint8Array(0) });
      return undefined;
    }
    const entry: StoreEntry = {
      format: found,
      code: this.#textOf(answer, request.source) + measuredMark(request.hash),
      prologueOffset: answer.prologueOffset,
      counterCount: answer.map.counterCount,
      functionCounters: Uint32Array.from(answer.map.functions, (mapped) => mapped.counterCount),
    };
    const map = own.load(INSTRUMENTER).encodeModuleMap(answer.map);
    const origin = { key, source: request.source };
    if (!store()?.write(request.hash, entry, { map, origin })) onUnstoredMap(request.hash, map);
    const { hash, file, mode } = request;
    return { hash, file, mode, ...entry };
  }

  #textOf(instrumented: InstrumentedSource, source: string): string {
    if (!carriesSourceMap(source)) return instrumented.code;
    return this.#given.own.load(INSTRUMENTER).composeSourceMap(instrumented);
  }

  /**
   * A CommonJS file with the syntax of a module is one for transpilers, and without a word in package.json also for Node:
   * what cannot be read as a script is read as a module.
   */
  #instrumentAs(request: Omit<InstrumentInput, 'format'>, format: ModuleFormat) {
    const { instrumentSource } = this.#given.own.load(INSTRUMENTER);
    try {
      return { answer: instrumentSource({ ...request, format }), format };
    } catch (error) {
      if (format === 'module') throw error;
      const answer = attempt(() => instrumentSource({ ...request, format: 'module' }));
      if (answer === undefined) throw error;
      return { answer, format: 'module' as const };
    }
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

function ignoredEntry(reason: string): StoreEntry {
  return { format: undefined, code: reason, prologueOffset: 0, counterCount: 0, functionCounters: new Uint32Array(0) };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    // The first attempt's error is the one to report.
    return undefined;
  }
}

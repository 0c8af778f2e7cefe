// The coverage of the process as the daemon thread sees it: slabs folded into totals, modules, windows, and the files
// that can be made of them. Everything here is synchronous, so between a snapshot and the clear that belongs to it
// nothing is folded: consecutive windows partition the hits.

import { CoverageError } from '../instrument/coverage-error.js';
import type { CoverageOptions } from '../instrument/coverage-options.js';
import { CounterFileEncoder, type CounterFileSnapshot, type EncoderMemory } from './emit/counter-file.js';
import type { FlushSource } from './emit/directory-flush.js';
import { LiveFunctionEncoder } from './emit/live-functions.js';
import { encodeMetaFile, hashModules, type MetaFile } from './emit/meta-file.js';
import { SnapshotBuffers } from './emit/snapshot-buffers.js';
import { MAX_COUNT } from './files/counter-data-file.js';
import type { DescriptionStore } from './totals/description-store.js';
import { type FindMap, ModuleRegistry } from './totals/module-registry.js';
import { SlabReader } from './totals/slab-reader.js';
import type { CoverageWindow } from './windows/coverage-window.js';
import { WindowTable } from './windows/window-table.js';

/** What a counter file is to be like: the hash in its header (default: that of the modules so far), and its label. */
export interface CounterFileWishes {
  hash?: string;
  label?: string | undefined;
}

export class Coverage {
  readonly options: CoverageOptions;
  readonly argv: readonly string[];
  readonly registry: ModuleRegistry;
  readonly windows = new WindowTable();
  /** Files that were loaded as they are: reasons by absolute path. */
  readonly unmeasured = new Map<string, string>();
  readonly #slabs = new Set<SlabReader>();
  readonly #memory: EncoderMemory;
  readonly #mainEncoder: CounterFileEncoder;
  #meta: { modules: number; file: MetaFile } | undefined;

  constructor(
    options: CoverageOptions,
    argv: readonly string[],
    maps: { findMap: FindMap; described: DescriptionStore },
  ) {
    this.options = options;
    this.argv = argv;
    this.registry = new ModuleRegistry(maps.findMap, maps.described);
    const functions = new LiveFunctionEncoder(options.mode === 'set' ? 1 : MAX_COUNT);
    this.#memory = { functions, buffers: new SnapshotBuffers() };
    this.#mainEncoder = new CounterFileEncoder(this.windows.main, this.#memory);
  }

  /** Reads another slab from now on. */
  addSlab(slab: SharedArrayBuffer): SlabReader {
    const reader = new SlabReader(slab, this.options.mode, (hash, count) => this.registry.findTotals(hash, count));
    this.#slabs.add(reader);
    return reader;
  }

  /** A thread has ended: what it counted is folded a last time, then its regions are free for the next one. */
  endThread(owner: number | undefined, privateSlabs: Iterable<SlabReader>): void {
    this.fold();
    for (const slab of privateSlabs) this.#slabs.delete(slab);
    if (owner === undefined) return;
    for (const slab of this.#slabs) slab.freeOwner(owner);
  }

  /** Brings all totals up to this moment. */
  fold(): void {
    for (const slab of this.#slabs) slab.fold();
  }

  /** Folds, and finds the maps of the modules that are new. Every request starts with it. */
  update(): void {
    this.fold();
    this.registry.describe();
  }

  /** The meta-data file of the modules known at the last `update`, under its own hash. */
  metaFile(): MetaFile {
    const { modules } = this.registry;
    if (this.#meta?.modules !== modules.length) {
      this.#meta = { modules: modules.length, file: this.#encodeMeta(hashModules(modules, this.options)) };
    }
    return this.#meta.file;
  }

  /** The counter file of a window as of the last `update`; release it when it has been read. */
  takeSnapshot(window: CoverageWindow, { hash, label }: CounterFileWishes = {}): CounterFileSnapshot {
    // Only the default window's parts are kept, for the flush: sixty-four windows would keep sixty-four snapshots.
    const isMain = window === this.windows.main;
    const encoder = isMain ? this.#mainEncoder : new CounterFileEncoder(window, this.#memory);
    const { argv, unmeasured } = this;
    const wishes = { hash: hash ?? this.metaFile().hash, argv, unmeasured, label };
    const snapshot = encoder.encode(this.registry.modules, wishes);
    if (!isMain) encoder.close();
    return snapshot;
  }

  /** What the flush to COVD_DIR writes: the default window. */
  flushSource(): FlushSource {
    return {
      moduleCount: () => this.registry.modules.length,
      mark: () => this.#mark(),
      meta: (tag) => (tag === undefined ? this.metaFile() : this.#encodeMeta(tag)),
      counters: (hash) => this.takeSnapshot(this.windows.main, { hash }),
    };
  }

  /** Moves a window's baselines to the totals of the last `update`. ERR_CLEAR_UNSUPPORTED as `requireClear`. */
  clear(window: CoverageWindow, to: 'zero' | 'load' = 'zero'): void {
    this.requireClear('clear counters');
    window.clear(this.registry.allTotals(), to);
  }

  /** ERR_CLEAR_UNSUPPORTED in modes set and count, whose totals cannot be told apart by a baseline. */
  requireClear(action: string): void {
    const { mode } = this.options;
    if (mode === 'atomic') return;
    throw new CoverageError(
      'ERR_CLEAR_UNSUPPORTED',
      `${action}: found a program measured in mode ${mode}, wanted one in mode atomic; please use --mode atomic`,
      { details: { mode } },
    );
  }

  #encodeMeta(hash: string): MetaFile {
    return encodeMetaFile(this.registry.modules, { ...this.options, hash });
  }

  /** Versions only grow, so an equal sum means that each is equal. */
  #mark(): string {
    const { modules } = this.registry;
    const versions = modules.reduce((sum, { totals }) => sum + totals.version, 0);
    return `${modules.length} ${this.unmeasured.size} ${versions} ${this.windows.main.version}`;
  }
}

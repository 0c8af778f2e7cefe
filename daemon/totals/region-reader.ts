// Reads one region of the slab, that is one module's counters in one thread (or of all threads, in modes set and
// count). Daemon thread only; the region is written by its owner, see instrument/slab/slab-layout.ts.

import type { CoverageMode } from '../../instrument/coverage-options.js';
import { ENTRY } from '../../instrument/slab/slab-layout.js';
import { foldByteWords, foldPrivateWords, foldSharedWords } from './fold-region.js';
import type { ModuleTotals } from './module-totals.js';

const FOLDS = { atomic: foldPrivateWords, count: foldSharedWords, set: foldByteWords };

/** What was read of a region so far; every `fold` adds what came since to the module's totals. */
export class RegionReader {
  readonly #words: Int32Array;
  readonly #loadWords: Int32Array;
  readonly #last: Int32Array;
  readonly #entry: Int32Array;
  readonly #fold: typeof foldPrivateWords;
  readonly #totals: ModuleTotals;
  #lastLoaded: Int32Array | undefined;
  #loads = 0;

  /** `entry`: the ENTRY_WORDS words of a published directory entry of `slab`. */
  constructor(slab: SharedArrayBuffer, entry: Int32Array, options: { mode: CoverageMode; totals: ModuleTotals }) {
    const words = Math.ceil(options.totals.counters.length / (options.mode === 'set' ? 4 : 1));
    this.#words = new Int32Array(slab, (entry[ENTRY.countersWord] as number) * 4, words);
    this.#loadWords = new Int32Array(slab, (entry[ENTRY.loadWord] as number) * 4, words);
    this.#last = new Int32Array(words);
    this.#entry = entry;
    this.#fold = FOLDS[options.mode];
    this.#totals = options.totals;
  }

  /** Brings the module's totals up to this moment. */
  fold(): void {
    this.#foldLoaded();
    if (this.#fold(this.#words, this.#last, this.#totals.counters)) this.#totals.version++;
  }

  /**
   * The owner writes the load counters before it raises `loads`, so a raised `loads` shows them all. They are read
   * before the counters: a load count is never more than the total it is part of.
   */
  #foldLoaded(): void {
    const loads = Atomics.load(this.#entry, ENTRY.loads);
    if (loads === this.#loads) return;
    this.#loads = loads;
    this.#lastLoaded ??= new Int32Array(this.#words.length);
    this.#totals.loaded ??= new Float64Array(this.#totals.counters.length);
    this.#fold(this.#loadWords, this.#lastLoaded, this.#totals.loaded);
  }
}

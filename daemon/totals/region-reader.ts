// Reads one region of the slab, that is one module's counters in one thread (or of all threads, in modes set and
// count). Daemon thread only; the region is written by its owner, see instrument/slab/slab-layout.ts.

import type { CoverageMode } from '../../instrument/coverage-options.js';
import { ENTRY } from '../../instrument/slab/slab-layout.js';
import { foldByteWords, foldPrivateWords, foldSharedWords } from './fold-region.js';
import type { ModuleTotals } from './module-totals.js';

const FOLDS = { atomic: foldPrivateWords, count: foldSharedWords, set: foldByteWords };

/**
 * Words that are compared at once. Few of a program's counters change between two folds, and comparing memory natively
 * costs a tenth of the loop (0.25 against 3 ns a word, Node 20). Where some did change the last time, the call is left out:
 * for blocks that change again and again it is a tenth of their fold.
 */
const BLOCK_WORDS = 1024;

/** What was read of a region so far; every `fold` adds what came since to the module's totals. */
export class RegionReader {
  readonly #counters: CounterArea;
  readonly #entry: Int32Array;
  readonly #totals: ModuleTotals;
  readonly #openLoadArea: (totals: Float64Array) => CounterArea;
  #loaded: CounterArea | undefined;
  #loads = 0;

  /** `entry`: the ENTRY_WORDS words of a published directory entry of `slab`. */
  constructor(slab: SharedArrayBuffer, entry: Int32Array, options: { mode: CoverageMode; totals: ModuleTotals }) {
    const { mode, totals } = options;
    this.#counters = new CounterArea(slab, entry[ENTRY.countersWord] as number, { mode, totals: totals.counters });
    this.#openLoadArea = (loaded) => new CounterArea(slab, entry[ENTRY.loadWord] as number, { mode, totals: loaded });
    this.#entry = entry;
    this.#totals = totals;
  }

  /** Brings the module's totals up to this moment. */
  fold(): void {
    this.#foldLoaded();
    if (this.#counters.fold()) this.#totals.version++;
  }

  /**
   * The owner writes the load counters before it raises `loads`, so a raised `loads` shows them all. They are read
   * before the counters: a load count is never more than the total it is part of.
   */
  #foldLoaded(): void {
    const loads = Atomics.load(this.#entry, ENTRY.loads);
    if (loads === this.#loads) return;
    this.#loads = loads;
    this.#totals.loaded ??= new Float64Array(this.#totals.counters.length);
    this.#loaded ??= this.#openLoadArea(this.#totals.loaded);
    this.#loaded.fold();
  }
}

interface Block {
  words: Int32Array;
  last: Int32Array;
  totals: Float64Array;
  /** The same memory as `words` and `last`, for comparing. */
  wordBytes: Buffer;
  lastBytes: Buffer;
  /** Whether the last fold has found anything. */
  changed: boolean;
}

/** One area of a region, cut into blocks. */
class CounterArea {
  readonly #blocks: Block[] = [];
  readonly #fold: typeof foldPrivateWords;

  constructor(slab: SharedArrayBuffer, firstWord: number, options: { mode: CoverageMode; totals: Float64Array }) {
    const { mode, totals } = options;
    const perWord = mode === 'set' ? 4 : 1;
    const count = Math.ceil(totals.length / perWord);
    const last = new Int32Array(count);
    this.#fold = FOLDS[mode];
    for (let start = 0; start < count; start += BLOCK_WORDS) {
      const length = Math.min(BLOCK_WORDS, count - start);
      this.#blocks.push({
        words: new Int32Array(slab, (firstWord + start) * 4, length),
        last: last.subarray(start, start + length),
        totals: totals.subarray(start * perWord, (start + length) * perWord),
        wordBytes: Buffer.from(slab, (firstWord + start) * 4, length * 4),
        lastBytes: Buffer.from(last.buffer, start * 4, length * 4),
        changed: false,
      });
    }
  }

  /** Returns whether anything changed. */
  fold(): boolean {
    let changed = false;
    for (const block of this.#blocks) {
      if (!block.changed && block.wordBytes.equals(block.lastBytes)) continue;
      block.changed = this.#fold(block.words, block.last, block.totals);
      changed ||= block.changed;
    }
    return changed;
  }
}

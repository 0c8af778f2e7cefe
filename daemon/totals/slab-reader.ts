// Walks the directory of one slab and folds its regions. Daemon thread only. It never looks at an entry before its
// state word says that it is published, and writes nothing but that word, when it frees the entries of a dead thread.

import type { CoverageMode } from '../../instrument/coverage-options.js';
import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS } from '../../instrument/slab/slab-layout.js';
import type { ModuleTotals } from './module-totals.js';
import { RegionReader } from './region-reader.js';

/** Finds or makes the totals of a module; `hash` is 32 hex digits. */
export type FindTotals = (hash: string, counterCount: number) => ModuleTotals;

/** All regions of one slab. */
export class SlabReader {
  readonly #slab: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #mode: CoverageMode;
  readonly #findTotals: FindTotals;
  readonly #regions: { entry: Int32Array; reader: RegionReader }[] = [];
  /** Entries that were handed out but not yet published when they were last looked at. */
  #unpublished: number[] = [];
  #seenEntries = 0;

  constructor(slab: SharedArrayBuffer, mode: CoverageMode, findTotals: FindTotals) {
    this.#slab = slab;
    this.#header = new Int32Array(slab, 0, HEADER_WORDS);
    this.#mode = mode;
    this.#findTotals = findTotals;
  }

  /** Takes in newly published regions, then brings the totals of all of them up to now. */
  fold(): void {
    this.#discover();
    for (const { reader } of this.#regions) reader.fold();
  }

  /** Hands the regions of a thread that has ended to whoever loads the same module next. Call after the last fold. */
  freeOwner(owner: number): void {
    for (const { entry } of this.#regions) {
      Atomics.compareExchange(entry, ENTRY.state, owner, ENTRY_STATE.free);
    }
  }

  #discover(): void {
    const handedOut = Math.min(Atomics.load(this.#header, HEADER.nextEntry), this.#header[HEADER.maxEntries] as number);
    for (; this.#seenEntries < handedOut; this.#seenEntries++) this.#unpublished.push(this.#seenEntries);
    if (this.#unpublished.length > 0) this.#unpublished = this.#unpublished.filter((index) => !this.#takeIn(index));
  }

  /** False where the entry is not published yet. The load of the state comes before every other read of the entry. */
  #takeIn(index: number): boolean {
    const entry = new Int32Array(this.#slab, (HEADER_WORDS + index * ENTRY_WORDS) * 4, ENTRY_WORDS);
    if (Atomics.load(entry, ENTRY.state) === ENTRY_STATE.unpublished) return false;
    const totals = this.#findTotals(readHash(entry), entry[ENTRY.counterCount] as number);
    this.#regions.push({ entry, reader: new RegionReader(this.#slab, entry, { mode: this.#mode, totals }) });
    return true;
  }
}

function readHash(entry: Int32Array): string {
  const bytes = new Uint8Array(entry.buffer, entry.byteOffset + ENTRY.hash * 4, 16);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// The slabs that one thread counts in: the process's own and, when that is full, further ones private to the thread.
// Runs in every measured thread; nothing here is shared but the slabs' memory.

import type { CoverageMode } from '../coverage-options.js';
import { claimRegion, type Region, type RegionRequest, regionWords } from './claim-region.js';
import { createSlab, type SlabSize } from './create-slab.js';
import { hashWords, SlabDirectory } from './slab-directory.js';
import { DEFAULT_SLAB_BYTES, ENTRY, ENTRY_WORDS, HEADER_WORDS, REGION_ALIGN_WORDS } from './slab-layout.js';

export type CounterArray = Int32Array | Uint8Array;

export interface ThreadSlabsOptions {
  slab: SharedArrayBuffer;
  owner: number;
  mode: CoverageMode;
  /** Told of a further slab before anything in it is published. */
  onSlab: (slab: SharedArrayBuffer) => void;
  /** Size of further slabs; grows with a region that would not fit. */
  furtherSize?: Required<SlabSize>;
}

interface OpenSlab {
  words: Int32Array;
  directory: SlabDirectory;
}

interface ClaimedRegion {
  words: Int32Array;
  entry: number;
  /** The counters as they stood when a region was taken over; undefined for a fresh one. */
  before: Int32Array | undefined;
  counters: CounterArray;
}

const FURTHER_SIZE = { bytes: DEFAULT_SLAB_BYTES, maxEntries: 16 * 1024 };

export class ThreadSlabs {
  readonly owner: number;
  readonly #options: ThreadSlabsOptions;
  readonly #regions = new Map<string, ClaimedRegion>();
  /** The slab that still has room as far as this thread knows; earlier ones are asked for nothing any more. */
  #open: OpenSlab;

  constructor(options: ThreadSlabsOptions) {
    this.owner = options.owner;
    this.#options = options;
    this.#open = openSlab(options.slab);
  }

  /** The counters of a module in this thread, claimed at the first call. @throws RangeError if no memory can be reserved */
  claim(hash: string, functionCounters: Uint32Array, counterCount: number): CounterArray {
    const known = this.#regions.get(hash);
    if (known !== undefined) return this.#loadAgain(known);
    const { mode } = this.#options;
    const request = { hash: hashWords(hash), functionCounters, counterCount, mode, owner: this.owner };
    const region = this.#claimSomewhere(request);
    const claimed = this.#describe(region, request);
    this.#regions.set(hash, claimed);
    return claimed.counters;
  }

  /**
   * Brings a module's load counters up to date: its top level has just run. What the threads before this one counted in
   * the region, and what this one counted before it loaded the module once more, is not this load: only the growth since
   * the last claim is added. The plain stores come before the Atomics.add, so a daemon that sees `loads` raised sees them.
   */
  markLoaded(hash: string): void {
    const region = this.#regions.get(hash);
    // Regions shared by all threads have no owner who could say what one load counted; clearing them is refused anyway.
    if (region === undefined || this.#options.mode !== 'atomic') return;
    const { words, entry, counters, before } = region;
    const load = words[entry + ENTRY.loadWord] ?? 0;
    for (let i = 0; i < counters.length; i++) {
      const now = counters[i] ?? 0;
      // Most functions have not run yet: their pages of load counters stay untouched.
      if (now === 0 && before === undefined) continue;
      const grown = (now - (before?.[i] ?? 0)) | 0;
      if (grown !== 0) words[load + i] = ((words[load + i] ?? 0) + grown) | 0;
    }
    Atomics.add(words, entry + ENTRY.loads, 1);
  }

  #loadAgain(region: ClaimedRegion): CounterArray {
    if (this.#options.mode === 'atomic') region.before = Int32Array.from(region.counters);
    return region.counters;
  }

  #claimSomewhere(request: RegionRequest): Region & { words: Int32Array } {
    const region = claimRegion(this.#open.words, this.#open.directory, request);
    if (region !== undefined) return { ...region, words: this.#open.words };
    const slab = createSlab(furtherSize(request, this.#options.furtherSize ?? FURTHER_SIZE));
    this.#options.onSlab(slab);
    this.#open = openSlab(slab);
    const further = claimRegion(this.#open.words, this.#open.directory, request);
    if (further === undefined) throw new RangeError('claim region: found no room in a slab made for it');
    return { ...further, words: this.#open.words };
  }

  #describe({ words, entry, reused }: Region & { words: Int32Array }, request: RegionRequest): ClaimedRegion {
    const byteOffset = (words[entry + ENTRY.countersWord] ?? 0) * 4;
    const { counterCount, mode } = request;
    const counters =
      mode === 'set'
        ? new Uint8Array(words.buffer, byteOffset, counterCount)
        : new Int32Array(words.buffer, byteOffset, counterCount);
    const before = reused && mode === 'atomic' ? Int32Array.from(counters) : undefined;
    return { words, entry, before, counters };
  }
}

function openSlab(slab: SharedArrayBuffer): OpenSlab {
  const words = new Int32Array(slab);
  return { words, directory: new SlabDirectory(words) };
}

function furtherSize(request: RegionRequest, size: Required<SlabSize>): Required<SlabSize> {
  const overhead = HEADER_WORDS + size.maxEntries * ENTRY_WORDS + REGION_ALIGN_WORDS;
  return { ...size, bytes: Math.max(size.bytes, (overhead + regionWords(request)) * 4) };
}

// A slab filled by hand, for tests of the daemon: what measured threads do, one step at a time.

import type { CoverageMode } from '../../instrument/coverage-options.js';
import {
  DEFAULT_SLAB_BYTES,
  ENTRY,
  ENTRY_STATE,
  ENTRY_WORDS,
  HEADER,
  HEADER_WORDS,
  REGION_ALIGN_WORDS,
} from '../../instrument/slab/slab-layout.js';

const MAX_ENTRIES = 4096;

/** A region of one module in one thread. */
export interface RegionDouble {
  counters: Int32Array | Uint8Array;
  load: Int32Array;
  /** The region's directory entry. */
  entry: Int32Array;
  publish(): void;
}

/** A slab as instrument/slab makes it. */
export class SlabDouble {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(bytes = DEFAULT_SLAB_BYTES) {
    this.buffer = new SharedArrayBuffer(bytes);
    this.#words = new Int32Array(this.buffer);
    this.#words[HEADER.maxEntries] = MAX_ENTRIES;
    // The main thread has taken the first token.
    this.#words[HEADER.nextOwner] = 2;
    this.#words[HEADER.nextWord] = HEADER_WORDS + MAX_ENTRIES * ENTRY_WORDS;
  }

  /** A region that is published for `owner`. */
  claim(hash: string, counterCount: number, options: { owner?: number; mode?: CoverageMode } = {}): RegionDouble {
    const region = this.reserve(hash, counterCount, options);
    region.publish();
    return region;
  }

  /** A region whose entry is filled but not published. */
  reserve(hash: string, counterCount: number, options: { owner?: number; mode?: CoverageMode } = {}): RegionDouble {
    const { owner = 1, mode = 'atomic' } = options;
    const index = Atomics.add(this.#words, HEADER.nextEntry, 1);
    const words = Math.ceil(counterCount / REGION_ALIGN_WORDS) * REGION_ALIGN_WORDS;
    const start = Atomics.add(this.#words, HEADER.nextWord, 2 * words);
    const entry = new Int32Array(this.buffer, (HEADER_WORDS + index * ENTRY_WORDS) * 4, ENTRY_WORDS);
    entry.set([start, 0, counterCount, start, start + words], ENTRY.regionWord);
    new Uint8Array(this.buffer, entry.byteOffset + ENTRY.hash * 4, 16).set(Buffer.from(hash, 'hex'));
    const at = [this.buffer, start * 4, counterCount] as const;
    return {
      counters: mode === 'set' ? new Uint8Array(...at) : new Int32Array(...at),
      load: new Int32Array(this.buffer, (start + words) * 4, counterCount),
      entry,
      publish: () => {
        Atomics.store(entry, ENTRY.state, mode === 'atomic' ? owner : ENTRY_STATE.shared);
      },
    };
  }
}

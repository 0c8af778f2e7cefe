// Makes a slab. Runs in the main thread once, and in a thread that found the first slab full.

import {
  DEFAULT_SLAB_BYTES,
  ENTRY_WORDS,
  HEADER,
  HEADER_WORDS,
  REGION_ALIGN_WORDS,
  SLAB_MAGIC,
  SLAB_VERSION,
} from './slab-layout.js';

export interface SlabSize {
  /** Length of the SharedArrayBuffer; untouched pages cost no memory. */
  bytes?: number;
  /** Capacity of the directory: at most one entry per live thread and module. */
  maxEntries?: number;
}

/** A slab without entries. @throws RangeError if the memory cannot be reserved */
export function createSlab({
  bytes = DEFAULT_SLAB_BYTES,
  maxEntries = bytes / 1024,
}: SlabSize = {}): SharedArrayBuffer {
  const slab = new SharedArrayBuffer(bytes);
  const words = new Int32Array(slab);
  words[HEADER.magic] = SLAB_MAGIC;
  words[HEADER.version] = SLAB_VERSION;
  words[HEADER.maxEntries] = maxEntries;
  words[HEADER.nextWord] = regionsStart(maxEntries);
  words[HEADER.nextOwner] = 1;
  return slab;
}

/** A token that no other thread counting in this slab has. */
export function takeOwnerToken(slab: SharedArrayBuffer): number {
  return Atomics.add(new Int32Array(slab), HEADER.nextOwner, 1);
}

function regionsStart(maxEntries: number): number {
  return Math.ceil((HEADER_WORDS + maxEntries * ENTRY_WORDS) / REGION_ALIGN_WORDS) * REGION_ALIGN_WORDS;
}

// Layout of the slab, the SharedArrayBuffer in which every measured thread counts. Used by the claiming threads
// (instrument/slab) and by the daemon thread, which only reads counters.
//
//   word 0        32                                       regionsStart
//   +-------------+----------------------------------------+---------------------------------------------+
//   | header      | directory: maxEntries x 16 words       | regions, each at a multiple of 32 words     |
//   +-------------+----------------------------------------+---------------------------------------------+
//
//   region:  functionCount x (numCtrs, pkgId, funcId) | pad to 32 words | counters | pad | load counters | pad
//
// The prologs (numCtrs, pkgId, funcId), Go's own, are written once, before the entry is published, and no clear ever
// touches them. They stand before the counters, not between them, so that the generated code's indexes start at 0.
// Counters are 32-bit words in modes count and atomic, bytes in mode set. The "load counters" are a second area of the
// same size: what the counters held right after the module's top level ran (see ENTRY.loads); its pages stay untouched,
// and cost nothing, where a counter was zero then.
//
// Who writes: header words by Atomics only; an entry by its claiming thread until it is published, its state word
// afterwards by Atomics.compareExchange only (the daemon frees, a new thread takes over); counters by the owning thread
// alone (in modes count and set by every thread), with plain stores; load counters by the owning thread alone, with plain
// stores that come before its Atomics.add to `loads`. The daemon reads both kinds with plain loads, load counters after an
// Atomics.load of `loads`: a 32-bit word cannot tear, and a stale value is merely an older one of a number that only grows
// (modulo 2^32).

/** "CVDS" */
export const SLAB_MAGIC = 0x53445643;
/** Raise when the meaning of any word changes; threads of one process always share one version of covd. */
export const SLAB_VERSION = 1;

export const DEFAULT_SLAB_BYTES = 64 * 1024 * 1024;
/** Regions of different threads never share a cache line, nor the pair that x86 fetches together. */
export const REGION_ALIGN_WORDS = 32;

/** Word offsets in the header. */
export const HEADER = {
  magic: 0,
  version: 1,
  /** Capacity of the directory, in entries. */
  maxEntries: 2,
  /** Next free word of the region area; Atomics.add hands it out, and may run past the end: that claim has failed. */
  nextWord: 3,
  /** Next free entry of the directory; Atomics.add hands it out, and may run past maxEntries: that claim has failed. */
  nextEntry: 4,
  /** Next owner token; Atomics.add. The first token is 1. */
  nextOwner: 5,
} as const;
export const HEADER_WORDS = 32;

/** Word offsets in a directory entry. */
export const ENTRY = {
  /** One of ENTRY_STATE, or the owner token (> 0) of the live thread that counts here. Atomics only. */
  state: 0,
  /** Word offset of the region in the slab. */
  regionWord: 1,
  functionCount: 2,
  /** Length of the counter area in counters (not bytes). */
  counterCount: 3,
  /** Word offset in the slab of the first counter, and of the first load counter. */
  countersWord: 4,
  loadWord: 5,
  /** Raised by one (Atomics.add, by the owner) each time the module's top level has run and the load counters were brought up to date. */
  loads: 6,
  /** The module hash, 16 bytes. */
  hash: 8,
} as const;
export const ENTRY_WORDS = 16;

export const ENTRY_STATE = {
  /** Handed out but not published: its thread is still filling it, or was terminated while doing so. Skip it. */
  unpublished: 0,
  /** Its thread has ended; the next thread that loads the same module may take it over as it stands. */
  free: -1,
  /** Counted in by all threads at once (modes set and count). */
  shared: -2,
} as const;

// Claims a module's region in a slab. Runs in the thread that loads the module; wait-free, and safe against the thread
// being terminated between any two instructions:
//
//   take over    CAS(state, free -> owner). The entry and the prologs stand already; only one thread wins.
//   or make one  Atomics.add(nextEntry) -> Atomics.add(nextWord) -> fill the entry and the prologs -> Atomics.store(state).
//
// Until that last store the state word is 0 (unpublished) and everybody skips the entry. What a terminated thread has
// reserved is lost: at most one region. A lock in its place would stop every other thread for ever.

import type { CoverageMode } from '../coverage-options.js';
import type { HashWords, SlabDirectory } from './slab-directory.js';
import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS, REGION_ALIGN_WORDS } from './slab-layout.js';

export interface RegionRequest {
  hash: HashWords;
  /** Number of counters of each function, in order. */
  functionCounters: Uint32Array;
  /** Length of the counter area, in counters. */
  counterCount: number;
  mode: CoverageMode;
  /** Token of the claiming thread. */
  owner: number;
}

export interface Region {
  /** Word offset of the directory entry. */
  entry: number;
  /** True for a region that a thread before this one counted in, or that all threads count in. */
  reused: boolean;
}

/** The region for a module; undefined if the slab has no room left. */
export function claimRegion(words: Int32Array, directory: SlabDirectory, request: RegionRequest): Region | undefined {
  const entry = directory.find(request.hash).find((candidate) => takeOver(words, candidate, request));
  if (entry !== undefined) return { entry, reused: true };
  const made = makeEntry(words, request);
  return made === undefined ? undefined : { entry: made, reused: false };
}

function takeOver(words: Int32Array, entry: number, { mode, owner }: RegionRequest): boolean {
  if (mode !== 'atomic') return Atomics.load(words, entry + ENTRY.state) === ENTRY_STATE.shared;
  const { free } = ENTRY_STATE;
  return Atomics.compareExchange(words, entry + ENTRY.state, free, owner) === free;
}

function makeEntry(words: Int32Array, request: RegionRequest): number | undefined {
  const index = Atomics.add(words, HEADER.nextEntry, 1);
  if (index >= (words[HEADER.maxEntries] ?? 0)) return undefined;
  const prologWords = alignRegion(request.functionCounters.length * 3);
  const counterWords = alignRegion(areaWords(request.counterCount, request.mode));
  const regionWord = takeWords(words, prologWords + 2 * counterWords);
  if (regionWord === undefined) return undefined;
  const entry = HEADER_WORDS + index * ENTRY_WORDS;
  words[entry + ENTRY.regionWord] = regionWord;
  words[entry + ENTRY.functionCount] = request.functionCounters.length;
  words[entry + ENTRY.counterCount] = request.counterCount;
  words[entry + ENTRY.countersWord] = regionWord + prologWords;
  words[entry + ENTRY.loadWord] = regionWord + prologWords + counterWords;
  words.set(request.hash, entry + ENTRY.hash);
  writeProlog(words, regionWord, { packageId: index, functionCounters: request.functionCounters });
  Atomics.store(words, entry + ENTRY.state, request.mode === 'atomic' ? request.owner : ENTRY_STATE.shared);
  return entry;
}

function areaWords(counterCount: number, mode: CoverageMode): number {
  return mode === 'set' ? Math.ceil(counterCount / 4) : counterCount;
}

/** No two regions, and no two areas of one, share a cache line or the pair of lines that x86 fetches together. */
function alignRegion(words: number): number {
  return Math.ceil(words / REGION_ALIGN_WORDS) * REGION_ALIGN_WORDS;
}

/** Word offset of `count` fresh words. The bump pointer may run past the end; a claim that sees that has failed. */
function takeWords(words: Int32Array, count: number): number | undefined {
  // A claim longer than the slab would fail anyway, and could drive the 32-bit pointer round.
  if (count > words.length) return undefined;
  const start = Atomics.add(words, HEADER.nextWord, count);
  return start < 0 || start + count > words.length ? undefined : start;
}

function writeProlog(
  words: Int32Array,
  regionWord: number,
  { packageId, functionCounters }: { packageId: number; functionCounters: Uint32Array },
): void {
  for (let functionId = 0; functionId < functionCounters.length; functionId++) {
    const word = regionWord + functionId * 3;
    words[word] = functionCounters[functionId] ?? 0;
    words[word + 1] = packageId;
    words[word + 2] = functionId;
  }
}

/** Words that a region of this request takes in a slab, its directory entry not counted. */
export function regionWords(request: Pick<RegionRequest, 'functionCounters' | 'counterCount' | 'mode'>): number {
  return (
    alignRegion(request.functionCounters.length * 3) + 2 * alignRegion(areaWords(request.counterCount, request.mode))
  );
}

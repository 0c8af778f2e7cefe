// Claims in one thread and between slab views that stand for several threads.

import test from 'ava';
import type { CoverageMode } from '../../../instrument/coverage-options.js';
import { createSlab, takeOwnerToken } from '../../../instrument/slab/create-slab.js';
import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS } from '../../../instrument/slab/slab-layout.js';
import { ThreadSlabs } from '../../../instrument/slab/thread-slabs.js';

const HASH_A = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf';
const HASH_B = 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf';

test('ThreadSlabs.claim writes prologs and publishes an entry with the owner token', (t) => {
  const { slab, thread } = openThread();
  thread.claim(HASH_A, Uint32Array.of(2, 3), 5);
  const entry = readEntry(slab, 0);
  t.is(entry.state, thread.owner);
  t.is(entry.hash, HASH_A);
  t.is(entry.counterCount, 5);
  t.deepEqual(entry.prologs, [2, 0, 0, 3, 0, 1]);
});

test('ThreadSlabs.claim gives the same counters when a thread loads a module twice', (t) => {
  const { slab, thread } = openThread();
  t.is(thread.claim(HASH_A, Uint32Array.of(1), 1), thread.claim(HASH_A, Uint32Array.of(1), 1));
  t.is(entryCount(slab), 1);
});

test('ThreadSlabs.claim keeps regions of two threads 128 bytes apart', (t) => {
  const { slab, thread } = openThread();
  const one = thread.claim(HASH_A, Uint32Array.of(1), 1);
  const two = openThread(slab).thread.claim(HASH_A, Uint32Array.of(1), 1);
  const lines = (array: ArrayBufferView) => Math.floor(array.byteOffset / 128);
  t.not(lines(one), lines(two));
  t.is(one.byteOffset % 128, 0);
  t.is(two.byteOffset % 128, 0);
});

test('ThreadSlabs.claim takes over a region that the daemon has freed, with its counts', (t) => {
  const { slab, thread } = openThread();
  thread.claim(HASH_A, Uint32Array.of(1), 1)[0] = 41;
  free(slab, 0);
  const next = openThread(slab);
  t.is(next.thread.claim(HASH_A, Uint32Array.of(1), 1)[0], 41);
  t.is(readEntry(slab, 0).state, next.thread.owner);
  t.is(entryCount(slab), 1);
});

test('ThreadSlabs.claim takes over a region freed after it has first looked at the directory', (t) => {
  const { slab, thread } = openThread();
  thread.claim(HASH_A, Uint32Array.of(1), 1);
  const late = openThread(slab);
  late.thread.claim(HASH_B, Uint32Array.of(1), 1);
  free(slab, 0);
  late.thread.claim(HASH_A, Uint32Array.of(1), 1);
  t.is(entryCount(slab), 2);
});

test('ThreadSlabs.claim skips an entry whose thread was terminated before it was published', (t) => {
  const { slab, thread } = openThread();
  Atomics.add(new Int32Array(slab), HEADER.nextEntry, 1);
  thread.claim(HASH_A, Uint32Array.of(1), 1);
  t.is(readEntry(slab, 0).state, ENTRY_STATE.unpublished);
  t.is(readEntry(slab, 1).state, thread.owner);
});

for (const mode of ['set', 'count'] as const) {
  test(`ThreadSlabs.claim shares one region among threads in mode ${mode}`, (t) => {
    const { slab, thread } = openThread(undefined, mode);
    const one = thread.claim(HASH_A, Uint32Array.of(9), 9);
    one[8] = 1;
    const two = openThread(slab, mode).thread.claim(HASH_A, Uint32Array.of(9), 9);
    t.is(two[8], 1);
    t.is(two.BYTES_PER_ELEMENT, mode === 'set' ? 1 : 4);
    t.is(readEntry(slab, 0).state, ENTRY_STATE.shared);
  });
}

test('ThreadSlabs.claim goes on in a slab of its own when the words run out', (t) => {
  const slab = createSlab({ bytes: 8192, maxEntries: 8 });
  const { thread, further } = openThread(slab);
  for (let i = 0; i < 4; i++) thread.claim(hashOf(i), Uint32Array.of(300), 300).fill(i + 1);
  t.is(further.length, 1);
  t.is(readEntry(further[0] ?? slab, 0).state, thread.owner);
});

test('ThreadSlabs.claim goes on in a slab of its own when the directory is full', (t) => {
  const { thread, further } = openThread(createSlab({ bytes: 65536, maxEntries: 2 }));
  for (let i = 0; i < 3; i++) thread.claim(hashOf(i), Uint32Array.of(1), 1);
  t.is(further.length, 1);
});

test('ThreadSlabs.claim makes a further slab large enough for a region that is larger than slabs are', (t) => {
  const { thread, further } = openThread(createSlab({ bytes: 8192, maxEntries: 2 }));
  const counters = thread.claim(HASH_A, Uint32Array.of(100_000), 100_000);
  counters[99_999] = 7;
  t.is(counters.length, 100_000);
  t.true((further[0]?.byteLength ?? 0) > 800_000);
});

test('ThreadSlabs.claim tells of a further slab before anything in it is published', (t) => {
  const states: number[] = [];
  const slab = createSlab({ bytes: 8192, maxEntries: 2 });
  const onSlab = (further: SharedArrayBuffer) => states.push(entryCount(further));
  new ThreadSlabs({ slab, owner: 1, mode: 'atomic', onSlab }).claim(HASH_A, Uint32Array.of(5000), 5000);
  t.deepEqual(states, [0]);
});

test('ThreadSlabs.markLoaded adds what one load counted to the load counters', (t) => {
  const { slab, thread } = openThread();
  const counters = thread.claim(HASH_A, Uint32Array.of(2), 2);
  counters[1] = 3;
  thread.markLoaded(HASH_A);
  t.deepEqual(readEntry(slab, 0).loadCounters, [0, 3]);
  t.is(readEntry(slab, 0).loads, 1);
});

test('ThreadSlabs.markLoaded leaves out what earlier threads of the region counted', (t) => {
  const { slab, thread } = openThread();
  thread.claim(HASH_A, Uint32Array.of(2), 2)[0] = 10;
  thread.markLoaded(HASH_A);
  free(slab, 0);
  const next = openThread(slab).thread;
  const counters = next.claim(HASH_A, Uint32Array.of(2), 2);
  counters[0] = 12;
  next.markLoaded(HASH_A);
  t.deepEqual(readEntry(slab, 0).loadCounters, [12, 0]);
  t.is(readEntry(slab, 0).loads, 2);
});

test('ThreadSlabs.markLoaded leaves out what ran between two loads of one module', (t) => {
  const { slab, thread } = openThread();
  const counters = thread.claim(HASH_A, Uint32Array.of(1), 1);
  counters[0] = 1;
  thread.markLoaded(HASH_A);
  counters[0] = 100;
  thread.claim(HASH_A, Uint32Array.of(1), 1);
  counters[0] = 101;
  thread.markLoaded(HASH_A);
  t.deepEqual(readEntry(slab, 0).loadCounters, [2]);
});

test('ThreadSlabs.markLoaded counts on when a counter has wrapped', (t) => {
  const { slab, thread } = openThread();
  thread.claim(HASH_A, Uint32Array.of(1), 1)[0] = -1;
  free(slab, 0);
  const next = openThread(slab).thread;
  next.claim(HASH_A, Uint32Array.of(1), 1)[0] = 1;
  next.markLoaded(HASH_A);
  t.deepEqual(readEntry(slab, 0).loadCounters, [2]);
});

function openThread(slab = createSlab({ bytes: 1 << 20 }), mode: CoverageMode = 'atomic') {
  const further: SharedArrayBuffer[] = [];
  const owner = takeOwnerToken(slab);
  const thread = new ThreadSlabs({ slab, owner, mode, onSlab: (made) => further.push(made) });
  return { slab, thread, further };
}

function hashOf(index: number): string {
  return index.toString(16).padStart(32, '0');
}

function entryCount(slab: SharedArrayBuffer): number {
  return Atomics.load(new Int32Array(slab), HEADER.nextEntry);
}

function free(slab: SharedArrayBuffer, index: number): void {
  Atomics.store(new Int32Array(slab), HEADER_WORDS + index * ENTRY_WORDS + ENTRY.state, ENTRY_STATE.free);
}

function readEntry(slab: SharedArrayBuffer, index: number) {
  const words = new Int32Array(slab);
  const at = HEADER_WORDS + index * ENTRY_WORDS;
  const word = (offset: number) => words[at + offset] ?? 0;
  const regionWord = word(ENTRY.regionWord);
  return {
    state: word(ENTRY.state),
    loads: word(ENTRY.loads),
    counterCount: word(ENTRY.counterCount),
    hash: Buffer.from(slab, (at + ENTRY.hash) * 4, 16).toString('hex'),
    prologs: [...words.subarray(regionWord, regionWord + word(ENTRY.functionCount) * 3)],
    loadCounters: [...words.subarray(word(ENTRY.loadWord), word(ENTRY.loadWord) + word(ENTRY.counterCount))],
  };
}

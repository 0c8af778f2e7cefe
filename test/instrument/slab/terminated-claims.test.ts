// Threads terminated while they claim: what they published is whole, and nobody else is held up.

import { Worker } from 'node:worker_threads';
import test from 'ava';
import { createSlab, takeOwnerToken } from '../../../instrument/slab/create-slab.js';
import { ENTRY, ENTRY_STATE, ENTRY_WORDS, HEADER, HEADER_WORDS } from '../../../instrument/slab/slab-layout.js';
import { ThreadSlabs } from '../../../instrument/slab/thread-slabs.js';

test('ThreadSlabs.claim leaves whole entries when threads are terminated in the midst of claims', async (t) => {
  const slab = createSlab({ bytes: 256 << 20, maxEntries: 1 << 18 });
  for (let round = 0; round < 6; round++) {
    await Promise.all([terminateWhileClaiming(slab), terminateWhileClaiming(slab)]);
  }
  const words = new Int32Array(slab);
  const count = Atomics.load(words, HEADER.nextEntry);
  const ranges: [number, number][] = [];
  for (let index = 0; index < count; index++) {
    const at = HEADER_WORDS + index * ENTRY_WORDS;
    if (words[at + ENTRY.state] === ENTRY_STATE.unpublished) continue;
    const region = words[at + ENTRY.regionWord] ?? 0;
    t.deepEqual([...words.subarray(region, region + 6)], [3, index, 0, 4, index, 1]);
    ranges.push([region, words[at + ENTRY.loadWord] ?? 0]);
  }
  t.true(ranges.length > 12);
  ranges.sort(([a], [b]) => a - b);
  for (const [index, [, end]] of ranges.entries()) t.true(end < (ranges[index + 1]?.[0] ?? Number.POSITIVE_INFINITY));
});

test('ThreadSlabs.claim goes on in a slab where a thread was terminated', async (t) => {
  const slab = createSlab({ bytes: 64 << 20 });
  await terminateWhileClaiming(slab);
  const thread = new ThreadSlabs({ slab, owner: takeOwnerToken(slab), mode: 'atomic', onSlab: () => t.fail() });
  t.is(thread.claim('f'.repeat(32), Uint32Array.of(1), 1).length, 1);
});

/** Terminates the thread once it has claimed something, at whatever instruction it then is. */
async function terminateWhileClaiming(slab: SharedArrayBuffer): Promise<void> {
  const started = new SharedArrayBuffer(4);
  const worker = new Worker(new URL('./claiming-thread.js', import.meta.url), { workerData: { slab, started } });
  const signal = new Int32Array(started);
  Atomics.wait(signal, 0, 0, 30_000);
  await worker.terminate();
}

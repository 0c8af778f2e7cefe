// A measured thread of the conservation tests: claims a region as every measured thread does, counts a known number of
// hits in it as generated code does, and ends in the way it is told to.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { takeOwnerToken } from '../../instrument/slab/create-slab.js';
import { ThreadSlabs } from '../../instrument/slab/thread-slabs.js';
import type { ThreadMessage } from '../../instrument/thread-message.js';

/** Counter 0 gets one hit an iteration, one of the counters 1 to 4 another. */
export const COUNTING_COUNTERS = 5;

export interface CountingWork {
  slab: SharedArrayBuffer;
  port: MessagePort;
  hash: string;
  iterations: number;
  /** `spin`: says so to its parent when all is counted, then loops until it is terminated. */
  ending: 'return' | 'throw' | 'exit' | 'spin';
}

if (isCountingWork(workerData)) countAndEnd(workerData);

function isCountingWork(data: unknown): data is CountingWork {
  return typeof data === 'object' && data !== null && 'iterations' in data;
}

function countAndEnd({ slab, port, hash, iterations, ending }: CountingWork): void {
  const owner = takeOwnerToken(slab);
  port.postMessage({ type: 'hello', owner, threadId: owner } satisfies ThreadMessage);
  const slabs = new ThreadSlabs({ slab, owner, mode: 'atomic', onSlab: () => {} });
  count(slabs.claim(hash, Uint32Array.of(COUNTING_COUNTERS), COUNTING_COUNTERS) as Int32Array, iterations);
  if (ending === 'throw') throw new Error('told to');
  if (ending === 'exit') process.exit(0);
  if (ending === 'return') return;
  parentPort?.postMessage('counted');
  for (;;);
}

/** Plain increments, as the instrumenter writes them. */
function count(c: Int32Array, iterations: number): void {
  for (let i = 0; i < iterations; i++) {
    (c[0] as number)++;
    (c[1 + (i & 3)] as number)++;
  }
}

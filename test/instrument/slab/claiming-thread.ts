// A thread that claims regions as fast as it can until it is terminated. Started by terminated-claims.test.ts.

import { workerData } from 'node:worker_threads';
import { takeOwnerToken } from '../../../instrument/slab/create-slab.js';
import { ThreadSlabs } from '../../../instrument/slab/thread-slabs.js';

const { slab, started } = workerData as { slab: SharedArrayBuffer; started: SharedArrayBuffer };
const thread = new ThreadSlabs({ slab, owner: takeOwnerToken(slab), mode: 'atomic', onSlab: () => {} });
const signal = new Int32Array(started);
for (let i = 0; ; i++) {
  thread.claim(i.toString(16).padStart(32, '0'), Uint32Array.of(3, 4), 7).fill(1);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

// Worker threads for what would keep the event loop busy.

import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';

export function createTextPool() {
  return new Piscina({
    filename: new URL('./text/worker.js', import.meta.url).href,
    minThreads: 2,
    maxThreads: Math.max(2, availableParallelism()),
  });
}

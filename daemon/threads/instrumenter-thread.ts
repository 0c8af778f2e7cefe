// The instrumenter thread of the process as the daemon sees it: started when somebody needs it, and those who sleep in
// wait for its answer woken should it end. Daemon thread.

import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { INSTRUMENTER_STATES, type InstrumenterClient } from '../../instrument/instrumenter/instrumenter-channel.js';

/** Three times V8's 48 MB and more: what it makes lives as long as a syntax tree, and would be copied again and again. */
const YOUNG_GENERATION_MB = 192;
/**
 * Node ends a worker at its heap's limit, and allows it 16 MB more until it has ended. What one collection moves out of the
 * young generation must fit into that, or V8 ends the process: with 48 MB, one run in 20 did (Node 20.20, limit 100 MB).
 */
const SMALL_HEAP_YOUNG_GENERATION_MB = 12;
/** Below this limit (`--max-old-space-size`, a container), large sources may not fit. */
const SMALL_HEAP_BYTES = 2 ** 30;

export class InstrumenterThread {
  readonly #entry: string;
  #worker: Worker | undefined;
  #signals: Int32Array[] = [];

  /** `entry`: absolute path of the thread's bundle. */
  constructor(entry: string) {
    this.#entry = entry;
  }

  /** Has the instrumenter serve a loading thread. */
  attach({ port, signal }: InstrumenterClient): void {
    this.#signals.push(signal);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ port, signal } satisfies InstrumenterClient, [port]);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      name: 'covd-instrumenter',
      execArgv: [],
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb() },
    });
    let state: number = INSTRUMENTER_STATES.ended;
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') state = INSTRUMENTER_STATES.outOfMemory;
    });
    worker.on('exit', () => this.#end(state));
    worker.unref();
    return worker;
  }

  /** Nobody is attached to the worker that has ended after this: whoever asks again gets another. */
  #end(state: number): void {
    const signals = this.#signals;
    this.#signals = [];
    this.#worker = undefined;
    for (const signal of signals) {
      Atomics.store(signal, 0, state);
      Atomics.notify(signal, 0);
    }
  }
}

/** The flag that limits the program's heap limits that of every thread, whatever a worker is given. */
function youngGenerationMb(): number {
  return getHeapStatistics().heap_size_limit < SMALL_HEAP_BYTES ? SMALL_HEAP_YOUNG_GENERATION_MB : YOUNG_GENERATION_MB;
}

// What the preload leaves on the global object of a measured thread: its runtime, for the client library and for
// generated code, and the counter array of each module.

import type { CoverageMode } from '../coverage-options.js';
import type { CounterArray } from '../slab/thread-slabs.js';
import { THREAD_RUNTIME_KEY, type ThreadRuntime } from './thread-runtime.js';

/** A ThreadRuntime with the door for generated code. */
export interface MeasuredRuntime extends ThreadRuntime {
  /**
   * Makes the module's counters a global property, unless they are one; for code that no hook of this thread has seen.
   * undefined: it cannot be measured here (another mode, no memory).
   */
  claim(module: ClaimedModule): CounterArray | undefined;
  /** The module's top level has run. */
  loaded(hash: string): void;
}

export interface ClaimedModule {
  /** 32 lower-case hex digits. */
  hash: string;
  /** Absolute path, for reports. */
  file: string;
  /** The mode that its code was made for. */
  mode: CoverageMode;
  /** Number of counters of each function, in order. */
  functionCounters: ArrayLike<number>;
  /** Length of the counter area, in counters. */
  counterCount: number;
  /** A directory (path or file URL) where the module's map may lie beside the store; for output of `covd build`. */
  maps?: string;
}

/** Puts the runtime where the client library and generated code look; nothing that the program enumerates shows it. */
export function publishRuntime(runtime: MeasuredRuntime): void {
  Object.defineProperty(globalThis, THREAD_RUNTIME_KEY, { value: runtime });
}

/** Makes `counters` a global property, read-only and for ever: V8 folds the array's address into the code that counts. */
export function publishCounters(hash: string, counters: CounterArray): void {
  Object.defineProperty(globalThis, counterGlobal(hash), { value: counters });
}

/** Name of the global property that is the counter array of the module with this hash. */
export function counterGlobal(hash: string): string {
  return `$c${hash.slice(0, 12)}`;
}

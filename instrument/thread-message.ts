// What a measured thread and the daemon thread say to each other over their MessagePort. The daemon learns of a thread
// by being given its port (by the parent thread, or as the daemon's own workerData for the main thread), and of its end
// by the port's `close`: that holds for return, throw, process.exit, terminate() in a hot loop and heap exhaustion.

import type { MessagePort } from 'node:worker_threads';
import type { CoverageErrorData } from './coverage-error.js';
import type { CoverageOptions } from './coverage-options.js';
import type { InstrumenterClient } from './instrumenter/instrumenter-channel.js';

/** Key of worker_threads' environment data under which a new thread finds its `ThreadStart`; deleted as soon as it is read. */
export const THREAD_START_KEY = 'covd';

/** What a parent thread hands to a new worker (structured clone; the port is transferred). */
export interface ThreadStart {
  slab: SharedArrayBuffer;
  options: CoverageOptions;
  /** The new thread's end of its channel to the daemon; the parent sends the other end to the daemon. */
  port: MessagePort;
  /** The execArgv that the worker would have seen without covd; undefined: leave process.execArgv alone. */
  execArgv: string[] | undefined;
}

/** `workerData` of the daemon thread. */
export interface DaemonStart {
  slab: SharedArrayBuffer;
  options: CoverageOptions;
  /** The daemon's end of the main thread's channel. */
  port: MessagePort;
  /** Owner token of the main thread. */
  owner: number;
  /** process.argv of the measured program. */
  argv: string[];
  /** Unix milliseconds at which the measured program started. */
  startedAt: number;
}

/** From a measured thread to the daemon. */
export type ThreadMessage =
  | { type: 'hello'; owner: number; threadId: number }
  /** A worker is about to start; `port` is the daemon's end of its channel (transferred). */
  | { type: 'thread'; port: MessagePort }
  /** A further slab, private to the sending thread, because the first one was full. Posted before its first entry is published. */
  | { type: 'slab'; slab: SharedArrayBuffer }
  /** A module map that could not be written to the store. Posted before the region is published. MessagePack. */
  | { type: 'map'; hash: string; map: Uint8Array }
  /**
   * A directory with module maps; sent once before the first region is published that needs it. `isOwn`: it is the store,
   * in which the daemon may keep what it finds out; else the output of `covd build`, which is left as it is.
   */
  | { type: 'store'; directory: string; isOwn: boolean }
  /** This thread has a source to instrument, and waits for the instrumenter thread (instrumenter-channel.ts). */
  | ({ type: 'instrumenter' } & InstrumenterClient)
  /** A file that is loaded as it is, because it could not be instrumented. */
  | { type: 'unmeasured'; file: string; reason: string }
  | ThreadRequest;

/**
 * A request of the five functions (or the final flush) from inside. `method` and `params` are those of
 * daemon/ipc/protocol.ts, which instrument/ may not import. With `signal`, the sender is blocked in
 * Atomics.wait(signal, 0, 0): the daemon posts the response first, then stores 1 in signal[0] and notifies.
 */
export interface ThreadRequest {
  type: 'request';
  id: number;
  method: string;
  params: unknown;
  signal?: Int32Array;
}

/** From the daemon to a measured thread. */
export type DaemonMessage =
  | { type: 'response'; id: number; ok: true; result: unknown }
  | { type: 'response'; id: number; ok: false; error: CoverageErrorData };

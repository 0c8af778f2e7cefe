// Measures worker threads: the Worker constructor hands each new thread what it needs to count (slab, options, a port
// to the daemon) and makes sure that the preload runs in it. Runs in each measured thread that may start workers.
//
// The hand-over travels in worker_threads' environment data, which every new thread gets with its first message, and
// which is set for the duration of the constructor alone.

import { syncBuiltinESMExports } from 'node:module';
import { MessageChannel, setEnvironmentData, type Worker, type WorkerOptions } from 'node:worker_threads';
import type { MeasuredThread } from '../thread/measured-thread.js';
import { THREAD_START_KEY, type ThreadStart } from '../thread-message.js';

type WorkerConstructor = typeof Worker;

/** Replaces worker_threads.Worker; `preload` is the absolute path of the preload. */
export function patchWorker(thread: MeasuredThread, preload: string): void {
  // Not by a default import: the bundle would copy the module for it.
  const workerThreads = process.getBuiltinModule('node:worker_threads');
  const original = workerThreads.Worker;
  const Measured: WorkerConstructor = new Proxy(original, {
    construct(target, [file, options, ...rest]: unknown[], newTarget): Worker {
      const child = newTarget === Measured ? target : newTarget;
      const construct = (extended: WorkerOptions) =>
        Reflect.construct(target, [file, extended, ...rest], child) as Worker;
      return startMeasured(construct, { options: options as WorkerOptions | undefined, thread, preload });
    },
  });
  // So that `worker.constructor === Worker` goes on holding.
  Object.defineProperty(original.prototype, 'constructor', { value: Measured, configurable: true, writable: true });
  workerThreads.Worker = Measured;
  syncBuiltinESMExports();
}

interface MeasuredWorker {
  options: WorkerOptions | undefined;
  thread: MeasuredThread;
  preload: string;
}

function startMeasured<T>(construct: (options: WorkerOptions) => T, { options, thread, preload }: MeasuredWorker): T {
  if (!thread.canConnect) return construct(options ?? {});
  // What the worker measures, it cannot announce itself.
  thread.announce();
  const { port1, port2 } = new MessageChannel();
  const { execArgv, shown } = preloadedExecArgv(options, preload);
  const start: ThreadStart = {
    slab: thread.link.slab,
    options: thread.optionsForWorkers,
    port: port1,
    execArgv: shown,
  };
  // The program's own options object stays underneath: it may have getters, or properties on its prototype.
  const extended: WorkerOptions = Object.create(options ?? null, {
    transferList: { value: [...listed(options?.transferList), port1] },
    ...(execArgv && { execArgv: { value: execArgv } }),
  });
  let isStarted = false;
  try {
    setEnvironmentData(THREAD_START_KEY, start as never);
    const worker = construct(extended);
    thread.post({ type: 'thread', port: port2 }, [port2]);
    isStarted = true;
    return worker;
  } finally {
    setEnvironmentData(THREAD_START_KEY, undefined as never);
    // The constructor has thrown (no such file, a flag that workers do not know): nobody will use the channel.
    if (!isStarted) port2.close();
  }
}

/** As the constructor reads a list: whatever has a length and elements; of all else, nothing. */
function listed<T>(list: ArrayLike<T> | undefined): T[] {
  return Array.prototype.slice.call(list ?? []);
}

/**
 * A worker takes over its parent's flags, the preload among them, unless it is given execArgv or an environment of its
 * own (then NODE_OPTIONS of that environment counts, and execArgv; seen on 20.20, 22.23, 24.21 and 26.10). `shown` is what
 * process.execArgv would have been without covd.
 */
function preloadedExecArgv(options: WorkerOptions | undefined, preload: string) {
  const given: unknown = options?.execArgv;
  const hasOwnEnv = typeof options?.env === 'object' && options.env !== null;
  // Anything but an array is refused by the constructor, in its own words.
  if (given !== undefined && given !== null && !Array.isArray(given)) return {};
  if (!Array.isArray(given) && !hasOwnEnv) return {};
  const own = Array.isArray(given) ? (given as string[]) : [];
  return { execArgv: ['--require', preload, ...own], shown: Array.isArray(given) ? own : process.execArgv };
}

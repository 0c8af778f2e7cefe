// The door through which the client library inside a measured program reaches its thread's runtime. The preload of
// each measured thread hangs one runtime on the global object, non-enumerable, under a registered symbol: the preload
// is a bundle of its own, so the two cannot meet through a module.

/** Where a measured thread's runtime stands on `globalThis`; absent in a program that is not measured. */
export const THREAD_RUNTIME_KEY: symbol = Symbol.for('covd.thread');

/** What a measured thread offers to the client library loaded in it. */
export interface ThreadRuntime {
  /**
   * Asks the daemon thread; `method`, `params` and the result are those of daemon/ipc/protocol.ts. Rejects with a
   * CoverageError (of the preload's copy of that class: compare codes); ERR_DAEMON_GONE where the daemon has ended.
   */
  request(method: string, params: unknown): Promise<unknown>;
  /** As `request`, but blocks the calling thread; ERR_DEADLINE after `timeoutMs` milliseconds without an answer. */
  requestSync(method: string, params: unknown, timeoutMs: number): unknown;
}

/** The calling thread's runtime; undefined where the program is not measured. */
export function getThreadRuntime(): ThreadRuntime | undefined {
  const found: unknown = Reflect.get(globalThis, THREAD_RUNTIME_KEY);
  return isThreadRuntime(found) ? found : undefined;
}

function isThreadRuntime(value: unknown): value is ThreadRuntime {
  return typeof value === 'object' && value !== null && 'request' in value && 'requestSync' in value;
}

// The last write to COVD_DIR: at the end of the process the main thread waits until the daemon has done it. Runs in
// the main thread.
//
// It must come after the program's own 'exit' listeners (they may run measured code) and leave no trace: no listener, and
// no frame in the stack traces of the program, but in that of an error in an 'exit' listener. So a proxy stands before
// EventEmitter.prototype in the prototypes of `process`, which gives the program's own `emit` until the process is ending;
// and process.reallyExit (where process.exit ends, also when an 'exit' listener calls it) is wrapped. An accessor in place of
// the proxy would do for that, but test doubles cannot be put over accessors.

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;
type ReallyExit = (this: unknown, ...args: unknown[]) => unknown;

/** Calls `flush` once, as the last thing before the process ends by itself, by process.exit or by an uncaught error. */
export function atProcessEnd(flush: () => void): void {
  let isDone = false;
  const flushOnce = () => {
    if (isDone) return;
    isDone = true;
    flush();
  };
  wrapEmit(flushOnce);
  wrapReallyExit(flushOnce);
}

function wrapEmit(flush: () => void): void {
  const own: object = Object.getPrototypeOf(process);
  const methods = Object.getPrototypeOf(own) as { emit: Emit };
  /** What the program has put in the place of `emit`. */
  let assigned: Emit | undefined;
  const emitThenFlush: Emit = function (this: unknown, event, ...args) {
    try {
      return Reflect.apply(assigned ?? methods.emit, this, [event, ...args]);
    } finally {
      if (event === 'exit') flush();
    }
  };
  const proxy = new Proxy<object>(Object.create(methods), {
    get(target, key, receiver) {
      if (key !== 'emit' || receiver !== process) return Reflect.get(target, key, receiver);
      // `_exiting` is set before 'exit' is emitted, whatever ends the process (seen on 20.20, 22.23, 24.21, 26.10).
      return (process as { _exiting?: boolean })._exiting ? emitThenFlush : (assigned ?? methods.emit);
    },
    set(target, key, value, receiver) {
      if (key !== 'emit' || receiver !== process) return Reflect.set(target, key, value, receiver);
      assigned = value as Emit;
      return true;
    },
    getOwnPropertyDescriptor(target, key) {
      return key === 'emit' && assigned !== undefined
        ? { value: assigned, writable: true, enumerable: true, configurable: true }
        : Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
  Object.setPrototypeOf(own, proxy);
}

function wrapReallyExit(flush: () => void): void {
  const holder = process as unknown as { reallyExit: ReallyExit };
  const { reallyExit } = holder;
  const flushThenExit: ReallyExit = function (this: unknown, ...args) {
    flush();
    return Reflect.apply(reallyExit, this, args);
  };
  holder.reallyExit = Object.defineProperty(flushThenExit, 'name', { value: reallyExit.name });
}

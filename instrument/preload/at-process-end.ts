// The last write to COVD_DIR: at the end of the process the main thread waits until the daemon has done it. Runs in
// the main thread.
//
// It must come after the program's own 'exit' listeners (they may run measured code) and leave no trace: no listener,
// and no frame in the stack traces of the program, but in that of an error in an 'exit' listener. So process.emit becomes
// an accessor that gives the program's own function until the process is ending, and process.reallyExit (where
// process.exit ends, also when an 'exit' listener calls it) is wrapped.

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
  let emit = process.emit as unknown as Emit;
  const emitThenFlush: Emit = function (this: unknown, event, ...args) {
    try {
      return Reflect.apply(emit, this, [event, ...args]);
    } finally {
      if (event === 'exit') flush();
    }
  };
  Object.defineProperty(process, 'emit', {
    configurable: true,
    enumerable: false,
    // `_exiting` is set before 'exit' is emitted, whatever ends the process (seen on 20.20, 22.23, 24.21, 26.10).
    get: () => ((process as { _exiting?: boolean })._exiting ? emitThenFlush : emit),
    set(value: Emit) {
      emit = value;
    },
  });
}

function wrapReallyExit(flush: () => void): void {
  const holder = process as unknown as { reallyExit: ReallyExit };
  const { reallyExit } = holder;
  holder.reallyExit = function (this: unknown, ...args) {
    flush();
    return Reflect.apply(reallyExit, this, args);
  };
}

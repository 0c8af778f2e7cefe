// Tells Node's CommonJS loader from whoever else takes `fs.readFileSync`, without a stack trace for each required file:
// the loader takes it once for each module, right after it has taken Module.prototype.load. Runs in each measured thread
// of Node 20; goes with this folder.

import { Module } from 'node:module';

type Load = (this: unknown, filename: string) => void;

export interface ScriptReads {
  /** True if it is the CommonJS loader that now takes `fs.readFileSync`; false whenever that is not certain. */
  takeTurn(): boolean;
  /** Makes Module.prototype.load a plain property again. */
  restore(): void;
}

/** Makes Module.prototype.load an accessor that gives Node's own function, so no frame of ours stands in a stack trace. */
export function watchScriptReads(): ScriptReads {
  const prototype = Module.prototype as unknown as { load: Load };
  const areHandlersOwn = watchHandlers();
  let load = prototype.load;
  let isTurn = false;
  // As in patch-compile.ts: a name of its own keeps stack traces as they are.
  Object.defineProperty(load, 'name', { value: 'load' });
  Object.defineProperty(prototype, 'load', {
    configurable: true,
    enumerable: true,
    get(this: { id?: unknown }): Load {
      // Between here and the handler's reading nothing else runs; the handlers of transpilers may do anything first.
      isTurn = typeof this.id === 'string' && this.id.endsWith('.js') && areHandlersOwn();
      return load;
    },
    set(this: unknown, value: Load): void {
      if (this === prototype) load = value;
      else Object.defineProperty(this, 'load', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  return {
    takeTurn() {
      const wasTurn = isTurn;
      isTurn = false;
      return wasTurn;
    },
    restore() {
      Object.defineProperty(prototype, 'load', { value: load, configurable: true, enumerable: true, writable: true });
    },
  };
}

/** Gives whether every extension is still handled by Node's own function. */
function watchHandlers(): () => boolean {
  const { _extensions: handlers } = Module as unknown as { _extensions: Record<string, unknown> };
  const own = { ...handlers };
  const count = Object.keys(own).length;
  return () => handlers['.js'] === own['.js'] && Object.keys(handlers).length === count;
}

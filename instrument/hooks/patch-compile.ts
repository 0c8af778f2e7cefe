// CommonJS sources that reach Module.prototype._compile past Node's load hooks: all of them on Node 20, and those of
// transpilers that read and compile files themselves (tsx, pirates). Runs in each measured thread.
//
// _compile becomes an accessor: where there is nothing to do, the getter gives Node's own function, so that the stack
// traces of the program hold no frame of ours.

import { Module } from 'node:module';
import { extname } from 'node:path';
import type { LoadedSource } from '../prepare/prepare-module.js';
import type { SourceMeasurer } from './measure-source.js';

type Compile = (this: unknown, content: string, filename: string, ...rest: unknown[]) => unknown;

/** Told of compilations, before they begin. */
export interface CompileWatcher {
  /** The first CommonJS file is about to be compiled. */
  onFirst(): void;
  /** An ES module that is required is about to be compiled, and then loads what it imports; to be called after that. */
  onModule(): () => void;
}

export interface CompileHook {
  /** True for a CommonJS file that somebody other than Node reads and compiles: a load hook leaves it to this one. */
  owns(file: string): boolean;
  /** The next compilation of this file needs no look: a load hook has seen its source. */
  pass(file: string): void;
}

/** Puts the measurer before every compilation of a CommonJS source. */
export function patchCompile(measurer: SourceMeasurer, watcher?: CompileWatcher): CompileHook {
  const passed = new Set<string>();
  let isFirst = true;
  const prototype = Module.prototype as unknown as { _compile: Compile };
  let compile = prototype._compile;
  // V8 names a method in stack traces after the property that holds it, and does not look into accessors; with a name
  // of its own the function goes on being called Module._compile (seen on 20.20, 22.23, 24.21 and 26.10).
  Object.defineProperty(compile, 'name', { value: '_compile' });

  function compileMeasured(this: unknown, content: string, filename: string, ...rest: unknown[]): unknown {
    const loaded = sourceOf(content, filename, rest[0]);
    const text = measurer.measure(loaded);
    const onEnd = loaded.format === 'module' ? watcher?.onModule() : undefined;
    try {
      return Reflect.apply(compile, this, [text ?? content, filename, ...rest]);
    } finally {
      onEnd?.();
    }
  }

  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: true,
    get(this: { filename?: unknown }): Compile {
      if (isFirst) watcher?.onFirst();
      isFirst = false;
      const { filename } = this;
      if (typeof filename !== 'string' || passed.delete(filename)) return compile;
      return measurer.wants(filename) ? compileMeasured : compile;
    },
    set(this: unknown, value: Compile): void {
      // Others patch the prototype (they wrap what they got from the getter), or one module for one compilation.
      if (this === prototype) compile = value;
      else Object.defineProperty(this, '_compile', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  return { owns: createOwnership(), pass: (file) => passed.add(file) };
}

/** A transpiler for CommonJS puts a handler of its own in the place of Node's for the file's extension. */
function createOwnership(): (file: string) => boolean {
  const { _extensions: handlers } = Module as unknown as { _extensions: Record<string, unknown> };
  const own = { ...handlers };
  return (file) => {
    const extension = extname(file) in handlers ? extname(file) : '.js';
    return handlers[extension] !== own[extension];
  };
}

/** `format` is 'module' for an ES module that is required (Node >= 22), or true (Node 20). */
function sourceOf(content: string, filename: string, format: unknown): LoadedSource {
  const isModule = format === 'module' || format === true;
  return { file: filename, source: content, format: isModule ? 'module' : 'commonjs' };
}

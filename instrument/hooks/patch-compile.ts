// CommonJS sources that reach Module.prototype._compile past Node's load hooks: all of them on Node 20, and those of
// transpilers that read and compile files themselves (tsx, pirates). Runs in each measured thread.
//
// _compile becomes an accessor: where there is nothing to do, the getter gives Node's own function, so that the stack
// traces of the program hold no frame of ours.

import { Module } from 'node:module';
import type { SourceMeasurer } from './measure-source.js';

type Compile = (this: unknown, content: string, filename: string, ...rest: unknown[]) => unknown;

export interface CompileHook {
  /** The next compilation of this file needs no look: a load hook has seen its source. */
  pass(file: string): void;
}

/** Puts the measurer before every compilation of a CommonJS source. */
export function patchCompile(measurer: SourceMeasurer): CompileHook {
  const passed = new Set<string>();
  const prototype = Module.prototype as unknown as { _compile: Compile };
  let compile = prototype._compile;

  function compileMeasured(this: unknown, content: string, filename: string, ...rest: unknown[]): unknown {
    const text = passed.delete(filename) ? undefined : measurer.measure(sourceOf(content, filename, rest[0]));
    return Reflect.apply(compile, this, [text ?? content, filename, ...rest]);
  }

  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: true,
    get(this: { filename?: unknown }): Compile {
      const { filename } = this;
      if (typeof filename !== 'string' || passed.delete(filename) || !measurer.wants(filename)) return compile;
      return compileMeasured;
    },
    set(this: unknown, value: Compile): void {
      // Others patch the prototype (they wrap what they got from the getter), or one module for one compilation.
      if (this === prototype) compile = value;
      else Object.defineProperty(this, '_compile', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  return { pass: (file) => passed.add(file) };
}

/** `format` is 'module' for an ES module that is required (Node >= 22), or true (Node 20). */
function sourceOf(content: string, filename: string, format: unknown) {
  const isModule = format === 'module' || format === true;
  return { file: filename, source: content, format: isModule ? ('module' as const) : ('commonjs' as const) };
}

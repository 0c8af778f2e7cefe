// ES modules on Node 20, and wherever else `hasLoadHooks` is false: no load hooks run in the thread that loads. Node's ESM
// loader reads their sources by functions of `fs` (seen on 20.19, 20.20, 22.13, 22.15 and 24.0), and gets here functions that
// measure what they have read. Runs in each measured thread there; goes with this folder.
//
//   fs.promises.readFile   for each source that is imported, taken anew each time
//   fs.readFileSync        for what a required module imports, taken once, when the loader's file is first needed
//
// Whoever takes fs.readFileSync is seen by an accessor, which gives the program Node's own function. It must be gone when
// the program puts a test double over the property; so it is there until the first CommonJS file is compiled, which is
// before all of the program unless that is an ES module (then the loader has taken what it needs), and while an ES module is
// required. fs.promises.readFile stays a plain property, but a function of ours, which the program does not see in its
// stack traces: those of promises hold only what awaits.

import { ModuleFormats } from '../../naming/module-formats.js';
import { once } from '../../prepare/once.js';
import { fileOf } from '../loaded-source.js';
import type { SourceMeasurer } from '../measure-source.js';
import type { CompileWatcher } from '../patch-compile.js';

type Read = (path: unknown, ...rest: unknown[]) => unknown;
/** What to take for the content that was read of a path. */
type Measure = (path: unknown, content: unknown) => unknown;

const LOADER = 'node:internal/modules/esm/load';

/** Puts the measurer before every source that the ESM loader of this thread reads. */
export function patchModuleReads(measurer: SourceMeasurer): CompileWatcher {
  const measure = createSourceReader(measurer);
  const fs = process.getBuiltinModule('node:fs');
  // Loading fs.promises takes 4 ms; the loader takes nothing from it before its own file has been run.
  const patchPromises = once(() => patchReadFile(fs.promises as unknown as { readFile: Read }, measure));
  let isTaken = false;
  /** Set while the accessor is there. */
  let restore: (() => void) | undefined;
  const withdraw = (): void => {
    restore?.();
    restore = undefined;
  };
  const offer = (): void => {
    restore = watchTaking(fs, 'readFileSync', (read) => {
      isTaken = true;
      withdraw();
      patchPromises();
      return (path, ...rest) => measure(path, read(path, ...rest));
    });
  };
  offer();
  return {
    onFirst() {
      withdraw();
      patchPromises();
    },
    onModule() {
      if (isTaken || restore !== undefined) return () => {};
      offer();
      return withdraw;
    },
  };
}

/**
 * Gives whoever takes `holder[name]` what stands there, and the ESM loader what `forLoader` makes of it. Returns how to make
 * it a plain property again.
 */
function watchTaking<Name extends string>(
  holder: Record<Name, unknown>,
  name: Name,
  forLoader: (read: Read) => Read,
): () => void {
  let read = holder[name] as Read;
  Object.defineProperty(holder, name, {
    configurable: true,
    enumerable: true,
    get: function take() {
      return callerOf(take) === LOADER ? forLoader(read) : read;
    },
    set(value: Read) {
      read = value;
    },
  });
  return () =>
    Object.defineProperty(holder, name, { value: read, configurable: true, enumerable: true, writable: true });
}

/** The loader takes readFile anew for each source that is imported, and calls it with a URL, which few others do. */
function patchReadFile(promises: { readFile: Read }, measure: Measure): void {
  const { readFile } = promises;
  function readMeasured(this: unknown, path: unknown, ...rest: unknown[]): unknown {
    const content = Reflect.apply(readFile, this, [path, ...rest]) as Promise<unknown>;
    if (!(path instanceof URL) || callerOf(readMeasured) !== LOADER) return content;
    return content.then((bytes) => measure(path, bytes));
  }
  for (const name of ['name', 'length']) {
    Object.defineProperty(readMeasured, name, { value: Reflect.get(readFile, name), configurable: true });
  }
  promises.readFile = readMeasured;
}

/**
 * File name of the code that has called `callee`; 3 µs when V8 has optimised it, but 25 in the start of a program; the text
 * of a stack trace takes 12 to 40 (Node 20.20).
 */
function callerOf(callee: Read | (() => unknown)): unknown {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    // Also keeps the program's own formatting of stack traces from running for ours.
    Error.prepareStackTrace = firstFileName;
    Error.captureStackTrace(holder, callee);
    return holder.stack;
  } catch {
    // The program has frozen Error: what the loader reads stays unmeasured.
    return undefined;
  } finally {
    restoreProperty(Error, 'stackTraceLimit', limit);
    restoreProperty(Error, 'prepareStackTrace', prepare);
  }
}

function restoreProperty(holder: object, name: string, before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(holder, name);
  else Reflect.defineProperty(holder, name, before);
}

function firstFileName(_error: Error, sites: NodeJS.CallSite[]): unknown {
  return sites[0]?.getFileName();
}

function createSourceReader(measurer: SourceMeasurer): Measure {
  const formats = new ModuleFormats();
  return (path, content) => {
    const file = path instanceof URL ? fileOf(path.href) : undefined;
    if (file === undefined || !Buffer.isBuffer(content) || !measurer.wants(file)) return content;
    const format = formats.statedFormatOf(file) ?? 'commonjs';
    const text = measurer.measureModule({ file, source: content.toString('utf8'), format });
    return text === undefined ? content : Buffer.from(text);
  };
}

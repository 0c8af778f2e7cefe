// ES modules on Node 20, which has no load hooks in the thread that loads: Node's ESM loader reads their sources by
// functions of `fs` (seen on 20.19 and 20.20), and gets here functions that measure what they have read. Runs in each
// measured thread there; goes with this folder.
//
//   fs.promises.readFile   for each source that is imported, taken anew each time
//   fs.readFileSync        for what a required module imports, taken once, when the loader's file is first needed
//
// Both are accessors: the program gets Node's own functions, and sees no frame of ours in its stack traces.

import { ModuleFormats } from '../../naming/module-formats.js';
import { fileOf } from '../loaded-source.js';
import type { SourceMeasurer } from '../measure-source.js';
import { watchScriptReads } from './script-reads.js';

type Read = (path: unknown, ...rest: unknown[]) => unknown;

/** Puts the measurer before every source that the ESM loader of this thread reads. */
export function patchModuleReads(measurer: SourceMeasurer): void {
  const measure = createSourceReader(measurer);
  const fs = process.getBuiltinModule('node:fs');
  const scripts = watchScriptReads();
  const restore = handOut(fs, 'readFileSync', {
    isKnown: () => scripts.takeTurn(),
    forLoader: (read) => {
      restore();
      scripts.restore();
      // Only now: loading fs.promises takes 4 ms, and the loader takes nothing from it before its file has been run.
      handOut(fs.promises, 'readFile', {
        isKnown: () => false,
        forLoader:
          (readFile) =>
          async (path, ...rest) =>
            measure(path, await readFile(path, ...rest)),
      });
      return (path, ...rest) => measure(path, read(path, ...rest));
    },
  });
}

interface Takers {
  /** True for a taker that is known not to be the ESM loader. */
  isKnown: () => boolean;
  /** What the ESM loader gets in place of `read`. */
  forLoader: (read: Read) => Read;
}

/**
 * Gives whoever takes `holder[name]` what stands there, and the ESM loader what `takers` makes of it for it. Returns how
 * to make it a plain property again.
 */
function handOut<Name extends string>(
  holder: Record<Name, unknown>,
  name: Name,
  { isKnown, forLoader }: Takers,
): () => void {
  let read = holder[name] as Read;
  Object.defineProperty(holder, name, {
    configurable: true,
    enumerable: true,
    get: function take() {
      if (isKnown()) return read;
      return callerOf(take) === 'node:internal/modules/esm/load' ? forLoader(read) : read;
    },
    set(value: Read) {
      read = value;
    },
  });
  return () =>
    Object.defineProperty(holder, name, { value: read, configurable: true, enumerable: true, writable: true });
}

/**
 * File name of the code that has called `callee`; 3 µs when V8 has optimised it, but 25 in the start of a program; the text
 * of a stack trace takes 12 to 40 (Node 20.20).
 */
function callerOf(callee: () => unknown): unknown {
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

/** Gives what to take for the content that was read of `path`. */
function createSourceReader(measurer: SourceMeasurer): (path: unknown, content: unknown) => unknown {
  const formats = new ModuleFormats();
  return (path, content) => {
    const file = path instanceof URL ? fileOf(path.href) : undefined;
    if (file === undefined || !Buffer.isBuffer(content) || !measurer.wants(file)) return content;
    const format = formats.statedFormatOf(file) ?? 'commonjs';
    const text = measurer.measureModule({ file, source: content.toString('utf8'), format });
    return text === undefined ? content : Buffer.from(text);
  };
}

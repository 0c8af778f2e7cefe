// What a required ES module imports, on Node 20: such modules pass no load hook and no _compile, Node's ESM loader reads
// them by the readFileSync that it takes from `fs` when it is first needed (seen on 20.20). Runs in each measured thread
// there, before that moment; goes with this folder.
//
// Until then readFileSync is an accessor that gives the loader a function of its own and the program the original; the
// program sees no other function and no frame of ours in its stack traces.

import fs from 'node:fs';
import { fileOf } from '../loaded-source.js';
import type { SourceMeasurer } from '../measure-source.js';

type ReadFileSync = (path: unknown, ...rest: unknown[]) => unknown;

/** Puts the measurer before every source that Node reads for an import of a required module. */
export function patchRequiredImports(measurer: SourceMeasurer): void {
  let readFileSync = fs.readFileSync as ReadFileSync;
  const restore = (value: ReadFileSync) =>
    Object.defineProperty(fs, 'readFileSync', { value, configurable: true, enumerable: true, writable: true });

  function readMeasured(path: unknown, ...rest: unknown[]): unknown {
    const content = readFileSync(path, ...rest);
    const file = path instanceof URL ? fileOf(path.href) : undefined;
    if (file === undefined || !Buffer.isBuffer(content)) return content;
    const text = measurer.measure({ file, source: content.toString('utf8'), format: 'module' });
    return text === undefined ? content : Buffer.from(text);
  }

  Object.defineProperty(fs, 'readFileSync', {
    configurable: true,
    enumerable: true,
    get() {
      if (!isLoaderStarting()) return readFileSync;
      restore(readFileSync);
      return readMeasured;
    },
    set(value: ReadFileSync) {
      readFileSync = value;
    },
  });
}

/** True if the accessor was called by the top level of the file of Node that reads modules' sources. */
function isLoaderStarting(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 3;
  // The program's own formatting of stack traces must not run for ours.
  (Error as { prepareStackTrace: unknown }).prepareStackTrace = undefined;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  (Error as { prepareStackTrace: unknown }).prepareStackTrace = prepareStackTrace;
  return stack.includes('at node:internal/modules/esm/load:');
}

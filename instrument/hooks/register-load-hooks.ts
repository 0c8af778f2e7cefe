// Node's synchronous load hooks (Node >= 22.15), which see every source that is imported or required. Runs in each
// measured thread.

import { fileOf, type LoadResult, measuredFormat, textOf, withText } from './loaded-source.js';
import type { SourceMeasurer } from './measure-source.js';
import type { CompileHook } from './patch-compile.js';

interface LoadContext extends Pick<LoadResult, 'format'> {
  /** Contains `import` or `require`. */
  conditions: string[];
}

type NextLoad = (url: string, context?: object) => LoadResult;

interface SyncHooks {
  registerHooks?(hooks: { load: (url: string, context: LoadContext, nextLoad: NextLoad) => LoadResult }): unknown;
}

const { registerHooks } = process.getBuiltinModule('node:module') as SyncHooks;

const { node } = process.versions;

/**
 * True where Node has synchronous hooks (seen on 22.23, 24.21 and 26.10; not on 20.20 and 22.14) that leave asynchronous ones
 * working: under those of 22.15, 22.16, 23 and 24.0 tsx finds itself without its compiler.
 */
export const hasLoadHooks: boolean = registerHooks !== undefined && !/^(22\.1[56]|23|24\.0)\./.test(node);

/** True where synchronous hooks change how Node loads CommonJS that is imported. */
export const hasEarlyLoadHooks: boolean = /^(22\.(1[7-9]|2[01])|22\.22\.[0-2]$|24\.([1-9]|1[01])\.)/.test(node);

/** Puts the measurer before the evaluation of every file; `compileHook` is told of what it need not look at again. */
export function registerLoadHooks(measurer: SourceMeasurer, compileHook: CompileHook): void {
  registerHooks?.({
    load(url, context, nextLoad) {
      const loaded = hasEarlyLoadHooks ? loadOrLeave(url, context, nextLoad) : nextLoad(url, context);
      const file = fileOf(url);
      const isWanted = file !== undefined && !(loaded instanceof Sourceless) && measurer.wants(file);
      return isWanted ? measureLoaded(file, loaded) : loaded;
    },
  });

  function measureLoaded(file: string, loaded: LoadResult): LoadResult {
    const format = measuredFormat(loaded.format);
    const { source } = loaded;
    // Without a source (CommonJS that Node will read later) the compile hook sees the file.
    if (format === false || source === null || source === undefined) return loaded;
    if (format !== 'module' && compileHook.owns(file)) return loaded;
    const text = measurer.measure({ file, source: textOf(source), format });
    compileHook.pass(file);
    return text === undefined ? loaded : withText(loaded, text);
  }
}

/**
 * Node 22.17 to 22.22.2 and 24.1 to 24.11, as soon as there is a synchronous hook: CommonJS that is imported comes with its
 * source, and then cannot require an ES module that imports CommonJS; under asynchronous hooks (tsx, OpenTelemetry) it comes
 * without, and is refused (https://github.com/nodejs/node/issues/57327). Where there is no hook it has no source, and the
 * CommonJS loader reads the file. So it is here; this hook then sees the file once more.
 */
function loadOrLeave(url: string, context: LoadContext, nextLoad: NextLoad): LoadResult {
  try {
    const loaded = nextLoad(url, context);
    return isFileOfCommonJs(loaded) && context.conditions.includes('import') ? new Sourceless() : loaded;
  } catch (error) {
    const isRefusal = (error as NodeJS.ErrnoException).code === 'ERR_INVALID_RETURN_PROPERTY_VALUE';
    if (!isRefusal || (context.format ?? 'commonjs') !== 'commonjs') throw error;
    return new Sourceless();
  }
}

/** What this thread has read is a Buffer; what asynchronous hooks have made of a file comes as other bytes, or as a string. */
function isFileOfCommonJs({ format, source }: LoadResult): boolean {
  return format === 'commonjs' && Buffer.isBuffer(source);
}

/** CommonJS without a source. These versions read a result's source to hand it on, then once more to check it. */
class Sourceless implements LoadResult {
  readonly format = 'commonjs';
  #reads = 0;

  get source(): string | null {
    return this.#reads++ === 0 ? null : '';
  }
}

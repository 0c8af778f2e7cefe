// Node's synchronous load hooks (Node >= 22.15), which see every source that is imported or required. Runs in each
// measured thread.

import { fileOf, type LoadResult, measuredFormat, textOf, withText } from './loaded-source.js';
import type { SourceMeasurer } from './measure-source.js';
import type { CompileHook } from './patch-compile.js';

type NextLoad = (url: string, context?: object) => LoadResult;

interface SyncHooks {
  registerHooks?(hooks: { load: (url: string, context: object, nextLoad: NextLoad) => LoadResult }): unknown;
}

const { registerHooks } = process.getBuiltinModule('node:module') as SyncHooks;

/** True where Node has synchronous hooks (seen on 22.23, 24.21 and 26.10; not on 20.20). */
export const hasLoadHooks: boolean = registerHooks !== undefined;

/** Puts the measurer before the evaluation of every file; `compileHook` is told of what it need not look at again. */
export function registerLoadHooks(measurer: SourceMeasurer, compileHook: CompileHook): void {
  registerHooks?.({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const file = fileOf(url);
      return file === undefined || !measurer.wants(file) ? loaded : measureLoaded(file, loaded);
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

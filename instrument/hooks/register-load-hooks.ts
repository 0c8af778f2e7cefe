// Node's synchronous load hooks (Node >= 22.15), which see every source that is imported or required. Runs in each
// measured thread.

import { readFileSync } from 'node:fs';
import { fileOf, type LoadResult, measuredFormat, textOf } from './loaded-source.js';
import type { SourceMeasurer } from './measure-source.js';
import type { CompileHook } from './patch-compile.js';

interface LoadContext {
  /** With `import` for what an ES module imports. */
  conditions?: readonly string[];
}

type NextLoad = (url: string, context?: LoadContext) => LoadResult;

interface SyncHooks {
  registerHooks?(hooks: { load: (url: string, context: LoadContext, nextLoad: NextLoad) => LoadResult }): unknown;
}

const { registerHooks } = process.getBuiltinModule('node:module') as SyncHooks;

/** True where Node has synchronous hooks (seen on 22.23, 24.21 and 26.10; not on 20.20). */
export const hasLoadHooks: boolean = registerHooks !== undefined;

/**
 * Node 22 searches the names that an ES module can import from CommonJS in the text that hooks give, and does not know a
 * getter with a probe in it. Without a source it searches the file, and loads it as if it were required: past these hooks
 * once more. Other versions find the names (seen on 24.21 and 26.10, which have another lexer).
 */
const LEXES_WHAT_HOOKS_GIVE = process.versions.cjs_module_lexer !== undefined;

/** Puts the measurer before the evaluation of every file; `compileHook` is told of what it need not look at again. */
export function registerLoadHooks(measurer: SourceMeasurer, compileHook: CompileHook): void {
  registerHooks?.({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const file = fileOf(url);
      return file === undefined || !measurer.wants(file) ? loaded : measureLoaded(file, loaded, context);
    },
  });

  function measureLoaded(file: string, loaded: LoadResult, context: LoadContext): LoadResult {
    const format = measuredFormat(loaded.format);
    const { source } = loaded;
    // Without a source (CommonJS that Node will read later) the compile hook sees the file.
    if (format === false || source === null || source === undefined) return loaded;
    if (format !== 'module' && compileHook.owns(file)) return loaded;
    if (loaded.format === 'commonjs' && isLexed(context) && isFileContent(file, source))
      return { ...loaded, source: null };
    const text = measurer.measure({ file, source: textOf(source), format });
    compileHook.pass(file);
    return text === undefined ? loaded : { ...loaded, source: text };
  }
}

function isLexed({ conditions }: LoadContext): boolean {
  return LEXES_WHAT_HOOKS_GIVE && conditions?.includes('import') === true;
}

/** False for what another hook has made of the file. */
function isFileContent(file: string, source: NonNullable<LoadResult['source']>): boolean {
  try {
    return textOf(source) === readFileSync(file, 'utf8');
  } catch {
    return false;
  }
}

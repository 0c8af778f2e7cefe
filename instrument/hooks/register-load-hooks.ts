// Node's synchronous load hooks (Node >= 22.15), which see every source that is imported or required. Runs in each
// measured thread.

import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ModuleFormat } from '../prepare/prepare-module.js';
import type { SourceMeasurer } from './measure-source.js';
import type { CompileHook } from './patch-compile.js';

interface LoadResult {
  format?: string | null | undefined;
  source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
}

type NextLoad = (url: string, context?: object) => LoadResult;

interface SyncHooks {
  registerHooks?(hooks: { load: (url: string, context: object, nextLoad: NextLoad) => LoadResult }): unknown;
}

const { registerHooks } = nodeModule as SyncHooks;

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
    const text = measurer.measure({ file, source: textOf(source), format });
    compileHook.pass(file);
    return text === undefined ? loaded : { ...loaded, source: text };
  }
}

/** Absolute path of a file URL, its query and fragment dropped; undefined for other URLs. */
export function fileOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    // A URL with a host, or an encoded slash: Node refuses it in words of its own.
    return undefined;
  }
}

/** false: not JavaScript (json, wasm, builtin, addon). undefined: Node will find out from the syntax. */
export function measuredFormat(format: string | null | undefined): ModuleFormat | undefined | false {
  switch (format) {
    case 'module':
    case 'module-typescript':
      return 'module';
    case 'commonjs':
    case 'commonjs-typescript':
    case 'commonjs-sync':
      return 'commonjs';
    case null:
    case undefined:
    case 'typescript':
      return undefined;
    default:
      return false;
  }
}

/** The text of a source, as Node decodes it. */
export function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  if (typeof source === 'string') return source;
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('utf8')
    : Buffer.from(source).toString('utf8');
}

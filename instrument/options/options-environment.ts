// Writes the options of a measured process as environment variables, for the processes that it starts. Runs in any
// measured thread and in `covd run`.

import { type CoverageOptions, ENVIRONMENT } from '../coverage-options.js';

/**
 * The variables from which `readOptions` makes the same options in a process with another working directory. Without
 * a directory `COVD_DIR` is empty: unlike an unset one, that gives no warning.
 */
export function optionsEnvironment(options: CoverageOptions): Record<string, string> {
  return {
    [ENVIRONMENT.dir]: options.dir ?? '',
    [ENVIRONMENT.mode]: options.mode,
    [ENVIRONMENT.granularity]: options.granularity,
    [ENVIRONMENT.flushMs]: String(options.flushMs),
    [ENVIRONMENT.include]: JSON.stringify(options.include),
    [ENVIRONMENT.exclude]: options.exclude === undefined ? '' : JSON.stringify(options.exclude),
    [ENVIRONMENT.root]: options.root,
    [ENVIRONMENT.store]: options.store ?? '',
  };
}

/** `nodeOptions` (a NODE_OPTIONS value) with `--require preload` in front, unless it names that file already. */
export function nodeOptionsWithPreload(nodeOptions: string | undefined, preload: string): string {
  // NODE_OPTIONS is split at spaces outside double quotes; within them a backslash takes the next character as it is.
  const quoted = /[\s"\\]/.test(preload) ? `"${preload.replace(/["\\]/g, '\\$&')}"` : preload;
  if (nodeOptions?.includes(quoted)) return nodeOptions;
  return nodeOptions ? `--require ${quoted} ${nodeOptions}` : `--require ${quoted}`;
}

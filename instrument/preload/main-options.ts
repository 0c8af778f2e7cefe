// The options of this process, and what has to be said about them. Runs in the main thread's preload.

import { statSync } from 'node:fs';
import { type CoverageOptions, ENVIRONMENT } from '../coverage-options.js';
import { readOptions } from '../options/read-options.js';
import { warn } from '../thread/warn.js';

export interface MainOptions {
  options: CoverageOptions;
  /** Prints the warnings; called when there is something to measure, so that `npm` or a shell helper stays silent. */
  announce: () => void;
}

/** Reads `COVD_*`. Without a directory that exists no data are written, and one warning says so. */
export function readMainOptions(): MainOptions {
  const { options, problems } = readOptions(process.env, process.cwd());
  const missing = missingDirectory(options.dir);
  const announce = () => {
    for (const problem of missing === undefined ? problems : [...problems, missing]) warn(problem);
  };
  return { options: missing === undefined ? options : { ...options, dir: undefined }, announce };
}

function missingDirectory(dir: string | undefined): string | undefined {
  if (dir !== undefined) {
    const stats = statSync(dir, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return undefined;
    const found = stats === undefined ? 'no such file or directory' : 'not a directory';
    return `${ENVIRONMENT.dir} ${dir}: ${found}, no coverage data emitted`;
  }
  // Set but empty says that it is known: so are the children of a process that has given the warning.
  return process.env[ENVIRONMENT.dir] === undefined
    ? `${ENVIRONMENT.dir} not set, no coverage data emitted`
    : undefined;
}

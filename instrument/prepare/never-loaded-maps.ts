// Module maps of files that the globs want measured and that no process has loaded, so that reports list them at zero.
// Runs in the process of `covd run --all`, after the command has ended.

import { resolve } from 'node:path';
import type { CoverageOptions } from '../coverage-options.js';
import { createTestExclude } from '../filter/compile-filter.js';
import { messageOf } from '../message-of.js';
import type { ModuleMap } from '../module-map.js';
import { FileInstrumenter } from './instrument-file.js';

export interface NeverLoadedRequest {
  /** The globs are relative to `root`, an absolute directory. */
  options: Pick<CoverageOptions, 'mode' | 'granularity' | 'include' | 'exclude' | 'root'>;
  covdVersion: string;
  /** True for the absolute path of a file that was loaded. */
  isLoaded: (file: string) => boolean;
  /** Told of a file that cannot be instrumented. */
  onUnmeasured?: (file: string, reason: string) => void;
}

/** The maps in the order of the files' paths; files that ask not to be measured are left out. */
export function* neverLoadedMaps(request: NeverLoadedRequest): Generator<ModuleMap> {
  const { options, covdVersion, isLoaded, onUnmeasured } = request;
  const { root, include, exclude } = options;
  const instrumenter = new FileInstrumenter({ ...options, hashSalt: covdVersion });
  const files = createTestExclude({ cwd: root, include, exclude }).globSync();
  for (const file of files.map((path) => resolve(root, path)).sort()) {
    if (isLoaded(file)) continue;
    try {
      const answer = instrumenter.instrument(file);
      if (!('ignored' in answer)) yield answer.instrumented.map;
    } catch (error) {
      onUnmeasured?.(file, messageOf(error));
    }
  }
}

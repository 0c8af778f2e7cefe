// Names the files of the store that belong to one program and not to one module. Used by the main thread, which reads
// them, and by the daemon thread, which writes them.

import { join } from 'node:path';
import type { CoverageOptions } from '../coverage-options.js';
import { nameDigest } from './name-digest.js';

/** What the runs have in common that share files: the program's file (process.argv[1]) and what its modules' hashes depend on. */
export function programKey(file: string | undefined, options: Pick<CoverageOptions, 'mode' | 'granularity'>): string {
  return JSON.stringify([file, options.mode, options.granularity]);
}

/**
 * Path of a program's file in the store: `modules` for what the daemon knows of them, `texts` for the text pack. Two
 * programs may by chance share one, which costs time alone: both files are looked into by what names a module.
 */
export function programFilePath(directory: string, kind: 'modules' | 'texts', program: string): string {
  return join(directory, `${kind}-${nameDigest(program)}.covd`);
}

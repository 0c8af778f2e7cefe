// Where things lie. This file is compiled to bench/dist/harness/.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder bench/, with a slash at the end; programs run in it, and globs are relative to it. */
export const BENCH_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The repository's root, with a slash at the end. */
export const REPOSITORY_ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The `covd` command, as built. */
export const COVD_COMMAND = join(REPOSITORY_ROOT, 'dist/client/cli/main.js');

/** The preload, as built. */
export const COVD_PRELOAD = join(REPOSITORY_ROOT, 'dist/instrument/register.cjs');

/** Absolute path of a compiled program of bench/programs. */
export function programPath(name: string): string {
  return join(BENCH_ROOT, 'dist/programs', name);
}

/** Runs `work` with a new empty directory, which is removed afterwards. */
export async function withScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'covd-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

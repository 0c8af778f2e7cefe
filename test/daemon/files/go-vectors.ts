// The coverage files under test/fixtures/goformat, made by Go's own encoders; README.md there says what each holds.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the vectors; tests run from dist/test. */
export const VECTORS = fileURLToPath(new URL('../../../../test/fixtures/goformat', import.meta.url));

export interface VectorFile {
  /** Relative to VECTORS. */
  name: string;
  path: string;
  bytes: Uint8Array;
}

/** Names of the vector directories, each a set of files that belong together. */
export function vectorDirectories(): string[] {
  const entries = readdirSync(VECTORS, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'cli').map((entry) => entry.name);
}

/** All vector files whose names start with `prefix`. */
export function vectorFiles(prefix: 'covmeta.' | 'covcounters.'): VectorFile[] {
  return vectorDirectories().flatMap((directory) =>
    readdirSync(join(VECTORS, directory))
      .filter((name) => name.startsWith(prefix))
      .map((name) => readVector(join(directory, name))),
  );
}

export function readVector(name: string): VectorFile {
  const path = join(VECTORS, name);
  return { name, path, bytes: readFileSync(path) };
}

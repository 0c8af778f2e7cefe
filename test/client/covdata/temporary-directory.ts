// Directories that a test writes into and that are gone when it ends.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

export function temporaryDirectory(t: ExecutionContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'covd-test-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Contents by name; counter files by their name up to the pid, since the rest is the clock. */
export function readFiles(directory: string): Map<string, Uint8Array> {
  const names = readdirSync(directory).sort();
  return new Map(
    names.map((name) => [name.replace(/^(covcounters\.\S+?)\.0\.\d+$/, '$1'), readFileSync(join(directory, name))]),
  );
}

// Replaces a file of the store that is only ever a help: without it the next run takes longer. Daemon thread.

import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes `bytes` under a temporary name beside `path` and renames; leaves what stands there if that fails. */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    // Disk full, directory gone or read-only: the next run finds it all out again.
    removeIfThere(temporary);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A store of which not even that can be asked.
  }
}

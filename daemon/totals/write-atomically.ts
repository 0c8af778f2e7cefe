// Replaces a file of the store that is only ever a help: without it the next run takes longer. Daemon thread.

import { replaceFile } from '../../instrument/whole-file.js';

/** Puts `bytes` in the place of what stands at `path`; leaves that if it cannot be written. */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  try {
    replaceFile(path, bytes);
  } catch {
    // Disk full, directory gone or read-only: the next run finds it all out again.
  }
}

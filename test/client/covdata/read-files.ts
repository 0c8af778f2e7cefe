// What a verb has written into a directory, to be compared with what Go's tool has written.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Contents by name; counter files by their name up to the pid, since the rest is the clock. */
export function readFiles(directory: string): Map<string, Uint8Array> {
  const names = readdirSync(directory).sort();
  return new Map(
    names.map((name) => [name.replace(/^(covcounters\.\S+?)\.0\.\d+$/, '$1'), readFileSync(join(directory, name))]),
  );
}

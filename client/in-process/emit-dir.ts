// Directories that a measured program names for its own data. Runs in the user's threads.

import { resolve } from 'node:path';

/**
 * `dir` as an absolute path, taken from the caller's working directory: the daemon thread cannot see a later chdir.
 * Throws TypeError for anything but a non-empty string; `action` is the name of the public function.
 */
export function resolveEmitDir(dir: string, action: string): string {
  if (typeof dir !== 'string' || dir === '') {
    throw new TypeError(`${action}: dir is ${dir === '' ? 'empty' : typeof dir}, wanted the path of a directory`);
  }
  return resolve(dir);
}

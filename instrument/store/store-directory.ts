// Where the content-addressed store of instrumented sources lies. Used by measured threads, `covd build` and the daemon thread.

import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Path of an entry, by the module's hash (32 lower-case hex digits). */
export function storeEntryPath(directory: string, hash: string): string {
  return join(directory, `${hash}.covd`);
}

/**
 * The absolute directory of the store, made if need be: `wanted`, else node_modules/.cache/covd under `root`, else a
 * folder of the user's that nobody else may enter. undefined: none of them can be written.
 */
export function openStoreDirectory(wanted: string | undefined, root: string): string | undefined {
  if (wanted !== undefined) return makeWritable(wanted) ? wanted : undefined;
  const modules = join(root, 'node_modules');
  const cache = join(modules, '.cache', 'covd');
  if (isDirectory(modules) && makeWritable(cache)) return cache;
  return userDirectories().find(makePrivate);
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function makeWritable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    // Read-only file system, no permission, a file in the way: the caller tries the next place.
    return false;
  }
}

function userDirectories(): string[] {
  const cache = process.env.XDG_CACHE_HOME;
  const places = cache ? [join(cache, 'covd')] : [];
  // homedir() throws for a user without an entry in the password file and without HOME.
  if (process.env.HOME) places.push(join(homedir(), '.cache', 'covd'));
  places.push(join(tmpdir(), `covd-store-${process.getuid?.() ?? 'user'}`));
  return places;
}

/** The store holds code that will be executed: a directory that somebody else owns or may write is not used. */
function makePrivate(directory: string): boolean {
  try {
    mkdirSync(dirname(directory), { recursive: true });
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch {
    // Most often it exists already; whatever else went wrong shows in the checks below.
    return isPrivate(directory) && makeWritable(directory);
  }
}

function isPrivate(directory: string): boolean {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return false;
  if (process.getuid === undefined) return true;
  return stats.uid === process.getuid() && (stats.mode & 0o022) === 0;
}

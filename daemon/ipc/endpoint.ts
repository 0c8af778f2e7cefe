// Where the daemon of a process listens: a unix socket named by pid in a folder that only the user can enter, or a
// named pipe on Windows. Used by the daemon thread and by clients in other processes.

import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CoverageError } from '../../instrument/coverage-error.js';

const PIPE_FOLDER = '\\\\.\\pipe\\';

/** Bytes of a socket's path that fit into the system's address, its final zero not counted. */
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/**
 * `$XDG_RUNTIME_DIR/covd` if that directory is this user's, else a folder with the user's id in the temporary directory;
 * all pipes on Windows. What `sudo` and `su` leave of the environment names another user's directory.
 */
export function endpointFolder(): string {
  if (process.platform === 'win32') return PIPE_FOLDER;
  const runtime = process.env.XDG_RUNTIME_DIR;
  return runtime && isOwnDirectory(runtime) ? join(runtime, 'covd') : join(tmpdir(), `covd-${currentUid()}`);
}

function isOwnDirectory(path: string): boolean {
  if (!isAbsolute(path)) return false;
  try {
    const stats = statSync(path);
    return stats.isDirectory() && stats.uid === currentUid();
  } catch {
    // Missing, or in a place that this user may not enter.
    return false;
  }
}

/** Path of the socket (or pipe) of process `pid`; it need not exist. */
export function endpointPath(pid: number): string {
  return process.platform === 'win32' ? `${PIPE_FOLDER}covd-${pid}` : join(endpointFolder(), `${pid}.sock`);
}

/** The pid in the name of an entry of the endpoint folder; undefined for names that are no endpoint's. */
export function pidOfEndpoint(name: string): number | undefined {
  const digits = (process.platform === 'win32' ? /^covd-(\d+)$/ : /^(\d+)\.sock$/).exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Makes the folder (mode 0700) if it is missing, and checks it. What it lies in is not made: the program may count on that
 * being missing. Throws as `checkEndpointFolder`, and the system's error where it cannot be made.
 */
export function createEndpointFolder(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    mkdirSync(folder, { mode: 0o700 });
    // Whatever the program's umask leaves of a mode.
    chmodSync(folder, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  checkEndpointFolder(folder);
}

/**
 * Throws ERR_UNSAFE_DIRECTORY if the system has no room for `path`: Node.js 20 would cut it off, and take whatever socket has the
 * name that is left.
 */
export function checkEndpointLength(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (process.platform === 'win32' || bytes <= MAX_PATH_BYTES) return;
  const message = `socket ${path}: found a path of ${bytes} bytes, wanted at most ${MAX_PATH_BYTES} (XDG_RUNTIME_DIR, TMPDIR)`;
  throw new CoverageError('ERR_UNSAFE_DIRECTORY', message);
}

/**
 * Throws ERR_UNSAFE_DIRECTORY unless `folder` is a directory (no symbolic link) that belongs to this user and is
 * closed to all others; ENOENT (the system's error) if it is missing. Synchronous: the daemon must not wait for
 * libuv's thread pool, which the measured program may keep busy.
 */
export function checkEndpointFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const uid = currentUid();
  const stats = lstatSync(folder);
  const mode = stats.mode & 0o777;
  if (!stats.isDirectory()) throw unsafe(folder, 'not a directory', 'a directory');
  if (stats.uid !== uid) throw unsafe(folder, `owned by uid ${stats.uid}`, `one owned by uid ${uid}`);
  if ((mode & 0o077) !== 0) throw unsafe(folder, `mode 0${mode.toString(8)}`, 'mode 0700');
}

/** Always there but on Windows; unlike os.userInfo it needs no entry in the password file. */
function currentUid(): number {
  return process.getuid?.() ?? 0;
}

function unsafe(folder: string, found: string, wanted: string): CoverageError {
  return new CoverageError('ERR_UNSAFE_DIRECTORY', `socket folder ${folder}: ${found}, wanted ${wanted}`);
}

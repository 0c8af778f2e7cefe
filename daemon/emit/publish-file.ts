// Puts a whole file into a directory in one step, so that a reader sees all of it or nothing. Daemon thread.
//
//   tmp.NAME.<random>   created with O_EXCL | O_NOFOLLOW, so it is ours and nobody's link; written, closed
//   NAME                by rename (takes the place of an older file) or by link (fails where NAME exists)
//
// Whatever fails on the way, the temporary file is removed and NAME is as it was.

import { constants } from 'node:fs';
import type { FileSystem } from './file-system.js';
import type { OutputDirectory } from './output-directory.js';

// Not on Windows, which has no symbolic links for this to follow.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const CREATE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
/** Systems whose file system knows no hard links say one of these. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES']);

/**
 * Writes `pieces` as the file `name`, in place of an older one of that name (`replace`) or only where there is none
 * (`new`, else the system's EEXIST is thrown). Returns the length in bytes. Throws the system's errors.
 */
export function publishFile(
  directory: OutputDirectory,
  file: { name: string; pieces: readonly Uint8Array[] },
  how: 'new' | 'replace',
): number {
  const { fs } = directory;
  const temporary = directory.path(`tmp.${file.name}.${Math.random().toString(36).slice(2)}`);
  const fd = fs.openSync(temporary, CREATE_NEW, 0o666);
  try {
    const bytes = writeAndClose(fs, fd, file.pieces);
    if (how === 'replace') fs.renameSync(temporary, directory.path(file.name));
    else renameToNew(fs, temporary, directory.path(file.name));
    return bytes;
  } catch (error) {
    removeIfThere(fs, temporary);
    throw error;
  }
}

function writeAndClose(fs: FileSystem, fd: number, pieces: readonly Uint8Array[]): number {
  try {
    return writePieces(fs, fd, pieces);
  } finally {
    fs.closeSync(fd);
  }
}

/** A write may take less than it was given (disk nearly full, more than IOV_MAX pieces): go on with the rest. */
function writePieces(fs: FileSystem, fd: number, pieces: readonly Uint8Array[]): number {
  let rest = pieces.filter((piece) => piece.length > 0);
  let total = 0;
  while (rest.length > 0) {
    const written = fs.writevSync(fd, rest.slice(0, 1024));
    total += written;
    rest = skipBytes(rest, written);
  }
  return total;
}

function skipBytes(pieces: Uint8Array[], count: number): Uint8Array[] {
  let left = count;
  const index = pieces.findIndex((piece) => {
    if (piece.length > left) return true;
    left -= piece.length;
    return false;
  });
  if (index < 0) return [];
  return [(pieces[index] as Uint8Array).subarray(left), ...pieces.slice(index + 1)];
}

/** A link never replaces anything, which rename would do without a word. */
function renameToNew(fs: FileSystem, temporary: string, path: string): void {
  try {
    fs.linkSync(temporary, path);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if (fs.existsSync(path)) throw Object.assign(new Error(`file exists: ${path}`), { code: 'EEXIST' });
    fs.renameSync(temporary, path);
    return;
  }
  fs.unlinkSync(temporary);
}

function removeIfThere(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // Already renamed, or the disk refuses this too; the error that led here is the one to report.
  }
}

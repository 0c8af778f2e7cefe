// Looks at what stands under a meta-data file's name before it is written; the header is drawn in files/meta-data-file.ts.
// Daemon thread.

import { constants } from 'node:fs';
import type { FileSystem } from './file-system.js';

const MAGIC = Buffer.from([0x00, 0x63, 0x76, 0x6d]);
const HASH_OFFSET = 24;
const PREFIX_BYTES = 40;
// Neither is there on Windows, which has no symbolic links and no named pipes in directories for them to guard against.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Nothing, a meta-data file with that hash in its header (and its length in bytes), or something that is not covd's. */
export type ExistingMeta = { kind: 'none' } | { kind: 'ours'; bytes: number } | { kind: 'foreign' };

/** What stands at `path`, without following a link; `hash` is 32 hex digits. Throws the system's errors. */
export function findExistingMeta(fs: FileSystem, path: string, hash: string): ExistingMeta {
  const fd = openExisting(fs, path);
  if (typeof fd !== 'number') return fd;
  try {
    const stats = fs.fstatSync(fd);
    return stats.isFile() && hasHash(fs, fd, hash) ? { kind: 'ours', bytes: stats.size } : { kind: 'foreign' };
  } finally {
    fs.closeSync(fd);
  }
}

function openExisting(fs: FileSystem, path: string): number | ExistingMeta {
  try {
    return fs.openSync(path, FLAGS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { kind: 'none' };
    // A symbolic link (refused by O_NOFOLLOW), or a socket.
    if (code === 'ELOOP' || code === 'ENXIO') return { kind: 'foreign' };
    throw error;
  }
}

function hasHash(fs: FileSystem, fd: number, hash: string): boolean {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  fs.readSync(fd, prefix, 0, PREFIX_BYTES, 0);
  return prefix.subarray(0, MAGIC.length).equals(MAGIC) && prefix.toString('hex', HASH_OFFSET, PREFIX_BYTES) === hash;
}

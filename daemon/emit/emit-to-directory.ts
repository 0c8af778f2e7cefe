// Writes meta-data and counter files into a directory of the caller's choice. Daemon thread.

import { join } from 'node:path';
import { counterFileName } from '../files/coverage-file-name.js';
import type { WrittenFile } from '../ipc/protocol.js';
import { toFileError } from './file-error.js';
import { type FileSystem, nodeFileSystem } from './file-system.js';
import type { MetaFile } from './meta-file.js';
import { ensureMeta, publishMeta } from './meta-publication.js';
import { OutputDirectory } from './output-directory.js';
import { publishFile } from './publish-file.js';

/** Names tried for one counter file before giving up. */
const MAX_NAMES = 1000;

/** A counter file to be written under a name that nobody has; `nanotime` gives Unix nanoseconds to try. */
export interface CounterFile {
  pid: number;
  nanotime: () => bigint;
  pieces: readonly Uint8Array[];
}

/** What is to be written; the meta-data goes first, so that a counter file is never an orphan. */
export interface Emission {
  /** Begins the text of an error. */
  action: string;
  /** With counters: written only where the directory lacks it. */
  meta: MetaFile;
  counters?: CounterFile;
}

/**
 * Writes the emission to `dir`, which must exist; returns the files written. Throws CoverageError: ENOENT, EACCES,
 * ENOTDIR, EIO (anything else the system says), ERR_CLASH where a file that is not covd's has the meta-data's name.
 */
export function emitToDirectory(dir: string, emission: Emission, fs: FileSystem = nodeFileSystem): WrittenFile[] {
  return inDirectory(dir, { action: emission.action, fs }, (directory) => {
    const { meta, counters } = emission;
    if (!counters) return [publishMeta(directory, meta)];
    return [...ensureMeta(directory, meta), publishCounters(directory, meta.hash, counters)];
  });
}

/** Opens `dir` for `work` and closes it; whatever the system refuses becomes a CoverageError `ACTION to DIR: ...`. */
export function inDirectory<T>(
  dir: string,
  { action, fs }: { action: string; fs: FileSystem },
  work: (directory: OutputDirectory) => T,
): T {
  let directory: OutputDirectory | undefined;
  try {
    directory = new OutputDirectory(dir, fs);
    return work(directory);
  } catch (error) {
    throw toFileError(`${action} to ${dir}`, error);
  } finally {
    directory?.close();
  }
}

/** A name that is taken (a process with this pid in another container, at the same nanosecond) is not taken again. */
function publishCounters(
  directory: OutputDirectory,
  hash: string,
  { pid, nanotime, pieces }: CounterFile,
): WrittenFile {
  for (let tries = 1; ; tries++) {
    const name = counterFileName(hash, pid, nanotime());
    try {
      return { path: join(directory.dir, name), bytes: publishFile(directory, { name, pieces }, 'new') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries === MAX_NAMES) throw error;
    }
  }
}

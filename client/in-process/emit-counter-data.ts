// The counter functions for the program itself. Run in the user's threads.

import type { EmitOptions, WrittenFile } from '../../daemon/ipc/protocol.js';
import { type CoverageWriter, requireWriter, writePieces } from '../writer/coverage-writer.js';
import { requestDaemon, requestDaemonSync } from './daemon-request.js';
import { resolveEmitDir } from './emit-dir.js';

/**
 * Writes a snapshot of the counters (`covcounters.<hash>.<pid>.<nanoseconds>`: the functions that ran since the last
 * clear) to an existing directory, and the matching meta-data file if the directory lacks it. A relative directory is
 * taken from the working directory. Resolves to the files written.
 *
 * Rejects with CoverageError: ERR_NOT_COVERED, ENOENT (nothing is created), EACCES, ENOTDIR, EIO, ERR_NO_WINDOW,
 * ERR_CLEAR_UNSUPPORTED (`clear` in mode set or count), ERR_DAEMON_GONE; with TypeError if `dir` is no string.
 */
export async function emitCounterDataToDir(dir: string, options: EmitOptions = {}): Promise<WrittenFile[]> {
  const params = { ...options, dir: resolveEmitDir(dir, 'emitCounterDataToDir') };
  return (await requestDaemon('emitCounterDataToDir', params, 'emitCounterDataToDir')).files;
}

/** As `emitCounterDataToDir`, but blocks the calling thread until it is done; ERR_DEADLINE after 30 seconds. */
export function emitCounterDataToDirSync(dir: string, options: EmitOptions = {}): WrittenFile[] {
  const params = { ...options, dir: resolveEmitDir(dir, 'emitCounterDataToDirSync') };
  return requestDaemonSync('emitCounterDataToDir', params, 'emitCounterDataToDirSync').files;
}

/**
 * Writes the content of a counter file to `writer`, in several pieces, and leaves the writer open. The snapshot is
 * taken before the first write: a slow writer holds up nothing.
 *
 * Rejects with CoverageError: ERR_NIL_WRITER for null or undefined, ERR_NOT_COVERED, ERR_NO_WINDOW,
 * ERR_CLEAR_UNSUPPORTED, ERR_DAEMON_GONE, and ERR_WRITE_FAILED when a write fails, with that very error as `cause`;
 * no further write follows.
 */
export async function emitCounterDataToWriter(writer: CoverageWriter, options: EmitOptions = {}): Promise<void> {
  requireWriter(writer, 'emitCounterDataToWriter');
  const { pieces } = await requestDaemon('emitCounterDataToWriter', { ...options }, 'emitCounterDataToWriter');
  await writePieces(writer, pieces, 'emitCounterDataToWriter');
}

// The meta-data functions for the program itself. Run in the user's threads.

import type { WrittenFile } from '../../daemon/ipc/protocol.js';
import { type CoverageWriter, requireWriter, writePieces } from '../writer/coverage-writer.js';
import { requestDaemon, requestDaemonSync } from './daemon-request.js';
import { resolveEmitDir } from './emit-dir.js';

/**
 * Writes the meta-data file (`covmeta.<hash>`: which functions and blocks the modules loaded so far have) to an
 * existing directory; a relative one is taken from the working directory. Resolves to the file written.
 *
 * Rejects with CoverageError: ERR_NOT_COVERED, ENOENT (nothing is created), EACCES, ENOTDIR, EIO, ERR_DAEMON_GONE;
 * with TypeError if `dir` is no string.
 */
export async function emitMetaDataToDir(dir: string): Promise<WrittenFile[]> {
  const params = { dir: resolveEmitDir(dir, 'emitMetaDataToDir') };
  return (await requestDaemon('emitMetaDataToDir', params, 'emitMetaDataToDir')).files;
}

/** As `emitMetaDataToDir`, but blocks the calling thread until it is done; ERR_DEADLINE after 30 seconds. */
export function emitMetaDataToDirSync(dir: string): WrittenFile[] {
  const params = { dir: resolveEmitDir(dir, 'emitMetaDataToDirSync') };
  return requestDaemonSync('emitMetaDataToDir', params, 'emitMetaDataToDirSync').files;
}

/**
 * Writes the content of the meta-data file to `writer`, in several pieces, and leaves the writer open.
 *
 * Rejects with CoverageError: ERR_NIL_WRITER for null or undefined, ERR_NOT_COVERED, ERR_DAEMON_GONE, and
 * ERR_WRITE_FAILED when a write fails, with that very error as `cause`; no further write follows.
 */
export async function emitMetaDataToWriter(writer: CoverageWriter): Promise<void> {
  requireWriter(writer, 'emitMetaDataToWriter');
  const { pieces } = await requestDaemon('emitMetaDataToWriter', {}, 'emitMetaDataToWriter');
  await writePieces(writer, pieces, 'emitMetaDataToWriter');
}

// Puts a meta-data file where a counter file will look for it. Daemon thread.

import { join } from 'node:path';
import { CoverageError } from '../../instrument/coverage-error.js';
import { metaFileName } from '../files/coverage-file-name.js';
import type { WrittenFile } from '../ipc/protocol.js';
import { findExistingMeta } from './existing-meta.js';
import type { MetaFile } from './meta-file.js';
import type { OutputDirectory } from './output-directory.js';
import { publishFile } from './publish-file.js';

/** Writes the file, in place of one of the same hash. ERR_CLASH where something that is not covd's has its name. */
export function publishMeta(directory: OutputDirectory, meta: MetaFile): WrittenFile {
  findOurs(directory, meta);
  const name = metaFileName(meta.hash);
  return { path: join(directory.dir, name), bytes: publishFile(directory, { name, pieces: meta.pieces }, 'replace') };
}

/**
 * Writes the file unless it is there. A file of that hash but another length was cut short, or written by a tool that
 * dropped covd's extension, and is replaced. Errors as `publishMeta`.
 */
export function ensureMeta(directory: OutputDirectory, meta: MetaFile): WrittenFile[] {
  const wanted = meta.pieces.reduce((sum, piece) => sum + piece.length, 0);
  return findOurs(directory, meta) === wanted ? [] : [publishMeta(directory, meta)];
}

/** Length in bytes of the file that is there; undefined: none. */
function findOurs(directory: OutputDirectory, { hash }: MetaFile): number | undefined {
  const name = metaFileName(hash);
  const found = findExistingMeta(directory.fs, directory.path(name), hash);
  if (found.kind !== 'foreign') return found.kind === 'ours' ? found.bytes : undefined;
  throw new CoverageError(
    'ERR_CLASH',
    `write ${join(directory.dir, name)}: found something else by that name, wanted none or a meta-data file of that hash`,
  );
}

// Writing a program's pair of files into a directory, each to a temporary name first, so that no reader sees half a file.
// Runs in the CLI process.

import { copyFile, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createNanosecondClock } from '../../daemon/emit/unix-nanoseconds.js';
import { encodeCounterData } from '../../daemon/files/counter-data-file.js';
import type { FunctionCounts, MetaPackage } from '../../daemon/files/coverage-data.js';
import { counterFileName, metaFileName } from '../../daemon/files/coverage-file-name.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { ProgramCounts } from './program-counts.js';

export interface WrittenPair {
  metaFile: string;
  counterFile: string;
}

export interface ProgramOutput {
  /** Names both files. */
  tag: string;
  /** Hash of the meta-data, for the counter file's header. */
  hash: string;
  /** The meta-data file's bytes, or the path of a file to copy. */
  meta: Uint8Array[] | { copyOf: string };
  args: Record<string, string>;
  functions: FunctionCounts[];
}

/** Writes covmeta and covcounters (pid 0, as Go's merge names it); rejects with what the system said of the directory. */
export async function writeProgram(directory: string, output: ProgramOutput): Promise<WrittenPair> {
  const { tag, hash, meta, args, functions } = output;
  const nanotime = createNanosecondClock();
  const metaFile = join(directory, metaFileName(tag));
  await replaceFile(metaFile, 'meta-data', meta);
  const counterFile = join(directory, counterFileName(tag, 0, nanotime()));
  await replaceFile(counterFile, 'counter data', encodeCounterData({ hash, args, functions }));
  return { metaFile, counterFile };
}

/** The live functions among `packages` (indexes of the program's packages), numbered by their place in that list. */
export function liveFunctions(
  counts: ProgramCounts,
  packages: readonly MetaPackage[],
  chosen: readonly number[] = [...packages.keys()],
): FunctionCounts[] {
  return chosen.flatMap((pkg, index) =>
    (packages[pkg]?.functions ?? []).flatMap((_, fn) =>
      counts.isLive(pkg, fn) ? [{ package: index, function: fn, counters: counts.countersOf(pkg, fn) }] : [],
    ),
  );
}

async function replaceFile(path: string, kind: string, content: ProgramOutput['meta']): Promise<void> {
  const temporary = join(dirname(path), `tmp.${basename(path)}.${process.pid}`);
  try {
    if (Array.isArray(content)) await writePieces(temporary, content);
    else await copyFile(content.copyOf, temporary);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw outputError(path, kind, cause);
  }
}

async function writePieces(path: string, pieces: Uint8Array[]): Promise<void> {
  await using file = await open(path, 'w');
  for (const piece of pieces) await file.write(piece);
}

function outputError(path: string, kind: string, cause: unknown): CoverageError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const action = `opening output ${kind} file ${path}: open ${path}`;
  if (code === 'ENOENT') return new CoverageError('ENOENT', `${action}: no such file or directory`, { cause });
  if (code === 'EACCES') return new CoverageError('EACCES', `${action}: permission denied`, { cause });
  if (code === 'ENOTDIR') return new CoverageError('ENOTDIR', `${action}: not a directory`, { cause });
  return new CoverageError('EIO', `${action}: ${message}`, { cause });
}

// Writing programs' pairs of files into a directory: all to temporary names first, so that no reader sees half a file and a
// verb that fails half-way leaves nothing behind. Runs in the CLI process.

import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createNanosecondClock } from '../../daemon/emit/unix-nanoseconds.js';
import { encodeCounterData } from '../../daemon/files/counter-data-file.js';
import type { FunctionCounts, MetaPackage } from '../../daemon/files/coverage-data.js';
import { counterFileName, metaFileName } from '../../daemon/files/coverage-file-name.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { ProgramCounts } from './program-counts.js';
import { goPart } from './read-programs.js';

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

/** Where files stand so far, by where they are to stand. */
type StagedFiles = Map<string, { temporary: string; kind: string }>;

interface Stage {
  directory: string;
  staged: StagedFiles;
  /** Unix nanoseconds. */
  nanotime: () => bigint;
}

/**
 * Writes covmeta and covcounters (pid 0, as Go's merge names it) of each output, or of none if any fails. Rejects with what
 * the outputs or the system say, and with ERR_CLASH where other meta-data has the name already: the counters that belong
 * to that would be read by this.
 */
export async function writePrograms(
  directory: string,
  outputs: AsyncIterable<ProgramOutput> | Iterable<ProgramOutput>,
): Promise<WrittenPair[]> {
  const staged: StagedFiles = new Map();
  const nanotime = createNanosecondClock();
  const pairs: WrittenPair[] = [];
  try {
    for await (const output of outputs) pairs.push(await stagePair(output, { directory, staged, nanotime }));
    for (const [path, { temporary, kind }] of staged) await naming(path, kind, () => rename(temporary, path));
  } catch (error) {
    for (const { temporary } of staged.values()) await rm(temporary, { force: true });
    throw error;
  }
  return pairs;
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

async function stagePair(output: ProgramOutput, { directory, staged, nanotime }: Stage): Promise<WrittenPair> {
  const { tag, hash, meta, args, functions } = output;
  const metaFile = join(directory, metaFileName(tag));
  const counterFile = join(directory, counterFileName(tag, 0, nanotime()));
  await naming(metaFile, 'meta-data', async () => {
    await refuseOther(metaFile, staged.get(metaFile)?.temporary ?? metaFile, meta);
    await stage(metaFile, 'meta-data', meta, staged);
  });
  await naming(counterFile, 'counter data', () =>
    stage(counterFile, 'counter data', encodeCounterData({ hash, args, functions }), staged),
  );
  return { metaFile, counterFile };
}

/** Throws ERR_CLASH if what stands under the name now is not what `meta` says. */
async function refuseOther(path: string, standing: string, meta: ProgramOutput['meta']): Promise<void> {
  const before = await readFile(standing).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!before) return;
  const now = Array.isArray(meta) ? Buffer.concat(meta) : await readFile(meta.copyOf);
  if (goPart(before, path).equals(goPart(now, path))) return;
  const wanted = 'wanted the same or another output directory';
  throw new CoverageError('ERR_CLASH', `writing ${path}: found other meta-data of this name, ${wanted}`, {
    details: { path },
  });
}

async function stage(path: string, kind: string, content: ProgramOutput['meta'], staged: StagedFiles): Promise<void> {
  const temporary = join(dirname(path), `tmp.${basename(path)}.${process.pid}`);
  staged.set(path, { temporary, kind });
  if (Array.isArray(content)) await writePieces(temporary, content);
  else await copyFile(content.copyOf, temporary);
}

async function writePieces(path: string, pieces: Uint8Array[]): Promise<void> {
  await using file = await open(path, 'w');
  for (const piece of pieces) await file.appendFile(piece);
}

/** What the system says of a file becomes an error with the file's name; those of covd's stay. */
async function naming(path: string, kind: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw cause instanceof CoverageError ? cause : outputError(path, kind, cause);
  }
}

function outputError(path: string, kind: string, cause: unknown): CoverageError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const action = `opening output ${kind} file ${path}: open ${path}`;
  if (code === 'ENOENT') return new CoverageError('ENOENT', `${action}: no such file or directory`, { cause });
  if (code === 'EACCES') return new CoverageError('EACCES', `${action}: permission denied`, { cause });
  if (code === 'ENOTDIR') return new CoverageError('ENOTDIR', `${action}: not a directory`, { cause });
  return new CoverageError('EIO', `${action}: ${message}`, { cause });
}

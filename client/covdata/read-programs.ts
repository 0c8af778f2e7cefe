// Reading pods: each program's meta-data with the sum of its counter files. Runs in tools. Files are read one ahead of
// the one being added, so memory is that of the totals and two files.

import { readFile } from 'node:fs/promises';
import { type CounterFile, openCounterData } from '../../daemon/files/counter-data-reader.js';
import type { MetaData } from '../../daemon/files/coverage-data.js';
import { decodeMetaData, readMetaDataLayout } from '../../daemon/files/meta-data-file.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import { inputError } from './input-error.js';
import type { PackageFilter } from './package-pattern.js';
import { findPods, type Pod, type PodCounterFile } from './pods.js';
import { ProgramCounts, type Warn } from './program-counts.js';
import { segmentWarning } from './segment-warning.js';
import { isWorthThreads, sumInParallel } from './sum-in-parallel.js';

/** What every verb starts from. */
export interface CoverageInputs {
  directories: readonly string[];
  /** Which packages, by import path; undefined: all. */
  filter?: PackageFilter | undefined;
  /** Called for what does not stop the work. */
  warn: Warn;
}

/** One pod, read and summed up. */
export interface Program {
  pod: Pod;
  meta: MetaData;
  counts: ProgramCounts;
  /** Args of each counter file, parallel to the pod's. */
  args: Record<string, string>[];
}

export interface OpenCounterFile extends PodCounterFile {
  data: CounterFile;
}

/** All programs, in order of their meta-data paths; a warning if there is none. Rejects for unreadable or damaged files. */
export async function* readPrograms({ directories, warn }: CoverageInputs): AsyncGenerator<Program> {
  const pods = await findPods(directories);
  if (pods.length === 0) warn('no applicable files found in input directories');
  for (const pod of pods) yield await readProgram(pod, warn);
}

export async function readProgram(pod: Pod, warn: Warn): Promise<Program> {
  const meta = await readMetaData(pod);
  const paths = pod.counterFiles.map(({ path }) => path);
  if (await isWorthThreads(paths)) return { pod, meta, ...(await sumInParallel(meta, paths, warn)) };
  const counts = ProgramCounts.of(meta);
  const args: Record<string, string>[] = [];
  for await (const { data, path } of openCounterFiles(pod.counterFiles, warn)) {
    args.push(data.args);
    data.visit(counts.adder(path, warn));
  }
  return { pod, meta, counts, args };
}

/** The pod's meta-data. A copy in another directory that says something else is an ERR_CLASH: whose counters are they? */
export async function readMetaData({ metaPath, metaCopies }: Pod): Promise<MetaData> {
  const bytes = await readInput(metaPath);
  for (const path of metaCopies) {
    if (!goPart(bytes, metaPath).equals(goPart(await readInput(path), path)))
      throw new CoverageError('ERR_CLASH', `reading ${path}: other content than ${metaPath}, which has the same name`, {
        details: { path },
      });
  }
  return decodeMetaData(bytes, metaPath);
}

/** Opens one file after the other; says so when a file has counts that no tool reads. */
export async function* openCounterFiles(
  files: readonly PodCounterFile[],
  warn: Warn,
): AsyncGenerator<OpenCounterFile, void, void> {
  let next = prefetch(files[0]);
  for (const [index, file] of files.entries()) {
    const bytes = await (next as Promise<Uint8Array>);
    next = prefetch(files[index + 1]);
    const data = openCounterData(bytes, file.path);
    if (data.segments > 1) warn(segmentWarning(file.path, data.segments));
    yield { ...file, data };
  }
}

/** What Go's tools see of the meta-data file at `path`; ERR_BAD_FILE for anything else. */
export function goPart(bytes: Uint8Array, path: string): Buffer {
  return Buffer.from(bytes.subarray(0, readMetaDataLayout(bytes, path).goEnd));
}

function prefetch(file: PodCounterFile | undefined): Promise<Uint8Array> | undefined {
  const bytes = file && readInput(file.path);
  // Awaited in the next round, if the caller gets that far; until then a rejection must not count as unhandled.
  bytes?.catch(() => {});
  return bytes;
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw inputError(path, cause);
  }
}

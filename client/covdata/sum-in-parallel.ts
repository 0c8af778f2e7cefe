// Big sums on all processors. Runs in the CLI process; the only importer of piscina here, which is loaded when it is needed.

import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { MetaData } from '../../daemon/files/coverage-data.js';
import { CoverageError } from '../../instrument/coverage-error.js';
import { ProgramCounts, shapeOf, type Warn } from './program-counts.js';
import type { SumResult, SumTask } from './sum-files.js';

/** From here on threads gain more time than they take to start. */
const PARALLEL_BYTES = 24 * 1024 * 1024;
/** Each has totals of its own and takes some 30 MiB. */
const MAX_THREADS = 4;
const TASKS_PER_THREAD = 4;

/** Whether the files are worth threads. */
export async function isWorthThreads(paths: readonly string[]): Promise<boolean> {
  if (availableParallelism() < 2 || paths.length < 8) return false;
  let bytes = 0;
  for (const path of paths) {
    // A file that cannot be read is reported by whoever reads it.
    bytes += await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    if (bytes >= PARALLEL_BYTES) return true;
  }
  return false;
}

/** The sum of a program's counter files, and the args of each, in order. Rejects as reading them one by one would. */
export async function sumInParallel(
  meta: MetaData,
  paths: readonly string[],
  warn: Warn,
): Promise<{ counts: ProgramCounts; args: Record<string, string>[] }> {
  const { Piscina } = await import('piscina');
  const threads = Math.min(availableParallelism(), MAX_THREADS);
  const shape = shapeOf(meta.packages);
  const counts = new ProgramCounts(shape, meta.mode);
  const tasks = split(paths, threads * TASKS_PER_THREAD).map(
    (part): SumTask => ({ paths: part, shape, mode: meta.mode }),
  );
  const pool = new Piscina<SumTask, SumResult>({
    filename: new URL('./sum-files.js', import.meta.url).href,
    name: 'sumFiles',
    minThreads: threads,
    maxThreads: threads,
  });
  try {
    const args = await Promise.all(tasks.map(async (task) => addResult(counts, await pool.run(task), warn)));
    return { counts, args: args.flat() };
  } finally {
    await pool.destroy();
  }
}

function split(paths: readonly string[], parts: number): string[][] {
  const size = Math.ceil(paths.length / parts);
  const starts = Array.from({ length: Math.ceil(paths.length / size) }, (_, part) => part * size);
  return starts.map((start) => paths.slice(start, start + size));
}

/** Returns the args of the task's files. */
function addResult(counts: ProgramCounts, result: SumResult, warn: Warn): Record<string, string>[] {
  if ('error' in result) throw CoverageError.fromData(result.error);
  for (const [text, times] of result.warnings) warn(times > 1 ? `${text} (${times} times)` : text);
  counts.addAll(result, warn);
  return result.args;
}

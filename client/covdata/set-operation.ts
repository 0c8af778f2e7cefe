// Sets on counters: what one program's first directory has and others have not (subtract), or have too (intersect). Runs
// in the CLI process. The other directories' files apply one by one.

import type { CounterVisitor } from '../../daemon/files/counter-entries.js';
import type { PodCounterFile } from './pods.js';
import type { ProgramCounts } from './program-counts.js';
import { type CoverageInputs, openCounterFiles, type Program } from './read-programs.js';

export type SetOperation = 'subtract' | 'intersect';

/** Changes the program's counts, which are those of directory 0, by the files of its pod from the other directories. */
export async function applySetOperation(
  operation: SetOperation,
  { pod, counts }: Pick<Program, 'pod' | 'counts'>,
  { directories, warn }: CoverageInputs,
): Promise<void> {
  for (const [directory, name] of directories.entries()) {
    if (directory === 0) continue;
    const files = pod.counterFiles.filter((file) => file.directory === directory);
    if (operation === 'subtract') await subtractFiles(counts, files, warn);
    else if (files.length > 0) await intersectFiles(counts, files, warn);
    else warn(`${name} has no counters for ${pod.metaPath}: intersect leaves these as they are`);
  }
}

async function subtractFiles(
  counts: ProgramCounts,
  files: PodCounterFile[],
  warn: CoverageInputs['warn'],
): Promise<void> {
  for await (const { path, data } of openCounterFiles(files, warn)) {
    data.visit(clearWhere(counts, path, warn, (count) => count !== 0));
  }
}

/** A function without an entry in any of the files is dropped. */
async function intersectFiles(
  counts: ProgramCounts,
  files: PodCounterFile[],
  warn: CoverageInputs['warn'],
): Promise<void> {
  const seen = new Uint8Array(counts.live.length);
  for await (const { path, data } of openCounterFiles(files, warn)) {
    const clear = clearWhere(counts, path, warn, (count) => count === 0);
    data.visit((entry) => {
      if (counts.has(entry.package, entry.function)) seen[counts.ordinalOf(entry.package, entry.function)] = 1;
      clear(entry);
    });
  }
  seen.forEach((isSeen, ordinal) => {
    if (!isSeen) counts.live[ordinal] = 0;
  });
}

function clearWhere(
  counts: ProgramCounts,
  path: string,
  warn: CoverageInputs['warn'],
  isCleared: (count: number) => boolean,
): CounterVisitor {
  return (entry) => {
    if (!counts.accepts({ path, warn }, entry)) return;
    const own = counts.countersOf(entry.package, entry.function);
    for (let i = 0; i < entry.count; i++) if (isCleared(entry.counters[i] as number)) own[i] = 0;
  };
}

// The input of the files group: the counter files of many runs of one program. Runs in the benchmark's own process.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BENCH_ROOT } from '../../harness/paths.js';

export interface Sample {
  directory: string;
  files: number;
  /** Mean length of a counter file over its counters, and of the meta-data file over its counters. */
  counterBytes: number;
  metaBytes: number;
}

interface SampleWriter {
  writeSample(directory: string, size: { files: number; counters: number }): void;
}

/** Writes `files` counter files of `counters` counters each, and the meta-data file, into a new directory. */
export async function writeSampleFiles(directory: string, files: number, counters: number): Promise<Sample> {
  const writer = (await import(pathToFileURL(join(BENCH_ROOT, 'groups/files/write-sample.mjs')).href)) as SampleWriter;
  writer.writeSample(directory, { files, counters });
  const bytesOf = (prefix: string) =>
    readdirSync(directory)
      .filter((name) => name.startsWith(prefix))
      .reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  return {
    directory,
    files,
    counterBytes: bytesOf('covcounters.') / files / counters,
    metaBytes: bytesOf('covmeta.') / counters,
  };
}

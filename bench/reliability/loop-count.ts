// Reads snapshots of the programs countdown.cts and ticks.cts. Runs in the benchmark's own process.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY_ROOT } from '../harness/paths.js';

type Reader = typeof import('../../dist/daemon/files/counter-data-reader.js');

/** Passes of countdown's loop, the second block of its first function. Rejects for a file that is not whole. */
export async function loopCount(bytes: Uint8Array): Promise<number> {
  return countOf(bytes, 1);
}

/** Calls of the first function behind `<module>`. Rejects for a file that is not whole. */
export async function firstFunctionCount(bytes: Uint8Array): Promise<number> {
  return countOf(bytes, 0);
}

async function countOf(bytes: Uint8Array, unit: number): Promise<number> {
  const path = join(REPOSITORY_ROOT, 'dist/daemon/files/counter-data-reader.js');
  const { decodeCounterData } = (await import(pathToFileURL(path).href)) as Reader;
  const { functions } = decodeCounterData(bytes, 'snapshot');
  return functions.find((fn) => fn.function === 1)?.counters[unit] ?? 0;
}

// The sum of some counter files of one program. Runs in the worker threads of sum-in-parallel.ts, which start many times
// faster for importing little. One buffer serves all files.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { openCounterData } from '../../daemon/files/counter-data-reader.js';
import { CoverageError, type CoverageErrorData } from '../../instrument/coverage-error.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { inputError } from './input-error.js';
import { ProgramCounts, type ProgramShape, type Warn } from './program-counts.js';
import { segmentWarning } from './segment-warning.js';

export interface SumTask {
  paths: string[];
  shape: ProgramShape;
  mode: CoverageMode;
}

export type SumResult =
  | {
      totals: Uint32Array;
      live: Uint8Array;
      /** Parallel to the task's paths. */
      args: Record<string, string>[];
      /** Each text once, with how often it came. */
      warnings: [text: string, times: number][];
    }
  | { error: CoverageErrorData };

/** The sum, or what stopped it: an error's code would not survive the way between threads. */
export function sumFiles({ paths, shape, mode }: SumTask): SumResult {
  const counts = new ProgramCounts(shape, mode);
  const warnings = new Map<string, number>();
  const warn: Warn = (text) => warnings.set(text, (warnings.get(text) ?? 0) + 1);
  try {
    const read = createReader();
    const args = paths.map((path) => {
      const file = openCounterData(read(path), path);
      if (file.segments > 1) warn(segmentWarning(path, file.segments));
      file.visit(counts.adder(path, warn));
      return file.args;
    });
    return { totals: counts.totals, live: counts.live, args, warnings: [...warnings] };
  } catch (error) {
    if (error instanceof CoverageError) return { error: error.toData() };
    throw error;
  }
}

/** Reads whole files; each call overwrites what the last one gave. */
function createReader(): (path: string) => Uint8Array {
  let buffer = Buffer.allocUnsafe(1 << 20);
  return (path) => {
    const file = openInput(path);
    try {
      const { size } = fstatSync(file);
      if (size > buffer.length) buffer = Buffer.allocUnsafe(2 * size);
      let length = 0;
      for (let got = -1; got !== 0 && length < size; length += got)
        got = readSync(file, buffer, length, size - length, length);
      return buffer.subarray(0, length);
    } catch (cause) {
      throw inputError(path, cause);
    } finally {
      closeSync(file);
    }
  };
}

function openInput(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw inputError(path, cause);
  }
}

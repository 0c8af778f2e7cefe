// `covd diff --json`. Runs in the CLI process.

import type { CoverageDiff } from './build-diff.js';
import { countSides } from './compare-coverage.js';

/** A JSON value: names, totals, files with lines and functions by side (top-level code has line null), notes. */
export function toDiffJson({ names, files, notes }: CoverageDiff): object {
  return {
    ...names,
    totals: countSides(files),
    files: files.map(({ path, lines, functions }) => ({
      path,
      lines,
      functions: functions.map((fn) => ({ ...fn, line: fn.line ?? null, side: fn.side ?? null })),
    })),
    notes,
  };
}

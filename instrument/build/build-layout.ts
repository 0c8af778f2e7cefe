// What `covd build` leaves in its output beside the built files. Written by the build, found by running programs.
//
//   OUT/lib/parse.js            instrumented, with a prologue that claims its counters
//   OUT/lib/parse.js.map        source map to SRC/lib/parse.js
//   OUT/.covd/manifest.json     what was built from what, so that the next build redoes only what has changed
//   OUT/.covd/<hash>.covd       the module's map, where the daemon finds it when the store does not have it
//   OUT/.covd/<hash>.mjs        claims for an ES module, which imports it first; CommonJS claims in a statement

import { join } from 'node:path';
import type { CoverageOptions } from '../coverage-options.js';

/** What one build is told; directories are absolute. */
export interface BuildSettings {
  source: string;
  out: string;
  options: Pick<CoverageOptions, 'mode' | 'granularity' | 'include' | 'exclude' | 'root'>;
  covdVersion: string;
}

/** Name of the folder of the build's own files in its output. */
export const BUILD_FOLDER = '.covd';

export function manifestPath(out: string): string {
  return join(out, BUILD_FOLDER, 'manifest.json');
}

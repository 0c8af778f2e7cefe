// The sources that are instrumented. Runs in the benchmark's own process.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_ROOT } from '../../harness/paths.js';

export interface Corpus {
  name: string;
  /** Absolute paths. */
  files: string[];
}

/** One big file and a thousand small ones; `quick`: only a fourth of the small ones. */
export function listCorpora(quick: boolean): Corpus[] {
  const packages = join(BENCH_ROOT, 'node_modules');
  const mathjs = join(packages, 'mathjs/lib/cjs');
  const all = readdirSync(mathjs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .sort();
  const small = quick ? all.filter((_, index) => index % 4 === 0) : all;
  const corpus = { name: `mathjs (${small.length} files)`, files: small.map((file) => join(mathjs, file)) };
  return quick
    ? [corpus]
    : [{ name: 'typescript.js (1 file)', files: [join(packages, 'typescript5/lib/typescript.js')] }, corpus];
}

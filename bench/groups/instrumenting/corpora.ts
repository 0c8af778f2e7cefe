// The sources that are instrumented. Runs in the benchmark's own process.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_ROOT } from '../../harness/paths.js';

export interface Corpus {
  name: string;
  /** Absolute paths. */
  files: string[];
  /** Part of a quick run. */
  quick: boolean;
}

/** One big file, and a thousand small ones. */
export function listCorpora(): Corpus[] {
  const packages = join(BENCH_ROOT, 'node_modules');
  const mathjs = join(packages, 'mathjs/lib/cjs');
  const small = readdirSync(mathjs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return [
    { name: 'typescript.js (1 file)', files: [join(packages, 'typescript5/lib/typescript.js')], quick: false },
    { name: `mathjs (${small.length} files)`, files: small.sort().map((file) => join(mathjs, file)), quick: true },
  ];
}

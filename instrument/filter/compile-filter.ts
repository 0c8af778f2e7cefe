// Turns include and exclude globs into a CompiledFilter with test-exclude itself. Runs in a measured thread when the
// store has no filter for these globs yet (loading test-exclude takes 30 to 75 ms), and in `covd build`.

import { createRequire } from 'node:module';
import { minimatch } from 'minimatch';
import { type CompiledFilter, MEASURED_EXTENSIONS, type PatternSource } from './compiled-filter.js';

export interface FilterGlobs {
  /** Absolute directory that the globs are relative to. */
  cwd: string;
  /** Empty: every file. */
  include: string[];
  /** undefined: test-exclude's defaults. */
  exclude: string[] | undefined;
}

/** What is used of test-exclude 8, which ships no types: the globs it has prepared, and its verdicts. */
export interface TestExclude {
  include: string[] | false;
  exclude: string[];
  excludeNegated: string[];
  shouldInstrument(file: string): boolean;
  globSync(): string[];
}

const require = createRequire(import.meta.url);

/** The filter for `globs`. */
export function compileFilter(globs: FilterGlobs): CompiledFilter {
  const { include, exclude, excludeNegated } = createTestExclude(globs);
  return {
    include: include === false ? undefined : include.map(compilePattern),
    exclude: exclude.map(compilePattern),
    excludeNegated: excludeNegated.map(compilePattern),
  };
}

/** test-exclude itself, with the extensions that covd measures. */
export function createTestExclude({ cwd, include, exclude }: FilterGlobs): TestExclude {
  const TestExclude = require('test-exclude') as new (options: Record<string, unknown>) => TestExclude;
  return new TestExclude({ cwd, include, exclude, extension: [...MEASURED_EXTENSIONS] });
}

function compilePattern(glob: string): PatternSource {
  const expression = minimatch.makeRe(glob, { dot: true });
  // A pattern that minimatch cannot compile matches nothing, as in minimatch itself.
  return expression === false ? { source: '(?!)', flags: '' } : { source: expression.source, flags: expression.flags };
}

// Turns include and exclude globs into a CompiledFilter with test-exclude itself. Runs in a measured thread when the
// store has no filter for these globs yet (loading test-exclude takes 30 to 75 ms), and in `covd build` and `covd run --all`.

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
    include: include === false ? undefined : include.flatMap(compileGlob),
    exclude: exclude.flatMap(compileGlob),
    excludeNegated: excludeNegated.flatMap(compileGlob),
  };
}

/** test-exclude itself, with the extensions that covd measures. */
export function createTestExclude({ cwd, include, exclude }: FilterGlobs): TestExclude {
  const TestExclude = require('test-exclude') as new (options: Record<string, unknown>) => TestExclude;
  return new TestExclude({ cwd, include, exclude, extension: [...MEASURED_EXTENSIONS] });
}

/** One pattern for each way to read the braces of `glob`; a glob that minimatch negates stays whole. */
function compileGlob(glob: string): PatternSource[] {
  return glob.startsWith('!') ? [compilePattern(glob)] : minimatch.braceExpand(glob).map(compilePattern);
}

function compilePattern(glob: string): PatternSource {
  // For the expression, unlike for minimatch itself, two stars at the end would stand for nothing too: a/* would be in a/*/**.
  const expression = minimatch.makeRe(glob.endsWith('/**') ? `${glob}/*` : glob, { dot: true });
  // A pattern that minimatch cannot compile matches nothing, as in minimatch itself.
  if (expression === false) return { source: '(?!)', flags: '', literal: '', isOfDirectory: true };
  const { source, flags } = expression;
  return { source, flags, literal: requiredText(glob), isOfDirectory: glob.endsWith('/**') };
}

/** The longest text that every path matched by `glob` contains; empty where that is not plain to see. */
function requiredText(glob: string): string {
  if (/[!()[\]{}\\|]/.test(glob)) return '';
  const texts = glob.split(/[/*?]/).filter((text) => text !== '.' && text !== '..');
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

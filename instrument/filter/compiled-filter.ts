// Decides which files are measured, as test-exclude decides: its patterns compiled to regular expressions. Runs in
// measured threads; the compiling (compile-filter.ts) is done once and its result kept in the store.

import { sep } from 'node:path';

/** test-exclude's patterns as regular expressions over the file's path relative to the root, with forward slashes. */
export interface CompiledFilter {
  /** undefined: every file. */
  include?: PatternSource[] | undefined;
  exclude: PatternSource[];
  /** Exceptions from `exclude`. */
  excludeNegated: PatternSource[];
}

export interface PatternSource {
  source: string;
  flags: string;
  /** Text that every path contains that the expression matches; empty: none is known. */
  literal: string;
  /** True for an expression that matches all files of a directory or none, whatever their names. */
  isOfDirectory: boolean;
}

/** Extensions of files that can be measured: test-exclude's, with TypeScript's module and CommonJS ones. */
export const MEASURED_EXTENSIONS: readonly string[] = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx', '.jsx'];

/** Says of a file's name whether it is meant; true or false for all names. */
export type NameVerdict = boolean | ((name: string) => boolean);

/** Gives for a directory, by its path relative to the root (empty: the root), the verdict on the files in it. */
export function createFilter({ include, exclude, excludeNegated }: CompiledFilter): (directory: string) => NameVerdict {
  const includes = include === undefined ? () => true : matcher(include);
  const [excludes, excepts] = [matcher(exclude), matcher(excludeNegated)];
  return (directory) => {
    const [isIncluded, isExcluded, isExcepted] = [includes(directory), excludes(directory), excepts(directory)];
    if (isIncluded === false || (isExcluded === true && isExcepted === false)) return false;
    if (isIncluded === true && (isExcluded === false || isExcepted === true)) return true;
    return (name) => says(isIncluded, name) && (!says(isExcluded, name) || says(isExcepted, name));
  };
}

/** The verdict on one name. */
export function says(verdict: NameVerdict, name: string): boolean {
  return typeof verdict === 'boolean' ? verdict : verdict(name);
}

/** Path of `file` below `root` with forward slashes; undefined for a file that does not lie below it. Both absolute. */
export function pathBelow(root: string, file: string): string | undefined {
  const prefix = root.endsWith(sep) ? root : root + sep;
  if (!file.startsWith(prefix)) return undefined;
  const path = file.slice(prefix.length);
  return sep === '/' ? path : path.split(sep).join('/');
}

/** True for a value that `createFilter` takes; for what comes from the store. */
export function isCompiledFilter(value: unknown): value is CompiledFilter {
  if (typeof value !== 'object' || value === null) return false;
  const { include, exclude, excludeNegated } = value as Partial<Record<keyof CompiledFilter, unknown>>;
  return (include === undefined || isPatternList(include)) && isPatternList(exclude) && isPatternList(excludeNegated);
}

/** Any file's name. */
const SOME_NAME = 'x';

function matcher(patterns: PatternSource[]): (directory: string) => NameVerdict {
  const matchesDirectory = pathMatcher(patterns.filter(({ isOfDirectory }) => isOfDirectory));
  const ofNames = patterns.filter(({ isOfDirectory }) => !isOfDirectory);
  const matchesName = pathMatcher(ofNames);
  return (directory) => {
    const prefix = directory === '' ? '' : `${directory}/`;
    if (matchesDirectory(prefix + SOME_NAME)) return true;
    return ofNames.length > 0 && ((name) => matchesName(prefix + name));
  };
}

/**
 * An expression is made for the first path that contains its literal: making all fifty of test-exclude's takes 10 to 30
 * ms, while the program waits for its first file.
 */
function pathMatcher(patterns: PatternSource[]): (path: string) => boolean {
  const expressions = new Array<RegExp | undefined>(patterns.length);
  return (path) =>
    patterns.some(({ source, flags, literal }, index) => {
      if (!path.includes(literal)) return false;
      const expression = expressions[index] ?? new RegExp(source, flags);
      expressions[index] = expression;
      return expression.test(path);
    });
}

function isPatternList(value: unknown): value is PatternSource[] {
  return Array.isArray(value) && value.every(isPatternSource);
}

function isPatternSource(value: unknown): value is PatternSource {
  if (typeof value !== 'object' || value === null) return false;
  const { source, flags, literal, isOfDirectory } = value as Partial<Record<keyof PatternSource, unknown>>;
  return [source, flags, literal].every((text) => typeof text === 'string') && typeof isOfDirectory === 'boolean';
}

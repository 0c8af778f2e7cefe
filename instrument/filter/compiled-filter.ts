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
}

/** Extensions of files that can be measured: test-exclude's, with TypeScript's module and CommonJS ones. */
export const MEASURED_EXTENSIONS: readonly string[] = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx', '.jsx'];

/** A predicate over paths relative to the root. */
export function createFilter({ include, exclude, excludeNegated }: CompiledFilter): (path: string) => boolean {
  const isIncluded = include === undefined ? () => true : matcher(include);
  const isExcluded = matcher(exclude);
  const isExcepted = matcher(excludeNegated);
  return (path) => isIncluded(path) && (!isExcluded(path) || isExcepted(path));
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

/**
 * An expression is made for the first path that contains its literal: making all fifty of test-exclude's takes 10 to 30
 * ms, while the program waits for its first file.
 */
function matcher(patterns: PatternSource[]): (path: string) => boolean {
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
  const { source, flags, literal } = value as Partial<Record<keyof PatternSource, unknown>>;
  return [source, flags, literal].every((text) => typeof text === 'string');
}

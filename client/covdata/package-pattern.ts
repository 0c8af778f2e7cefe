// Patterns of package paths, as `--pkg` takes them. Runs in tools.

/** Whether a package's import path is wanted. */
export type PackageFilter = (path: string) => boolean;

/**
 * Accepts what any of the patterns matches, in whole: Go's `...` for any text (a last `/...` also matches the parent),
 * `*` and `?` within one path segment, `**` across segments. `./` stands for `base`, the package path of the working
 * directory. No patterns, or only empty ones (of an unset variable, say): everything.
 */
export function createPackageFilter(patterns: readonly string[], base: () => string): PackageFilter | undefined {
  if (!patterns.some(Boolean)) return undefined;
  const expressions = patterns.map((pattern) => toRegExp(resolveDot(pattern, base)));
  return (path) => expressions.some((expression) => expression.test(path));
}

function resolveDot(pattern: string, base: () => string): string {
  if (pattern === '.') return base();
  return pattern.startsWith('./') ? `${base()}/${pattern.slice(2)}` : pattern;
}

const TOKENS = /\/\.\.\.$|\.\.\.|\*\*|\*|\?|[^.*?/]+|[./]/g;
const WILDCARDS: Record<string, string> = { '/...': '(?:/.*)?', '...': '.*', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(TOKENS, (token) => WILDCARDS[token] ?? token.replace(/[$()+.[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${source}$`, 's');
}

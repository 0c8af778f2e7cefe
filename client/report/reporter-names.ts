// The reporters of istanbul-reports, without loading them. Runs in the CLI process.

export const REPORTERS = [
  'clover',
  'cobertura',
  'html',
  'html-spa',
  'json',
  'json-summary',
  'lcov',
  'lcovonly',
  'teamcity',
  'text',
  'text-lcov',
  'text-summary',
] as const;
export type Reporter = (typeof REPORTERS)[number];

/** Those that print on standard output instead of writing files. */
export const PRINTING_REPORTERS: ReadonlySet<Reporter> = new Set<Reporter>([
  'teamcity',
  'text',
  'text-lcov',
  'text-summary',
]);

// What a measured process is told about how to measure. Read from the environment in every measured thread; written
// into the environment by `covd run`.

/** How counters count, as Go's -covermode: `set` ran or not, `count` may lose counts under contention, `atomic` is exact. */
export const COVERAGE_MODES = ['set', 'count', 'atomic'] as const;
export type CoverageMode = (typeof COVERAGE_MODES)[number];

/** How many counters there are: one per basic block, one per function, or enough for exact statement counts. */
export const GRANULARITIES = ['perblock', 'perfunc', 'perstmt'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** The options of one measured process. */
export interface CoverageOptions {
  mode: CoverageMode;
  granularity: Granularity;
  /** Where both files are written at each flush and at the end (`COVD_DIR`); undefined: nowhere. Absolute. */
  dir: string | undefined;
  /** Milliseconds between flushes to `dir` (`COVD_FLUSH`, default 250); 0 switches the periodic flush off. */
  flushMs: number;
  /** Globs of test-exclude, relative to `root` (`COVD_INCLUDE`, a JSON array); empty: everything. */
  include: string[];
  /** Globs of test-exclude (`COVD_EXCLUDE`, a JSON array); undefined: test-exclude's defaults, as nyc has them. */
  exclude: string[] | undefined;
  /** Absolute directory that globs are relative to, and that names packages without a package.json (`COVD_ROOT`, default cwd). */
  root: string;
  /** The content-addressed store of instrumented sources (`COVD_STORE`); undefined: node_modules/.cache/covd, else a 0700 folder of the user's. */
  store: string | undefined;
}

/** The environment variables that carry `CoverageOptions`; a value that cannot be read is reported once and its default used. */
export const ENVIRONMENT = {
  dir: 'COVD_DIR',
  mode: 'COVD_MODE',
  granularity: 'COVD_GRANULARITY',
  flushMs: 'COVD_FLUSH',
  include: 'COVD_INCLUDE',
  exclude: 'COVD_EXCLUDE',
  root: 'COVD_ROOT',
  store: 'COVD_STORE',
} as const;

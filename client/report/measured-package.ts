// What reports are made of: one package of one program with its counts added up over the counter files. Runs in the CLI
// process and in whatever imports the report functions.

import type { MetaPackage, ModuleExtension } from '../../daemon/files/coverage-data.js';
import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';

/** A package (for covd: a source file) of a pod, and how often its units ran. */
export interface MeasuredPackage {
  package: MetaPackage;
  /** Undefined for a file that Go wrote, or that lost covd's extension in Go's tools. */
  module: ModuleExtension | undefined;
  mode: CoverageMode;
  granularity: Granularity;
  /** One count per unit, running through all functions of the package in order. */
  counts: ArrayLike<number>;
  /** Unix time in nanoseconds of the newest counter file that counted here; 0 without any. */
  measuredAt: bigint;
}

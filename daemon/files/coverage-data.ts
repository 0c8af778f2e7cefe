// The content of Go's coverage files in memory, as encoders take it and decoders give it. The bytes are described in
// meta-data-file.ts and counter-data-file.ts. Used by the daemon thread and by tools.

import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';

/** Go knows no perstmt: on disk it is perblock, and the extension says which it was. */
export type FileGranularity = 'perblock' | 'perfunc';

/** A meta-data file: which functions and units the packages of a program have. */
export interface MetaData {
  /** 32 lower-case hex digits. */
  hash: string;
  mode: CoverageMode;
  granularity: FileGranularity;
  packages: MetaPackage[];
  /** covd's extension behind the last blob; undefined in files that Go wrote. */
  extension: MetaExtension | undefined;
}

export interface MetaPackage {
  name: string;
  path: string;
  modulePath: string;
  functions: MetaFunction[];
}

export interface MetaFunction {
  name: string;
  file: string;
  literal: boolean;
  units: MetaUnit[];
}

/** Lines and columns 1-based, end exclusive, `statements` the number of statements in the unit. */
export type MetaUnit = readonly [
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
  statements: number,
];

/** What Go's format has no place for. `modules` runs parallel to `packages`. */
export interface MetaExtension {
  granularity: Granularity;
  modules: ModuleExtension[];
}

export interface ModuleExtension {
  /** Absolute path of the source when it was loaded. */
  file: string;
  /** 32 hex digits of the SHA-256 of the source text. */
  sourceHash: string;
  /** Istanbul's view of the source, for `readSkeleton`; its unit indexes run through all functions of the package in order. */
  skeleton: Uint8Array | undefined;
  /** Of each function of the package: 16 hex digits over its own text (see MappedFunction); undefined: not known. */
  functionHashes?: string[] | undefined;
}

/** A counter file: the counts of the live functions of one process at one moment. */
export interface CounterData {
  /** Hash of the meta-data file that it belongs to. */
  hash: string;
  /** argc, argv0.., GOOS, GOARCH, label, unmeasured. */
  args: Record<string, string>;
  functions: FunctionCounts[];
}

export interface FunctionCounts {
  /** 0-based index into the meta-data's packages. */
  package: number;
  /** 0-based index into the package's functions. */
  function: number;
  /** One per unit, saturated at 2^32 - 1. */
  counters: readonly number[] | Uint32Array;
}

// What each counter of an instrumented source means. Made by the instrumenter, kept in the content-addressed store as
// MessagePack, read by the daemon thread (files, snapshots) and by tools.
//
//   counters (slab words)  --sum-->  units (Go's blocks; what covcounters files hold)  --sum-->  statements, functions, arms
//
// Both arrows are sums of non-negative, growing numbers, never differences: a snapshot may read two words of a running
// thread at two moments, and a difference of them could be negative or call an arm covered that never ran.

import type { CoverageMode, Granularity } from './coverage-options.js';

/** Raise when a field of `ModuleMap` changes meaning; stored maps of another version are made anew. */
export const MODULE_MAP_VERSION = 5;

/** What is known of a module before its source is parsed. */
export interface ModuleFacts {
  /** 32 lower-case hex digits over covd's version, the options, the path and the source: names the regions and the store entry. */
  hash: string;
  /** Absolute path of the file as loaded; its extension says the language. */
  file: string;
  /** Name in the nearest package.json that has one, else the base name of the root directory. */
  modulePath: string;
  /** modulePath + "/" + the file's path within it, with forward slashes. One source file is one Go "package". */
  packagePath: string;
  /** The file's base name. */
  packageName: string;
  mode: CoverageMode;
  granularity: Granularity;
}

export interface ModuleMap extends ModuleFacts {
  version: typeof MODULE_MAP_VERSION;
  /** 32 hex digits of the SHA-256 of the source text as loaded (UTF-8); reports compare it with the file on disk. */
  sourceHash: string;
  /** Length of the region's counter area, in counters (words; bytes in mode set). */
  counterCount: number;
  /** In source order of their start; the first is `<module>`, the top-level code. */
  functions: MappedFunction[];
  /** Istanbul's view of the same source; undefined where only Go's is wanted. */
  istanbul: IstanbulSkeleton | undefined;
}

export interface MappedFunction {
  /** Declared or inferred name, `Class.method` for methods, `func.L<line>.C<column>` (1-based) for those without. */
  name: string;
  /** Source file of the author in import-path style; differs from the package path under a source map. */
  file: string;
  /** True for functions without a name of their own; `func` rows leave them out, as Go's tool does. */
  literal: boolean;
  /** 16 hex digits over the function's text without that of functions inside it. */
  textHash: string;
  /** The function's own counters are firstCounter .. firstCounter + counterCount - 1 of the module's area. */
  firstCounter: number;
  counterCount: number;
  units: MappedUnit[];
}

/** A block of the author's source. Lines and columns are 1-based (columns in UTF-16 code units), the end is exclusive. */
export interface MappedUnit {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  /** Number of statements that start in the unit. */
  statements: number;
  /** Count of the unit = sum of these counters (indexes into the module's area). */
  counters: number[];
}

/** Istanbul's position: line 1-based, column 0-based; the end column is exclusive. */
export interface IstanbulPosition {
  line: number | undefined;
  column: number | undefined;
}

export interface IstanbulRange {
  start: IstanbulPosition;
  end: IstanbulPosition;
}

/**
 * The statementMap, fnMap and branchMap that istanbul-lib-instrument makes for the same source, and for each statement,
 * function and branch arm the units whose sum is its count. Keys are Istanbul's ("0", "1", ...), so index i of `s` and
 * `f` and `b` belongs to key String(i). A branch all of whose arms a pragma excludes has a key, but nothing in Istanbul's
 * maps: here it is there without locations. Unit indexes run through all functions of the module in order.
 */
export interface IstanbulSkeleton {
  statementMap: IstanbulRange[];
  fnMap: { name: string; decl: IstanbulRange; loc: IstanbulRange; line: number }[];
  branchMap: { loc: IstanbulRange; type: string; locations: IstanbulRange[]; line: number }[];
  s: number[][];
  f: number[][];
  b: number[][][];
  /** The source map found in or beside the source, for tools that map a report further back; positions above are not mapped by it. */
  inputSourceMap?: unknown;
}

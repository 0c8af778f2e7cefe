// Go's coverage counter file `covcounters.<hash>.<pid>.<nanotime>`, version 1: the counts of one process at one moment.
// Written by the daemon thread and by merges; counter-data-reader.ts reads it. Fixed-width numbers are little-endian.
//
//    0  00 63 77 6d  magic                               32  u64  number of function entries
//    4  u32          version 1                           40  u32  length of the string table
//    8  16 bytes     hash of the meta-data file          44  u32  length of the args, padding included
//   24  u8           flavour: 1 u32, 2 ULEB128           48  string table | args | entries
//   25  u8           1: numbers of flavour 1 are big-endian   then the footer, 16 bytes, unaligned
//   26  6 bytes zero                                          magic | 0 | u32 number of segments, 1 | 0
//
//   args:  ULEB128 number of pairs, then ULEB128 string numbers of key and value, zeros up to a multiple of 4
//   entry: number of counters | package | function (both 0-based) | counters, each as the flavour says
//
//   03 00 00 01 00 05          package 0, function 0: 3 counters 1, 0, 5
//   02 00 03 ac 02 00          package 0, function 3: 2 counters 300, 0
//   00 63 77 6d 00 00 00 00 01 00 00 00 00 00 00 00      footer
//
// Written here: flavour 2, one segment (Go's tools read only the first), entries of live functions. The version is Go's:
// it is raised when Go raises it, and a reader refuses what is newer than it knows.

import { ByteWriter } from './byte-writer.js';
import type { CounterData, FunctionCounts } from './coverage-data.js';
import { StringTable } from './string-table.js';

export const COUNTER_MAGIC = 0x6d77_6300;
export const COUNTER_VERSION = 1;
export const COUNTER_HEADER_BYTES = 32;
export const COUNTER_FOOTER_BYTES = 16;
/** Values of the flavour byte. */
export const FLAVOUR = { raw: 1, uleb128: 2 } as const;

/** The format's counters have 32 bits; a larger count is written as this. */
export const MAX_COUNT = 0xffff_ffff;

/** Functions go out in pieces of about this many counters. */
const RUN_COUNTERS = 32_768;
const MAX_ULEB_BYTES = 5;

/** A counter file whose entries have been encoded before (the daemon keeps them per module). */
export interface EncodedCounterData extends Pick<CounterData, 'hash' | 'args'> {
  /** Number of function entries in all runs. */
  entries: number;
  /** Bytes of `encodeFunctionRun`, in the order of the file. */
  runs: Uint8Array[];
}

/** The file in pieces: header, segment header with strings and args, runs of functions, footer. */
export function encodeCounterData({ hash, args, functions }: CounterData): Uint8Array[] {
  const runs = splitIntoRuns(functions).map(encodeFunctionRun);
  return joinCounterData({ hash, args, entries: functions.length, runs });
}

/** Like `encodeCounterData`, from runs that are encoded already; copies none of them. */
export function joinCounterData({ hash, args, entries, runs }: EncodedCounterData): Uint8Array[] {
  return [encodeHeader(hash), encodeSegmentHeader(args, entries), ...runs, encodeFooter()];
}

/** The entries of some functions, to stand in any file: they hold no offsets. */
export function encodeFunctionRun(functions: readonly FunctionCounts[]): Uint8Array {
  let numbers = 0;
  for (const { counters } of functions) numbers += 3 + counters.length;
  const bytes = new Uint8Array(numbers * MAX_ULEB_BYTES);
  let at = 0;
  for (const { package: pkg, function: index, counters } of functions) {
    at = putUleb(bytes, at, counters.length);
    at = putUleb(bytes, at, pkg);
    at = putUleb(bytes, at, index);
    for (let i = 0; i < counters.length; i++) at = putUleb(bytes, at, counters[i] as number);
  }
  return bytes.slice(0, at);
}

function putUleb(bytes: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

function splitIntoRuns(functions: FunctionCounts[]): FunctionCounts[][] {
  const runs: FunctionCounts[][] = [];
  let room = 0;
  for (const fn of functions) {
    if (room <= 0) {
      runs.push([]);
      room = RUN_COUNTERS;
    }
    runs.at(-1)?.push(fn);
    room -= fn.counters.length + 1;
  }
  return runs;
}

function encodeHeader(hash: string): Uint8Array {
  const writer = new ByteWriter(COUNTER_HEADER_BYTES).u32(COUNTER_MAGIC).u32(COUNTER_VERSION);
  return writer.bytes(Buffer.from(hash, 'hex')).u8(FLAVOUR.uleb128).zeros(7).finish();
}

function encodeSegmentHeader(args: Record<string, string>, entries: number): Uint8Array {
  const strings = new StringTable();
  const pairs = new ByteWriter().uleb(Object.keys(args).length);
  const sorted = Object.entries(args).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [key, value] of sorted) pairs.uleb(strings.intern(key)).uleb(strings.intern(value));
  const table = strings.encode();
  pairs.zeros(-(table.length + pairs.length) & 3);
  const header = new ByteWriter().u64(entries).u32(table.length).u32(pairs.length);
  return header.bytes(table).bytes(pairs.finish()).finish();
}

function encodeFooter(): Uint8Array {
  return new ByteWriter(COUNTER_FOOTER_BYTES).u32(COUNTER_MAGIC).u32(0).u32(1).u32(0).finish();
}

// Reading of counter files (layout: counter-data-file.ts), all at once or entry by entry, for merges of many files. Runs
// in tools and tests.

import { ByteReader } from './byte-reader.js';
import { readCounterArgs } from './counter-args.js';
import {
  COUNTER_FOOTER_BYTES,
  COUNTER_HEADER_BYTES,
  COUNTER_MAGIC,
  COUNTER_VERSION,
  FLAVOUR,
} from './counter-data-file.js';
import { type CounterVisitor, readRawEntries, readUlebEntries } from './counter-entries.js';
import type { CounterData, FunctionCounts } from './coverage-data.js';

/** A counter file whose entries have not been read yet. */
export interface CounterFile extends Pick<CounterData, 'hash' | 'args'> {
  /** Number of function entries. */
  entries: number;
  /** Like Go's tools, covd reads the first only; a second one is data lost, which the caller should say. */
  segments: number;
  /**
   * Calls `visit` for each entry, in file order; a function may come twice. ERR_BAD_FILE when the entries are damaged, by
   * then some have been visited.
   */
  visit(visit: CounterVisitor): void;
}

/** The whole content of the counter file at `path`; ERR_BAD_FILE with path and offset for anything else. */
export function decodeCounterData(bytes: Uint8Array, path: string): CounterData {
  const { hash, args, visit } = openCounterData(bytes, path);
  const functions: FunctionCounts[] = [];
  visit(({ package: pkg, function: fn, counters, count }) => {
    functions.push({ package: pkg, function: fn, counters: counters.slice(0, count) });
  });
  return { hash, args, functions };
}

/** Header and args of the counter file at `path`, and a way to walk its entries; ERR_BAD_FILE for anything else. */
export function openCounterData(bytes: Uint8Array, path: string): CounterFile {
  const reader = new ByteReader(bytes, path);
  const { hash, flavour, bigEndian } = readHeader(reader);
  const segments = readFooter(new ByteReader(bytes, path, { start: bytes.length - COUNTER_FOOTER_BYTES }));
  const segment = new ByteReader(bytes, path, { start: reader.offset, end: bytes.length - COUNTER_FOOTER_BYTES });
  const entries = segment.u64();
  const tableBytes = segment.u32();
  const args = readCounterArgs(segment, tableBytes, segment.u32());
  const range = { start: segment.offset, entries, segments };
  const visit = (visitor: CounterVisitor) => {
    const end =
      flavour === FLAVOUR.raw
        ? readRawEntries(segment, range, bigEndian, visitor)
        : readUlebEntries(segment, range, visitor);
    expectFooter(bytes, path, end, segments);
  };
  return { hash, args, entries, segments, visit };
}

function readHeader(reader: ByteReader): { hash: string; flavour: number; bigEndian: boolean } {
  const smallest = COUNTER_HEADER_BYTES + 16 + COUNTER_FOOTER_BYTES;
  if (reader.end < smallest) throw reader.fail(`${reader.end} bytes (expected at least ${smallest})`);
  if (reader.u32() !== COUNTER_MAGIC) throw reader.fail('no magic number of a counter file', 0);
  const version = reader.u32();
  if (version > COUNTER_VERSION) throw reader.fail(`counter file version ${version} (expected ${COUNTER_VERSION})`, 4);
  const hash = Buffer.from(reader.take(16)).toString('hex');
  const [flavour, bigEndian] = [reader.u8(), reader.u8() === 1];
  if (flavour !== FLAVOUR.raw && flavour !== FLAVOUR.uleb128)
    throw reader.fail(`counter flavour ${flavour} (expected 1 or 2)`, 24);
  reader.take(6);
  return { hash, flavour, bigEndian };
}

/** The number of segments. */
function readFooter(reader: ByteReader): number {
  const start = reader.offset;
  if (reader.u32() !== COUNTER_MAGIC) throw reader.fail('no footer of a counter file', start);
  reader.take(4);
  const segments = reader.u32();
  if (segments === 0) throw reader.fail('a counter file without segments', start + 8);
  return segments;
}

/** Entries must end where the segment's footer starts, or the count of entries was wrong: counts would be lost. */
function expectFooter(bytes: Uint8Array, path: string, offset: number, segments: number): void {
  const reader = new ByteReader(bytes, path, { start: offset });
  const isLast = reader.remaining === COUNTER_FOOTER_BYTES;
  if (reader.remaining < COUNTER_FOOTER_BYTES || reader.u32() !== COUNTER_MAGIC || (segments === 1 && !isLast))
    throw reader.fail('no footer where the last function entry ends', offset);
}

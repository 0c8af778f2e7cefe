// The function entries of a counter file, the one place where reading speed matters: a big merge decodes hundreds of
// millions of numbers. Runs in tools and tests.

import type { ByteReader } from './byte-reader.js';

/** One function's counts as they stand in a file. The reader fills one object again and again: copy what you keep. */
export interface CounterEntry {
  /** 0-based index into the meta-data's packages, and into the package's functions. */
  package: number;
  function: number;
  /** The first `count` values are the entry's; what follows is rest of longer ones. */
  counters: Uint32Array;
  count: number;
  /** Offset of the entry in the file. */
  offset: number;
}

export type CounterVisitor = (entry: CounterEntry) => void;

/** Where entries start in the file, and how many there are. */
export interface EntryRange {
  start: number;
  entries: number;
}

/** Visits entries whose numbers are ULEB128; returns the offset behind the last. ERR_BAD_FILE where they run past the end. */
export function readUlebEntries(reader: ByteReader, range: EntryRange, visit: CounterVisitor): number {
  const { bytes } = reader;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readEntries(reader, range, visit, {
    smallest: 1,
    next: () => reader.uleb(),
    fill: (into, count) => {
      // Short of the end, no number of at most 5 bytes can leave the file.
      const end = count * MAX_ULEB_BYTES <= reader.remaining ? decodeUlebs(view, reader.offset, into, count) : -1;
      if (end >= 0) reader.offset = end;
      else for (let i = 0; i < count; i++) into[i] = reader.uleb();
    },
  });
}

/** Visits entries whose numbers are u32; returns the offset behind the last. ERR_BAD_FILE where they run past the end. */
export function readRawEntries(
  reader: ByteReader,
  range: EntryRange,
  bigEndian: boolean,
  visit: CounterVisitor,
): number {
  const next = bigEndian ? () => swapBytes(reader.u32()) : () => reader.u32();
  const fill = (into: Uint32Array, count: number) => {
    for (let i = 0; i < count; i++) into[i] = next();
  };
  return readEntries(reader, range, visit, { smallest: 4, next, fill });
}

interface NumberFormat {
  /** Fewest bytes that a number takes. */
  smallest: number;
  next(): number;
  /** Reads `count` numbers into the start of `into`. */
  fill(into: Uint32Array, count: number): void;
}

const MAX_ULEB_BYTES = 5;

function readEntries(reader: ByteReader, range: EntryRange, visit: CounterVisitor, format: NumberFormat): number {
  const entry: CounterEntry = { package: 0, function: 0, counters: new Uint32Array(1024), count: 0, offset: 0 };
  reader.offset = range.start;
  for (let turn = 0; turn < range.entries; turn++) {
    entry.offset = reader.offset;
    entry.count = format.next();
    entry.package = format.next();
    entry.function = format.next();
    if (entry.count > reader.remaining / format.smallest)
      throw reader.fail(`${entry.count} counters in ${reader.remaining} bytes`, entry.offset);
    if (entry.count > entry.counters.length) entry.counters = new Uint32Array(2 * entry.count);
    format.fill(entry.counters, entry.count);
    visit(entry);
  }
  return reader.offset;
}

/**
 * Decodes without branching on the length of each number, which no processor can predict: the lowest clear top bit among
 * four bytes marks the last byte. Returns the offset behind the last number, or -1 if one is overlong or too large.
 */
function decodeUlebs(view: DataView, start: number, into: Uint32Array, count: number): number {
  let at = start;
  for (let i = 0; i < count; i++) {
    const word = view.getInt32(at, true);
    const ends = ~word & 0x80808080;
    if (ends === 0) {
      const last = view.getUint8(at + 4);
      if (last > 0x0f) return -1;
      into[i] = joinGroups(word & 0x7f7f7f7f) | (last << 28);
      at += 5;
    } else {
      const lowest = ends & -ends;
      into[i] = joinGroups(word & (lowest - 1) & 0x7f7f7f7f);
      at += (39 - Math.clz32(lowest)) >> 3;
    }
  }
  return at;
}

/** Four groups of 7 bits, a byte each, as one number of 28 bits. */
function joinGroups(bits: number): number {
  return (bits & 0x7f) | ((bits >>> 1) & 0x3f80) | ((bits >>> 2) & 0x1fc000) | ((bits >>> 3) & 0xfe00000);
}

function swapBytes(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

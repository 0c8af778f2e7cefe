// The function entries of a counter file, the one place where reading speed matters: a big merge decodes hundreds of
// millions of numbers. Runs in tools and tests.

import type { ByteReader } from './byte-reader.js';
import type { CounterVisitor } from './counter-data-reader.js';

/** Where entries start in the file, and how many there are. */
export interface EntryRange {
  start: number;
  entries: number;
}

/** Visits entries whose numbers are ULEB128; returns the offset behind the last. ERR_BAD_FILE where they run past the end. */
export function readUlebEntries(reader: ByteReader, { start, entries }: EntryRange, visit: CounterVisitor): number {
  const takeScratch = createScratch();
  reader.offset = start;
  for (let entry = 0; entry < entries; entry++) {
    const entryStart = reader.offset;
    const [count, pkg, fn] = [reader.uleb(), reader.uleb(), reader.uleb()];
    if (count > reader.remaining) throw reader.fail(`${count} counters in ${reader.remaining} bytes`, entryStart);
    const counters = takeScratch(count);
    readUlebs(reader, counters);
    visit(pkg, fn, counters, entryStart);
  }
  return reader.offset;
}

/** Visits entries whose numbers are u32; returns the offset behind the last. ERR_BAD_FILE where they run past the end. */
export function readRawEntries(
  reader: ByteReader,
  { start, entries }: EntryRange,
  bigEndian: boolean,
  visit: CounterVisitor,
): number {
  const takeScratch = createScratch();
  const swap = bigEndian ? swapBytes : (value: number) => value;
  reader.offset = start;
  for (let entry = 0; entry < entries; entry++) {
    const entryStart = reader.offset;
    const [count, pkg, fn] = [swap(reader.u32()), swap(reader.u32()), swap(reader.u32())];
    if (count > reader.remaining / 4) throw reader.fail(`${count} counters in ${reader.remaining} bytes`, entryStart);
    const counters = takeScratch(count);
    for (let i = 0; i < count; i++) counters[i] = swap(reader.u32());
    visit(pkg, fn, counters, entryStart);
  }
  return reader.offset;
}

/** Fills `into` from the reader: by a tight loop, and number by number where that meets anything unusual. */
function readUlebs(reader: ByteReader, into: Uint32Array): void {
  const end = decodeUlebs(reader.bytes, reader.offset, reader.end, into);
  if (end >= 0) {
    reader.offset = end;
    return;
  }
  for (let i = 0; i < into.length; i++) into[i] = reader.uleb();
}

/** Returns the offset behind the last number, or -1 if one is cut, overlong or too large. */
function decodeUlebs(bytes: Uint8Array, start: number, end: number, into: Uint32Array): number {
  let at = start;
  for (let i = 0; i < into.length; i++) {
    if (at >= end) return -1;
    let byte = bytes[at++] as number;
    if (byte < 0x80) {
      into[i] = byte;
      continue;
    }
    let value = byte & 0x7f;
    for (let shift = 7; ; shift += 7) {
      if (at >= end) return -1;
      byte = bytes[at++] as number;
      if (shift === 28 && byte > 0x0f) return -1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    into[i] = value;
  }
  return at;
}

/** Hands out views of one array that grows to the largest function; each call overwrites what the last one gave. */
function createScratch(): (length: number) => Uint32Array {
  let array = new Uint32Array(1024);
  return (length) => {
    if (length > array.length) array = new Uint32Array(2 * length);
    return array.subarray(0, length);
  };
}

function swapBytes(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

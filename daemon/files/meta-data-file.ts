// Go's coverage meta-data file `covmeta.<hash>`, version 1: which packages, functions and units a program has. Written by
// the daemon thread and by merges, read by tools. All fixed-width numbers are little-endian.
//
//    0  00 63 76 6d   magic                              40  u32  56+16N, where the string table starts
//    4  u32           version 1                          44  u32  2, its length
//    8  u64           length of the file in Go's eyes    48  u8   counter mode: 1 set, 2 count, 3 atomic
//   16  u64           N, number of packages              49  u8   granularity: 1 perblock, 2 perfunc
//   24  16 bytes      file hash                          50  6 bytes zero
//   56  N x u64 offset of each package | N x u64 length of each | 01 00, an empty string table
//       N package blobs (package-blob.ts) | covd's extension (meta-extension.ts), not counted in the length at 8
//
//   00 63 76 6d  01 00 00 00  15 02 00 00 00 00 00 00  02 00 00 00 00 00 00 00  version 1, 533 bytes, 2 packages
//   34 03 79 ad ... 08 de  58 00 00 00  02 00 00 00  03  01  00 00 00 00 00 00  table at 88, 2 bytes; atomic, perblock
//
// The version is Go's: it is raised when Go raises it, and a reader refuses what is newer than it knows.

import { COVERAGE_MODES } from '../../instrument/coverage-options.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { MetaData } from './coverage-data.js';
import { decodeMetaExtension, encodeMetaExtension, encodeModuleExtension } from './meta-extension.js';
import { type ByteRange, decodePackage, type EncodedPackage, encodePackage } from './package-blob.js';
import { WorkLimit } from './work-limit.js';

const META_MAGIC = 0x6d76_6300;
const META_VERSION = 1;
const HEADER_BYTES = 56;
const FILE_GRANULARITIES = ['perblock', 'perfunc'] as const;
const EMPTY_STRING_TABLE = Uint8Array.of(1, 0);

/** What a meta-data file says of itself. */
export type MetaDataHeader = Pick<MetaData, 'hash' | 'mode' | 'granularity'>;

/** A meta-data file whose parts have been encoded before (the daemon keeps them per module). */
export interface EncodedMetaData extends MetaDataHeader {
  packages: Pick<EncodedPackage, 'blob'>[];
  /** Bytes of `encodeMetaExtension`; undefined: a file as Go writes it. */
  extension: Uint8Array | undefined;
}

/** Where the parts of a file stand. */
export interface MetaDataLayout {
  header: MetaDataHeader;
  packages: ByteRange[];
  /** Offset at which Go stops reading and covd's extension may start. */
  goEnd: number;
}

/** The file in pieces: header, tables, one per package, extension. */
export function encodeMetaData(meta: MetaData): Uint8Array[] {
  const { extension } = meta;
  return joinMetaData({
    ...meta,
    packages: meta.packages.map(encodePackage),
    extension: extension && encodeMetaExtension(extension.granularity, extension.modules.map(encodeModuleExtension)),
  });
}

/** Like `encodeMetaData`, from parts that are encoded already; copies none of them. */
export function joinMetaData({ packages, extension, ...header }: EncodedMetaData): Uint8Array[] {
  const blobs = packages.map(({ blob }) => blob);
  const tables = encodeTables(blobs);
  const total = blobs.reduce((sum, blob) => sum + blob.length, HEADER_BYTES + tables.length);
  const pieces = [encodeHeader(header, blobs.length, total), tables, ...blobs];
  return extension ? [...pieces, extension] : pieces;
}

/** The content of the file at `path`; ERR_BAD_FILE with path and offset in its details for anything else. */
export function decodeMetaData(bytes: Uint8Array, path: string): MetaData {
  const { header, packages: ranges, goEnd } = readMetaDataLayout(bytes, path);
  const reader = new ByteReader(bytes, path);
  const limit = new WorkLimit(bytes.length, path);
  const packages = ranges.map((range) => {
    limit.spend((range.end - range.start) / 4, range.start);
    return decodePackage(reader, range, limit);
  });
  return { ...header, packages, extension: decodeMetaExtension(bytes, path, { start: goEnd, packages }) };
}

/** Header and places of the packages, without decoding these; errors as `decodeMetaData`. */
export function readMetaDataLayout(bytes: Uint8Array, path: string): MetaDataLayout {
  const reader = new ByteReader(bytes, path);
  const goEnd = readOpening(reader);
  const count = reader.u64();
  const header = readHeader(reader);
  if (count > reader.remaining / 16) throw reader.fail(`${count} packages in ${reader.remaining} bytes`, 16);
  const starts = Array.from({ length: count }, () => reader.u64());
  const packages = starts.map((start, index) => {
    const end = start + reader.u64();
    if (end > goEnd) throw reader.fail(`package ${index} from ${start} to ${end}, behind the end`, reader.offset - 8);
    return { start, end };
  });
  return { header, packages, goEnd };
}

function encodeHeader({ hash, mode, granularity }: MetaDataHeader, count: number, total: number): Uint8Array {
  return new ByteWriter(HEADER_BYTES)
    .u32(META_MAGIC)
    .u32(META_VERSION)
    .u64(total)
    .u64(count)
    .bytes(Buffer.from(hash, 'hex'))
    .u32(HEADER_BYTES + 16 * count)
    .u32(EMPTY_STRING_TABLE.length)
    .u8(COVERAGE_MODES.indexOf(mode) + 1)
    .u8(FILE_GRANULARITIES.indexOf(granularity) + 1)
    .zeros(6)
    .finish();
}

function encodeTables(blobs: Uint8Array[]): Uint8Array {
  const size = 16 * blobs.length + EMPTY_STRING_TABLE.length;
  const writer = new ByteWriter(size);
  let offset = HEADER_BYTES + size;
  for (const blob of blobs) {
    writer.u64(offset);
    offset += blob.length;
  }
  for (const blob of blobs) writer.u64(blob.length);
  return writer.bytes(EMPTY_STRING_TABLE).finish();
}

/** Magic, version and length; returns the length. */
function readOpening(reader: ByteReader): number {
  if (reader.remaining < HEADER_BYTES)
    throw reader.fail(`${reader.remaining} bytes (expected at least ${HEADER_BYTES})`);
  if (reader.u32() !== META_MAGIC) throw reader.fail('no magic number of a meta-data file', 0);
  const version = reader.u32();
  if (version > META_VERSION) throw reader.fail(`meta-data version ${version} (expected ${META_VERSION})`, 4);
  const length = reader.u64();
  if (length > reader.end) throw reader.fail(`length ${length} in a file of ${reader.end} bytes`, 8);
  return length;
}

function readHeader(reader: ByteReader): MetaDataHeader {
  const hash = Buffer.from(reader.take(16)).toString('hex');
  reader.take(8);
  const [modeNumber, granularityNumber] = [reader.u8(), reader.u8()];
  const mode = COVERAGE_MODES[modeNumber - 1];
  const granularity = FILE_GRANULARITIES[granularityNumber - 1];
  if (!mode) throw reader.fail(`counter mode ${modeNumber} (expected 1 to 3)`, 48);
  if (!granularity) throw reader.fail(`counter granularity ${granularityNumber} (expected 1 or 2)`, 49);
  reader.take(6);
  return { hash, mode, granularity };
}

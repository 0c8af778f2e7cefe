// One package of a meta-data file, self-contained: its offsets count from the blob's first byte. Runs in the daemon
// thread (which keeps encoded packages per module) and in tools.
//
//    0  u32  length of the blob          16  16 bytes  package hash
//    4  u32  string: package name        32  4 bytes   zero
//    8  u32  string: import path         36  u32       number of strings (the field is named "number of files")
//   12  u32  string: module path         40  u32       F, number of functions
//   44  F x u32: offset of each function's record | string table | F records
//
//   record, all ULEB128: units | string: name | string: file | units x (start line, start column, end line, end column,
//   statements) | literal (0, 1)
//
//   03 04 05                 3 units, string 4 ("First") in string 5 ("example.com/mod/alpha/a.go")
//   03 14 05 0a 02           line 3 column 20 up to, not including, line 5 column 10; 2 statements
//   05 0a 07 03 01  08 02 08 0c 01  00
//
// Its version is that of the file around it.

import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { MetaFunction, MetaPackage, MetaUnit } from './coverage-data.js';
import { packageHash } from './coverage-hash.js';
import { decodeStringTable, lookUpString, StringTable } from './string-table.js';
import type { WorkLimit } from './work-limit.js';

const PACKAGE_HEADER_BYTES = 44;

/** A package as it stands in a file, with the hash that its program's hash is made of. */
export interface EncodedPackage {
  blob: Uint8Array;
  hash: Uint8Array;
}

/** Byte offsets in the file, `end` exclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The same bytes as Go's encoder makes for the same content. */
export function encodePackage(pkg: MetaPackage): EncodedPackage {
  const strings = new StringTable();
  const [path, name, modulePath] = [strings.intern(pkg.path), strings.intern(pkg.name), strings.intern(pkg.modulePath)];
  const records = new ByteWriter(4096);
  const offsets = pkg.functions.map((fn) => {
    const offset = records.length;
    writeFunction(records, fn, strings);
    return offset;
  });
  const table = strings.encode();
  const recordsStart = PACKAGE_HEADER_BYTES + 4 * offsets.length + table.length;
  const hash = packageHash(pkg);
  const writer = new ByteWriter(recordsStart + records.length);
  writer
    .u32(recordsStart + records.length)
    .u32(name)
    .u32(path)
    .u32(modulePath);
  writer.bytes(hash).u32(0).u32(strings.size).u32(offsets.length);
  for (const offset of offsets) writer.u32(recordsStart + offset);
  return { blob: writer.bytes(table).bytes(records.finish()).finish(), hash };
}

/**
 * The package that stands in `range` of the file. Function records may stand in any order and be shared by several
 * functions; `limit` bounds what that can multiply to. ERR_BAD_FILE for whatever does not fit.
 */
export function decodePackage(file: ByteReader, range: ByteRange, limit: WorkLimit): MetaPackage {
  const reader = new ByteReader(file.bytes, file.path, range);
  const header = readHeader(reader, range);
  const offsetsAt = reader.offset;
  const offsets = readOffsets(reader, header.functions);
  const strings = decodeStringTable(reader);
  const text = (index: number) => lookUpString(strings, index, reader);
  const recordsAt = reader.offset - range.start;
  const pkg = { name: text(header.name), path: text(header.path), modulePath: text(header.modulePath) };
  if (pkg.path === '') throw reader.fail('package without an import path', range.start + 8);
  const functions = offsets.map((offset, index) => {
    if (offset < recordsAt || offset >= header.length)
      throw reader.fail(`function record at ${offset} of a package of ${header.length} bytes`, offsetsAt + 4 * index);
    reader.offset = range.start + offset;
    return readFunction(reader, text, limit);
  });
  return { ...pkg, functions };
}

function writeFunction(writer: ByteWriter, fn: MetaFunction, strings: StringTable): void {
  writer.uleb(fn.units.length).uleb(strings.intern(fn.name)).uleb(strings.intern(fn.file));
  for (const unit of fn.units) for (const number of unit) writer.uleb(number);
  writer.uleb(fn.literal ? 1 : 0);
}

interface PackageHeader {
  length: number;
  name: number;
  path: number;
  modulePath: number;
  functions: number;
}

function readHeader(reader: ByteReader, range: ByteRange): PackageHeader {
  const size = range.end - range.start;
  if (size < PACKAGE_HEADER_BYTES)
    throw reader.fail(`package of ${size} bytes (expected at least ${PACKAGE_HEADER_BYTES})`);
  const length = reader.u32();
  if (length < PACKAGE_HEADER_BYTES || length > size)
    throw reader.fail(`package that says it has ${length} bytes in a place of ${size}`, range.start);
  const [name, path, modulePath] = [reader.u32(), reader.u32(), reader.u32()];
  reader.take(24);
  return { length, name, path, modulePath, functions: reader.u32() };
}

function readOffsets(reader: ByteReader, functions: number): number[] {
  if (functions > reader.remaining / 4)
    throw reader.fail(`${functions} functions in ${reader.remaining} bytes`, reader.offset - 4);
  return Array.from({ length: functions }, () => reader.u32());
}

function readFunction(reader: ByteReader, text: (index: number) => string, limit: WorkLimit): MetaFunction {
  const start = reader.offset;
  const count = reader.uleb();
  const [name, file] = [text(reader.uleb()), text(reader.uleb())];
  if (count > reader.remaining / 5) throw reader.fail(`${count} units in ${reader.remaining} bytes`, start);
  limit.spend(count + 1, start);
  const units: MetaUnit[] = new Array(count);
  for (let i = 0; i < count; i++)
    units[i] = [reader.uleb(), reader.uleb(), reader.uleb(), reader.uleb(), reader.uleb()];
  return { name, file, literal: reader.uleb() !== 0, units };
}

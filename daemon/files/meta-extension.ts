// covd's extension of a meta-data file: what Go's format has no place for. It stands behind the last package, where Go's
// tools do not look, and a merge that copies the file keeps it. Runs in the daemon thread and in tools.
//
//    0  00 63 76 78   magic                          12  16 bytes  MD5 of the body
//    4  u32           version 1                      28  body, MessagePack: [granularity, [module, ...]]
//    8  u32           length of the body                 each module is a bin that holds a PackedModule
//
//   00 63 76 78  01 00 00 00  0a 00 00 00  <16 bytes>  92 a7 70 65 72 73 74 6d 74 90     perstmt, no modules
//
// Raise the version when a reader of the old one would misunderstand the body; a reader leaves a newer extension alone,
// for its absence costs branches and source checks only. A damaged one is an error.

import { createHash } from 'node:crypto';
import { GRANULARITIES, type Granularity } from '../../instrument/coverage-options.js';
import { packMessage, unpackMessage } from '../../instrument/message-pack.js';
import { isPlainMessagePack } from '../ipc/check-message-pack.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import type { MetaExtension, MetaPackage, ModuleExtension } from './coverage-data.js';
import { packModule, unpackModule } from './packed-module.js';

const EXTENSION_MAGIC = 0x7876_6300;
const EXTENSION_VERSION = 1;
const EXTENSION_HEADER_BYTES = 28;

/** The extension's bytes from modules encoded by `encodeModuleExtension`, in the order of the file's packages. */
export function encodeMetaExtension(granularity: Granularity, modules: Uint8Array[]): Uint8Array {
  const body = packMessage([granularity, modules]);
  return new ByteWriter(EXTENSION_HEADER_BYTES + body.length)
    .u32(EXTENSION_MAGIC)
    .u32(EXTENSION_VERSION)
    .u32(body.length)
    .bytes(createHash('md5').update(body).digest())
    .bytes(body)
    .finish();
}

/** One module's part, to be kept by whoever writes the same module many times. */
export function encodeModuleExtension(module: ModuleExtension): Uint8Array {
  return packMessage(packModule(module));
}

/**
 * The extension at byte `start` of the file, for the packages before it; undefined where there is none of ours, or a
 * newer one. ERR_BAD_FILE where one is damaged or does not fit the packages.
 */
export function decodeMetaExtension(
  bytes: Uint8Array,
  path: string,
  { start, packages }: { start: number; packages: MetaPackage[] },
): MetaExtension | undefined {
  const reader = new ByteReader(bytes, path, { start });
  if (reader.remaining < EXTENSION_HEADER_BYTES) return undefined;
  if (reader.u32() !== EXTENSION_MAGIC || reader.u32() > EXTENSION_VERSION) return undefined;
  const body = readBody(reader, start);
  const [granularity, modules] = body;
  if (modules.length !== packages.length)
    throw reader.fail(`extension for ${modules.length} packages (expected ${packages.length})`, start);
  const decoded = modules.map((module, index) => {
    const value = unpackModule(tryDecode(module), packages[index] as MetaPackage);
    if (!value) throw reader.fail(`unreadable module ${index} of the extension`, start);
    return value;
  });
  return { granularity, modules: decoded };
}

type Body = [Granularity, Uint8Array[]];

function readBody(reader: ByteReader, start: number): Body {
  const length = reader.u32();
  const digest = reader.take(16);
  const bytes = reader.take(length);
  if (createHash('md5').update(bytes).digest().compare(digest) !== 0) throw reader.fail('damaged extension', start);
  const body = tryDecode(bytes);
  if (!isBody(body)) throw reader.fail('unreadable extension', start);
  return body;
}

function isBody(value: unknown): value is Body {
  if (!Array.isArray(value) || value.length < 2) return false;
  const [granularity, modules] = value as unknown[];
  return (
    (GRANULARITIES as readonly unknown[]).includes(granularity) &&
    Array.isArray(modules) &&
    modules.every((module) => module instanceof Uint8Array)
  );
}

/** undefined for bytes that are no plain MessagePack; no valid body or module is undefined. */
function tryDecode(bytes: Uint8Array): unknown {
  if (!isPlainMessagePack(bytes)) return undefined;
  try {
    return unpackMessage(bytes);
  } catch {
    // The caller's guard turns undefined into an error that names the file, which msgpackr's does not.
    return undefined;
  }
}

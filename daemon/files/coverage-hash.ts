// The hashes that name Go's coverage files: MD5 as in Go 1.20 to 1.24 (later versions use FNV-1a; readers cannot tell,
// since no reader verifies a hash). Runs in the daemon thread and in tools.

import { createHash } from 'node:crypto';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { ByteWriter } from './byte-writer.js';
import type { FileGranularity, MetaPackage } from './coverage-data.js';

/** 16 bytes over path, name, module path and every function with its units (numbers as u32, little-endian). */
export function packageHash(pkg: MetaPackage): Uint8Array {
  const hash = createHash('md5').update(pkg.path).update(pkg.name).update(pkg.modulePath);
  for (const fn of pkg.functions) {
    const numbers = new ByteWriter(20 * fn.units.length + 4);
    for (const unit of fn.units) for (const number of unit) numbers.u32(number);
    hash
      .update(fn.name)
      .update(fn.file)
      .update(numbers.u32(fn.literal ? 1 : 0).finish());
  }
  return new Uint8Array(hash.digest());
}

/** 32 hex digits that name an instrumented program: over its packages' hashes in file order, mode and granularity. */
export function programHash(packageHashes: Uint8Array[], mode: CoverageMode, granularity: FileGranularity): string {
  const hash = createHash('md5');
  for (const bytes of packageHashes) hash.update(bytes);
  return hash.update(mode).update(granularity).digest('hex');
}

/**
 * 32 hex digits that name a rewritten meta-data file (merge with a package pattern or across programs): over its blobs. That
 * is Go's name, which programs of different modes share; so modes and granularities but the usual ones are hashed too.
 */
export function rewrittenHash(blobs: Uint8Array[], mode: CoverageMode, granularity: FileGranularity): string {
  const hash = createHash('md5');
  for (const blob of blobs) hash.update(createHash('md5').update(blob).digest());
  if (mode !== 'atomic' || granularity !== 'perblock') hash.update(mode).update(granularity);
  return hash.digest('hex');
}

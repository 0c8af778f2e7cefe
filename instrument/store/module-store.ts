// The content-addressed store of instrumented sources: one file per module hash, and a pack of them for the next start of
// a program. Runs in measured threads, `covd build` and, on Node 20, the thread of the ESM hooks. Several processes may
// write the same entry at once; each writes the same bytes to a name of its own and renames.

import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { CoverageOptions } from '../coverage-options.js';
import { PackReader } from './pack-reader.js';
import { openStoreDirectory, storeEntryPath } from './store-directory.js';
import { decodeStoreEntry, encodeStoreEntry, readStoreEntryLengths, type StoreEntry } from './store-entry.js';

/**
 * The store for these options (COVD_STORE and the root); undefined: there is no place to keep anything. `program`: the key
 * of the program whose text pack is to be looked into first (program-file.ts).
 */
export function openModuleStore(
  options: Pick<CoverageOptions, 'store' | 'root'>,
  program?: string,
): ModuleStore | undefined {
  const directory = openStoreDirectory(options.store, options.root);
  return directory === undefined ? undefined : new ModuleStore(directory, program);
}

const READ_BYTES = 256 * 1024;

export class ModuleStore {
  readonly directory: string;
  readonly #pack: PackReader | undefined;
  #buffer: Buffer | undefined;
  #writes = 0;

  /** `program`: key of the program whose text pack is looked into first. */
  constructor(directory: string, program?: string) {
    this.directory = directory;
    this.#pack = program === undefined ? undefined : new PackReader(directory, program);
  }

  /** The entry of `hash` (32 hex digits); undefined if there is none that can be read. */
  read(hash: string): StoreEntry | undefined {
    const packed = this.#pack?.find(hash);
    return (packed && decodeStoreEntry(packed)) ?? this.#readEntry(hash);
  }

  /** Writes an entry; false if the store cannot be written. */
  write(hash: string, entry: StoreEntry, map: Uint8Array): boolean {
    const path = storeEntryPath(this.directory, hash);
    this.#writes += 1;
    // Unique among threads too: performance.now() of threads that share a pid differs with their start.
    const temporary = `${path}.${process.pid}.${performance.timeOrigin + performance.now()}.${this.#writes}.tmp`;
    try {
      writeFileSync(temporary, encodeStoreEntry(entry, map), { flag: 'wx', mode: 0o600 });
      renameSync(temporary, path);
      return true;
    } catch {
      // Disk full, directory gone or read-only: the caller keeps what it has and hands the map to the daemon.
      rmSync(temporary, { force: true });
      return false;
    }
  }

  #readEntry(hash: string): StoreEntry | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(storeEntryPath(this.directory, hash), 'r');
    } catch {
      // No entry yet, or not readable: the source is instrumented again.
      return undefined;
    }
    try {
      return decodeStoreEntry(this.#readAllButMap(descriptor));
    } catch {
      // An I/O error while reading: the source is instrumented again.
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Most entries come with one read; the map at the end of a long one is left out. */
  #readAllButMap(descriptor: number): Buffer {
    this.#buffer ??= Buffer.allocUnsafeSlow(READ_BYTES);
    const bytesRead = readSync(descriptor, this.#buffer, 0, READ_BYTES, 0);
    const first = this.#buffer.subarray(0, bytesRead);
    const lengths = readStoreEntryLengths(first);
    if (lengths === undefined) return first;
    const wanted = lengths.header + lengths.functions + lengths.text;
    if (wanted <= bytesRead || bytesRead < READ_BYTES) return first;
    const whole = Buffer.allocUnsafeSlow(wanted);
    first.copy(whole);
    let filled = bytesRead;
    while (filled < wanted) {
      const more = readSync(descriptor, whole, filled, wanted - filled, filled);
      if (more === 0) break;
      filled += more;
    }
    return whole.subarray(0, filled);
  }
}

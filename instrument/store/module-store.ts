// The content-addressed store of instrumented sources: one file per module hash, and a pack of them for the next start of
// a program. Runs in measured threads and, on Node 20, in the thread of the ESM hooks. Several processes may write the same
// entry at once; each writes the same bytes to a name of its own and renames.

import { closeSync, openSync, readSync } from 'node:fs';
import type { CoverageOptions } from '../coverage-options.js';
import { readInto, tryReplaceFile } from '../whole-file.js';
import { PackReader } from './pack-reader.js';
import { openStoreDirectory, storeEntryPath } from './store-directory.js';
import {
  decodeStoreEntry,
  encodeStoreEntry,
  type ModuleOrigin,
  readStoreEntryLengths,
  type StoreEntry,
} from './store-entry.js';
import type { FoundText } from './text-pack.js';

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

  /** `program`: key of the program whose text pack is looked into first. */
  constructor(directory: string, program?: string) {
    this.directory = directory;
    this.#pack = program === undefined ? undefined : new PackReader(directory, program);
  }

  /** What the program's pack has of the module with this key and source (module-hash.ts); undefined if it has nothing. */
  findPacked(key: string, source: string): FoundText | undefined {
    return this.#pack?.find(key, source);
  }

  /** The entry of `hash` (32 hex digits); undefined if there is none that can be read. */
  read(hash: string): StoreEntry | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(storeEntryPath(this.directory, hash), 'r');
    } catch {
      // No entry yet, or not readable: the source is instrumented again.
      return undefined;
    }
    try {
      return decodeStoreEntry(this.#readUpToText(descriptor));
    } catch {
      // An I/O error while reading: the source is instrumented again.
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Writes an entry; false if the store cannot be written: the caller then hands the map to the daemon. Without `origin`, no pack will have it. */
  write(hash: string, entry: StoreEntry, { map, origin }: { map: Uint8Array; origin?: ModuleOrigin }): boolean {
    return tryReplaceFile(storeEntryPath(this.directory, hash), encodeStoreEntry(entry, map, origin));
  }

  /** Most entries come with one read; what stands behind the text of a long one is left out. */
  #readUpToText(descriptor: number): Buffer {
    this.#buffer ??= Buffer.allocUnsafeSlow(READ_BYTES);
    const bytesRead = readSync(descriptor, this.#buffer, 0, READ_BYTES, 0);
    const first = this.#buffer.subarray(0, bytesRead);
    const lengths = readStoreEntryLengths(first);
    if (lengths === undefined) return first;
    const wanted = lengths.header + lengths.functions + lengths.text;
    if (wanted <= bytesRead || bytesRead < READ_BYTES) return first;
    const whole = Buffer.allocUnsafeSlow(wanted);
    first.copy(whole);
    return whole.subarray(0, readInto(descriptor, whole, bytesRead));
  }
}
